package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// penalty returns what holds one log frailty back, slope its derivative and
// curvature its second derivative.
func (f *frailtyModel) penalty(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return (math.Expm1(w) - w) / theta // less the constant 1/θ
	}
	return w * w / (2 * theta)
}

func (f *frailtyModel) slope(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return math.Expm1(w) / theta
	}
	return w / theta
}

func (f *frailtyModel) curvature(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return math.Exp(w) / theta
	}
	return 1 / theta
}

func (f *frailtyModel) penalties(c []float64, theta float64) float64 {
	sum := 0.0
	for _, w := range c[f.cox.p:] {
		sum += f.penalty(w, theta)
	}
	return sum
}

// frailtyNear is a rise of the penalised likelihood still to come, by the
// quadratic, below which the last Newton step is taken unseen: what it leaves
// is of the order of its power 3/2.
const frailtyNear = 1e-11

// maximise climbs to the penalised maximum at theta, from where coef is. The
// likelihood is known there; u and info are those of one small step before,
// which refresh makes good.
func (f *frailtyModel) maximise(theta float64) {
	k := f.cox.p + f.g
	f.refresh()
	height := f.ll - f.penalties(f.coef, theta)
	next, step, h := make([]float64, k), make([]float64, k), make([]float64, k*k)
	for range newtonSteps {
		rest := f.penalisedStep(step, h, theta) / 2
		if rest >= 0 && rest < frailtyNear*(1+math.Abs(height)) {
			floats.Add(f.coef, step)
			f.ll = height + rest + f.penalties(f.coef, theta)
			return
		}
		rise := math.Inf(-1)
		for scale, halvings := 1.0, 0; halvings < newtonHalvings; scale, halvings = scale/2, halvings+1 {
			for j := range next {
				next[j] = f.coef[j] + scale*step[j]
			}
			f.ll = f.logLik(next, f.u, f.info)
			up := f.ll - f.penalties(next, theta)
			if rise = up - height; rise >= -newtonGain*(1+math.Abs(height)) {
				height = up
				break
			}
		}
		copy(f.coef, next)
		if rise <= newtonGain*(1+math.Abs(height)) {
			return
		}
	}
}

// refresh computes likelihood and derivatives at coef.
func (f *frailtyModel) refresh() { f.ll = f.logLik(f.coef, f.u, f.info) }

// runaway says which of β still run, at the maximum for theta.
func (f *frailtyModel) runaway(theta float64) []bool {
	k := f.cox.p + f.g
	step := make([]float64, k)
	f.penalisedStep(step, make([]float64, k*k), theta)
	out := make([]bool, f.cox.p)
	for j := range out {
		out[j] = math.Abs(step[j]) > newtonRunaway
	}
	return out
}

// penalisedStep sets dst to the Newton step at coef and returns its product
// with the gradient; h is room for the matrix.
func (f *frailtyModel) penalisedStep(dst, h []float64, theta float64) (gain float64) {
	p, k := f.cox.p, f.cox.p+f.g
	copy(h, f.info)
	copy(dst, f.u)
	for i := range f.g {
		w := f.coef[p+i]
		dst[p+i] -= f.slope(w, theta)
		h[(p+i)*k+p+i] += f.curvature(w, theta)
	}
	gradient := append([]float64(nil), dst...)
	ldlFactor(h, k, f.floors())
	ldlSolve(h, k, dst)
	return floats.Dot(gradient, dst)
}

func (f *frailtyModel) floors() []float64 {
	return append(append([]float64(nil), f.cox.floor...), make([]float64, f.g)...)
}

// factor returns the penalised information at coef, factored; with diagonal
// the frailties' covariances are left out.
func (f *frailtyModel) factor(theta float64) []float64 {
	p, k := f.cox.p, f.cox.p+f.g
	h := append([]float64(nil), f.info...)
	for i := range f.g {
		h[(p+i)*k+p+i] += f.curvature(f.coef[p+i], theta)
		if f.diagonal {
			clear(h[(p+i)*k+p : (p+i)*k+p+i])
		}
	}
	ldlFactor(h, k, f.floors())
	return h
}
