package glmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// plainFit is the model without random effects: where the search for the whole
// model starts, and where a likelihood without maximum shows.
type plainFit struct {
	gamma []float64 // of the orthogonal columns
	step  []float64 // the last Newton step
	mu    []float64 // mean of one trial or row
}

// plain fits the fixed effects alone by Newton's method from the linear
// regression of the moved-inwards responses (McCullagh & Nelder 1989, 2.5), by
// kernel k at dispersion disp.
func (pr *problem) plain(k kernel, disp float64) plainFit {
	k.dispersion(disp)
	fit := plainFit{gamma: make([]float64, pr.p), step: make([]float64, pr.p), mu: make([]float64, pr.n)}
	c := newCurves(pr.n, pr.family.dispersed())
	eta := make([]float64, pr.n)
	value := pr.firstGuess(k, &fit, c, eta)
	next := make([]float64, pr.p)
	for range 100 {
		decrement := pr.plainStep(&fit, c)
		if pr.p == 0 || decrement < 1e-13 || decrement < 1e-7 && pr.reach(fit.step) > 0.1 {
			break
		}
		moved := false
		for scale := 1.0; scale > 1e-8; scale /= 2 {
			for j := range next {
				next[j] = fit.gamma[j] + scale*fit.step[j]
			}
			if v := pr.plainAt(k, next, c, eta); v <= value+1e-12*math.Abs(value) {
				copy(fit.gamma, next)
				value, moved = v, true
				break
			}
		}
		if !moved {
			break
		}
	}
	pr.plainAt(k, fit.gamma, c, eta)
	for i, e := range eta {
		fit.mu[i] = pr.link.mean(e)
	}
	return fit
}

// plainAt returns -2ℓ at gamma, leaving η and the curves there.
func (pr *problem) plainAt(k kernel, gamma []float64, c *curves, eta []float64) float64 {
	pr.linear(eta, gamma)
	k.at(c, pr.y, pr.m, eta, false)
	v := 0.0
	for _, l := range c.l {
		v -= 2 * l
	}
	if math.IsNaN(v) {
		return math.Inf(1)
	}
	return v
}

// firstGuess regresses the link of the responses, moved inwards by half a
// count, on the columns.
func (pr *problem) firstGuess(k kernel, fit *plainFit, c *curves, eta []float64) float64 {
	for i, y := range pr.y {
		var mu float64
		switch pr.family {
		case Poisson, NegativeBinomial:
			mu = (y + 0.5) / (pr.m[i] + 0.5)
		case Beta:
			mu = y
		default:
			mu = (y + 0.5) / (pr.m[i] + 1)
		}
		e := pr.link.of(mu) - pr.off[i]
		for j, x := range pr.x[i*pr.p : (i+1)*pr.p] {
			fit.gamma[j] += x * e / float64(pr.n)
		}
	}
	v := pr.plainAt(k, fit.gamma, c, eta)
	if math.IsInf(v, 1) {
		clear(fit.gamma)
		v = pr.plainAt(k, fit.gamma, c, eta)
	}
	return v
}

// plainStep sets the Newton step (X'WX)⁻¹X'g and returns step'X'g.
func (pr *problem) plainStep(fit *plainFit, c *curves) float64 {
	if pr.p == 0 {
		return 0
	}
	h := mat.NewSymDense(pr.p, nil)
	raw := h.RawSymmetric()
	g := mat.NewVecDense(pr.p, nil)
	for i := range pr.n {
		w := math.Max(c.w[i], 0)
		row := pr.x[i*pr.p : (i+1)*pr.p]
		for j, x := range row {
			g.RawVector().Data[j] += c.g[i] * x
			for k := j; k < pr.p; k++ {
				raw.Data[j*raw.Stride+k] += w * x * row[k]
			}
		}
	}
	var chol mat.Cholesky
	for ridge := 0.0; !chol.Factorize(h); ridge = 10*ridge + 1e-14 {
		for j := range pr.p {
			h.SetSym(j, j, h.At(j, j)*(1+ridge)+1e-300)
		}
		if ridge > 1 {
			copy(fit.step, g.RawVector().Data)
			return mat.Dot(g, g)
		}
	}
	step := mat.NewVecDense(pr.p, fit.step)
	if err := chol.SolveVecTo(step, g); err != nil && mat.Norm(step, 2) > 1e12 {
		return math.Inf(1)
	}
	return mat.Dot(step, g)
}

// reach returns how far a step moves the linear predictor of the row it moves most.
func (pr *problem) reach(step []float64) float64 {
	far := 0.0
	for i := range pr.n {
		far = math.Max(far, math.Abs(dot(pr.x[i*pr.p:(i+1)*pr.p], step)))
	}
	return far
}

func dot(a, b []float64) float64 {
	s := 0.0
	for j, x := range a {
		s += x * b[j]
	}
	return s
}
