package convnet

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// reference applies a network in float64 as the comment of Layer defines it,
// and multiplies channel c after layer i by keep[i][c].
func reference(n Net, x Volume, keep [][]float32) []float64 {
	in := make([]float64, len(x.Pix))
	for i, v := range x.Pix {
		in[i] = float64(v)
	}
	for i, l := range n.Layers {
		in = referenceLayer(l, in, x.H, x.W)
		for p := range in {
			if keep != nil && keep[i] != nil {
				in[p] *= float64(keep[i][p/(x.H*x.W)])
			}
		}
	}
	return in
}

func referenceLayer(l Layer, in []float64, h, w int) []float64 {
	out := make([]float64, 0, l.Out*h*w)
	at := func(c, y, x int) float64 {
		if y < 0 || y >= h || x < 0 || x >= w {
			return 0
		}
		return in[(c*h+y)*w+x]
	}
	for o := range l.Out {
		for y := range h {
			for x := range w {
				v := referenceSum(l, o, func(i, dy, dx int) float64 { return at(i, y+dy, x+dx) })
				if l.Activation == ReLU {
					v = max(v, 0)
				}
				if l.Residual {
					v += at(o, y, x)
				}
				out = append(out, v)
			}
		}
	}
	return out
}

func referenceSum(l Layer, o int, at func(i, dy, dx int) float64) float64 {
	sum, r := float64(l.B[o]), l.Kernel/2
	for i := range l.In {
		for u := range l.Kernel {
			for v := range l.Kernel {
				w := l.W[((o*l.In+i)*l.Kernel+u)*l.Kernel+v]
				sum += float64(w) * at(i, (u-r)*l.Dilation, (v-r)*l.Dilation)
			}
		}
	}
	return sum
}

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 3)) }

func noise(seed uint64, c, h, w int) Volume {
	return Volume{c, h, w, normal(source(seed), c*h*w, 1)}
}

// zoo is networks of every kind of layer, with biases that are not zero.
func zoo() map[string]Net {
	rng := source(5)
	layer := func(in, out, kernel, dilation int, residual bool, a Activation) Layer {
		return Layer{in, out, kernel, dilation, residual, a,
			normal(rng, in*out*kernel*kernel, 0.3), normal(rng, out, 0.3)}
	}
	return map[string]Net{
		"one pixel":     {[]Layer{layer(1, 1, 1, 1, false, None)}},
		"many outputs":  {[]Layer{layer(3, 17, 3, 1, false, ReLU)}},
		"two outputs":   {[]Layer{layer(2, 9, 3, 2, false, ReLU), layer(9, 2, 1, 1, false, None)}},
		"far":           {[]Layer{layer(2, 2, 3, 7, true, None), layer(2, 2, 3, 1, true, ReLU)}},
		"dilated point": {[]Layer{layer(2, 3, 1, 5, false, ReLU)}},
		"detector":      New(5, 8, rng),
	}
}

func TestForwardMatchesTheDefinition(t *testing.T) {
	for name, n := range zoo() {
		for _, size := range [][2]int{{1, 1}, {3, 2}, {1, 40}, {24, 16}, {5, 31}, {4, 32}, {7, 67}} {
			x := noise(1, n.Layers[0].In, size[0], size[1])
			before := slices.Clone(x.Pix)
			got := n.Forward(x)
			if got.C != n.Layers[len(n.Layers)-1].Out || got.H != x.H || got.W != x.W {
				t.Fatalf("%s: output is %dx%dx%d", name, got.C, got.H, got.W)
			}
			wantNear(t, name, got.Pix, reference(n, x, nil), forwardTolerance)
			if !slices.Equal(x.Pix, before) {
				t.Fatalf("%s: Forward changed its input", name)
			}
		}
	}
}

// A pixel of the output depends on what lies within reach, and on nothing else.
func TestDetectorSeesTenPixelsToEverySide(t *testing.T) {
	n := New(2, 8, source(1))
	x := noise(2, 2, 25, 51)
	before := n.Forward(x)
	x.Pix[12*51+25] += 100
	after := n.Forward(x)
	for y := range 25 {
		for c := range 51 {
			near := max(c-25, 25-c) <= 10 && max(y-12, 12-y) <= 10
			if changed := before.At(0, y, c) != after.At(0, y, c); changed && !near {
				t.Fatalf("pixel %d, %d saw the change", y, c)
			}
		}
	}
	if before.At(0, 2, 15) == after.At(0, 2, 15) {
		t.Error("the corner of the field did not see the change")
	}
}

func TestGoroutinesShareANetwork(t *testing.T) {
	n, x := New(3, 8, source(1)), noise(2, 3, 10, 200)
	want := n.Forward(x)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !slices.Equal(n.Forward(x).Pix, want.Pix) {
				t.Error("results differ")
			}
		})
	}
	wg.Wait()
}

func TestVolumeIndexing(t *testing.T) {
	v := NewVolume(2, 3, 4)
	v.Pix[(1*3+2)*4+3] = 7
	if v.At(1, 2, 3) != 7 || v.Plane(1).At(2, 3) != 7 {
		t.Error("At and Plane disagree with the layout")
	}
}

func wantPanic(t *testing.T, message string, do func()) {
	t.Helper()
	defer func() {
		t.Helper()
		got, _ := recover().(string)
		if !strings.HasPrefix(got, "convnet: ") || !strings.Contains(got, message) {
			t.Errorf("panic %q, want one about %q", got, message)
		}
	}()
	do()
}

func TestForwardPanicsOnCallerMistakes(t *testing.T) {
	broken := func(change func(n Net) Net) func() {
		return func() { change(New(2, 4, source(1))).Forward(noise(1, 2, 3, 3)) }
	}
	first := func(change func(l *Layer)) func() {
		return broken(func(n Net) Net { change(&n.Layers[0]); return n })
	}
	wantPanic(t, "want 2 channels", func() { New(2, 4, source(1)).Forward(noise(1, 3, 3, 3)) })
	wantPanic(t, "want 1 channels", func() { New(1, 4, source(1)).Forward(Volume{1, 2, 2, make([]float32, 3)}) })
	wantPanic(t, "no layers", broken(func(Net) Net { return Net{} }))
	wantPanic(t, "reads 4 channels", broken(func(n Net) Net { return Net{append(n.Layers[:0:0], n.Layers[6], n.Layers[1])} }))
	wantPanic(t, "kernel 2", first(func(l *Layer) { l.Kernel = 2 }))
	wantPanic(t, "dilation 0", first(func(l *Layer) { l.Dilation = 0 }))
	wantPanic(t, "residual", first(func(l *Layer) { l.Residual = true }))
	wantPanic(t, "activation", first(func(l *Layer) { l.Activation = 2 }))
	wantPanic(t, "weights", first(func(l *Layer) { l.W = l.W[1:] }))
	wantPanic(t, "biases", first(func(l *Layer) { l.B = nil }))
	wantPanic(t, "0 input", first(func(l *Layer) { l.In = 0 }))
}
