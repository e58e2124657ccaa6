package stats

import "math"

const (
	newtonSteps    = 60    // ordinary fits take 3 to 6
	newtonGain     = 1e-13 // relative rise of the log likelihood that ends the climb
	newtonHalvings = 30
	newtonRunaway  = 1e-3  // a step this long, in SDs of x, at the end is no end
	newtonAliased  = 1e-10 // share of a column's information others leave unexplained
)

// climb moves beta to the maximum of a concave log likelihood by Newton's
// method, halving a step that leads down. On entry ll, u and info are value,
// gradient and negative second derivative (lower triangle) at beta; on return
// u and info belong to the maximum, whose value is returned with the steps
// taken. Columns with an infinite floor stay where they are.
func climb(beta []float64, ll float64, u, info, floor []float64, logLik func(beta, u, info []float64) float64) (top float64, steps int) {
	next, step := make([]float64, len(beta)), make([]float64, len(beta))
	f := make([]float64, len(info))
	for steps = 1; steps <= newtonSteps; steps++ {
		newtonStep(step, f, u, info, floor)
		rise := math.Inf(-1)
		for scale, h := 1.0, 0; h < newtonHalvings; scale, h = scale/2, h+1 {
			for j := range next {
				next[j] = beta[j] + scale*step[j]
			}
			up := logLik(next, u, info)
			if rise = up - ll; rise >= -newtonGain*(1+math.Abs(ll)) {
				ll = up
				break
			}
		}
		copy(beta, next)
		if rise <= newtonGain*(1+math.Abs(ll)) {
			break
		}
	}
	return ll, steps
}

// newtonStep sets dst to info⁻¹u; f is room for the factor.
func newtonStep(dst, f, u, info, floor []float64) {
	copy(f, info)
	copy(dst, u)
	ldlFactor(f, len(dst), floor)
	ldlSolve(f, len(dst), dst)
}

// runaways says which coefficients were still moving when the likelihood had
// stopped rising: those whose maximum is at infinity, where Newton's steps do
// not shrink. u and info belong to the end of the climb.
func runaways(u, info, floor []float64) []bool {
	step := make([]float64, len(u))
	newtonStep(step, make([]float64, len(info)), u, info, floor)
	out := make([]bool, len(u))
	for j, s := range step {
		out[j] = math.Abs(s) > newtonRunaway
	}
	return out
}

// aliasedFloors returns the rank of info, the columns that others explain, and
// the floors that hold those still.
func aliasedFloors(info []float64, n int) (rank int, aliased []bool, floor []float64) {
	f := append([]float64(nil), info...)
	rank = ldlFactor(f, n, pivotFloors(info, n, newtonAliased))
	aliased, floor = make([]bool, n), make([]float64, n)
	for j := range n {
		if f[j*n+j] == 0 {
			aliased[j], floor[j] = true, math.Inf(1)
		}
	}
	return rank, aliased, floor
}
