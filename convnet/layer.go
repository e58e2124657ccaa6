package convnet

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Activation is what a layer does to each sum.
type Activation uint8

const (
	None Activation = iota // the sum as it is
	ReLU                   // the sum where positive, else zero
)

// Layer is one convolution:
//
//	out[o][y][x] = f(B[o] + sum over i, u, v of
//	               W[o][i][u][v] * in[i][y+(u-r)*Dilation][x+(v-r)*Dilation])
//
// with u and v in [0, Kernel), r = Kernel/2 and f the activation. A residual
// layer then adds in[o][y][x]. W holds Out*In*Kernel*Kernel weights in the
// order o, i, u, v; B holds Out.
type Layer struct {
	In, Out    int
	Kernel     int // 1 or 3
	Dilation   int // pixels between neighbouring weights, 1 for a dense kernel
	Residual   bool
	Activation Activation
	W, B       []float32
}

// taps is the number of weights of one pair of channels.
func (l Layer) taps() int { return l.Kernel * l.Kernel }

// reach is how many pixels away the layer looks.
func (l Layer) reach() int { return l.Kernel / 2 * l.Dilation }

// checkShape says what is wrong with the layer, weights aside.
func (l Layer) checkShape() error {
	switch {
	case l.In < 1 || l.Out < 1:
		return fmt.Errorf("has %d input and %d output channels", l.In, l.Out)
	case l.Kernel != 1 && l.Kernel != 3:
		return fmt.Errorf("kernel %d is neither 1 nor 3", l.Kernel)
	case l.Dilation < 1:
		return fmt.Errorf("dilation %d is below 1", l.Dilation)
	case l.Residual && l.In != l.Out:
		return fmt.Errorf("is residual but maps %d channels to %d", l.In, l.Out)
	case l.Activation > ReLU:
		return fmt.Errorf("activation %d is unknown", l.Activation)
	}
	return nil
}

func (l Layer) check() error {
	if err := l.checkShape(); err != nil {
		return err
	}
	if want := l.Out * l.In * l.taps(); len(l.W) != want {
		return fmt.Errorf("has %d weights, want %d", len(l.W), want)
	}
	if len(l.B) != l.Out {
		return fmt.Errorf("has %d biases, want %d", len(l.B), l.Out)
	}
	return nil
}

// New returns an untrained detector that maps in channels to one map of
// logits, through channels planes at every layer between: a 3x3 convolution,
// four residual 3x3 convolutions with dilations 1, 2, 2 and 4, which together
// see 10 pixels to every side, a 1x1 layer and a 1x1 output. Weights are normal
// with variance 2/inputs (He et al. 2015, doi:10.1109/ICCV.2015.123). The output
// begins at a logit near -3, since heads are rare.
func New(in, channels int, rng *rand.Rand) Net {
	layer := func(in, out, kernel, dilation int) Layer {
		l := Layer{In: in, Out: out, Kernel: kernel, Dilation: dilation, Activation: ReLU,
			B: make([]float32, out)}
		l.W = normal(rng, out*in*l.taps(), math.Sqrt(2/float64(in*l.taps())))
		return l
	}
	layers := []Layer{layer(in, channels, 3, 1)}
	for _, dilation := range []int{1, 2, 2, 4} {
		l := layer(channels, channels, 3, dilation)
		l.Residual = true
		layers = append(layers, l)
	}
	layers = append(layers, layer(channels, channels, 1, 1))
	return Net{append(layers, Layer{In: channels, Out: 1, Kernel: 1, Dilation: 1,
		W: normal(rng, channels, 0.1), B: []float32{-3}})}
}

// normal draws n values of mean zero and standard deviation sd.
func normal(rng *rand.Rand, n int, sd float64) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(sd * rng.NormFloat64())
	}
	return v
}
