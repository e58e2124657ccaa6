package convnet

import "respine/img"

// pass is one convolution made ready for the kernels: the sum at a pixel runs
// over the taps, each a fixed distance away in the source planes.
type pass struct {
	out  int       // channels written
	taps []int     // distance of each tap, as frame.shift counts it
	w    []float32 // weight of tap t for output outs*b+o at (b*len(taps)+t)*outs+o
	bias []float32 // one for each output, zeros to the end of the last block
}

func newPass(out, taps int) pass {
	whole := roundUp(out, outs)
	return pass{out: out, taps: make([]int, taps),
		w: make([]float32, whole*taps), bias: make([]float32, whole)}
}

func (p pass) set(out, tap int, w float32) {
	p.w[(out/outs*len(p.taps)+tap)*outs+out%outs] = w
}

// block is the weights and biases of output channels outs*b and on.
func (p pass) block(b int) (w, bias []float32) {
	n := outs * len(p.taps)
	return p.w[b*n : (b+1)*n], p.bias[b*outs : (b+1)*outs]
}

// forwardPass is the sum of a layer, activation and residual aside. Its taps
// are in the order of the weights of one output channel.
func forwardPass(l Layer, f frame) pass {
	p := newPass(l.Out, l.In*l.taps())
	copy(p.bias, l.B)
	l.eachTap(func(i, u, v, tap int) {
		p.taps[tap] = f.shift(i, u, v)
		for o := range l.Out {
			p.set(o, tap, l.W[o*l.In*l.taps()+tap])
		}
	})
	return p
}

// backwardPass maps the gradient at the sums of a layer to that at its input:
// the same weights, from the other end.
func backwardPass(l Layer, f frame) pass {
	n := l.taps()
	p := newPass(l.In, l.Out*n)
	l.eachTap(func(i, u, v, tap int) {
		for o := range l.Out {
			back := o*n + tap%n
			p.taps[back] = f.shift(o, -u, -v)
			p.set(i, back, l.W[o*l.In*n+tap])
		}
	})
	return p
}

// eachTap calls do with every input channel and tap of the layer, the tap as
// rows and columns from the centre and as its place among the weights of an
// output channel.
func (l Layer) eachTap(do func(i, dy, dx, tap int)) {
	r := l.Kernel / 2
	for tap := range l.In * l.taps() {
		t := tap % l.taps()
		do(tap/l.taps(), (t/l.Kernel-r)*l.Dilation, (t%l.Kernel-r)*l.Dilation, tap)
	}
}

// run writes the convolution of src to dst, and then, where asked, replaces
// what is negative by zero and adds src.
func (p pass) run(k kernels, dst, src planes, relu, residual bool) {
	zeros := make([]float32, dst.w)
	for y := range dst.h {
		for b := range len(p.bias) / outs {
			w, bias := p.block(b)
			at := outs*b*dst.plane() + dst.first() + y*dst.stride()
			k.convolve(dst.pix[at:], dst.plane(), dst.w, src.pix[y*src.stride():], p.taps, w, bias)
		}
		for c := range p.out {
			if relu {
				img.MaxInto(dst.row(c, y), zeros)
			}
			if residual {
				img.AddScaled(dst.row(c, y), src.row(c, y), 1)
			}
		}
	}
}
