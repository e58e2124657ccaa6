package img

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func oracleTrace(t *testing.T) []float32 {
	t.Helper()
	var trace []float32
	for _, v := range readOracle(t)["trace"] {
		trace = append(trace, float32(v))
	}
	return trace
}

func TestPercentileIsThatOfNumpy(t *testing.T) {
	trace := oracleTrace(t)
	before := slices.Clone(trace)
	eachOracle(t, "percentile", func(t *testing.T, q, want []float64) {
		wantNear(t, []float32{Percentile(trace, q[0])}, want, floatTolerance)
	})
	wantSame(t, "input", trace, before)
}

func TestPercentileOfWhatHasNone(t *testing.T) {
	nan := float32(math.NaN())
	for _, v := range [][]float32{nil, {1, nan, 2}} {
		if got := Percentile(v, 50); !isNaN(got) {
			t.Errorf("Percentile(%v) is %v, want NaN", v, got)
		}
	}
}

func TestSelectRankIsWhatASortPutsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float32Range(-3, 3), 1, 40).Draw(t, "values")
		if rapid.Bool().Draw(t, "ties") {
			for i := range v {
				v[i] = float32(int(v[i]))
			}
		}
		k := rapid.IntRange(0, len(v)-1).Draw(t, "rank")
		sorted := slices.Sorted(slices.Values(v))
		if got := selectRank(v, k); got != sorted[k] || v[k] != sorted[k] {
			t.Fatalf("rank %d is %v, want %v", k, got, sorted[k])
		}
		for i, x := range v {
			if i < k && x > v[k] || i > k && x < v[k] {
				t.Fatalf("%v is not split at rank %d", v, k)
			}
		}
	})
}
