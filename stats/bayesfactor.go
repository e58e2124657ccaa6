package stats

import "math"

// DefaultPriorScale is the scale of the Cauchy prior on the standardised effect
// when none is given: √2/2, "medium" of Morey & Rouder's BayesFactor.
const DefaultPriorScale = math.Sqrt2 / 2

// BayesFactor says how much likelier the data are with an effect than without.
type BayesFactor struct {
	BF10         float64 // may be +Inf beyond the largest float64
	LogBF10      float64 // natural logarithm
	Undetermined string  // why there is none; the numbers are then NaN
}

// BF01 is the evidence for no effect.
func (b BayesFactor) BF01() float64 { return math.Exp(-b.LogBF10) }

// JZSTwoSample returns the Bayes factor of a Student t of two groups of nx and
// ny values (Rouder et al. 2009, doi 10.3758/PBR.16.2.225) with a Cauchy prior
// of the given scale on the standardised effect; 0 means DefaultPriorScale. A
// scale set to the effect that a positive control showed makes BF01 evidence
// against an effect of that size.
func JZSTwoSample(t float64, nx, ny int, scale float64) BayesFactor {
	a, b := float64(nx), float64(ny)
	return jzs(t, a*b/(a+b), a+b-2, scale)
}

// JZSOneSample returns the Bayes factor of a one-sample or paired t of n
// values or pairs.
func JZSOneSample(t float64, n int, scale float64) BayesFactor {
	return jzs(t, float64(n), float64(n-1), scale)
}

// jzs integrates the likelihood over g, the variance of the effect, whose
// prior is inverse χ² with one degree of freedom:
//
//	BF10 = ∫ (1+Nr²g)^-½ (1 + t²/((1+Nr²g)ν))^-(ν+1)/2 (2π)^-½ g^-3/2 e^-1/(2g) dg
//	       / (1 + t²/ν)^-(ν+1)/2
//
// in equal steps of log g, where the integrand dies out at both ends.
func jzs(t, n, nu, scale float64) BayesFactor {
	if scale == 0 {
		scale = DefaultPriorScale
	}
	switch {
	case !(scale > 0):
		panic("stats: the scale of a prior is positive")
	case math.IsNaN(t) || math.IsInf(t, 0):
		return BayesFactor{math.NaN(), math.NaN(), notFinite}
	case nu < 1:
		return BayesFactor{math.NaN(), math.NaN(), tooFew}
	}
	const lo, hi, step = -6.0, 90.0, 0.1 // e^-(e^6)/2 and e^-90 are nothing
	logTerm := func(u float64) float64 {
		more := math.Log1p(n * scale * scale * math.Exp(u))
		likelihood := -(nu + 1) / 2 * (math.Log1p(t*t/nu*math.Exp(-more)) - math.Log1p(t*t/nu))
		return likelihood - more/2 - u/2 - math.Exp(-u)/2 - math.Log(2*math.Pi)/2
	}
	peak := math.Inf(-1)
	for u := lo; u <= hi; u += step {
		peak = max(peak, logTerm(u))
	}
	log := peak + math.Log(overLine(func(u float64) float64 { return math.Exp(logTerm(u) - peak) }, lo, hi, step))
	return BayesFactor{math.Exp(log), log, ""}
}
