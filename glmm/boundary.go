package glmm

import (
	"math"
	"slices"
)

// zeroSD is the standard deviation on the link scale below which a random
// effect counts as absent if the deviance agrees: lme4's tolerance.
const zeroSD = 1e-4

// snap sets to zero what is at zero but for rounding, where the deviance does
// not mind, and marks it: D is even in such a coordinate, so its cross
// derivatives vanish and the Hessian of the others is theirs alone.
func (e *estimate) snap() {
	pr := e.pr
	try := func(at []int) {
		x := slices.Clone(e.min.x)
		for _, k := range at {
			x[k] = 0
		}
		if v := e.f(x, nil); v <= e.min.value+1e-8 {
			e.min.x, e.min.value = x, math.Min(v, e.min.value)
			for _, k := range at {
				e.zero[k] = true
			}
		}
	}
	for _, b := range pr.blocks {
		for c := range b.width {
			var at []int
			small := true
			for k, entry := range b.entries {
				if entry[1] == c {
					at = append(at, pr.p+b.theta+k)
					small = small && math.Abs(e.min.x[pr.p+b.theta+k]) < zeroSD
				}
			}
			if small {
				try(at)
			}
		}
	}
	if last := len(e.min.x) - 1; pr.family.dispersed() && pr.family != Beta && math.Abs(e.min.x[last]) < 1e-3 {
		try([]int{last})
	}
	grad := make([]float64, len(e.min.x))
	e.min.value = e.f(e.min.x, grad) // the state stands at the estimate
}
