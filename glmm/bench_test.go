package glmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// BenchmarkNested is survived ~ group * restored + (1 | mouse) + (1 | dendrite)
// on 664 spines, with standard errors and all that Result holds.
func BenchmarkNested(b *testing.B) {
	d := spineSynth(b, "../lmm/testdata/spine_synth.csv", 4)
	for b.Loop() {
		if _, err := Fit(*d, Params{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCBPP is glmer's example, cbind(incidence, size - incidence) ~ period
// + (1 | herd) on 56 rows, by the Laplace approximation.
func BenchmarkCBPP(b *testing.B) {
	d := cbpp(b)
	for b.Loop() {
		if _, err := Fit(*d, Params{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCBPPNodes is the same by 9 nodes of quadrature.
func BenchmarkCBPPNodes(b *testing.B) {
	d := cbpp(b)
	for b.Loop() {
		if _, err := Fit(*d, Params{Nodes: 9}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLarge is 200 animals of 10 branches of 20 spines, 40 000 rows.
func BenchmarkLarge(b *testing.B) {
	s := nest{animals: 200, branches: 10, spines: 20, intercept: -0.5, effect: 0.5, animalSD: 0.5, branchSD: 0.5}
	d := s.draw(rand.New(rand.NewPCG(1, 2)))
	for b.Loop() {
		if _, err := Fit(*d, Params{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCrossed is 200 animals by 100 raters, one of eight rows each.
func BenchmarkCrossed(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var y, x []float64
	var animal, rater []string
	for a := range 200 {
		for k := range 100 {
			if (a+k)%8 != 0 {
				continue
			}
			v := rng.NormFloat64()
			p := logistic(0.5*v + 0.5*math.Sin(float64(a)) + 0.5*math.Cos(float64(k)))
			y, x = append(y, float64(boolInt(rng.Float64() < p))), append(x, v)
			animal, rater = append(animal, fmt.Sprint(a)), append(rater, fmt.Sprint(k))
		}
	}
	d := designOf(y, nil, []column{{"(Intercept)", ones(len(y))}, {"x", x}}, intercept("animal", animal), intercept("rater", rater))
	for b.Loop() {
		if _, err := Fit(*d, Params{}); err != nil {
			b.Fatal(err)
		}
	}
}
