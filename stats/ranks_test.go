package stats

import (
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMidranks(t *testing.T) {
	rank, ties := midranks([]float64{3, 1, 3, 2, 3})
	if !slices.Equal(rank, []float64{4, 1, 4, 2, 4}) || ties != 24 {
		t.Errorf("ranks %v, ties %v", rank, ties)
	}
}

// All subsets and all signs, one by one.
func TestSumDistributionsMatchEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.IntRange(1, 12), 2, 10).Draw(t, "scores")
		n := rapid.IntRange(1, len(scores)).Draw(t, "n")
		sub, signs := make(map[int]float64), make(map[int]float64)
		subsets := 0.0
		for set := range uint(1) << len(scores) {
			s := 0
			for i, v := range scores {
				if set>>i&1 == 1 {
					s += v
				}
			}
			signs[s] += 1 / float64(uint(1)<<len(scores))
			if bits.OnesCount(set) == n {
				sub[s]++
				subsets++
			}
		}
		for s, p := range subsetSums(scores, n) {
			if !near(p, sub[s]/subsets, 1e-14) {
				t.Fatalf("P(%d) = %v, counted %v", s, p, sub[s]/subsets)
			}
		}
		for s, p := range signSums(scores) {
			if !near(p, signs[s], 1e-14) {
				t.Fatalf("signs: P(%d) = %v, counted %v", s, p, signs[s])
			}
		}
	})
}
