package stats

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestConcordanceMatchesR(t *testing.T) {
	var all map[string]json.RawMessage
	readOracle(t, "cox_lung.json", &all)
	for name, columns := range map[string][]string{"efron_sex": {"sex"}, "efron_3": {"age", "sex", "ph.ecog"}} {
		var want coxOracle
		if err := json.Unmarshal(all[name], &want); err != nil {
			t.Fatal(err)
		}
		d, _ := lungData(t, columns, nil)
		fit := Cox(d, CoxParams{})
		risk := make([]float64, len(d.Time))
		for i, x := range d.X {
			for j, v := range x {
				risk[i] += v * fit.Coef[j].Estimate
			}
		}
		got := Concordance(d.Time, d.Event, risk, 0.95)
		if !near(got.Estimate, want.Conc.C, 1e-9) || !near(got.SE, want.Conc.SE, 1e-6) {
			t.Errorf("%s: %+v, R %+v", name, got, want.Conc)
		}
	}
}

// Pairs counted by hand, and DeLong's variance by its definition.
func TestAUCByHand(t *testing.T) {
	got := AUC([]float64{3, 2, 2, 1}, []bool{true, true, false, false}, 0)
	// 3>2, 3>1, 2=2, 2>1: 3.5 of 4. V = (1, 0.75), W = (0.75, 1).
	se := math.Sqrt(0.03125/2 + 0.03125/2)
	if !near(got.Estimate, 3.5/4, rounding) || !near(got.SE, se, rounding) || got.Pairs != 4 {
		t.Errorf("%+v, want SE %v", got, se)
	}
	for _, c := range []RankAUC{
		AUC([]float64{1, 2}, []bool{true, true}, 0), AUC([]float64{1, 2}, []bool{true, false}, 0),
		AUC([]float64{3, 4, 1, 2}, []bool{true, true, false, false}, 0), AUC(nil, nil, 0),
		Concordance([]float64{1, 2}, []bool{false, false}, []float64{1, 2}, 0),
	} {
		if c.Undetermined == "" || math.IsNaN(c.Estimate) {
			t.Errorf("%+v", c)
		}
	}
}

// A rising map of the scores changes nothing; turning them gives 1 - AUC; and
// the concordance of times that are one or two is the AUC of being first.
func TestAUCLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(8, 30).Draw(t, "n")
		score, event := make([]float64, n), make([]bool, n)
		up, down, time, all := make([]float64, n), make([]float64, n), make([]float64, n), make([]bool, n)
		for i := range score {
			score[i], event[i] = float64(rng.IntN(6)), i%3 == 0
			up[i], down[i] = math.Exp(score[i]), -score[i]
			time[i], all[i] = 2, true
			if event[i] {
				time[i] = 1
			}
		}
		a, b, c, d := AUC(score, event, 0), AUC(up, event, 0), AUC(down, event, 0), Concordance(time, all, score, 0)
		if !near(a.Estimate, b.Estimate, rounding) || !near(a.SE, b.SE, rounding) || !near(a.Estimate, 1-c.Estimate, rounding) ||
			!near(a.Estimate, d.Estimate, rounding) || !near(a.SE, c.SE, rounding) {
			t.Fatalf("%+v %+v %+v %+v", a, b, c, d)
		}
	})
}

func TestAUCIsCalibrated(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(71, 1))
	truth := 0.5 * math.Erfc(-0.5) // P(N(1,1) > N(0,1)) = Φ(1/√2)
	var null, group []float64
	covered := 0
	for range runs {
		s, z, e, g := make([]float64, 80), make([]float64, 80), make([]bool, 80), make([]int, 80)
		shift := 0.0
		for i := range s {
			if i%10 == 0 {
				shift = rng.NormFloat64() // of the animal
			}
			e[i], g[i] = i%2 == 0, i/10
			z[i] = rng.NormFloat64()
			s[i] = z[i]
			if e[i] {
				s[i]++
			}
			z[i] += shift
		}
		null = append(null, AUC(z, e, 0).P)
		a, _ := AUCByGroup(z, e, g, 0)
		group = append(group, a.P)
		if AUC(s, e, 0).Interval.Contains(truth) {
			covered++
		}
	}
	checkUniform(t, "AUC by group", group)
	if c := float64(covered) / float64(runs); c < 0.92 || c > 0.97 {
		t.Errorf("DeLong's interval covers %.3f", c)
	}
	t.Logf("AUC of rows, balanced within animals, rejects %.3f", share(null, 0.05))
}
