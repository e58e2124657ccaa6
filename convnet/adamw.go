package convnet

import "math"

// Constants of AdamW, the defaults of Kingma and Ba 2015 (arXiv:1412.6980).
const (
	momentum     = 0.9
	momentum2    = 0.999
	adamEpsilon  = 1e-8
	warmUpFactor = 25  // the rate begins at the peak over this,
	coolFactor   = 1e4 // and ends at that beginning over this
)

// adamW keeps the running means of gradients and of their squares.
type adamW struct {
	step        int
	mean, mean2 []float64
}

func newAdamW(n int) *adamW {
	return &adamW{mean: make([]float64, n), mean2: make([]float64, n)}
}

// update moves every parameter against its gradient g:
//
//	p -= rate * (mHat/(sqrt(vHat)+epsilon) + decay[i]*p).
func (a *adamW) update(params, grad []float32, rate float64, decay []float64) {
	a.step++
	c1 := 1 - math.Pow(momentum, float64(a.step))
	c2 := 1 - math.Pow(momentum2, float64(a.step))
	for i, g32 := range grad {
		g, p := float64(g32), float64(params[i])
		a.mean[i] = float64(momentum*a.mean[i]) + float64((1-momentum)*g)
		a.mean2[i] = float64(momentum2*a.mean2[i]) + float64((1-momentum2)*g*g)
		step := a.mean[i]/c1/(math.Sqrt(a.mean2[i]/c2)+adamEpsilon) + float64(decay[i]*p)
		params[i] = float32(p - float64(rate*step))
	}
}

// OneCycle returns the learning rate of a step in [0, steps): half a cosine up
// from peak/25 over the first warm fraction of the steps, then half a cosine
// down to peak/250000 (Smith and Topin 2019, doi:10.1117/12.2520589).
func OneCycle(step, steps int, peak, warm float64) float64 {
	rise := int(warm * float64(steps))
	low := peak / warmUpFactor
	if step < rise {
		return halfCosine(low, peak, float64(step)/float64(rise))
	}
	return halfCosine(peak, low/coolFactor, float64(step-rise)/float64(steps-rise))
}

// halfCosine goes from a at t = 0 to b at t = 1, level at both ends.
func halfCosine(a, b, t float64) float64 {
	return a + (b-a)/2*(1-math.Cos(math.Pi*t))
}
