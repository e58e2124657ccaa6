package convnet

import "math"

// CrossEntropy returns the sum of weight * -(t ln p + (1-t) ln(1-p)) over the
// pixels, with p = 1/(1+exp(-logit)) and t, in [0, 1], the target. The three
// volumes have one shape.
func CrossEntropy(logit, target, weight Volume) float64 {
	return crossEntropy(nil, logit, target, weight)
}

// crossEntropy also writes the gradient weight * (p - t) to grad, unless that
// is nil.
func crossEntropy(grad []float32, logit, target, weight Volume) float64 {
	target.mustMatch("target", logit)
	weight.mustMatch("weight", logit)
	var sum float64
	for i, z32 := range logit.Pix {
		z, t, w := float64(z32), float64(target.Pix[i]), float64(weight.Pix[i])
		e := math.Exp(-math.Abs(z))
		// -ln p is max(-z, 0) + ln(1+e), and -ln(1-p) is z more.
		sum += w * (max(z, 0) - z*t + math.Log1p(e))
		if grad != nil {
			p := 1 / (1 + e)
			if z < 0 {
				p = e / (1 + e)
			}
			grad[i] = float32(w * (p - t))
		}
	}
	return sum
}

// mustMatch panics unless v has the shape of x.
func (v Volume) mustMatch(what string, x Volume) {
	v.mustHold(what, x.C)
	if v.H != x.H || v.W != x.W {
		panic("convnet: " + what + " and input differ in height or width")
	}
}
