package stats

import "math"

const (
	monotone = "the likelihood is monotone: the coefficient is infinite"
	aliased  = "the column does not vary apart from the others"
)

// noCoefficients gives every coefficient and test the same reason.
func (fit *CoxFit) noCoefficients(reason string) {
	nan := math.NaN()
	fit.Coef = make([]CoxCoefficient, fit.model.p)
	for j := range fit.Coef {
		fit.Coef[j] = CoxCoefficient{nan, nan, nan, nan, nan, Interval{nan, nan}, reason}
	}
	no := Omnibus{Undetermined: reason}
	fit.Score, fit.LR, fit.Wald, fit.RobustScore = no, no, no, no
}

// report fills coefficients, variances and tests from the maximum.
func (fit *CoxFit) report(d SurvivalData, confidence float64, runaway []bool) {
	m := fit.model
	fit.Naive = m.unscale(m.covariance(fit.beta))
	fit.LR = newOmnibus(2*(fit.LogLik-fit.LogLikNull), fit.Score.DF)
	fit.RobustScore = Omnibus{Undetermined: "no clusters given"}
	variance := fit.Naive
	if d.Cluster != nil {
		fit.robust(d.Cluster)
		variance = fit.Robust
	}
	z := zTwoSided(confidence)
	fit.Coef = make([]CoxCoefficient, m.p)
	var finite []int
	for j := range fit.Coef {
		c := &fit.Coef[j]
		c.Estimate, c.NaiveSE = fit.beta[j]/m.sd[j], math.Sqrt(fit.Naive[j][j])
		c.SE = c.NaiveSE
		if variance != nil {
			c.SE = math.Sqrt(variance[j][j])
		}
		switch {
		case m.aliased[j]:
			c.Undetermined, c.Estimate = aliased, math.NaN()
		case runaway[j]:
			c.Undetermined, c.Estimate = monotone, math.Inf(sign(fit.beta[j]))
		case variance == nil:
			c.Undetermined = fit.RobustScore.Undetermined
			c.Z, c.P, c.SE, c.Interval = math.NaN(), math.NaN(), math.NaN(), Interval{math.NaN(), math.NaN()}
			continue
		case !(c.SE > 0):
			c.Undetermined = "no variance between clusters"
		}
		if c.Undetermined != "" {
			nan := math.NaN()
			c.SE, c.NaiveSE, c.Z, c.P, c.Interval = nan, nan, nan, nan, Interval{nan, nan}
			continue
		}
		finite = append(finite, j)
		c.Z = c.Estimate / c.SE
		c.P = normalBothTails(c.Z)
		c.Interval = Interval{c.Estimate - z*c.SE, c.Estimate + z*c.SE}
	}
	fit.Wald = fit.wald(finite, variance)
}

func sign(x float64) int {
	if x < 0 {
		return -1
	}
	return 1
}

// wald tests all coefficients at once; one that has no value leaves the joint
// test without one.
func (fit *CoxFit) wald(finite []int, variance [][]float64) Omnibus {
	for _, c := range fit.Coef {
		if c.Undetermined != "" && c.Undetermined != aliased {
			return Omnibus{Undetermined: c.Undetermined}
		}
	}
	u, v := make([]float64, len(finite)), make([]float64, len(finite)*len(finite))
	for a, i := range finite {
		u[a] = fit.Coef[i].Estimate
		for b, j := range finite {
			v[a*len(finite)+b] = variance[i][j]
		}
	}
	return newOmnibus(quadraticForm(u, v))
}

// covariance returns the inverse information at beta, standardised.
func (m *coxModel) covariance(beta []float64) []float64 {
	u, info := make([]float64, m.p), make([]float64, m.p*m.p)
	m.logLik(beta, u, info)
	ldlFactor(info, m.p, m.floor)
	return ldlInverse(info, m.p)
}

// unscale turns a covariance of standardised coefficients into one of the
// caller's.
func (m *coxModel) unscale(v []float64) [][]float64 {
	out := make([][]float64, m.p)
	for i := range out {
		out[i] = make([]float64, m.p)
		for j := range out[i] {
			out[i][j] = v[i*m.p+j] / (m.sd[i] * m.sd[j])
		}
	}
	return out
}
