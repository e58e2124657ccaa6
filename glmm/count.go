package glmm

import "math"

// poisson has the log rate η: ℓ = yη - n e^η. n is the number of rows of the
// same η that were added up.
type poisson struct{}

func (poisson) dispersion(float64) {}

func (poisson) constant(y, _ float64) float64 { return -lgamma(y + 1) }

func (poisson) at(dst *curves, y, n, eta []float64, third bool) {
	for i, e := range eta {
		mu := n[i] * math.Exp(e)
		dst.l[i] = y[i]*e - mu
		dst.g[i] = y[i] - mu
		dst.w[i] = mu
		dst.t[i] = mu
	}
}

// negBinomial has mean μ = e^η and variance μ + αμ²:
//
//	ℓ = Σ_{j<y} log(1+αj) + yη - (y + 1/α) log(1+αμ)
//
// which goes over into Poisson at α = 0 without a limit to take: the sum
// replaces the gamma functions, whose difference loses all digits there.
type negBinomial struct {
	alpha  float64
	s, ds  []float64 // the sum and its derivative by α, for every row
	summed bool
}

func (k *negBinomial) dispersion(alpha float64) {
	k.summed = k.summed && alpha == k.alpha
	k.alpha = alpha
}

func (k *negBinomial) constant(y, _ float64) float64 { return -lgamma(y + 1) }

func (k *negBinomial) sum(y []float64) {
	if k.summed {
		return
	}
	k.s, k.ds, k.summed = make([]float64, len(y)), make([]float64, len(y)), true
	for i, yi := range y {
		product := 1.0
		for j := 1.0; j < yi; j++ {
			f := 1 + k.alpha*j
			if product *= f; product > 1e250 {
				k.s[i] += math.Log(product)
				product = 1
			}
			k.ds[i] += j / f
		}
		k.s[i] += math.Log(product)
	}
}

func (k *negBinomial) at(dst *curves, y, _, eta []float64, third bool) {
	k.sum(y)
	a := k.alpha
	for i, e := range eta {
		mu := math.Exp(e)
		f := 1 + a*mu
		dst.l[i] = k.s[i] + y[i]*(e-math.Log1p(a*mu)) - mu*log1pOver(a*mu)
		dst.g[i] = (y[i] - mu) / f
		dst.w[i] = mu * (1 + a*y[i]) / (f * f)
		if !third {
			continue
		}
		dst.t[i] = dst.w[i] * (1 - a*mu) / f
		dst.lDisp[i] = k.ds[i] + mu*mu*curvature(a*mu) - y[i]*mu/f
		dst.gDisp[i] = -(y[i] - mu) * mu / (f * f)
		dst.wDisp[i] = mu*y[i]/(f*f) - 2*mu*mu*(1+a*y[i])/(f*f*f)
	}
}

// log1pOver returns log(1+z)/z, 1 at 0.
func log1pOver(z float64) float64 {
	if z == 0 {
		return 1
	}
	return math.Log1p(z) / z
}

// curvature returns (log(1+z) - z/(1+z))/z², by its series near 0 where the
// difference loses digits.
func curvature(z float64) float64 {
	if z > 0.02 {
		return (math.Log1p(z) - z/(1+z)) / (z * z)
	}
	sum, power := 0.0, 1.0
	for k := 2.0; k < 12; k++ { // Σ (-1)^k (k-1)/k z^(k-2)
		sum += power * (k - 1) / k
		power *= -z
	}
	return sum
}
