package stats

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// Optimised quantities agree with another optimiser to its own stopping rule.
const (
	optimised   = 1e-6
	logLikExact = 1e-8
)

type coxOracle struct {
	LogLik []float64
	Coef   struct{ Values [][]float64 }
	Var    [][]float64
	Naive  [][]float64               `json:"naive_var"`
	Score  struct{ Test, P float64 } `json:"score_test"`
	LR     struct{ Test float64 }    `json:"lr_test"`
	Wald   struct{ Test float64 }    `json:"wald_test"`
	Robust json.RawMessage           `json:"robscore"`
	Conc   struct {
		C  float64
		SE float64 `json:"se(C)"`
	} `json:"concordance"`
	N      int
	Events int `json:"nevent"`
}

func readOracle(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(oracle(t, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// readRows returns the columns of a CSV as text, by name.
func readRows(t *testing.T, name string) map[string][]string {
	t.Helper()
	return readText(t, oracle(t, name))
}

// lungData returns rows without missing values in the columns asked for.
func lungData(t *testing.T, columns, also []string) (SurvivalData, [][]float64) {
	lung := readColumns(t, oracle(t, "lung.csv"))
	var d SurvivalData
	var extra [][]float64
rows:
	for i := range lung["time"] {
		var x, e []float64
		for _, c := range columns {
			x = append(x, lung[c][i])
		}
		for _, c := range also {
			e = append(e, lung[c][i])
		}
		for _, v := range append(append([]float64{}, x...), e...) {
			if math.IsNaN(v) {
				continue rows
			}
		}
		d.Time = append(d.Time, lung["time"][i])
		d.Event = append(d.Event, lung["status"][i] == 2)
		d.X, extra = append(d.X, x), append(extra, e)
	}
	return d, extra
}

func column(rows [][]float64, j int) []int {
	out := make([]int, len(rows))
	for i := range rows {
		out[i] = int(rows[i][j])
	}
	return out
}

func TestCoxMatchesR(t *testing.T) {
	var all map[string]json.RawMessage
	readOracle(t, "cox_lung.json", &all)
	three := []string{"age", "sex", "ph.ecog"}
	for _, c := range []struct {
		name    string
		columns []string
		ties    Ties
		cluster bool
	}{
		{"efron_sex", []string{"sex"}, Efron, false},
		{"breslow_sex", []string{"sex"}, Breslow, false},
		{"efron_3", three, Efron, false},
		{"cluster_inst", three, Efron, true},
		{"cluster_inst_breslow", three, Breslow, true},
	} {
		var want coxOracle
		if err := json.Unmarshal(all[c.name], &want); err != nil {
			t.Fatal(c.name, err)
		}
		var also []string
		if c.cluster {
			also = []string{"inst"}
		}
		d, extra := lungData(t, c.columns, also)
		if c.cluster {
			d.Cluster = column(extra, 0)
		}
		fit := Cox(d, CoxParams{Ties: c.ties})
		checkCox(t, c.name, fit, want)
	}
}

func checkCox(t *testing.T, name string, fit CoxFit, want coxOracle) {
	t.Helper()
	if fit.N != want.N || fit.Events != want.Events {
		t.Errorf("%s: n %d events %d, R %d %d", name, fit.N, fit.Events, want.N, want.Events)
	}
	if !near(fit.LogLikNull, want.LogLik[0], logLikExact) || !near(fit.LogLik, want.LogLik[1], logLikExact) {
		t.Errorf("%s: log likelihood %v %v, R %v", name, fit.LogLikNull, fit.LogLik, want.LogLik)
	}
	if !near(fit.Score.Statistic, want.Score.Test, optimised) || !near(fit.LR.Statistic, want.LR.Test, optimised) {
		t.Errorf("%s: score %v LR %v, R %v %v", name, fit.Score, fit.LR, want.Score, want.LR)
	}
	if !near(fit.Wald.Statistic, want.Wald.Test, 0.0051) { // printed to two places
		t.Errorf("%s: Wald %v, R %v", name, fit.Wald, want.Wald)
	}
	variance, naive := fit.Naive, want.Var
	if fit.Robust != nil {
		naive = want.Naive
		compareMatrix(t, name+" robust", fit.Robust, want.Var)
		var r struct{ Test float64 }
		if err := json.Unmarshal(want.Robust, &r); err != nil || !near(fit.RobustScore.Statistic, r.Test, optimised) {
			t.Errorf("%s: robust score %v, R %v", name, fit.RobustScore, r.Test)
		}
	}
	compareMatrix(t, name+" naive", variance, naive)
	for j, row := range want.Coef.Values {
		c := fit.Coef[j]
		if !near(c.Estimate, row[0], optimised) || !near(c.SE, row[len(row)-3], optimised) ||
			!near(c.P, row[len(row)-1], optimised) || c.Undetermined != "" {
			t.Errorf("%s coefficient %d: %+v, R %v", name, j, c, row)
		}
	}
}

func compareMatrix(t *testing.T, name string, got, want [][]float64) {
	t.Helper()
	for i := range want {
		for j := range want[i] {
			if !near(got[i][j], want[i][j], optimised) {
				t.Errorf("%s [%d][%d] = %v, R %v", name, i, j, got[i][j], want[i][j])
			}
		}
	}
}

func TestCoxExactTiesMatchesR(t *testing.T) {
	var want struct {
		Exact struct {
			Coef   float64
			LogLik []float64
		} `json:"exact_sex"`
	}
	readOracle(t, "cox_lung.json", &want)
	d, _ := lungData(t, []string{"sex"}, nil)
	fit := Cox(d, CoxParams{Ties: ExactTies})
	if !near(fit.Coef[0].Estimate, want.Exact.Coef, optimised) || !near(fit.LogLik, want.Exact.LogLik[1], logLikExact) ||
		!near(fit.LogLikNull, want.Exact.LogLik[0], logLikExact) {
		t.Errorf("%v %v, R %+v", fit.Coef[0], fit.LogLik, want.Exact)
	}
}

func TestCoxStrataAndProportionalityMatchR(t *testing.T) {
	var want struct {
		Strata struct {
			Coef struct{ Values [][]float64 }
		} `json:"strata_sex"`
		ZPH struct{ Values [][]float64 }
	}
	readOracle(t, "cox_lung.json", &want)
	d, extra := lungData(t, []string{"age", "ph.ecog"}, []string{"sex", "inst"})
	d.Stratum = column(extra, 0)
	fit := Cox(d, CoxParams{})
	for j, row := range want.Strata.Coef.Values {
		if !near(fit.Coef[j].Estimate, row[0], optimised) || !near(fit.Coef[j].SE, row[2], optimised) {
			t.Errorf("stratified %d: %+v, R %v", j, fit.Coef[j], row)
		}
	}
	d, _ = lungData(t, []string{"age", "sex", "ph.ecog"}, []string{"inst"})
	z := Cox(d, CoxParams{}).Proportional()
	for j, got := range append(z.Covariate, z.Global) {
		w := want.ZPH.Values[j]
		if !near(got.Statistic, w[0], optimised) || got.DF != int(w[1]) || !near(got.P, w[2], optimised) {
			t.Errorf("proportionality %d: %+v, R %v", j, got, w)
		}
	}
}

func TestCoxClustersMatchR(t *testing.T) {
	var want struct {
		Kidney coxOracle `json:"kidney_cluster"`
		Rats   coxOracle `json:"rats_female_cluster"`
	}
	readOracle(t, "cox_frailty_kidney_rats.json", &want)
	d := kidneyData(t, "age", "sex")
	checkCox(t, "kidney", Cox(d, CoxParams{}), want.Kidney)
	checkCox(t, "rats", Cox(ratsData(t), CoxParams{}), want.Rats)
}

// simulated draws survival of two arms with hazard ratio e^beta and censoring.
func simulatedSurvival(rng *rand.Rand, n int, beta, grid float64) SurvivalData {
	var d SurvivalData
	for i := range n {
		x := []float64{float64(i % 2), rng.NormFloat64()}
		t := rng.ExpFloat64() * math.Exp(-beta*x[0])
		c := rng.ExpFloat64() * 2
		d.Event = append(d.Event, t <= c)
		t = math.Min(t, c)
		if grid > 0 {
			t = math.Ceil(t/grid) * grid
		}
		d.Time, d.X = append(d.Time, t), append(d.X, x)
		d.Cluster = append(d.Cluster, i/4)
	}
	return d
}

// With two rows and one event the likelihood is e^{βx}/(e^{βx}+1).
func TestCoxOfHandfuls(t *testing.T) {
	// Times 1..4, x = 0 1 1 0, all events: L = 1/(2+2e)·e/(2e+1)·e/(e+1).
	d := SurvivalData{Time: []float64{1, 2, 3, 4}, Event: []bool{true, true, true, true},
		X: [][]float64{{0}, {1}, {1}, {0}}}
	fit := Cox(d, CoxParams{})
	b := math.Exp(fit.Coef[0].Estimate)
	ll := -math.Log(2+2*b) + math.Log(b/(2*b+1)) + math.Log(b/(b+1))
	if !near(fit.LogLik, ll, 1e-12) {
		t.Errorf("log likelihood %v, by hand %v", fit.LogLik, ll)
	}
	// At the maximum the derivative by hand is zero.
	if g := -2*b/(2+2*b) + 1 - 2*b/(2*b+1) + 1 - b/(b+1); !near(g, 0, 1e-8) {
		t.Errorf("gradient %v", g)
	}
}

// Exact ties must agree with adding up every set of d rows.
func TestCoxExactTiesAgainstEnumeration(t *testing.T) {
	d := SurvivalData{Time: []float64{1, 1, 1, 2, 2, 3, 3}, Event: []bool{true, true, false, true, true, true, false},
		X: [][]float64{{0.3}, {1.2}, {-0.7}, {2}, {0.1}, {-1}, {0.5}}}
	fit := Cox(d, CoxParams{Ties: ExactTies})
	b := fit.Coef[0].Estimate
	ll := func(b float64) float64 {
		sum := 0.0
		for i := range 7 {
			for j := range i {
				sum += math.Exp(b * (d.X[i][0] + d.X[j][0]))
			}
		}
		first := b*(0.3+1.2) - math.Log(sum)
		sum = 0
		for i := 3; i < 7; i++ {
			for j := 3; j < i; j++ {
				sum += math.Exp(b * (d.X[i][0] + d.X[j][0]))
			}
		}
		return first + b*2.1 - math.Log(sum) + b*-1 - math.Log(math.Exp(-b)+math.Exp(0.5*b))
	}
	if !near(fit.LogLik, ll(b), 1e-10) || ll(b) < ll(b+1e-3) || ll(b) < ll(b-1e-3) {
		t.Errorf("%v at %v, enumerated %v", fit.LogLik, b, ll(b))
	}
	const h = 1e-3
	if info := -(ll(b+h) - 2*ll(b) + ll(b-h)) / (h * h); !near(1/fit.Naive[0][0], info, 1e-5) {
		t.Errorf("information %v, by differences %v", 1/fit.Naive[0][0], info)
	}
}

// Score residuals add up to the gradient, which vanishes at the maximum.
func TestCoxScoreResidualsSumToTheGradient(t *testing.T) {
	for _, ties := range []Ties{Efron, Breslow} {
		d := simulatedSurvival(rand.New(rand.NewPCG(5, 6)), 80, 0.7, 0.2)
		m := newCoxModel(d, ties)
		beta := []float64{0.3, -0.2}
		u, info := make([]float64, 2), make([]float64, 4)
		m.logLik(beta, u, info)
		r := m.scoreResiduals(beta)
		for j := range 2 {
			sum := 0.0
			for i := range m.n {
				sum += r[i*2+j]
			}
			if !near(sum, u[j], 1e-10) {
				t.Errorf("ties %v column %d: %v, gradient %v", ties, j, sum, u[j])
			}
		}
	}
}

func TestCoxRecognisesAMonotoneLikelihood(t *testing.T) {
	d := SurvivalData{Time: []float64{1, 2, 3, 4, 5, 6}, Event: []bool{true, true, true, false, false, false},
		X: [][]float64{{1, 3}, {1, 1}, {1, 2}, {0, 4}, {0, 1}, {0, 3}}}
	fit := Cox(d, CoxParams{})
	if fit.Coef[0].Undetermined != monotone || !math.IsInf(fit.Coef[0].Estimate, 1) {
		t.Errorf("%+v", fit.Coef[0])
	}
	if fit.Coef[1].Undetermined != "" || math.IsNaN(fit.Coef[1].Estimate) {
		t.Errorf("the other coefficient has a maximum: %+v", fit.Coef[1])
	}
	if fit.Wald.Undetermined == "" || fit.LR.Undetermined != "" || !(fit.LR.P < 1) || !(fit.Score.P < 1) {
		t.Errorf("Wald %+v LR %+v score %+v", fit.Wald, fit.LR, fit.Score)
	}
}

func TestCoxWithoutAnswer(t *testing.T) {
	d := simulatedSurvival(rand.New(rand.NewPCG(7, 8)), 20, 0, 0)
	none := d
	none.Event = make([]bool, 20)
	if fit := Cox(none, CoxParams{}); fit.Undetermined == "" || fit.Coef[0].Undetermined == "" || fit.Baseline() != nil ||
		fit.Proportional().Global.Undetermined == "" {
		t.Errorf("no events: %+v", fit)
	}
	if fit := Cox(SurvivalData{}, CoxParams{}); fit.Undetermined == "" {
		t.Error("no rows")
	}
	one := d
	one.Cluster = make([]int, 20)
	if fit := Cox(one, CoxParams{}); fit.Coef[0].Undetermined == "" || fit.RobustScore.Undetermined == "" {
		t.Errorf("one cluster: %+v", fit.Coef[0])
	}
	same := d
	same.X = make([][]float64, 20)
	for i := range same.X {
		same.X[i] = []float64{d.X[i][1], 3, 2 * d.X[i][1]}
	}
	fit := Cox(same, CoxParams{})
	if fit.Coef[1].Undetermined != aliased || fit.Coef[2].Undetermined != aliased || fit.Coef[0].Undetermined != "" || fit.Score.DF != 1 {
		t.Errorf("constant and copied columns: %+v", fit.Coef)
	}
}

// Laws: order of rows and a monotone change of time leave the fit, shift and
// scale of a covariate change it as a slope does; the input stays as it was.
func TestCoxLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		d := simulatedSurvival(rng, 40, 0.5, rapid.SampledFrom([]float64{0, 0.25}).Draw(t, "grid"))
		ties := rapid.SampledFrom([]Ties{Efron, Breslow, ExactTies}).Draw(t, "ties")
		if ties == ExactTies {
			d.Cluster = nil
		}
		scale, shift := rapid.Float64Range(0.1, 10).Draw(t, "scale"), rapid.Float64Range(-100, 100).Draw(t, "shift")
		before := Cox(d, CoxParams{Ties: ties})
		var e SurvivalData
		for _, i := range rng.Perm(40) {
			e.Time = append(e.Time, 3*d.Time[i]+1)
			e.Event = append(e.Event, d.Event[i])
			e.X = append(e.X, []float64{d.X[i][0], shift + scale*d.X[i][1]})
			if d.Cluster != nil {
				e.Cluster = append(e.Cluster, 100-d.Cluster[i])
			}
		}
		after := Cox(e, CoxParams{Ties: ties})
		if !near(before.LogLik, after.LogLik, 1e-8) || !near(before.Coef[1].Estimate, scale*after.Coef[1].Estimate, 1e-6) ||
			!near(before.Coef[0].SE, after.Coef[0].SE, 1e-6) || !near(before.Coef[1].Z, after.Coef[1].Z, 1e-5) {
			t.Fatalf("%+v\n%+v", before.Coef, after.Coef)
		}
	})
}

// The naive Wald test holds its level with independent rows; with rows that
// share a frailty it does not, and the sandwich over 40 clusters does.
func TestCoxCalibration(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(9, 10))
	var naive, robust []float64
	covered := 0
	for range runs {
		var d SurvivalData
		for g := range 40 {
			frailty := math.Exp(0.8 * rng.NormFloat64())
			for range 5 {
				x := float64(g % 2) // arm is a property of the cluster
				t := rng.ExpFloat64() / frailty
				c := 3 * rng.Float64()
				d.Time, d.Event = append(d.Time, math.Min(t, c)), append(d.Event, t <= c)
				d.X, d.Cluster = append(d.X, []float64{x}), append(d.Cluster, g)
			}
		}
		c := Cox(d, CoxParams{}).Coef[0]
		robust = append(robust, c.P)
		naive = append(naive, normalBothTails(c.Estimate/c.NaiveSE))
		if c.Interval.Contains(0) {
			covered++
		}
	}
	if share(naive, 0.05) < 0.15 {
		t.Errorf("naive test rejects %.3f of clustered nulls; expected far above 0.05", share(naive, 0.05))
	}
	// The sandwich is a little small at 40 clusters: 5 to 9 % is its known range.
	if r := share(robust, 0.05); r < 0.03 || r > 0.1 {
		t.Errorf("robust test rejects %.3f of true nulls", r)
	}
	if c := float64(covered) / float64(runs); c < 0.90 || c > 0.97 {
		t.Errorf("robust interval covers %.3f", c)
	}
	t.Logf("naive rejects %.3f, robust %.3f, coverage %.3f", share(naive, 0.05), share(robust, 0.05), float64(covered)/float64(runs))
}

func share(p []float64, level float64) float64 {
	k := 0
	for _, v := range p {
		if v <= level {
			k++
		}
	}
	return float64(k) / float64(len(p))
}
