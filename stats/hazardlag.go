package stats

import (
	"math"
	"math/rand/v2"
)

// HazardLagScan says at which lag a signal goes with an event most.
type HazardLagScan struct {
	Lag          []int
	Z            []float64 // score statistic at each, adjusted for the time in the state
	Best         int       // lag with the largest Z
	Interval     Interval  // of Best, in bins, by bootstrap over groups
	Groups       int
	Undetermined string
}

// HazardLag scans the lags FirstLag to LastLag: at each the score statistic of
// the signal in the model of HazardAt, where its coefficient is zero,
//
//	Z = U/sqrt(V),  U = Σ r x - b'C⁻¹Σ r z,  V = Σ w x² - b'C⁻¹b,  b = Σ w x z,  C = Σ w z zᵀ,
//
// r = event - p, w = p(1-p), z the spline. Sums belong to groups, so the
// bootstrap redraws groups without a new fit. Z picks the lag; it is no test,
// because the lag was chosen and bins of a group are not independent. The
// interval is of percentiles; a lag at its end may lie outside the scan.
func HazardLag(series []EventSeries, p HazardParams, rng *rand.Rand) HazardLagScan {
	d := newHazardRows(series, p)
	var out HazardLagScan
	for l := p.FirstLag; l <= p.LastLag; l++ {
		out.Lag = append(out.Lag, l)
	}
	base := Logistic(d.state, d.event, nil, 0)
	if out.Undetermined = base.Undetermined; out.Undetermined != "" {
		return out
	}
	sums := d.scoreSums(base)
	out.Groups = len(sums)
	everyone := make([]int, len(sums))
	for i := range everyone {
		everyone[i] = i
	}
	out.Z = scoreScan(sums, everyone, len(out.Lag))
	best := largest(out.Z)
	if math.IsInf(out.Z[best], -1) {
		out.Undetermined = "the signal does not vary apart from the time in the state"
		return out
	}
	out.Best = out.Lag[best]
	if out.Groups < 2 {
		out.Undetermined = "one group: the spread of the lag between groups cannot be seen"
		return out
	}
	draws := BootstrapGroups(everyone, p.draws(), rng, func(rows []int) float64 {
		return float64(out.Lag[largest(scoreScan(sums, rows, len(out.Lag)))])
	})
	out.Interval = PercentileInterval(draws, confidenceOr(p.Confidence))
	return out
}

// largest returns the first index of the largest value.
func largest(x []float64) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// scoreSum holds one group's part of the sums, z with a leading one.
type scoreSum struct {
	rz, zz []float64   // Σ r z, Σ w z zᵀ
	rx, xx []float64   // for each lag
	xz     [][]float64 // for each lag
}

func (d hazardRows) scoreSums(base LogisticFit) []scoreSum {
	lags, k := 0, 1
	if len(d.signal) > 0 {
		lags, k = len(d.signal[0]), 1+len(d.state[0])
	}
	z := make([]float64, k)
	var out []scoreSum
	for _, rows := range rowsByGroup(d.group) {
		s := scoreSum{rz: make([]float64, k), zz: make([]float64, k*k),
			rx: make([]float64, lags), xx: make([]float64, lags), xz: make([][]float64, lags)}
		for l := range s.xz {
			s.xz[l] = make([]float64, k)
		}
		for _, i := range rows {
			p := base.Probability(d.state[i])
			r, w := -p, p*(1-p)
			if d.event[i] {
				r++
			}
			z[0] = 1
			copy(z[1:], d.state[i])
			for a, za := range z {
				s.rz[a] += r * za
				for b, zb := range z {
					s.zz[a*k+b] += w * za * zb
				}
			}
			for l, x := range d.signal[i] {
				s.rx[l] += r * x
				s.xx[l] += w * x * x
				for a, za := range z {
					s.xz[l][a] += w * x * za
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// scoreScan returns Z at every lag over the given groups, with repeats; -Inf
// where the signal does not vary.
func scoreScan(sums []scoreSum, which []int, lags int) []float64 {
	k := len(sums[0].rz)
	rz, zz, b := make([]float64, k), make([]float64, k*k), make([]float64, k)
	for _, g := range which {
		for i, v := range sums[g].rz {
			rz[i] += v
		}
		for i, v := range sums[g].zz {
			zz[i] += v
		}
	}
	ldlFactor(zz, k, pivotFloors(zz, k, newtonAliased))
	out := make([]float64, lags)
	for l := range out {
		u, v := 0.0, 0.0
		clear(b)
		for _, g := range which {
			u += sums[g].rx[l]
			v += sums[g].xx[l]
			for i, x := range sums[g].xz[l] {
				b[i] += x
			}
		}
		c := append([]float64(nil), b...)
		ldlSolve(zz, k, c)
		whole := v
		for i := range c {
			u -= c[i] * rz[i]
			v -= c[i] * b[i]
		}
		if out[l] = math.Inf(-1); v > 1e-10*whole {
			out[l] = u / math.Sqrt(v)
		}
	}
	return out
}
