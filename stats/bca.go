package stats

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// BCaInterval is a bias-corrected and accelerated bootstrap interval.
type BCaInterval struct {
	Interval           Interval
	Bias, Acceleration float64
	Undetermined       string
}

// JackknifeGroups returns the statistic with each group of rows left out, in
// rising order of group. stat must not keep rows.
func JackknifeGroups(group []int, stat func(rows []int) float64) []float64 {
	members := rowsByGroup(group)
	out := make([]float64, len(members))
	var rows []int
	for g := range members {
		rows = rows[:0]
		for k, m := range members {
			if k != g {
				rows = append(rows, m...)
			}
		}
		out[g] = stat(rows)
	}
	return out
}

// BCa returns the bias-corrected and accelerated interval (Efron 1987, doi
// 10.1080/01621459.1987.10478410) from the estimate, its bootstrap draws and
// its values with each unit left out: the draws' quantiles at
//
//	Φ(z0 + (z0 ± z)/(1 - a(z0 ± z))),
//
// where z0 is the normal quantile of the share of draws below the estimate and
// a = Σ u³ / 6(Σ u²)^{3/2}, u being mean - leave-one-out value. It is second
// order right, which is of no use with a handful of units.
func BCa(estimate float64, draws, leaveOneOut []float64, confidence float64) BCaInterval {
	z := zTwoSided(confidenceOr(confidence))
	v := make([]float64, 0, len(draws))
	for _, d := range draws {
		if !math.IsNaN(d) {
			v = append(v, d)
		}
	}
	sort.Float64s(v)
	below := 0.0
	for _, d := range v {
		switch {
		case d < estimate:
			below++
		case d == estimate:
			below += 0.5
		}
	}
	switch {
	case len(v) < 2 || v[0] == v[len(v)-1]:
		return BCaInterval{Undetermined: "the draws do not vary"}
	case below == 0 || below == float64(len(v)):
		return BCaInterval{Undetermined: "the estimate lies outside all draws"}
	}
	out := BCaInterval{Bias: distuv.UnitNormal.Quantile(below / float64(len(v)))}
	out.Acceleration = acceleration(leaveOneOut)
	at := func(side float64) float64 {
		w := out.Bias + side*z
		return Quantile(v, distuv.UnitNormal.CDF(out.Bias+w/(1-out.Acceleration*w)))
	}
	out.Interval = Interval{at(-1), at(1)}
	return out
}

func acceleration(leaveOneOut []float64) float64 {
	mean, two, three := 0.0, 0.0, 0.0
	for _, v := range leaveOneOut {
		mean += v / float64(len(leaveOneOut))
	}
	for _, v := range leaveOneOut {
		u := mean - v
		two += u * u
		three += u * u * u
	}
	if two == 0 || math.IsNaN(two) {
		return 0
	}
	return three / (6 * math.Pow(two, 1.5))
}
