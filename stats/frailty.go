package stats

import "math"

// FrailtyDistribution is the law of what the rows of a cluster share.
type FrailtyDistribution int

const (
	// GammaFrailty multiplies the hazard by a gamma variable of mean 1.
	GammaFrailty FrailtyDistribution = iota
	// GaussianFrailty adds a normal variable to the log hazard.
	GaussianFrailty
)

// FrailtyParams chooses the distribution, the ties (not exact), the coverage,
// and whether the whole information matrix goes into standard errors (and, for
// the Gaussian, into the variance). The zero value does as survival's coxph:
// gamma, Efron, and with more than five clusters only the diagonal of the
// frailties' block, whose standard errors are a little small.
type FrailtyParams struct {
	Distribution    FrailtyDistribution
	Ties            Ties
	Confidence      float64
	FullInformation bool
}

// FrailtyFit is a proportional hazards model in which clusters share a random
// effect.
type FrailtyFit struct {
	Coef []CoxCoefficient
	// Variance of the frailty (gamma) or of the log frailty (Gaussian). AtZero
	// says that the likelihood is highest without any.
	Variance float64
	AtZero   bool
	Cluster  []int     // in rising order
	Log      []float64 // predicted log frailty of each
	DF       float64   // degrees of freedom the frailties use
	// LogLik is without frailty, Integrated with it integrated out: exactly for
	// gamma without ties, by Laplace's approximation for the Gaussian.
	LogLik, Integrated float64
	// LR tests variance zero: half its weight lies on zero, so P is half that
	// of chi-square on one degree of freedom (Self & Liang 1987).
	LR           Omnibus
	Undetermined string
}

// SharedFrailty fits h(t|x, g) = h0(t) exp(xᵀβ + ω_g), g being d.Cluster, by
// the penalised partial likelihood (Therneau, Grambsch & Pankratz 2003, doi
// 10.1198/1061860031365): inside, β and ω maximise
//
//	PL(β, ω) - Σ (e^ω_g - ω_g)/θ   or   PL(β, ω) - Σ ω_g²/2θ,
//
// and outside θ maximises the integrated likelihood (gamma) or solves the REML
// equation θ = (Σ ω_g² + tr H⁻¹)/G (Gaussian).
//
// A variance of zero is a common answer with few clusters, and no evidence
// that they do not differ.
func SharedFrailty(d SurvivalData, p FrailtyParams) FrailtyFit {
	if len(d.Cluster) != len(d.Time) || p.Ties == ExactTies {
		panic("stats: SharedFrailty needs clusters and Efron's or Breslow's ties")
	}
	plain := Cox(SurvivalData{d.Time, d.Event, d.X, d.Stratum, nil}, CoxParams{p.Ties, p.Confidence})
	fit := FrailtyFit{Coef: plain.Coef, LogLik: plain.LogLik, Integrated: plain.LogLik, AtZero: true}
	f := newFrailtyModel(plain, d.Cluster, p)
	for _, rows := range f.groups {
		fit.Cluster = append(fit.Cluster, d.Cluster[rows[0]])
	}
	fit.Log = make([]float64, f.g)
	switch {
	case plain.Events == 0:
		fit.Undetermined = "no events"
	case f.g < 2:
		fit.Undetermined = "one cluster: nothing shared to compare"
	}
	for _, c := range plain.Coef {
		if fit.Undetermined == "" && c.Undetermined == monotone {
			fit.Undetermined = "without frailty already " + monotone
		}
	}
	if fit.Undetermined != "" {
		fit.LR = Omnibus{Undetermined: fit.Undetermined}
		return fit
	}
	if p.Distribution == GammaFrailty {
		fit.Variance = f.gammaVariance(plain.LogLik)
	} else {
		fit.Variance = f.gaussianVariance()
	}
	if fit.Variance > 0 {
		f.report(&fit, confidenceOr(p.Confidence))
	}
	q := math.Max(0, 2*(fit.Integrated-fit.LogLik))
	fit.LR = Omnibus{Statistic: q, DF: 1, P: chiSquareUpper(q, 1) / 2}
	if q == 0 {
		fit.LR.P = 1
	}
	return fit
}

// report fills what a positive variance gives, at the maximum for it.
func (f *frailtyModel) report(fit *FrailtyFit, confidence float64) {
	m := f.cox
	fit.AtZero = false
	f.maximise(fit.Variance)
	f.refresh()
	runaway := f.runaway(fit.Variance)
	fit.Integrated = f.integrated(fit.Variance)
	k := m.p + f.g
	v := ldlInverse(f.factor(fit.Variance), k)
	copy(fit.Log, f.coef[m.p:])
	fit.DF = float64(f.g)
	for i := range f.g {
		fit.DF -= f.curvature(f.coef[m.p+i], fit.Variance) * v[(m.p+i)*k+m.p+i]
	}
	z := zTwoSided(confidence)
	for j := range m.p {
		c := CoxCoefficient{Estimate: f.coef[j] / m.sd[j], SE: math.Sqrt(v[j*k+j]) / m.sd[j]}
		c.NaiveSE, c.Z = c.SE, c.Estimate/c.SE
		c.P, c.Interval = normalBothTails(c.Z), Interval{c.Estimate - z*c.SE, c.Estimate + z*c.SE}
		nan := math.NaN()
		if m.aliased[j] {
			c = CoxCoefficient{nan, nan, nan, nan, nan, Interval{nan, nan}, aliased}
		} else if runaway[j] {
			c = CoxCoefficient{math.Inf(sign(f.coef[j])), nan, nan, nan, nan, Interval{nan, nan}, monotone}
		}
		fit.Coef[j] = c
	}
}
