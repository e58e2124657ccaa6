package glmm

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// mass is the probability of y by the definition of the family.
func mass(f Family, y, n, mu, disp float64) float64 {
	switch f {
	case Binomial:
		return distuv.Binomial{N: n, P: mu}.Prob(y)
	case BetaBinomial:
		if disp == 0 {
			return mass(Binomial, y, n, mu, 0)
		}
		a, b := mu/disp, (1-mu)/disp
		return math.Exp(lchoose(n, y) + mathext.Lbeta(y+a, n-y+b) - mathext.Lbeta(a, b))
	case Poisson:
		return distuv.Poisson{Lambda: mu}.Prob(y)
	case NegativeBinomial:
		k := 1 / disp
		return math.Exp(lgamma(y+k) - lgamma(k) - lgamma(y+1) + k*math.Log(k/(k+mu)) + y*math.Log(mu/(k+mu)))
	default:
		return distuv.Beta{Alpha: mu * disp, Beta: (1 - mu) * disp}.Prob(y)
	}
}

// TestKernels holds log-likelihoods against the definition of every family.
func TestKernels(t *testing.T) {
	for _, c := range []struct {
		f        Family
		l        Link
		y, n, dd float64
	}{{Binomial, Logit, 3, 7, 0}, {Binomial, CLogLog, 3, 7, 0}, {Binomial, CLogLog, 0, 2, 0}, {Binomial, CLogLog, 2, 2, 0},
		{BetaBinomial, Logit, 3, 7, 0.4}, {BetaBinomial, Logit, 7, 7, 0.4}, {BetaBinomial, Logit, 0, 7, 2},
		{Poisson, Log, 4, 1, 0}, {NegativeBinomial, Log, 6, 1, 0.3}, {NegativeBinomial, Log, 0, 1, 2}, {NegativeBinomial, Log, 200, 1, 0.01},
		{Beta, Logit, 0.3, 1, 6}, {Beta, Logit, 0.999, 1, 0.5}} {
		k := c.f.kernel(c.l, 1)
		k.dispersion(c.dd)
		dst := newCurves(1, true)
		for _, eta := range []float64{-3, -0.2, 0.4, 1.5} {
			k.at(dst, []float64{c.y}, []float64{c.n}, []float64{eta}, false)
			got := dst.l[0] + k.constant(c.y, c.n)
			want := math.Log(mass(c.f, c.y, c.n, c.l.mean(eta), c.dd))
			if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
				t.Errorf("%v %v at %v: log-likelihood %v, want %v", c.f, c.l, eta, got, want)
			}
		}
	}
}

// TestDerivatives holds g, w, t and the derivatives by dispersion against
// differences of ℓ and of each other.
func TestDerivatives(t *testing.T) {
	const h, tolerance = 1e-5, 1e-6
	for _, c := range []struct {
		f        Family
		l        Link
		y, n, dd float64
	}{{Binomial, Logit, 3, 7, 0}, {Binomial, CLogLog, 3, 7, 0}, {BetaBinomial, Logit, 3, 7, 0.4}, {Poisson, Log, 4, 2, 0},
		{NegativeBinomial, Log, 6, 1, 0.3}, {NegativeBinomial, Log, 6, 1, 1e-3}, {Beta, Logit, 0.3, 1, 6}} {
		at := func(eta, disp float64) curves {
			k := c.f.kernel(c.l, 1)
			k.dispersion(disp)
			dst := newCurves(1, true)
			k.at(dst, []float64{c.y}, []float64{c.n}, []float64{eta}, true)
			return *dst
		}
		for _, eta := range []float64{-2, 0.3, 2} {
			m, up, down := at(eta, c.dd), at(eta+h, c.dd), at(eta-h, c.dd)
			check := func(what string, got, up, down float64) {
				if want := (up - down) / (2 * h); math.Abs(got-want) > tolerance*(1+math.Abs(want)) {
					t.Errorf("%v %v at %v: %s %v, by differences %v", c.f, c.l, eta, what, got, want)
				}
			}
			check("g", m.g[0], up.l[0], down.l[0])
			check("-w", -m.w[0], up.g[0], down.g[0])
			check("t", m.t[0], up.w[0], down.w[0])
			if c.dd > 0 {
				up, down = at(eta, c.dd+h), at(eta, c.dd-h)
				check("dl/ddisp", m.lDisp[0], up.l[0], down.l[0])
				check("dg/ddisp", m.gDisp[0], up.g[0], down.g[0])
				check("dw/ddisp", m.wDisp[0], up.w[0], down.w[0])
			}
		}
	}
}

// TestWithoutDispersion: beta-binomial and negative binomial at zero are
// binomial and Poisson, with no digit lost on the way.
func TestWithoutDispersion(t *testing.T) {
	for _, pair := range [][2]Family{{Binomial, BetaBinomial}, {Poisson, NegativeBinomial}} {
		for _, disp := range []float64{0, 1e-12} {
			a, b := newCurves(1, false), newCurves(1, true)
			l := pair[0].link(DefaultLink)
			pair[0].kernel(l, 1).at(a, []float64{3}, []float64{7}, []float64{0.4}, true)
			k := pair[1].kernel(l, 1)
			k.dispersion(disp)
			n := 7.0
			if pair[1] == NegativeBinomial {
				n = 1
				pair[0].kernel(l, 1).at(a, []float64{3}, []float64{1}, []float64{0.4}, true)
			}
			k.at(b, []float64{3}, []float64{n}, []float64{0.4}, true)
			for what, v := range map[string][2]float64{"l": {a.l[0], b.l[0]}, "g": {a.g[0], b.g[0]}, "w": {a.w[0], b.w[0]}, "t": {a.t[0], b.t[0]}} {
				if math.Abs(v[0]-v[1]) > 1e-10 {
					t.Errorf("%v: %s %v, at dispersion %g %v", pair[0], what, v[0], disp, v[1])
				}
			}
		}
	}
}

// TestPolygamma: closed values and the recurrence (Abramowitz & Stegun 6.3, 6.4).
func TestPolygamma(t *testing.T) {
	const zeta3 = 1.2020569031595942
	p0, p1, p2 := polygamma(1)
	for _, v := range [][2]float64{{p0, -0.5772156649015329}, {p1, math.Pi * math.Pi / 6}, {p2, -2 * zeta3}} {
		if math.Abs(v[0]-v[1]) > 1e-13 {
			t.Errorf("%v, want %v", v[0], v[1])
		}
	}
	if half, _, _ := polygamma(0.5); math.Abs(half+0.5772156649015329+2*math.Ln2) > 1e-13 {
		t.Errorf("ψ(1/2) = %v", half)
	}
	for _, x := range []float64{1e-3, 0.3, 2.5, 9.999, 40, 1e5} {
		p0, p1, _ := polygamma(x)
		// gonum's digamma has eleven digits.
		if want := mathext.Digamma(x); math.Abs(p0-want) > 1e-10*(1+math.Abs(want)) {
			t.Errorf("ψ(%v) = %v, want %v", x, p0, want)
		}
		if want := mathext.Zeta(2, x); math.Abs(p1-want) > 1e-12*want {
			t.Errorf("ψ'(%v) = %v, want %v", x, p1, want)
		}
	}
}

// TestQuadratureByBruteForce integrates the likelihood of every family over the
// random effect on a fine grid, from the definition alone.
func TestQuadratureByBruteForce(t *testing.T) {
	for _, c := range []struct {
		f Family
		l Link
	}{{Binomial, Logit}, {Binomial, CLogLog}, {BetaBinomial, Logit}, {Poisson, Log}, {NegativeBinomial, Log}, {Beta, Logit}} {
		d := scene(2, c.f, false)
		d.Groups = d.Groups[:1]
		r := fit(t, d, Params{Family: c.f, Link: c.l, Nodes: 31})
		e := r.est
		beta := r.finite()
		disp := 0.0
		if r.Dispersion != nil {
			disp, _ = c.f.fromTau(e.min.x[len(e.min.x)-1])
		}
		sd := r.Components[0].SD[0]
		total := 0.0
		for level := range d.Groups[0].Levels {
			integrand := func(b float64) float64 {
				p := distuv.UnitNormal.Prob(b/sd) / sd
				for i, l := range d.Groups[0].Of {
					if l == level {
						p *= mass(c.f, d.Y[i], e.d.m[i], c.l.mean(dot(d.X.RawRowView(i), beta)+b), disp)
					}
				}
				return p
			}
			total -= 2 * math.Log(quad.Fixed(integrand, -8*sd, 8*sd, 200, nil, 1))
		}
		if math.Abs(total-r.Deviance) > 1e-5 {
			t.Errorf("%v %v: deviance %.8f, by brute force %.8f", c.f, c.l, r.Deviance, total)
		}
	}
}
