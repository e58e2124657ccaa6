package spine

import (
	"math"

	"respine/dendrite"
)

// poolAbove is the least probability, from one session alone, for a candidate
// to found a site. Below it a site is only kept alive by other sessions.
const poolAbove = 0.08

// pool gathers the candidates of all sessions on one branch into sites. The
// sessions are taken in turn: candidates are linked to the sites so far, those
// left over found new ones. A session that does not show a peak at a site is
// asked for what it shows there instead.
func pool(views []*view, c Classifier) []Site {
	var sites []Site
	for k, v := range views {
		if v == nil {
			continue
		}
		found := founders(v.detect(c))
		places := make([]Place, len(sites))
		for i, s := range sites {
			places[i] = s.Place
		}
		fresh := make([]Place, len(found))
		for i, f := range found {
			fresh[i] = f.Place
		}
		taken := make([]bool, len(found))
		for _, p := range Link(places, fresh, Measured()) {
			taken[p[1]] = true
			sites[p[0]].see(k, found[p[1]])
		}
		for i, f := range found {
			if !taken[i] {
				s := Site{Place: f.Place, Seen: make([]Observation, len(views))}
				s.see(k, f)
				sites = append(sites, s)
			}
		}
	}
	for i := range sites {
		sites[i].ask(views, c)
	}
	return sites
}

func founders(all []Candidate) []Candidate {
	var out []Candidate
	for _, c := range all {
		if c.P >= poolAbove {
			out = append(out, c)
		}
	}
	return out
}

// see records a candidate at a site and moves the site to the mean of all seen.
func (s *Site) see(session int, c Candidate) {
	s.Seen[session].Candidate = c
	s.Seen[session].PAlone = c.P
	var n, along, lateral, depth float64
	for _, o := range s.Seen {
		if o.PAlone > 0 {
			n += o.PAlone
			along += o.PAlone * o.PositionUm
			lateral += o.PAlone * o.LateralUm
			depth += o.PAlone * o.DepthUm
		}
	}
	s.PositionUm, s.LateralUm, s.DepthUm = along/n, lateral/n, depth/n
}

// askUm is how far around a site a session without a peak of its own is
// searched.
const askUm = 0.2

// ask fills the observations of sessions that showed no candidate at the site.
func (s *Site) ask(views []*view, c Classifier) {
	for k, v := range views {
		if v == nil || s.Seen[k].PAlone > 0 {
			continue
		}
		m := v.heat[(1-s.Side)/2]
		col := (s.PositionUm/dendrite.StepUm - 0.5) / 2
		row := (s.LateralUm-innerUm)/CellUm - 0.5
		best := peak{column: col, row: row}
		reach := askUm / CellUm
		for y := max(0, int(math.Ceil(row-reach))); y <= min(m.H-1, int(row+reach)); y++ {
			for x := max(0, int(math.Ceil(col-reach))); x <= min(m.W-1, int(col+reach)); x++ {
				if h := float64(m.At(y, x)); h > best.heat {
					best = peak{column: float64(x), row: float64(y), heat: h}
				}
			}
		}
		s.Seen[k].Candidate = v.candidate(c, s.Side, best)
		s.Seen[k].PAlone = s.Seen[k].Candidate.P
	}
}
