package glmm

import "math"

// Two families give a probability a distribution of its own: the beta-binomial
// and beta regression. Both are written by derivatives of ℓ in μ, which
// fromMean takes to η = logit μ.

// inMean holds derivatives of ℓ by μ: first, minus the second, and the
// derivative of that; and of the first two by the dispersion.
type inMean struct {
	m1, m2, m3   float64
	m1Disp, m2Ds float64
}

// fromMean sets row i of dst by the chain rule with v = μ(1-μ) = dμ/dη.
func (c *curves) fromMean(i int, mu, nu float64, d inMean, third bool) {
	v, skew := mu*nu, nu-mu
	c.g[i] = d.m1 * v
	c.w[i] = d.m2*v*v - d.m1*v*skew
	if third {
		c.t[i] = d.m3*v*v*v + 3*d.m2*v*v*skew - d.m1*v*(1-6*v)
		c.gDisp[i] = d.m1Disp * v
		c.wDisp[i] = d.m2Ds*v*v - d.m1Disp*v*skew
	}
}

// betaBinomial has mean nμ and intra-class correlation ρ = γ/(1+γ):
//
//	ℓ = Σ_{j<y} log(μ+jγ) + Σ_{j<n-y} log(1-μ+jγ) - Σ_{j<n} log(1+jγ)
//
// (Tarone 1979, doi 10.1093/biomet/66.3.585); at γ = 0 it is the binomial.
type betaBinomial struct{ gamma float64 }

func (k *betaBinomial) dispersion(gamma float64) { k.gamma = gamma }

func (k *betaBinomial) constant(y, n float64) float64 { return lchoose(n, y) }

func (k *betaBinomial) at(dst *curves, y, n, eta []float64, third bool) {
	for i, e := range eta {
		mu, nu := logistic(e), logistic(-e)
		a := rising(mu, k.gamma, y[i])
		b := rising(nu, k.gamma, n[i]-y[i])
		c := rising(1, k.gamma, n[i])
		dst.l[i] = a.log + b.log - c.log
		if third {
			dst.lDisp[i] = a.j1 + b.j1 - c.j1
		}
		dst.fromMean(i, mu, nu, inMean{
			m1: a.s1 - b.s1, m2: a.s2 + b.s2, m3: -2*a.s3 + 2*b.s3,
			m1Disp: -a.j2 + b.j2, m2Ds: -2 * (a.j3 + b.j3),
		}, third)
	}
}

// risingSums are sums over j < m with x_j = p + jγ: Σ log x_j, Σ x_j^-k as sk
// and Σ j x_j^-k as jk.
type risingSums struct{ log, s1, s2, s3, j1, j2, j3 float64 }

func rising(p, gamma, m float64) (r risingSums) {
	product := 1.0
	for j := 0.0; j < m; j++ {
		x := p + j*gamma
		if product *= x; product < 1e-200 || product > 1e200 {
			r.log += math.Log(product)
			product = 1
		}
		inv := 1 / x
		r.s1 += inv
		r.s2 += inv * inv
		r.s3 += inv * inv * inv
		r.j1 += j * inv
		r.j2 += j * inv * inv
		r.j3 += j * inv * inv * inv
	}
	r.log += math.Log(product)
	return r
}

// beta has mean μ and precision φ: y ~ Beta(μφ, (1-μ)φ), so
//
//	ℓ = lnΓ(φ) - lnΓ(μφ) - lnΓ((1-μ)φ) + μφ log y + (1-μ)φ log(1-y).
type beta struct{ phi float64 }

func (k *beta) dispersion(phi float64) { k.phi = phi }

func (k *beta) constant(y, _ float64) float64 { return -math.Log(y) - math.Log1p(-y) }

func (k *beta) at(dst *curves, y, _, eta []float64, third bool) {
	phi := k.phi
	top, _, _ := polygamma(phi)
	ltop := lgamma(phi)
	for i, e := range eta {
		mu, nu := logistic(e), logistic(-e)
		ly, lz := math.Log(y[i]), math.Log1p(-y[i])
		a0, a1, a2 := polygamma(mu * phi)
		b0, b1, b2 := polygamma(nu * phi)
		d := ly - lz - a0 + b0
		dst.l[i] = ltop - lgamma(mu*phi) - lgamma(nu*phi) + phi*(mu*ly+nu*lz)
		if third {
			dst.lDisp[i] = top - mu*a0 - nu*b0 + mu*ly + nu*lz
		}
		dst.fromMean(i, mu, nu, inMean{
			m1: phi * d, m2: phi * phi * (a1 + b1), m3: phi * phi * phi * (a2 - b2),
			m1Disp: d + phi*(nu*b1-mu*a1), m2Ds: 2*phi*(a1+b1) + phi*phi*(mu*a2+nu*b2),
		}, third)
	}
}

// polygamma returns ψ, ψ' and ψ” at x > 0: recurrence up to 10, then the
// asymptotic series (Abramowitz & Stegun 1964, 6.3.18, 6.4.12-14).
func polygamma(x float64) (p0, p1, p2 float64) {
	for x < 10 {
		inv := 1 / x
		p0 -= inv
		p1 += inv * inv
		p2 -= 2 * inv * inv * inv
		x++
	}
	i := 1 / x
	s := i * i
	p0 += math.Log(x) - i/2 - s*(1./12-s*(1./120-s*(1./252-s*(1./240-s*(1./132-s*(691./32760-s/12))))))
	p1 += i + s/2 + i*s*(1./6-s*(1./30-s*(1./42-s*(1./30-s*(5./66-s*(691./2730-s*7/6))))))
	p2 += -s - i*s - s*s*(1./2-s*(1./6-s*(1./6-s*(3./10-s*(5./6-s*(691./210-s*35/2))))))
	return p0, p1, p2
}
