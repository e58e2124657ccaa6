package power

import (
	"math"

	"respine/claim"
	"respine/measure"
	"respine/scored"
)

// naive counts a run in which the usual analysis, of all spines together as if
// they were independent and scored without error, supports a claim. It is there
// for the claims that errors of scoring are known to make: restored spines
// against chance and their survival.
func (r *Result) naive(set claim.Set, data *scored.Set) {
	c, _ := set.Claim(r.Claim)
	if len(c.Parts) == 0 {
		return
	}
	rows, ok := pooled(set, c.Parts[0], data)
	if !ok {
		return
	}
	r.Naive = max(r.Naive, 0)
	if rows.supports() {
		r.Naive++
	}
}

// spines is two shares of spines, or one and what chance makes of it.
type spines struct {
	y, n     float64
	y0, n0   float64 // of the others; n0 is 0 for a comparison with chance
	byChance float64
}

// supports is a test of the first share above the second, or above chance, at two-
// sided 5 %, by the normal approximation.
func (s spines) supports() bool {
	const critical = 1.959964
	if s.n0 == 0 {
		p := s.byChance
		return s.n > 0 && (s.y/s.n-p)/math.Sqrt(p*(1-p)/s.n) > critical
	}
	p := (s.y + s.y0) / (s.n + s.n0)
	return s.n > 0 && (s.y/s.n-s.y0/s.n0)/math.Sqrt(p*(1-p)*(1/s.n+1/s.n0)) > critical
}

// pooled puts the spines of all animals of a part together.
func pooled(set claim.Set, p claim.Part, data *scored.Set) (spines, bool) {
	var out spines
	switch p.Measure.Name {
	case "restored excess":
		excess, share := 0.0, 0.0
		for _, v := range claim.Values(set, data, p, measure.AsScored) {
			excess, out.n = excess+v.Sum, out.n+v.Of
		}
		q := p
		q.Measure, _ = measure.Named("restored share")
		for _, v := range claim.Values(set, data, q, measure.AsScored) {
			share += v.Sum
		}
		out.y, out.byChance = share, (share-excess)/out.n
		return out, true
	case "restored survival":
		for _, v := range claim.Values(set, data, p, measure.AsScored) {
			for _, row := range v.Rows {
				if row.Group == "restored" {
					out.y, out.n = out.y+row.Y, out.n+1
				} else {
					out.y0, out.n0 = out.y0+row.Y, out.n0+1
				}
			}
		}
		return out, out.n > 0 && out.n0 > 0
	}
	return out, false
}
