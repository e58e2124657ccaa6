// Package convnet trains and applies small fully convolutional networks on
// float32 planes. respine scores straightened dendrites with them: channels of
// brightness along and across a dendrite go in, and a map of logits comes out,
// high where a spine head lies.
//
// A network is a list of 1x1 or 3x3 convolutions with zero padding, so that the
// output has the height and width of the input. A 3x3 convolution may be
// dilated (Yu and Koltun 2016, arXiv:1511.07122) and may add its input to its
// output (He et al. 2016, doi:10.1109/CVPR.2016.90). Training minimises a soft,
// weighted cross-entropy with AdamW (Loshchilov and Hutter 2019,
// arXiv:1711.05101).
//
// Results are the same, bit for bit, on every processor path and for any number
// of workers. There is no batch normalisation, pooling or stride, and no other
// loss. Values have no unit; the package cannot see what the channels mean.
package convnet

import (
	"fmt"

	"respine/img"
)

// Volume is C planes, each of H rows and W columns.
// Pixel (c, y, x) is Pix[(c*H+y)*W+x]. W is the long axis: the position along
// the dendrite.
type Volume struct {
	C, H, W int
	Pix     []float32
}

// NewVolume returns a volume of zeros.
func NewVolume(c, h, w int) Volume {
	return Volume{C: c, H: h, W: w, Pix: make([]float32, c*h*w)}
}

// At returns the pixel of channel c in row y and column x.
func (v Volume) At(c, y, x int) float32 { return v.Pix[(c*v.H+y)*v.W+x] }

// Plane returns channel c as an image; it shares memory with the volume.
func (v Volume) Plane(c int) img.Image {
	n := v.H * v.W
	return img.Image{H: v.H, W: v.W, Pix: v.Pix[c*n : (c+1)*n]}
}

// mustHold panics unless v is a whole volume of c channels.
func (v Volume) mustHold(what string, c int) {
	if v.C != c || v.H < 1 || v.W < 1 || len(v.Pix) != v.C*v.H*v.W {
		panic(fmt.Sprintf("convnet: %s is %dx%dx%d with %d pixels, want %d channels",
			what, v.C, v.H, v.W, len(v.Pix), c))
	}
}

// Net is a network: each layer reads the planes the one before it wrote.
type Net struct {
	Layers []Layer
}

// Forward applies the network to x and returns a volume of x's height and
// width with the channels of the last layer. What lies outside x counts as
// zero at every layer. Forward reads the network only, so that goroutines may
// share it. It panics if the network is malformed or x has other channels than
// the first layer wants.
func (n Net) Forward(x Volume) Volume { return n.forward(kernel, x) }

func (n Net) forward(k kernels, x Volume) Volume {
	if err := n.check(); err != nil {
		panic("convnet: " + err.Error())
	}
	x.mustHold("input", n.Layers[0].In)
	g := n.frame(x.H, x.W)
	src, dst := newPlanes(g, n.widest()), newPlanes(g, n.widest())
	src.load(x)
	for _, l := range n.Layers {
		forwardPass(l, g).run(k, dst, src, l.Activation == ReLU, l.Residual)
		src, dst = dst, src
	}
	return src.volume(n.Layers[len(n.Layers)-1].Out)
}

// frame is the frame of planes of h rows and w columns wide enough for the
// reach of every layer.
func (n Net) frame(h, w int) frame {
	pad := 0
	for _, l := range n.Layers {
		pad = max(pad, l.reach())
	}
	return frame{h: h, w: w, pad: pad}
}

// widest is the largest number of channels between two layers.
func (n Net) widest() int {
	c := 0
	for _, l := range n.Layers {
		c = max(c, l.In, l.Out)
	}
	return c
}

// check says what is wrong with the shape of the network.
func (n Net) check() error {
	if len(n.Layers) == 0 {
		return fmt.Errorf("network has no layers")
	}
	for i, l := range n.Layers {
		if err := l.check(); err != nil {
			return fmt.Errorf("layer %d: %w", i, err)
		}
		if i > 0 && l.In != n.Layers[i-1].Out {
			return fmt.Errorf("layer %d reads %d channels, but layer %d writes %d",
				i, l.In, i-1, n.Layers[i-1].Out)
		}
	}
	return nil
}
