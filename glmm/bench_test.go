package glmm

import "testing"

// BenchmarkNested is survived ~ group * restored + (1 | mouse) + (1 | dendrite)
// on 664 spines, with standard errors and all that Result holds.
func BenchmarkNested(b *testing.B) {
	d := spineSynth(b, "testdata/spine_synth.csv", 4)
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
