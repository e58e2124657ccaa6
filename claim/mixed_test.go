package claim

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"respine/measure"
	"respine/table"
)

// TestOddsOfAlikeBranches: where all branches of a group show the same share there
// is no spread between animals, and the model is the logistic regression of the
// pooled counts: log odds ratio log(6/14 / 3/17), variance Σ 1/count over the four
// cells of 8·2·20 spines a group.
func TestOddsOfAlikeBranches(t *testing.T) {
	rows := table.New("counts", table.Float("y", ""), table.Float("n", ""), table.String("group", ""), table.String("animal", ""), table.String("branch", ""))
	for g, y := range []float64{6, 3} {
		for a := range 8 {
			for b := range 2 {
				rows.Append(y, 20.0, []string{"b", "a"}[g], fmt.Sprint(g, a), fmt.Sprint(b))
			}
		}
	}
	got, _, why := ratioOf(rows, false)
	const tolerance = 1e-4 // of an optimum on the boundary
	want, se := math.Log(6.0/14*17/3), math.Sqrt(1.0/96+1.0/224+1.0/48+1.0/272)
	if why != "" || math.Abs(got.Estimate-want) > tolerance || math.Abs(got.SE-se) > tolerance {
		t.Errorf("%g ± %g (%s), want %g ± %g", got.Estimate, got.SE, why, want, se)
	}
	if got.DF != 14 {
		t.Errorf("%g degrees of freedom between 16 animals in two groups", got.DF)
	}
}

// TestOddsWithoutAnAnswer: no losses in one group separate the two, and the
// reason is told instead of a number.
func TestOddsWithoutAnAnswer(t *testing.T) {
	rows := table.New("counts", table.Float("y", ""), table.Float("n", ""), table.String("group", ""), table.String("animal", ""), table.String("branch", ""))
	for g, y := range []float64{6, 0} {
		for a := range 4 {
			rows.Append(y, 20.0, []string{"b", "a"}[g], fmt.Sprint(g, a), "0")
		}
	}
	if got, _, why := ratioOf(rows, false); why == "" {
		t.Errorf("%+v", got)
	}
}

// TestFieller by hand: means 4 and 2 with variances 0.04 and 0.01, independent,
// infinite degrees of freedom: ρ solves (4-2ρ)² = 1.96²(0.04+0.01ρ²).
func TestFieller(t *testing.T) {
	means := []mean{{4, 0.04, 1e9}, {2, 0.01, 1e9}}
	got, ok := fieller(means, []float64{1, 0}, []float64{0, 1}, confidence)
	q := 1.959964 * 1.959964
	for _, rho := range []float64{got.Lo, got.Hi} {
		if off := (4-2*rho)*(4-2*rho) - q*(0.04+0.01*rho*rho); math.Abs(off) > 1e-5 || !ok {
			t.Errorf("%g is off by %g", rho, off)
		}
	}
	if got.Lo >= 2 || got.Hi <= 2 {
		t.Errorf("%+v does not hold the ratio", got)
	}
	if _, ok := fieller([]mean{{4, 0.04, 1e9}, {0.1, 0.01, 1e9}}, []float64{1, 0}, []float64{0, 1}, confidence); ok {
		t.Error("a denominator that may be zero has a bounded interval")
	}
}

// TestRateOfAlikeBranches: more spines may be new than stood before. Where all
// branches of a group show the same there is no spread, and the model is the
// Poisson regression of the pooled counts: log rate ratio log(6/3), variance
// Σ 1/count of the 8·2 branches a group.
func TestRateOfAlikeBranches(t *testing.T) {
	rows := table.New("counts", table.Float("y", ""), table.Float("n", ""), table.String("group", ""), table.String("animal", ""), table.String("branch", ""))
	for g, y := range []float64{6, 3} {
		for a := range 8 {
			for b := range 2 {
				rows.Append(y, 4.0, []string{"b", "a"}[g], fmt.Sprint(g, a), fmt.Sprint(b))
			}
		}
	}
	got, notes, why := ratioOf(rows, true)
	const tolerance = 1e-4 // of an optimum on the boundary
	want, se := math.Log(2), math.Sqrt(1.0/96+1.0/48)
	if why != "" || math.Abs(math.Abs(got.Estimate)-want) > tolerance || math.Abs(got.SE-se) > tolerance || got.DF != 14 {
		t.Errorf("%g ± %g of %g degrees (%s), want %g ± %g", got.Estimate, got.SE, got.DF, why, want, se)
	}
	if !strings.Contains(notes, "its interval may be too narrow") || !strings.Contains(notes, "takes them as alike") {
		t.Errorf("two singular spreads are told as %q", notes)
	}
	if _, _, why := ratioOf(rows, false); !strings.Contains(why, "no count of successes") {
		t.Errorf("six of four are no share: %q", why)
	}
}

// TestBareBranches: a branch on which nothing stood has no rate; it is left out
// of the model and counted.
func TestBareBranches(t *testing.T) {
	var samples []sample
	for g := range 2 {
		var s sample
		for a := range 6 {
			v := measure.Value{Animal: fmt.Sprint(g, a), Sum: float64(10 + a + 5*g), Of: 20}
			for b, n := range []float64{8, 12, 0} {
				v.Rows = append(v.Rows, measure.Row{Branch: fmt.Sprint(b), Y: float64(2 + a%3 + 2*g + b), Of: n})
			}
			s.values = append(s.values, v)
		}
		samples = append(samples, s)
	}
	p := Part{Says: More, Mixed: true}
	p.Measure, _ = measure.Named("formation")
	o := p.estimate(samples, measure.AsScored)
	p.mixed(samples, &o)
	if o.Kind != RateRatio || len(o.Estimate.Checks) == 0 || o.Checks[0].Text != "12 of 36 branches had no spine standing before and are not in the model" {
		t.Errorf("%s: %+v", o.Kind, o.Checks)
	}
}
