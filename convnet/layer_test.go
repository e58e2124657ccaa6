package convnet

import (
	"math"
	"testing"
)

// A 3x3 layer of 16 channels has 2304 weights, so that the standard error of
// their variance is 3 percent.
func TestNewDrawsWeightsOfTheRightSize(t *testing.T) {
	n := New(13, 16, source(1))
	if len(n.Layers) != 7 || n.check() != nil {
		t.Fatalf("%d layers, %v", len(n.Layers), n.check())
	}
	for i, l := range n.Layers[:6] {
		var sum float64
		for _, w := range l.W {
			sum += float64(w) * float64(w)
		}
		inputs := float64(l.In * l.taps())
		tolerance := 4 * math.Sqrt(2/float64(len(l.W)))
		if got := sum / float64(len(l.W)) * inputs / 2; math.Abs(got-1) > tolerance {
			t.Errorf("layer %d: variance is %.3f times 2/inputs", i, got)
		}
	}
	if last := n.Layers[6]; last.Out != 1 || last.Activation != None || last.B[0] != -3 {
		t.Errorf("last layer is %+v", last)
	}
}
