package photometry

import (
	"math"

	"respine/stats"
)

// association is what the permutation of sessions compares: of behaviour b and course x,
//
//	Σ (event - p) (x(t - lag) - x̄) / Σ event
//
// over the bins at risk of b, x̄ being the mean course of these bins and p the chance of
// an event that the time in the bout alone gives, by one logistic model of all sessions
// in its logarithm and the square of it. Calcium that rises through a bout whose end
// comes nearer tells nothing beyond the time. It is the score of the hazard at no
// effect; bins whose course is missing do not count.
func association(all []stats.EventSeries, lag int, p Params) func(behaviour, signal int) float64 {
	left := withoutTime(all, p)
	return func(behaviour, signal int) float64 {
		b, x := all[behaviour], all[signal].Signal
		var sum, residuals, course, n, events float64
		for t, at := range b.AtRisk {
			if from := t - lag; at && from >= 0 && from < len(x) && !math.IsNaN(x[from]) {
				sum += left[behaviour][t] * x[from]
				residuals, course, n = residuals+left[behaviour][t], course+x[from], n+1
				if b.Event[t] {
					events++
				}
			}
		}
		return (sum - residuals*course/n) / events
	}
}

// withoutTime is event less its chance by the time at risk, in every bin.
func withoutTime(all []stats.EventSeries, p Params) [][]float64 {
	var x [][]float64
	var event []bool
	each := func(do func(session, bin int, z []float64)) {
		for s, one := range all {
			run := 0
			for t, at := range one.AtRisk {
				if !at {
					run = 0
					continue
				}
				l := math.Log(float64(run)*p.BinSec + 1)
				do(s, t, []float64{l, l * l})
				run++
			}
		}
	}
	each(func(s, t int, z []float64) {
		x, event = append(x, z), append(event, all[s].Event[t])
	})
	fit := stats.Logistic(x, event, nil, 0)
	out := make([][]float64, len(all))
	for s, one := range all {
		out[s] = make([]float64, len(one.AtRisk))
	}
	each(func(s, t int, z []float64) {
		if fit.Undetermined == "" {
			out[s][t] = -fit.Probability(z)
		}
		if all[s].Event[t] {
			out[s][t]++
		}
	})
	return out
}
