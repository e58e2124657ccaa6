package spine

import (
	"cmp"
	"math"
	"slices"

	"respine/dendrite"
	"respine/turnover"
)

// crowdedUm is the distance along one side of a shaft below which two spines
// are hardly told apart: about twice the width of the point spread function.
const crowdedUm = 0.8

// views looks at one branch in every session; nil where it was not aligned.
func (t *Tracker) views(b *Branch) []*view {
	out := make([]*view, len(b.Days))
	for k, d := range b.Days {
		if d.Reason == "" {
			v := newView(d.Strip, t.classifier(b.ID))
			out[k] = &v
		}
	}
	return out
}

func (t *Tracker) classifier(branch int) Classifier {
	if c, ok := t.params.PerBranch[branch]; ok {
		return c
	}
	return t.params.Classifier
}

// sites finds the sites of one branch and decides each. What is left out is
// told: places on another dendrite, and sites the joint decision finds empty
// everywhere are not sites.
func (t *Tracker) sites(b *Branch, views []*view) ([]Site, []Exclusion) {
	var kept []Site
	var left []Exclusion
	for _, s := range pool(views, t.classifier(b.ID)) {
		s.Branch = b.ID
		if t.onOther(b, s) {
			left = append(left, Exclusion{Session: -1, Branch: b.ID, FromUm: s.PositionUm, ToUm: s.PositionUm,
				Reason: "lies on another dendrite"})
			continue
		}
		s.decide(b, t.params.Presence)
		if s.everPresent() {
			kept = append(kept, s)
		}
	}
	slices.SortStableFunc(kept, func(a, b Site) int { return cmp.Compare(a.PositionUm, b.PositionUm) })
	for i := range kept {
		kept[i].ID = siteID(b.ID, i)
	}
	return kept, left
}

func (s Site) everPresent() bool {
	return slices.ContainsFunc(s.Seen, func(o Observation) bool { return o.State == turnover.Present })
}

// decide sets the state of a site in every session from its evidence.
func (s *Site) decide(b *Branch, p PresenceParams) {
	column := columnAt(b.Days[0].Strip.Frame, s.PositionUm)
	alone := make([]float64, len(s.Seen))
	for k := range s.Seen {
		o := &s.Seen[k]
		alone[k] = o.PAlone
		d := b.Days[k]
		if d.Reason != "" {
			o.Reason, o.Tip, o.Base = d.Reason, nowhere, nowhere
		} else if !d.Judgeable[column] {
			o.Reason = "cannot be judged here"
		}
		if o.Reason != "" {
			alone[k], o.PAlone = math.NaN(), math.NaN()
		}
	}
	s.settle(b, alone, p)
	var long, seen int
	for _, o := range s.Seen {
		if o.State == turnover.Present {
			seen++
			if o.Filopodium {
				long++
			}
		}
	}
	if 2*long > seen {
		s.Kind = turnover.Filopodium
	}
}

// settle decides over the sessions that show the branch. One that does not is
// no interval in which anything could have changed, and is left out.
func (s *Site) settle(b *Branch, alone []float64, p PresenceParams) {
	var shown []int
	var evidence []float64
	for k, d := range b.Days {
		s.Seen[k].State, s.Seen[k].P = turnover.NotJudgeable, math.NaN()
		if d.Reason == "" {
			shown, evidence = append(shown, k), append(evidence, alone[k])
		}
	}
	states, post := Decide(evidence, p)
	for i, k := range shown {
		s.Seen[k].State, s.Seen[k].P = states[i], post[i]
	}
}

// nowhere is the place of a spine in a session that does not show its dendrite.
var nowhere = dendrite.Point{X: math.NaN(), Y: math.NaN(), Z: math.NaN()}

func markCrowded(sites []Site) {
	for i := range sites {
		for j := i + 1; j < len(sites) && sites[j].Branch == sites[i].Branch && sites[j].PositionUm-sites[i].PositionUm < crowdedUm; j++ {
			if sites[i].Side == sites[j].Side {
				sites[i].Crowded, sites[j].Crowded = true, true
			}
		}
		for _, o := range sites[i].Seen {
			if o.State == turnover.Present && o.Merged {
				sites[i].Crowded = true
			}
		}
	}
}

// Another dendrite that passes by looks like a row of large spines. A site
// within otherUm of another traced centreline, and not close to the branch's
// own, lies on that one.
const (
	otherUm      = 0.8
	otherDepthUm = 3.0
)

func (t *Tracker) onOther(b *Branch, s Site) bool {
	f := b.Days[0].Strip.Frame
	p := f.At(columnAt(f, s.PositionUm), float64(s.Side)*s.LateralUm, s.DepthUm)
	for _, o := range t.others {
		for i, q := range o.Points {
			if math.Hypot(q.X-p.X, q.Y-p.Y) > otherUm || math.Abs(q.Z-p.Z) > otherDepthUm {
				continue
			}
			if !near(f, o.Points[i]) {
				return true
			}
		}
	}
	return false
}

// near tells whether a point lies on the frame's own dendrite.
func near(f dendrite.Frame, p dendrite.Point) bool {
	for _, c := range f.Centre {
		if math.Hypot(c.X-p.X, c.Y-p.Y) < 0.7 && math.Abs(c.Z-p.Z) < 6 {
			return true
		}
	}
	return false
}

// columnAt is the column nearest to a position along a frame.
func columnAt(f dendrite.Frame, positionUm float64) int {
	return min(max(int(math.Round(positionUm/f.StepUm)), 0), f.Len()-1)
}
