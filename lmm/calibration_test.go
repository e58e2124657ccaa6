package lmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/formula"
	"respine/table"
)

// nestedTable is spines on branches in animals, half of the animals in each
// arm, the response left at nought.
func nestedTable(animals, branches, spines int) *table.Table {
	t := table.New("null", table.String("animal", ""), table.String("branch", ""), table.String("arm", ""), table.Float("y", ""))
	for a := range animals {
		for b := range branches + a%2 {
			for s := range spines + (a+b)%3 {
				t.Append(fmt.Sprint("a", a), fmt.Sprint("b", b), []string{"ket", "veh"}[a%4/2], float64(s))
			}
		}
	}
	return t
}

// planted draws a response with random effects of animals and branches and an
// effect of the arm.
func planted(d formula.Design, animal, branch, arm float64, rng *rand.Rand) []float64 {
	ua, ub := make([]float64, len(d.Groups[0].Levels)), make([]float64, len(d.Groups[1].Levels))
	for i := range ua {
		ua[i] = animal * rng.NormFloat64()
	}
	for i := range ub {
		ub[i] = branch * rng.NormFloat64()
	}
	y := make([]float64, len(d.Y))
	for i := range y {
		y[i] = ua[d.Groups[0].Of[i]] + ub[d.Groups[1].Of[i]] + arm*d.X.At(i, 1) + rng.NormFloat64()
	}
	return y
}

// kolmogorov is the largest distance of a sample from the uniform law.
func kolmogorov(p []float64) (d float64) {
	slices.Sort(p)
	n := float64(len(p))
	for i, x := range p {
		d = math.Max(d, math.Max(float64(i+1)/n-x, x-float64(i)/n))
	}
	return d
}

// Twelve animals, an arm between them, and no difference but an offset: p is
// uniform and intervals hold the truth as often as they say, while least
// squares on spines is wrong in half of such studies.
func TestCalibration(t *testing.T) {
	const effect = 0.4
	studies := 1000
	if testing.Short() {
		studies = 250
	}
	tab := nestedTable(12, 3, 8)
	null := mustFit(t, mustDesign(t, "y ~ arm + (1 | animal/branch)", tab, formula.Coding{}), Params{})
	flat := mustFit(t, mustDesign(t, "y ~ arm", tab, formula.Coding{}), Params{})
	rng := rand.New(rand.NewPCG(20, 26))
	p := map[string][]float64{}
	covered := map[string]int{}
	for range studies {
		y := planted(null.Design, 0.6, 0.5, effect, rng)
		for _, by := range []Method{Satterthwaite, KenwardRoger} {
			record(t, null, y, by, by.String(), effect, p, covered)
		}
		record(t, flat, y, Satterthwaite, "least squares", effect, p, covered)
	}
	critical := 1.95 / math.Sqrt(float64(studies)) // one in a thousand
	slack := 0.02 * math.Sqrt(1000/float64(studies))
	for _, by := range []string{"Satterthwaite", "Kenward-Roger", "least squares"} {
		rejected := 0
		for _, x := range p[by] {
			if x < 0.05 {
				rejected++
			}
		}
		d, share := kolmogorov(p[by]), float64(covered[by])/float64(studies)
		t.Logf("%s: %d studies, p < 0.05 in %.1f %%, Kolmogorov distance %.3f (critical %.3f), coverage %.1f %%",
			by, studies, 100*float64(rejected)/float64(studies), d, critical, 100*share)
		if by == "least squares" {
			if d < 2*critical || share > 0.8 {
				t.Errorf("least squares on spines passes, so the test cannot tell: distance %.3f, coverage %.3f", d, share)
			}
			continue
		}
		if d > critical || math.Abs(share-0.95) > slack {
			t.Errorf("%s: distance %.3f, coverage %.3f", by, d, share)
		}
	}
}

// record tests the planted effect: p of the difference from the truth, and
// whether the interval holds it.
func record(t *testing.T, m *Model, y []float64, by Method, name string, effect float64, p map[string][]float64, covered map[string]int) {
	t.Helper()
	f, err := m.Refit(y)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Estimates(by, f.Design.Coefficients()[1])
	if err != nil {
		t.Fatal(err)
	}
	p[name] = append(p[name], twoSided((e[0].Value-effect)/e[0].SE, e[0].DF))
	if e[0].Low <= effect && effect <= e[0].High {
		covered[name]++
	}
}

// With few animals the chi-squared law of the likelihood ratio rejects too
// often; the bootstrap does not.
func TestBootstrapCalibration(t *testing.T) {
	studies, draws := 80, 99
	if testing.Short() {
		studies = 40
	}
	tab := nestedTable(6, 2, 4)
	full := mustFit(t, mustDesign(t, "y ~ arm + (1 | animal/branch)", tab, formula.Coding{}), Params{ML: true})
	reduced := mustFit(t, mustDesign(t, "y ~ 1 + (1 | animal/branch)", tab, formula.Coding{}), Params{ML: true})
	rng := rand.New(rand.NewPCG(7, 7))
	boot, chi := make([]float64, studies), 0.0
	for i := range boot {
		y := planted(full.Design, 0.8, 0.3, 0, rng)
		f, err := full.Refit(y)
		if err != nil {
			t.Fatal(err)
		}
		r, err := reduced.Refit(y)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Bootstrap(f, r, draws, rng)
		if err != nil || b.Failed > 0 {
			t.Fatal(b, err)
		}
		boot[i] = b.P
		if l, _ := LikelihoodRatio(f, r); l.P < 0.05 {
			chi += 1 / float64(studies)
		}
	}
	critical := 1.95/math.Sqrt(float64(studies)) + 1/float64(draws+1) // p is a multiple of 1/100
	d := kolmogorov(boot)
	t.Logf("%d studies of 6 animals: bootstrap distance %.3f (critical %.3f); chi-squared rejects %.1f %% at 5 %%", studies, d, critical, 100*chi)
	if d > critical {
		t.Errorf("bootstrap p is not uniform: distance %.3f", d)
	}
	if !testing.Short() && chi < 0.06 {
		t.Errorf("the chi-squared law holds here (%.3f), so the test cannot tell", chi)
	}
}
