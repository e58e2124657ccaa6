package photometry

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/stats"
)

// lagDraws is how often animals are drawn for the interval of a lag.
const lagDraws = 1999

// peakLag finds how long before events the course stands highest: the mean course at
// each lag before the events of an animal, averaged over animals, and the lag of its
// highest point, by a parabola through it and its neighbours. The interval is of
// percentiles over draws of animals. A course that is highest at either end of the
// lags has no peak among them, and then there is no lag.
func (out *Prediction) peakLag(used []stats.EventSeries, delaySec float64, p Params, rng *rand.Rand) {
	hp := p.hazardParams()
	var each [][]float64
	for g := range out.Per {
		if out.Per[g].Left == "" {
			each = append(each, beforeEvents(ofGroup(used, g, true), hp))
		}
	}
	if out.LagSec = peakOf(meanCourse(each), hp, p.BinSec); math.IsNaN(out.LagSec) {
		out.LagWhy = fmt.Sprintf("before events the course has no peak between %g and %g s", p.BinSec, p.ReachSec)
		return
	}
	out.LeadSec = out.LagSec + delaySec
	if len(each) < 2 {
		out.LagWhy = "one animal: the spread of the lag between animals cannot be seen"
		return
	}
	var draws []float64
	pick := make([][]float64, len(each))
	for range lagDraws {
		for i := range pick {
			pick[i] = each[rng.IntN(len(each))]
		}
		m := meanCourse(pick)
		draws = append(draws, float64(hp.FirstLag+highest(m))*p.BinSec)
		if v := peakOf(m, hp, p.BinSec); !math.IsNaN(v) {
			draws[len(draws)-1] = v
		}
	}
	out.Lag = stats.SmallSample(stats.PercentileInterval(draws, stats.DefaultConfidence), out.LagSec, len(each))
	out.Lead = stats.Interval{Lo: out.Lag.Lo + delaySec, Hi: out.Lag.Hi + delaySec}
}

// beforeEvents is the mean course at each lag before events, from the first lag on.
func beforeEvents(all []stats.EventSeries, hp stats.HazardParams) []float64 {
	out := make([]float64, hp.LastLag-hp.FirstLag+1)
	n := 0.0
	for _, s := range all {
		for t, e := range s.Event {
			if e && knownBefore(s, t, hp) {
				n++
				for l := range out {
					out[l] += s.Signal[t-hp.FirstLag-l]
				}
			}
		}
	}
	for l := range out {
		out[l] /= n
	}
	return out
}

// knownBefore reports whether the animal waits in a bin and the course is known at all
// lags before it.
func knownBefore(s stats.EventSeries, t int, hp stats.HazardParams) bool {
	ok := s.AtRisk[t] && t >= hp.LastLag
	for l := hp.FirstLag; ok && l <= hp.LastLag; l++ {
		ok = !math.IsNaN(s.Signal[t-l])
	}
	return ok
}

func highest(x []float64) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// peakOf is the lag of the highest point, s; NaN at either end.
func peakOf(x []float64, hp stats.HazardParams, binSec float64) float64 {
	i := highest(x)
	if i == 0 || i == len(x)-1 || math.IsNaN(x[i]) {
		return nan
	}
	a, b, c := x[i-1], x[i], x[i+1]
	shift := 0.0
	if d := a - 2*b + c; d < 0 {
		shift = (a - c) / (2 * d)
	}
	return (float64(hp.FirstLag+i) + shift) * binSec
}
