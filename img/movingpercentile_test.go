package img

import (
	"math"
	"slices"
	"testing"
)

func TestMovingPercentileIsThatOfScipy(t *testing.T) {
	trace := oracleTrace(t)
	before := slices.Clone(trace)
	eachOracle(t, "moving", func(t *testing.T, params, want []float64) {
		dst := make([]float32, len(trace))
		MovingPercentile(dst, trace, int(params[0]), params[1])
		wantNear(t, dst, want, 0)
	})
	wantSame(t, "input", trace, before)
}

func TestMovingPercentileShowsNaNWhereTheWindowHoldsIt(t *testing.T) {
	nan := float32(math.NaN())
	src := []float32{5, 1, 4, nan, 2, 8, 9}
	dst := make([]float32, len(src))
	MovingPercentile(dst, src, 3, 50)
	want := []float32{5, 4, nan, nan, nan, 8, 9}
	for i := range want {
		if dst[i] != want[i] && !(isNaN(dst[i]) && isNaN(want[i])) {
			t.Errorf("value %d is %v, want %v", i, dst[i], want[i])
		}
	}
	MovingPercentile(nil, nil, 3, 50)
}
