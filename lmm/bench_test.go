package lmm

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"respine/formula"
	"respine/table"
)

// The benchmarks named in bench/stats.sh run beside R on the same rows.

func BenchmarkNestedFromTable(b *testing.B) {
	tab := testdata(b, "spine_synth.csv")
	for b.Loop() {
		mustFit(b, mustDesign(b, nested, tab, vehFirst), Params{})
	}
}

func BenchmarkNested(b *testing.B) {
	d := mustDesign(b, nested, testdata(b, "spine_synth.csv"), vehFirst)
	for b.Loop() {
		mustFit(b, d, Params{})
	}
}

func BenchmarkNestedRefit(b *testing.B) {
	d := mustDesign(b, nested, testdata(b, "spine_synth.csv"), vehFirst)
	m := mustFit(b, d, Params{})
	for b.Loop() {
		if _, err := m.Refit(d.Y); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkEstimates(b *testing.B, by Method) {
	m := mustFit(b, mustDesign(b, nested, testdata(b, "spine_synth.csv"), vehFirst), Params{})
	for b.Loop() {
		if _, err := m.Estimates(by); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSatterthwaite(b *testing.B) { benchmarkEstimates(b, Satterthwaite) }
func BenchmarkKenwardRoger(b *testing.B)  { benchmarkEstimates(b, KenwardRoger) }

func BenchmarkSlopes(b *testing.B) {
	d := mustDesign(b, "area ~ arm * day + (1 + day | animal) + (1 | animal:branch)", testdata(b, "heads.csv"), formula.Coding{})
	for b.Loop() {
		mustFit(b, d, Params{})
	}
}

// crossed is rows of raters who each see every one of many spines.
func crossed(spines, raters int) *table.Table {
	t := table.New("crossed", table.String("spine", ""), table.String("rater", ""), table.Float("x", ""), table.Float("y", ""))
	rng := rand.New(rand.NewPCG(1, 1))
	harsh := make([]float64, raters)
	for r := range harsh {
		harsh[r] = rng.NormFloat64()
	}
	for s := range spines {
		size := rng.NormFloat64()
		for r := range raters {
			x := rng.NormFloat64()
			t.Append(fmt.Sprint("s", s), fmt.Sprint("r", r), x, size+harsh[r]+x+rng.NormFloat64())
		}
	}
	return t
}

func BenchmarkCrossed300x10(b *testing.B) {
	d := mustDesign(b, "y ~ x + (1 | spine) + (1 | rater)", crossed(300, 10), formula.Coding{})
	for b.Loop() {
		mustFit(b, d, Params{})
	}
}

func benchmarkTested(b *testing.B, by Method) {
	tab := testdata(b, "spine_synth.csv")
	for b.Loop() {
		m := mustFit(b, mustDesign(b, nested, tab, vehFirst), Params{})
		if _, err := m.Estimates(by); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNestedSatterthwaite(b *testing.B) { benchmarkTested(b, Satterthwaite) }
func BenchmarkNestedKenwardRoger(b *testing.B)  { benchmarkTested(b, KenwardRoger) }
