package glmm

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"respine/formula"
)

// Predicted is the mean at one combination of the fixed effects.
type Predicted struct {
	Effect // on the link scale; Kind and Ratio are of no use here
	// Mean, Lower and Upper are of the animal and branch in the middle, whose
	// random effects are zero.
	Mean, Lower, Upper float64
	// Average is the mean over animals and branches, which a curved link draws
	// towards one half, or upwards for counts; of random slopes only the
	// intercepts enter, that is, slopes stand at zero.
	Average float64
}

// Predict returns the mean at l, as formula.Design.At makes it, with the given
// offset: the log exposure, 0 for one unit of it.
func (r *Result) Predict(l formula.Linear, offset, confidence float64) Predicted {
	p := Predicted{Effect: r.Effect(l, confidence)}
	p.Estimate += offset
	p.Lo += offset
	p.Hi += offset
	p.Mean, p.Lower, p.Upper = r.Link.mean(p.Estimate), r.Link.mean(p.Lo), r.Link.mean(p.Hi)
	p.Average = r.average(p.Estimate)
	return p
}

// average integrates the mean over the random intercepts by Gauss-Hermite
// quadrature.
func (r *Result) average(eta float64) float64 {
	sd := math.Sqrt(r.interceptVariance())
	switch {
	case sd == 0 || math.IsInf(eta, 0):
		return r.Link.mean(eta)
	case r.Link == Log:
		return math.Exp(eta + sd*sd/2)
	}
	return quad.Fixed(func(z float64) float64 {
		return r.Link.mean(eta + math.Sqrt2*sd*z)
	}, math.Inf(-1), math.Inf(1), 60, quad.Hermite{}, 1) / math.Sqrt(math.Pi)
}

// interceptVariance is the variance of the linear predictor by the random
// intercepts.
func (r *Result) interceptVariance() float64 {
	v := 0.0
	for _, c := range r.Components {
		for k, name := range c.Names {
			if name == "(Intercept)" {
				v += c.SD[k] * c.SD[k]
			}
		}
	}
	return v
}
