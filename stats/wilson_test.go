package stats

import (
	"math/rand/v2"
	"testing"
)

func TestWilsonMatchesScipy(t *testing.T) {
	want := readColumns(t, "testdata/wilson.csv")
	for i := range want["k"] {
		got := Wilson(int(want["k"][i]), int(want["n"][i]), want["confidence"][i])
		if !near(got.Lo, want["lo"][i], rounding) || !near(got.Hi, want["hi"][i], rounding) {
			t.Errorf("Wilson(%v, %v, %v) = %v, scipy [%v, %v]", want["k"][i], want["n"][i],
				want["confidence"][i], got, want["lo"][i], want["hi"][i])
		}
	}
}

func TestWilsonWithoutTrialsLeavesAllOpen(t *testing.T) {
	if got := Wilson(0, 0, 0.95); got != (Interval{0, 1}) {
		t.Errorf("Wilson(0, 0) = %v", got)
	}
}

func TestWilsonCoversNominally(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const p, n, reps = 0.2, 80, 4000
	hit := 0
	for range reps {
		k := 0
		for range n {
			if rng.Float64() < p {
				k++
			}
		}
		if Wilson(k, n, 0.95).Contains(p) {
			hit++
		}
	}
	// The Wilson interval oscillates by about 0.01 around nominal at this n.
	if c := float64(hit) / reps; c < 0.935 || c > 0.97 {
		t.Errorf("95%% interval covers %.3f", c)
	}
}
