package main

import (
	"math"
	"math/rand/v2"

	"respine/report"
	"respine/turnover"
)

// missedOnce returns the sites of the restored spines that stand at the lost
// place, as the same spine missed once would, and how many these spines are.
func missedOnce(v turnover.Restoration) (sites map[int]bool, n int) {
	sites = map[int]bool{}
	for _, p := range v.Pairs {
		if p.SameSide && p.DistanceUm <= report.SamePlaceUm {
			sites[p.New], sites[p.Lost] = true, true
			n++
		}
	}
	return sites, n
}

// pWithout is the p-value of an interval's restored spines when the given sites
// were never there, neither as lost nor as new ones. It errs towards 1: chance
// may still put a spine at a lost place. NaN where chance is not known. The same
// result gives the same p.
func pWithout(d turnover.Result, v turnover.Restoration, sites map[int]bool) float64 {
	p := d.Presence
	p.Sites = nil
	for i, s := range d.Presence.Sites {
		if !sites[i] {
			p.Sites = append(p.Sites, s)
		}
	}
	for _, r := range turnover.Restore(p, d.Params.Restore, rand.New(rand.NewPCG(1, uint64(v.To)))) {
		if r.From == v.From && r.To == v.To {
			return r.Uniform.P
		}
	}
	return math.NaN()
}
