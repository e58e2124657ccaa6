package twin

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"respine/random"
	"respine/spatial"
	"respine/turnover"
)

// Scoring is how a scorer errs. The zero Scoring does not.
type Scoring struct {
	Miss       float64 // chance of not seeing a spine that is there, each session anew
	FalsePerUm float64 // spines seen where none is, each session anew
	JoinUm     float64 // spines of neighbouring lives nearer than this on one side are called one; 0 means 0.7
}

// RealisticScoring is the middle of what double scoring of two-photon stacks
// tends to show; it is an assumption, not a measurement.
func RealisticScoring() Scoring { return Scoring{Miss: 0.05, FalsePerUm: 0.01} }

// SpineHours returns the hours of the spine sessions, in order.
func (m Mouse) SpineHours() []float64 {
	var out []float64
	for _, s := range m.Sessions {
		if s.Kind == SpineSession {
			out = append(out, s.Hours)
		}
	}
	slices.Sort(out)
	return out
}

// Presence returns which spine of the imaged branches stands in which spine
// session. Each life is a site of its own: what grows again where one was lost
// is a new spine with a new name.
func (m Mouse) Presence() turnover.Presence {
	hours := m.SpineHours()
	p := m.emptyPresence(hours)
	for i, l := range m.Lives {
		b := m.Wiring.Branch(l.Contact)
		if _, imaged := slices.BinarySearch(m.Imaged, b); !imaged {
			continue
		}
		site := turnover.Site{Spine: m.SpineName(i), Branch: b, Side: int(m.Wiring.Side[l.Contact]), PositionUm: l.PositionUm,
			States: make([]turnover.State, len(hours))}
		seen := false
		for s, h := range hours {
			site.States[s] = turnover.Absent
			if l.At(math.Floor(h)) {
				site.States[s], seen = turnover.Present, true
			}
		}
		if seen {
			p.Sites = append(p.Sites, site)
		}
	}
	return p
}

func (m Mouse) emptyPresence(hours []float64) turnover.Presence {
	var p turnover.Presence
	for _, h := range hours {
		path := map[int][]spatial.Span{}
		for _, b := range m.Imaged {
			path[b] = []spatial.Span{{Lo: 0, Hi: m.Wiring.LengthUm}}
		}
		p.Sessions = append(p.Sessions, turnover.Session{Day: h / 24})
		p.Judgeable = append(p.Judgeable, path)
	}
	return p
}

// SpineName names a spine by branch, contact and life.
func (m Mouse) SpineName(life int) string {
	l := m.Lives[life]
	return fmt.Sprintf("b%03d-c%03d-l%d", m.Wiring.Branch(l.Contact), l.Contact%m.Wiring.PerBranch, life)
}

// Scored returns the presence table of a scorer who errs: spines missed, false
// ones seen, and lives that follow each other at one place taken for one.
func (m Mouse) Scored(s Scoring, key random.Key) turnover.Presence {
	p := m.Presence()
	rng := key.At(ofScoring, uint64(m.Animal)).Rand()
	for i := range p.Sites {
		for t, state := range p.Sites[i].States {
			if u := rng.Float64(); state == turnover.Present && u < s.Miss {
				p.Sites[i].States[t] = turnover.Absent
			}
		}
	}
	for t := range p.Sessions {
		for _, b := range m.Imaged {
			for x := rng.ExpFloat64() / math.Max(s.FalsePerUm, 1e-12); x < m.Wiring.LengthUm; x += rng.ExpFloat64() / s.FalsePerUm {
				p.Sites = append(p.Sites, falseSite(p, t, b, x, rng.IntN(2)))
			}
		}
	}
	p.Sites = slices.DeleteFunc(p.Sites, func(site turnover.Site) bool { return !slices.Contains(site.States, turnover.Present) })
	slices.SortStableFunc(p.Sites, func(a, b turnover.Site) int {
		return cmp.Or(cmp.Compare(a.Branch, b.Branch), cmp.Compare(a.PositionUm, b.PositionUm))
	})
	return turnover.Rejoin(p, s.JoinUm)
}

func falseSite(p turnover.Presence, session, branch int, x float64, side int) turnover.Site {
	site := turnover.Site{Spine: fmt.Sprintf("b%03d-f%d-%.2f", branch, session, x), Branch: branch, Side: 2*side - 1, PositionUm: x,
		States: make([]turnover.State, len(p.Sessions))}
	for t := range site.States {
		site.States[t] = turnover.Absent
	}
	site.States[session] = turnover.Present
	return site
}
