package convnet

import (
	"math"

	"respine/img"
)

// tape holds what one sample leaves behind on its way forward through a
// network, and the room its gradient needs on the way back.
type tape struct {
	frame
	in        []planes // what each layer read
	sum       []planes // what each layer's activation gave
	out       planes   // what the last layer wrote
	grad, pre planes   // gradient at the output of a layer, and at its sums
	back      planes   // gradient at its input
	packed    []float32
	logit     Volume
	logitGrad []float32
}

func newTape(n Net, f frame) *tape {
	t := &tape{frame: f}
	c := n.widest()
	for _, l := range n.Layers {
		t.in = append(t.in, newPlanes(f, l.In))
		t.sum = append(t.sum, newPlanes(f, l.Out))
	}
	last := n.Layers[len(n.Layers)-1].Out
	t.out = newPlanes(f, last)
	t.grad, t.pre, t.back = newPlanes(f, c), newPlanes(f, c), newPlanes(f, c)
	t.packed = make([]float32, dotYs*f.span())
	t.logitGrad = make([]float32, last*f.h*f.w)
	return t
}

// learner is a network made ready for the gradients of many samples, which
// goroutines may compute side by side.
type learner struct {
	k             kernels
	net           Net
	ahead, behind []pass
	gradAt        []int // where the gradient of each layer begins, then its length
}

func newLearner(k kernels, n Net, f frame) *learner {
	r := &learner{k: k, net: n, gradAt: []int{0}}
	for i, l := range n.Layers {
		r.ahead = append(r.ahead, forwardPass(l, f))
		r.behind = append(r.behind, backwardPass(l, f))
		r.gradAt = append(r.gradAt, r.gradAt[i]+len(l.W)+len(l.B))
	}
	return r
}

// gradient writes the gradient of the cross-entropy of one sample to grad,
// layer by layer, weights before biases, and returns the cross-entropy.
// keep[i][c] multiplies channel c of the output of layer i; where keep[i] is
// nil nothing does.
func (r *learner) gradient(grad []float32, t *tape, s Sample, keep [][]float32) float64 {
	t.in[0].load(s.X)
	for i := range r.net.Layers {
		r.forward(t, i, keep[i])
	}
	out := r.net.Layers[len(r.net.Layers)-1].Out
	t.logit = t.out.volume(out)
	loss := crossEntropy(t.logitGrad, t.logit, s.Target, s.Weight)
	t.grad.load(Volume{C: out, H: t.h, W: t.w, Pix: t.logitGrad})
	for i := len(r.net.Layers) - 1; i >= 0; i-- {
		r.backward(grad[r.gradAt[i]:r.gradAt[i+1]], t, i, keep[i])
	}
	return loss
}

// forward writes the output of layer i where the next layer reads it.
func (r *learner) forward(t *tape, i int, keep []float32) {
	l := r.net.Layers[i]
	dst := t.out
	if i+1 < len(t.in) {
		dst = t.in[i+1]
	}
	r.ahead[i].run(r.k, t.sum[i], t.in[i], l.Activation == ReLU, false)
	for c := range l.Out {
		to := dst.channel(c)
		copy(to, t.sum[i].channel(c))
		if l.Residual {
			img.AddScaled(to, t.in[i].channel(c), 1)
		}
		if keep != nil {
			scale(to, keep[c])
		}
	}
}

// backward turns t.grad, the gradient at the output of layer i, into that at
// its input, and writes the gradient of its weights and biases to grad.
func (r *learner) backward(grad []float32, t *tape, i int, keep []float32) {
	l := r.net.Layers[i]
	for c := range l.Out {
		g := t.grad.channel(c)
		if keep != nil {
			scale(g, keep[c])
		}
		pre := t.pre.channel(c)
		copy(pre, g)
		if l.Activation == ReLU {
			closeWhereZero(pre, t.sum[i].channel(c))
		}
	}
	weights := len(l.W)
	r.weightGradient(grad[:weights], t, i)
	for c := range l.Out {
		grad[weights+c] = total(t.pre, c)
	}
	if i == 0 {
		return
	}
	r.behind[i].run(r.k, t.back, t.pre, false, false)
	if l.Residual {
		for c := range l.In {
			img.AddScaled(t.back.channel(c), t.grad.channel(c), 1)
		}
	}
	t.grad, t.back = t.back, t.grad
}

// weightGradient writes, for every weight of layer i, the product of the
// gradient at its sum with the pixel it multiplied, summed over the plane.
func (r *learner) weightGradient(grad []float32, t *tape, i int) {
	l, taps := r.net.Layers[i], r.ahead[i].taps
	sums := make([]float32, dotYs*len(taps))
	for first := 0; first < l.Out; first += dotYs {
		t.pack(first)
		r.k.dots(sums, t.packed, t.in[i].pix, taps)
		for o := first; o < min(first+dotYs, l.Out); o++ {
			for tap := range taps {
				grad[o*len(taps)+tap] = sums[tap*dotYs+o-first]
			}
		}
	}
}

// pack interleaves dotYs planes of t.pre from first on, lanes pixels each, as
// the kernel dots reads them.
func (t *tape) pack(first int) {
	for o := range dotYs {
		src := t.pre.channel(first + o)[t.first():][:t.span()]
		for b := 0; b*lanes < len(src); b++ {
			*(*[lanes]float32)(t.packed[(b*dotYs+o)*lanes:]) = *(*[lanes]float32)(src[b*lanes:])
		}
	}
}

// total is the sum of channel c.
func total(p planes, c int) float32 {
	var sum float64
	for y := range p.h {
		for _, v := range p.row(c, y) {
			sum += float64(v)
		}
	}
	return float32(sum)
}

func scale(dst []float32, a float32) {
	for i := range dst {
		dst[i] *= a
	}
}

// closeWhereZero sets dst to zero where gate is. It does so without branches,
// which would be as good as random.
func closeWhereZero(dst, gate []float32) {
	for i, v := range gate[:len(dst)] {
		size := int32(math.Float32bits(v) &^ (1 << 31)) // 0 for either zero, else positive
		open := uint32(-size >> 31)                     // 0, or all ones
		dst[i] = math.Float32frombits(math.Float32bits(dst[i]) & open)
	}
}
