package convnet

import (
	"math"
	"slices"
	"testing"
)

// referenceLoss is the cross-entropy of one sample in float64.
func referenceLoss(n Net, s Sample, keep [][]float32) float64 {
	var sum float64
	for i, z := range reference(n, s.X, keep) {
		p := 1 / (1 + math.Exp(-z))
		target, weight := float64(s.Target.Pix[i]), float64(s.Weight.Pix[i])
		sum -= weight * (target*math.Log(p) + (1-target)*math.Log(1-p))
	}
	return sum
}

// uniform is a volume of values in [0, 1).
func uniform(seed uint64, c, h, w int) Volume {
	v, rng := NewVolume(c, h, w), source(seed)
	for i := range v.Pix {
		v.Pix[i] = rng.Float32()
	}
	return v
}

// The step of the differences is small, to cross few kinks of the ReLUs: of
// what remains, float32 sums over the plane are the larger part.
const (
	difference          = 1.0 / (1 << 12)
	differenceTolerance = 3e-3
)

func TestGradientMatchesDifferences(t *testing.T) {
	for name, n := range zoo() {
		out := n.Layers[len(n.Layers)-1].Out
		s := Sample{noise(1, n.Layers[0].In, 4, 19), uniform(2, out, 4, 19), uniform(3, out, 4, 19)}
		tr := NewTrainer(n, Recipe{Drop: 0.3})
		keep := tr.thin(source(4))
		_, grad := tr.gradient([]Sample{s}, [][][]float32{keep})
		n, params := n.clone()
		for i := 0; i < len(params); i += 1 + len(params)/60 {
			p := params[i]
			params[i] = p + difference
			above := referenceLoss(n, s, keep)
			params[i] = p - difference
			below := referenceLoss(n, s, keep)
			params[i] = p
			want := (above - below) / (2 * difference)
			if math.Abs(float64(grad[i])-want) > differenceTolerance*(1+math.Abs(want)) {
				t.Errorf("%s: gradient of parameter %d of %d is %v, differences give %v", name, i, len(params), grad[i], want)
			}
		}
	}
}

func TestTotalSumsThePixelsOnly(t *testing.T) {
	p := newPlanes(frame{h: 2, w: 3, pad: 2}, 2)
	p.load(Volume{2, 2, 3, []float32{9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6}})
	if got := total(p, 1); got != 21 {
		t.Errorf("total is %v, want 21", got)
	}
}

func TestCloseWhereZero(t *testing.T) {
	inf, negZero := float32(math.Inf(1)), float32(math.Copysign(0, -1))
	dst := []float32{1, 2, -3, 4, 5, 6}
	closeWhereZero(dst, []float32{0, 1, negZero, math.SmallestNonzeroFloat32, inf, float32(math.NaN())})
	if want := []float32{0, 2, 0, 4, 5, 6}; !slices.Equal(dst, want) {
		t.Errorf("got %v, want %v", dst, want)
	}
}
