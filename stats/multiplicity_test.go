package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var adjustments = map[string]func([]float64) []float64{
	"bonferroni": Bonferroni, "holm": Holm, "hochberg": Hochberg, "hommel": Hommel,
	"BH": BenjaminiHochberg, "BY": BenjaminiYekutieli,
}

// The 15 p values of Benjamini & Hochberg 1995, R's p.adjust.
func TestAdjustmentsMatchR(t *testing.T) {
	a := readAnswers(t, oracle(t, "multiplicity.json"))
	for name, f := range adjustments {
		for i, got := range f(a.nums("p")) {
			check(t, name, got, a.nums(name)[i], 3*closedForm)
		}
	}
	for name, key := range map[string]string{"holm": "ties_holm", "BH": "ties_BH", "hommel": "ties_hommel"} {
		for i, got := range adjustments[name](a.nums("ties")) {
			check(t, key, got, a.nums(key)[i], 3*closedForm)
		}
	}
}

// Holm and Hommel are closed tests: the adjusted p of a test is the largest p,
// by Bonferroni or by Simes, of any set that holds it.
func TestHolmAndHommelAreClosedTests(t *testing.T) {
	bonferroni := func(p []float64) float64 { return float64(len(p)) * slices.Min(p) }
	simes := func(p []float64) float64 {
		s := slices.Clone(p)
		slices.Sort(s)
		least := math.Inf(1)
		for i, v := range s {
			least = min(least, float64(len(s))*v/float64(i+1))
		}
		return least
	}
	rapid.Check(t, func(t *rapid.T) {
		p := family01(t, 1, 9)
		holm, hommel := Holm(p), Hommel(p)
		for i := range p {
			byBonferroni, bySimes := 0.0, 0.0
			for set := range 1 << len(p) {
				if set>>i&1 == 0 {
					continue
				}
				var s []float64
				for j, v := range p {
					if set>>j&1 == 1 {
						s = append(s, v)
					}
				}
				byBonferroni, bySimes = max(byBonferroni, bonferroni(s)), max(bySimes, simes(s))
			}
			if !near(holm[i], min(1, byBonferroni), 1e-14) || !near(hommel[i], min(1, bySimes), 1e-14) {
				t.Fatalf("p %v, test %d: Holm %v, closed %v; Hommel %v, closed %v", p, i, holm[i], byBonferroni, hommel[i], bySimes)
			}
		}
	})
}

func family01(t *rapid.T, least, most int) []float64 {
	ticks := rapid.SliceOfN(rapid.IntRange(0, 200), least, most).Draw(t, "p")
	p := make([]float64, len(ticks))
	for i, v := range ticks {
		p[i] = float64(v) / 200
	}
	return p
}

// Laws of all: never below p, never above 1, in the order of p, following a
// permutation, deaf to tests not made; and the known order of power.
func TestAdjustmentLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := family01(t, 1, 20)
		kept := slices.Clone(p)
		order := rapid.Permutation(indices(len(p))).Draw(t, "order")
		for name, f := range adjustments {
			out := f(p)
			shuffled := make([]float64, len(p))
			for i, o := range order {
				shuffled[i] = p[o]
			}
			again := f(append(shuffled, math.NaN()))
			for i, o := range order {
				if out[i] < p[i] || out[i] > 1 {
					t.Fatalf("%s: %v became %v", name, p[i], out[i])
				}
				if again[i] != out[o] {
					t.Fatalf("%s: another order or a test not made changes %v to %v", name, out[o], again[i])
				}
				for j := range p {
					if p[i] < p[j] && out[i] > out[j] {
						t.Fatalf("%s: order of p is not kept", name)
					}
				}
			}
			if !math.IsNaN(again[len(p)]) {
				t.Fatalf("%s: a test not made has p %v", name, again[len(p)])
			}
		}
		if !slices.Equal(p, kept) {
			t.Fatal("the input was changed")
		}
		chain := [][]float64{BenjaminiHochberg(p), Hommel(p), Hochberg(p), Holm(p), Bonferroni(p)}
		for k := 1; k < len(chain); k++ {
			for i := range p {
				if chain[k-1][i] > chain[k][i]+1e-15 {
					t.Fatalf("adjustment %d of BH, Hommel, Hochberg, Holm, Bonferroni is worse than the next: %v > %v", k-1, chain[k-1][i], chain[k][i])
				}
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
