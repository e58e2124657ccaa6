package stats

import "math"

const (
	frailtyLeast = 1e-7 // a variance below this is zero
	frailtyMost  = 1e4  // and above this without bound
	frailtyClose = 1e-7 // relative width at which the search for it ends
)

// integrated returns the log likelihood with the frailties integrated out, at
// the maximum for theta. For gamma, with ν = 1/θ and d_g events in a cluster
// (after Therneau, Grambsch & Pankratz 2003),
//
//	PPL + Σ_g [d_g - (ν+d_g) log(ν+d_g) + ν log ν + log Γ(ν+d_g)/Γ(ν)],
//
// and for the Gaussian Laplace's PPL - ½ log det(θ H_ωω) (Ripatti & Palmgren
// 2000, doi 10.1111/j.0006-341X.2000.01016.x).
func (f *frailtyModel) integrated(theta float64) float64 {
	sum := f.ll - f.penalties(f.coef, theta)
	if f.distribution == GaussianFrailty {
		return sum - f.logDet(theta)/2
	}
	nu := 1 / theta
	for _, d := range f.deaths { // grouped so that nothing large cancels
		sum += d - nu*math.Log1p(d*theta)
		for k := range int(d) { // log Γ(ν+d)/Γ(ν) - d log(ν+d)
			sum += math.Log((nu + float64(k)) / (nu + d))
		}
	}
	return sum
}

// logDet returns log det(θ H_ωω) of the whole frailty block.
func (f *frailtyModel) logDet(theta float64) float64 {
	p, k := f.cox.p, f.cox.p+f.g
	h := make([]float64, f.g*f.g)
	for i := range f.g {
		for j := 0; j <= i; j++ {
			h[i*f.g+j] = theta * f.info[(p+i)*k+p+j]
		}
		h[i*f.g+i] += theta * f.curvature(f.coef[p+i], theta)
	}
	ldlFactor(h, f.g, make([]float64, f.g))
	sum := 0.0
	for i := range f.g {
		sum += math.Log(h[i*f.g+i])
	}
	return sum
}

// gammaVariance returns the θ with the highest integrated likelihood, zero
// when none beats no frailty at all.
func (f *frailtyModel) gammaVariance(without float64) float64 {
	at := func(logTheta float64) float64 {
		f.maximise(math.Exp(logTheta))
		return f.integrated(math.Exp(logTheta))
	}
	// Quadruple from a small variance on until the likelihood falls.
	const stride = 1.4
	lo, mid := math.Log(frailtyLeast), math.Log(0.02)
	v := at(mid)
	hi := mid + stride
	for hi < math.Log(frailtyMost) {
		w := at(hi)
		if w <= v {
			break
		}
		lo, mid, v, hi = mid, hi, w, hi+stride
	}
	top := brentMaximum(at, lo, mid, hi, v)
	if v = at(top); v <= without+1e-12*math.Abs(without) || top < math.Log(2*frailtyLeast) {
		return 0
	}
	return math.Exp(top)
}

// brentMaximum returns where f is highest in [lo, hi], f(x) = fx being known
// inside: parabolas through the three best points, golden sections where they
// fail (Brent 1973). It stops where rounding hides the slope.
func brentMaximum(f func(float64) float64, lo, x, hi, fx float64) float64 {
	const golden, tolerance = 0.3819660112501051, 1e-5
	w, v, fw, fv := x, x, fx, fx
	var move, before float64
	for range 60 {
		mid := (lo + hi) / 2
		if math.Abs(x-mid) <= 2*tolerance-(hi-lo)/2 {
			break
		}
		r, q := (x-w)*(fx-fv), (x-v)*(fx-fw)
		p := (x-v)*q - (x-w)*r
		q = 2 * (q - r)
		if q > 0 {
			p = -p
		}
		q = math.Abs(q)
		if math.Abs(p) < math.Abs(q*before/2) && p > q*(lo-x) && p < q*(hi-x) {
			before, move = move, p/q
		} else {
			before = hi - x
			if x >= mid {
				before = lo - x
			}
			move = golden * before
		}
		u := x + move
		if math.Abs(move) < tolerance {
			u = x + math.Copysign(tolerance, move)
		}
		fu := f(u)
		if fu >= fx {
			if u >= x {
				lo = x
			} else {
				hi = x
			}
			v, fv, w, fw, x, fx = w, fw, x, fx, u, fu
			continue
		}
		if u < x {
			lo = u
		} else {
			hi = u
		}
		if fu >= fw || w == x {
			v, fv, w, fw = w, fw, u, fu
		} else if fu >= fv || v == x || v == w {
			v, fv = u, fu
		}
	}
	return x
}

// gaussianVariance returns the root of θ = (Σ ω² + tr (H⁻¹)_ωω)/G, zero when
// the right side is the smaller for every small θ.
func (f *frailtyModel) gaussianVariance() float64 {
	p, k := f.cox.p, f.cox.p+f.g
	excess := func(logTheta float64) float64 {
		theta := math.Exp(logTheta)
		f.maximise(theta)
		sum := 0.0
		for i, v := range ldlInverseDiagonal(f.factor(theta), k, p) {
			sum += f.coef[p+i]*f.coef[p+i] + v
		}
		return sum/float64(f.g)/theta - 1
	}
	lo := math.Log(1e-3)
	if excess(lo) <= 0 {
		return 0
	}
	hi := lo
	for excess(hi) > 0 {
		lo = hi
		if hi += 2; hi > math.Log(frailtyMost) {
			return frailtyMost
		}
	}
	// The root by false position, halving the weight of an end that stays
	// (Illinois; Dowell & Jarratt 1971, doi 10.1007/BF01934364).
	el, eh := excess(lo), excess(hi)
	for hi-lo > frailtyClose {
		mid := (lo*eh - hi*el) / (eh - el)
		e := excess(mid)
		if math.Abs(e) < frailtyClose {
			return math.Exp(mid)
		}
		if e > 0 {
			lo, el, eh = mid, e, eh/2
		} else {
			hi, eh, el = mid, e, el/2
		}
	}
	return math.Exp((lo + hi) / 2)
}
