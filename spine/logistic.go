package spine

import "math"

// logistic is the inverse of logit.
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// logit is the logarithm of the odds, kept finite at certainty.
func logit(p float64) float64 {
	p = math.Max(1e-4, math.Min(1-1e-4, p))
	return math.Log(p / (1 - p))
}

// pull keeps a logistic fit finite when all outcomes are alike: as much as one
// fiftieth of an observation in favour of intercept 0 and slope 1.
const pull = 0.02

// fitLogistic fits P(y) = logistic(a + b x) by Newton's method, a step being
// halved until it improves the fit.
func fitLogistic(x []float64, y []bool) (a, b float64) {
	a, b = 0, 1
	now := misfit(x, y, a, b)
	for range 100 {
		ga, gb := -pull*a, -pull*(b-1)
		haa, hab, hbb := pull, 0.0, pull
		for i := range x {
			p := logistic(a + b*x[i])
			r := -p
			if y[i] {
				r = 1 - p
			}
			w := p * (1 - p)
			ga, gb = ga+r, gb+r*x[i]
			haa, hab, hbb = haa+w, hab+w*x[i], hbb+w*x[i]*x[i]
		}
		d := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/d, (haa*gb-hab*ga)/d
		next := misfit(x, y, a+da, b+db)
		for ; next > now && math.Abs(da)+math.Abs(db) > 1e-9; next = misfit(x, y, a+da, b+db) {
			da, db = da/2, db/2
		}
		if a, b, now = a+da, b+db, next; math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	return a, b
}

// misfit is the negative logarithm of the likelihood, and of the pull.
func misfit(x []float64, y []bool, a, b float64) float64 {
	sum := pull / 2 * (a*a + (b-1)*(b-1))
	for i := range x {
		z := a + b*x[i]
		if y[i] {
			z = -z
		}
		sum += math.Max(z, 0) + math.Log1p(math.Exp(-math.Abs(z)))
	}
	return sum
}
