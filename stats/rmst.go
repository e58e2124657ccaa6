package stats

import "math"

// RestrictedMean is mean time to the event within the first Horizon units.
type RestrictedMean struct {
	Estimate, SE float64
	Horizon      float64
	Interval     Interval
	Undetermined string
}

// RestrictedMean returns the area under the curve up to the horizon, with
//
//	Var = Σ_{t_i ≤ τ} A_i² d_i / (n_i (n_i - d_i)),  A_i = ∫_{t_i}^τ S
//
// (Irwin 1949; Royston & Parmar 2013, doi 10.1186/1471-2288-13-152). Beyond
// the last time anyone was watched the curve is not known: unless it has come
// down to zero, a later horizon is undetermined.
func (s Survival) RestrictedMean(horizon, confidence float64) RestrictedMean {
	z := zTwoSided(confidenceOr(confidence))
	if !(horizon > 0) {
		panic("stats: RestrictedMean needs a horizon above zero")
	}
	out := RestrictedMean{Horizon: horizon}
	n := len(s.Time)
	if n == 0 || s.Time[n-1] < horizon && s.Surv[n-1] > 0 {
		out.Undetermined = "nobody was watched until the horizon"
		return out
	}
	last := 0
	for last < n && s.Time[last] <= horizon {
		last++
	}
	end, area, variance := horizon, 0.0, 0.0
	for i := last - 1; i >= 0; i-- { // area from t_i to the horizon
		area += s.Surv[i] * (end - s.Time[i])
		end = s.Time[i]
		if d, r := float64(s.Events[i]), float64(s.AtRisk[i]); d < r {
			variance += area * area * d / (r * (r - d))
		}
	}
	out.Estimate = area + end
	out.SE = math.Sqrt(variance)
	out.Interval = Interval{out.Estimate - z*out.SE, out.Estimate + z*out.SE}
	return out
}

// Difference is an estimate with its normal test and interval.
type Difference struct {
	Estimate, SE float64
	Statistic, P float64
	Interval     Interval
	Undetermined string
}

// RestrictedMeanDifference compares two independent curves up to the same
// horizon, a minus b. Unlike the log-rank test it needs no proportional
// hazards, and it is in units of time.
func RestrictedMeanDifference(a, b Survival, horizon, confidence float64) Difference {
	x, y := a.RestrictedMean(horizon, confidence), b.RestrictedMean(horizon, confidence)
	for _, r := range []RestrictedMean{x, y} {
		if r.Undetermined != "" {
			return Difference{Undetermined: r.Undetermined}
		}
	}
	out := Difference{Estimate: x.Estimate - y.Estimate, SE: math.Hypot(x.SE, y.SE)}
	if out.SE == 0 {
		out.Undetermined = "no event within the horizon: no spread to compare with"
		return out
	}
	z := zTwoSided(confidenceOr(confidence))
	out.Statistic = out.Estimate / out.SE
	out.P = normalBothTails(out.Statistic)
	out.Interval = Interval{out.Estimate - z*out.SE, out.Estimate + z*out.SE}
	return out
}
