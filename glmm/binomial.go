package glmm

import "math"

// logit is the binomial with log odds η: ℓ = yη - n log(1+e^η).
type logit struct{}

func (logit) dispersion(float64) {}

func (logit) constant(y, n float64) float64 { return lchoose(n, y) }

func (logit) at(dst *curves, y, n, eta []float64, third bool) {
	for i, e := range eta {
		// One exponential serves μ and log(1+e^η), of whichever sign.
		x := math.Exp(-math.Abs(e))
		mu := 1 / (1 + x)
		if e < 0 {
			mu = x / (1 + x)
		}
		dst.l[i] = y[i]*e - n[i]*(math.Max(e, 0)+math.Log1p(x))
		dst.g[i] = y[i] - n[i]*mu
		w := n[i] * x / ((1 + x) * (1 + x))
		dst.w[i] = w
		if third {
			dst.t[i] = w * (1 - 2*mu)
		}
	}
}

// cloglog is the binomial with log hazard η: with the cumulative hazard
// Λ = e^η, μ = 1 - exp(-Λ) and ℓ = y log μ - (n-y)Λ. In Λ,
// r = d log μ/dη = Λ/(e^Λ-1) and dr/dη = r(1-Λ-r).
type cloglog struct{}

func (cloglog) dispersion(float64) {}

func (cloglog) constant(y, n float64) float64 { return lchoose(n, y) }

func (cloglog) at(dst *curves, y, n, eta []float64, third bool) {
	for i, e := range eta {
		hazard := math.Exp(e)
		r, logMu := 1.0, e
		if hazard > 0 {
			r, logMu = hazard/math.Expm1(hazard), math.Log(-math.Expm1(-hazard))
		}
		none := n[i] - y[i]
		dst.l[i], dst.g[i], dst.w[i], dst.t[i] = 0, 0, 0, 0
		if none > 0 {
			dst.l[i], dst.g[i], dst.w[i], dst.t[i] = -none*hazard, -none*hazard, none*hazard, none*hazard
		}
		if y[i] == 0 {
			continue
		}
		s := 1 - hazard - r
		if r == 0 {
			s = 0
		}
		dr := r * s
		dst.l[i] += y[i] * logMu
		dst.g[i] += y[i] * r
		dst.w[i] -= y[i] * dr
		if third {
			dst.t[i] -= y[i] * (dr*s - r*(hazard*signum(r)+dr))
		}
	}
}

// signum is 1 for positive x and 0 at 0: it keeps 0·Inf out of the sums.
func signum(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}
