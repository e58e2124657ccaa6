package stats

import "math"

// report fills the coefficients from the maximum.
func (d *logisticDesign) report(fit *LogisticFit, event []bool, cluster []int, confidence float64, runaway []bool, info []float64) {
	ldlFactor(info, d.p, d.floor)
	v := ldlInverse(info, d.p)
	reason := ""
	if cluster != nil {
		if v, fit.Clusters = d.sandwich(fit, v, event, cluster); fit.Clusters < 2 {
			reason = "one cluster: nothing to compare it with"
		}
	}
	v = d.toCaller(v)
	z := zTwoSided(confidence)
	fit.Coef = make([]LogisticCoefficient, d.p)
	for j := range fit.Coef {
		c := LogisticCoefficient{Estimate: fit.beta[j], SE: math.Sqrt(v[j*d.p+j]), Undetermined: reason}
		c.Z = c.Estimate / c.SE
		c.P = normalBothTails(c.Z)
		c.Interval = Interval{c.Estimate - z*c.SE, c.Estimate + z*c.SE}
		switch {
		case d.aliased[j]:
			c.Undetermined, c.Estimate = aliased, math.NaN()
		case runaway[j]:
			c.Undetermined, c.Estimate = monotone, math.Inf(sign(fit.beta[j]))
		case reason == "" && !(c.SE > 0):
			c.Undetermined = "no variance between clusters"
		}
		if c.Undetermined != "" {
			nan := math.NaN()
			c.SE, c.Z, c.P, c.Interval = nan, nan, nan, Interval{nan, nan}
		}
		fit.Coef[j] = c
	}
}

// sandwich returns V (Σ_g s_g s_gᵀ) V · G/(G-1), s_g being the score of a
// cluster.
func (d *logisticDesign) sandwich(fit *LogisticFit, v []float64, event []bool, cluster []int) ([]float64, int) {
	p := d.p
	beta := append([]float64(nil), fit.beta...) // back to the inner scale
	for j := 1; j < p; j++ {
		beta[0] += beta[j] * d.mean[j]
		beta[j] *= d.sd[j]
	}
	groups := rowsByGroup(cluster)
	middle, s := make([]float64, p*p), make([]float64, p)
	for _, rows := range groups {
		clear(s)
		for _, i := range rows {
			x := d.x[i*p : i*p+p]
			eta := 0.0
			for j, b := range beta {
				eta += b * x[j]
			}
			r := -1 / (1 + math.Exp(-eta))
			if event[i] {
				r++
			}
			for j := range s {
				s[j] += r * x[j]
			}
		}
		for a := range p {
			for b := range p {
				middle[a*p+b] += s[a] * s[b]
			}
		}
	}
	g := float64(len(groups))
	out := make([]float64, p*p)
	for i := range p {
		for j := range p {
			for a := range p {
				for b := range p {
					out[i*p+j] += v[i*p+a] * middle[a*p+b] * v[b*p+j] * g / (g - 1)
				}
			}
		}
	}
	return out, len(groups)
}

// toCaller turns a covariance of inner coefficients into one of the caller's:
// β_j = b_j/sd_j and β_0 = b_0 - Σ b_j mean_j/sd_j.
func (d *logisticDesign) toCaller(v []float64) []float64 {
	p := d.p
	a := make([]float64, p*p)
	a[0] = 1
	for j := 1; j < p; j++ {
		a[j*p+j] = 1 / d.sd[j]
		a[j] = -d.mean[j] / d.sd[j]
	}
	out := make([]float64, p*p)
	for i := range p {
		for j := range p {
			for k := range p {
				for l := range p {
					out[i*p+j] += a[i*p+k] * v[k*p+l] * a[j*p+l]
				}
			}
		}
	}
	return out
}
