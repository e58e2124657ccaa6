package stats

import (
	"math"
	"math/rand/v2"
)

// flipper computes t traces under sign flips. The sum of squares of a sample
// is the same under every flip, so only sums change.
type flipper struct {
	trace [][]float64
	sq    []float64
	out   []float64
}

func newFlipper(trace [][]float64) *flipper {
	f := &flipper{trace: trace, sq: make([]float64, len(trace[0])), out: make([]float64, len(trace[0]))}
	for _, x := range trace {
		for j, v := range x {
			f.sq[j] += v * v
		}
	}
	return f
}

// noSpread stands for the t of a sample in which all animals agree to rounding:
// beyond any threshold, and still a number.
const noSpread = 1e6

// t returns Student's t of every sample with the given animals turned.
func (f *flipper) t(turned []bool) []float64 {
	clear(f.out)
	for i, x := range f.trace {
		if turned[i] {
			for j, v := range x {
				f.out[j] -= v
			}
		} else {
			for j, v := range x {
				f.out[j] += v
			}
		}
	}
	f.studentise(f.out)
	return f.out
}

// studentise turns sums into t.
func (f *flipper) studentise(sum []float64) {
	n := float64(len(f.trace))
	for j, s := range sum {
		v := f.sq[j] - s*s/n
		switch {
		case v > 1e-12*f.sq[j]:
			sum[j] = s / math.Sqrt(n*v/(n-1))
		case s == 0:
			sum[j] = 0
		default:
			sum[j] = noSpread * float64(sign(s))
		}
	}
}

func (f *flipper) exact(p TraceParams) bool {
	return len(f.trace) < 31 && 1<<len(f.trace) <= p.exactUpTo()
}

// visit calls do with the t trace of every flip, or of random ones. do must
// not keep t.
func (f *flipper) visit(p TraceParams, rng *rand.Rand, do func(t []float64)) {
	n := len(f.trace)
	turned := make([]bool, n)
	if !f.exact(p) {
		for range p.draws() {
			for i := range turned {
				turned[i] = rng.Uint64()&1 == 0
			}
			do(f.t(turned))
		}
		return
	}
	for k := range 1 << n {
		for i := range turned {
			turned[i] = k>>i&1 == 1
		}
		do(f.t(turned))
	}
}
