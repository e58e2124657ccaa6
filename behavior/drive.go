package behavior

import "math"

// drive is what a free pendulum of the animal's own period does not explain of
// its swing: the angle less the one that the two frames LagSec and twice LagSec
// before foretell, theta(t) = 2 cos(w LagSec) theta(t-LagSec) - theta(t-2 LagSec).
// The period is the reach of a simple pendulum, as px are not cm, found as the
// cos that leaves the least median.
func drive(t Trace) []float64 {
	n := len(t.Sec)
	out := make([]float64, n)
	for i := range out {
		out[i] = missing
	}
	rest := median(t.Angle)
	now, once, twice := make([]float64, 0, n), make([]float64, 0, n), make([]float64, 0, n)
	at := make([]int, 0, n)
	j, k := 0, 0
	for i, sec := range t.Sec {
		for j < i && sec-t.Sec[j+1] >= LagSec-1e-4 {
			j++
		}
		for k < i && sec-t.Sec[k+1] >= 2*LagSec-1e-4 {
			k++
		}
		a, b, c := t.Angle[i]-rest, t.Angle[j]-rest, t.Angle[k]-rest
		if k < j && j < i && math.Abs(sec-t.Sec[j]-LagSec) < LagSec/2 && math.Abs(t.Sec[j]-t.Sec[k]-(sec-t.Sec[j])) < LagSec/4 && !math.IsNaN(a+b+c) {
			now, once, twice, at = append(now, a), append(once, b), append(twice, c), append(at, i)
		}
	}
	best, least := 0.0, math.Inf(1)
	left := make([]float64, len(now))
	for hz := 0.6; hz <= 2.5; hz += 0.05 {
		c := 2 * math.Cos(2*math.Pi*hz*LagSec)
		for i := range now {
			left[i] = math.Abs(now[i] - c*once[i] + twice[i])
		}
		if m := quantile(left, 0.25); m < least {
			best, least = c, m
		}
	}
	for i, f := range at {
		out[f] = math.Abs(now[i] - best*once[i] + twice[i])
	}
	return out
}
