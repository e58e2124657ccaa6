package convnet

import (
	"math"
	"testing"
)

func one(v float32) Volume { return Volume{1, 1, 1, []float32{v}} }

func TestCrossEntropyOfKnownPixels(t *testing.T) {
	for _, c := range []struct {
		logit, target, weight float32
		want                  float64
	}{
		{0, 0, 1, math.Ln2}, {0, 1, 1, math.Ln2}, {0, 0.5, 3, 3 * math.Ln2},
		{100, 1, 1, math.Exp(-100)}, {-100, 0, 1, math.Exp(-100)},
		{100, 0, 1, 100}, {-100, 1, 1, 100}, {-2000, 0.25, 2, 1000},
		{float32(math.Log(3)), 1, 1, math.Log(4.0 / 3)},
		{5, 0.3, 0, 0},
	} {
		got := CrossEntropy(one(c.logit), one(c.target), one(c.weight))
		if got != c.want && !(math.Abs(got-c.want) <= 1e-7*c.want) {
			t.Errorf("logit %v, target %v, weight %v: %v, want %v", c.logit, c.target, c.weight, got, c.want)
		}
	}
}

func TestCrossEntropyGradientIsFiniteFarOut(t *testing.T) {
	for _, c := range []struct{ logit, target, want float32 }{
		{1e4, 0, 1}, {1e4, 1, 0}, {-1e4, 1, -1}, {-1e4, 0, 0}, {0, 0.5, 0},
	} {
		grad := []float32{9}
		crossEntropy(grad, one(c.logit), one(c.target), one(1))
		if grad[0] != c.want {
			t.Errorf("logit %v, target %v: gradient %v, want %v", c.logit, c.target, grad[0], c.want)
		}
	}
}

func TestCrossEntropyPanicsOnUnlikeShapes(t *testing.T) {
	wantPanic(t, "target", func() { CrossEntropy(one(1), NewVolume(1, 1, 2), one(1)) })
	wantPanic(t, "weight", func() { CrossEntropy(one(1), one(1), NewVolume(2, 1, 1)) })
}
