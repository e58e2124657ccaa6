package stats

import "math"

// Effect is an effect size without unit and its interval.
type Effect struct {
	Estimate     float64
	Interval     Interval
	Undetermined string // why there is none; the numbers are then NaN
}

func noEffect(reason string) Effect {
	nan := math.NaN()
	return Effect{nan, Interval{nan, nan}, reason}
}

// CohenD returns (mean(x)-mean(y))/s with s pooled over both groups. The
// interval is exact for normal groups of one variance: t = d/sqrt(1/n₁+1/n₂) has
// a noncentral t distribution, and the interval holds the noncentralities under
// which t is not extreme (Steiger & Fouladi 1997).
func CohenD(x, y []float64, confidence float64) Effect {
	if reason := lacking(x, y); reason != "" {
		return noEffect(reason)
	}
	nx, ny := float64(len(x)), float64(len(y))
	mx, _ := meanVariance(x)
	my, _ := meanVariance(y)
	return standardized(mx-my, math.Sqrt(pooledVariance(x, y)), math.Sqrt(1/nx+1/ny), nx+ny-2, confidence)
}

// HedgesG is CohenD without its bias: estimate and interval times
//
//	J = Γ(m/2) / (sqrt(m/2)·Γ((m-1)/2)),  m = n₁+n₂-2
//
// (Hedges 1981, doi 10.3102/10769986006002107). The usual 1-3/(4m-1) differs
// from it in the fourth digit.
func HedgesG(x, y []float64, confidence float64) Effect {
	e := CohenD(x, y, confidence)
	if e.Undetermined != "" {
		return e
	}
	j := hedgesJ(float64(len(x) + len(y) - 2))
	return Effect{j * e.Estimate, Interval{j * e.Interval.Lo, j * e.Interval.Hi}, ""}
}

// GlassDelta returns (mean(x)-mean(control))/s with s of the control group
// alone, for treatments that change the spread as well. Its interval supposes
// that they do not.
func GlassDelta(x, control []float64, confidence float64) Effect {
	if reason := lacking(x, control); reason != "" {
		return noEffect(reason)
	}
	nx, nc := float64(len(x)), float64(len(control))
	mx, _ := meanVariance(x)
	mc, v := meanVariance(control)
	return standardized(mx-mc, math.Sqrt(v), math.Sqrt(1/nx+1/nc), nc-1, confidence)
}

// CohenDOne returns mean(x)/s of one sample, or of differences (dz).
func CohenDOne(x []float64, confidence float64) Effect {
	if reason := lacking(x); reason != "" {
		return noEffect(reason)
	}
	m, v := meanVariance(x)
	n := float64(len(x))
	return standardized(m, math.Sqrt(v), 1/math.Sqrt(n), n-1, confidence)
}

// standardized returns difference/sd with the interval of the noncentral t:
// t = d/unit has noncentrality δ/unit.
func standardized(difference, sd, unit, df, confidence float64) Effect {
	zTwoSided(confidence) // checks the range
	if sd == 0 {
		return noEffect(allEqual)
	}
	d := difference / sd
	tail := (1 - confidence) / 2
	return Effect{d, Interval{
		unit * noncentrality(d/unit, df, 1-tail),
		unit * noncentrality(d/unit, df, tail),
	}, ""}
}

// hedgesJ returns Γ(m/2) / (sqrt(m/2)·Γ((m-1)/2)); with one degree of freedom
// the mean of d does not exist and J is 0.
func hedgesJ(m float64) float64 {
	if m <= 1 {
		return 0
	}
	a, _ := math.Lgamma(m / 2)
	b, _ := math.Lgamma((m - 1) / 2)
	return math.Exp(a - b - math.Log(m/2)/2)
}

// CliffDelta returns P(X > Y) - P(X < Y), which asks for order only. The
// interval is the asymmetric one of Cliff 1993 (doi
// 10.1037/0033-2909.114.3.494; Feng & Cliff 2004), with the normal quantile z:
//
//	(δ - δ³ ± z·s·sqrt((1-δ²)² + z²s²)) / (1 - δ² + z²s²)
//
// where s² is the unbiased estimate of the variance of δ. Groups that do not
// overlap give the point 1 or -1 and, s² being zero, an interval opened to
// Wilson's by the smaller group.
func CliffDelta(x, y []float64, confidence float64) Effect {
	z := zTwoSided(confidence)
	if reason := lacking(x, y); reason != "" {
		return noEffect(reason)
	}
	delta, s2 := dominance(x, y)
	if math.Abs(delta) == 1 {
		n := min(len(x), len(y))
		far := 2*Wilson(n, n, confidence).Lo - 1
		return Effect{delta, Interval{min(delta, delta*far), max(delta, delta*far)}, ""}
	}
	half := z * math.Sqrt(s2) * math.Sqrt((1-delta*delta)*(1-delta*delta)+z*z*s2)
	below := 1 - delta*delta + z*z*s2
	mid := delta - delta*delta*delta
	return Effect{delta, Interval{max((mid-half)/below, -1), min((mid+half)/below, 1)}, ""}
}

// dominance returns Cliff's δ and the estimate of its variance from the signs
// of all pairs, no smaller than (1-δ²)/(n₁n₂-1).
func dominance(x, y []float64) (delta, variance float64) {
	nx, ny := float64(len(x)), float64(len(y))
	rows, cols := make([]float64, len(x)), make([]float64, len(y))
	wins, square := 0.0, 0.0 // whole numbers, so that groups apart give exactly 1
	for i, a := range x {
		for j, b := range y {
			s := aboveOrBelow(a, b)
			rows[i] += s / ny
			cols[j] += s / nx
			wins += s
			square += s * s
		}
	}
	delta = wins / (nx * ny)
	_, rowVar := meanVariance(rows)
	_, colVar := meanVariance(cols)
	rowSS, colSS := rowVar*(nx-1), colVar*(ny-1)
	total := square - nx*ny*delta*delta
	variance = (ny*ny*rowSS + nx*nx*colSS - total) / (nx * ny * (nx - 1) * (ny - 1))
	return delta, max(variance, (1-delta*delta)/(nx*ny-1))
}

// aboveOrBelow returns 1 when a lies above b, -1 below and 0 on it.
func aboveOrBelow(a, b float64) float64 {
	switch {
	case a > b:
		return 1
	case a < b:
		return -1
	}
	return 0
}
