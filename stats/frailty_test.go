package stats

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
)

// The outer search of R stops at 1e-4 or so of the variance.
const frailtyClosely = 1e-4

type frailtyOracle struct {
	LogLik  []float64
	Coef    map[string]float64
	Var     [][]float64
	History map[string]struct {
		Theta      float64
		Integrated float64 `json:"c.loglik"`
	}
	Frail []float64
	DF    []float64
}

func (o frailtyOracle) theta() (theta, integrated float64) {
	for _, h := range o.History {
		return h.Theta, h.Integrated
	}
	return math.NaN(), math.NaN()
}

func TestFrailtyMatchesR(t *testing.T) {
	var all map[string]json.RawMessage
	readOracle(t, "cox_frailty_kidney_rats.json", &all)
	for _, c := range []struct {
		name  string
		data  SurvivalData
		coef  []string
		gauss FrailtyDistribution
	}{
		{"kidney_gamma_sexonly", kidneyData(t, "sex"), []string{"sex"}, GammaFrailty},
		{"kidney_gaussian_sexonly", kidneyData(t, "sex"), []string{"sex"}, GaussianFrailty},
		{"rats_female_gamma", ratsData(t), []string{"rx"}, GammaFrailty},
		{"kidney_gamma", kidneyData(t, "age", "sex", "disease"),
			[]string{"age", "sex", "diseaseGN", "diseaseAN", "diseasePKD"}, GammaFrailty},
	} {
		var want frailtyOracle
		if err := json.Unmarshal(all[c.name], &want); err != nil {
			t.Fatal(err)
		}
		fit := SharedFrailty(c.data, FrailtyParams{Distribution: c.gauss})
		theta, integrated := want.theta()
		if !near(fit.Variance, theta, frailtyClosely) {
			t.Errorf("%s: variance %v, R %v", c.name, fit.Variance, theta)
		}
		if integrated != 0 && !near(fit.Integrated, integrated, 1e-5) { // R ends at 5e-8, we at zero
			t.Errorf("%s: integrated log likelihood %v, R %v", c.name, fit.Integrated, integrated)
		}
		// Half of chi-square on one degree of freedom is one tail of a normal.
		if p := math.Erfc(math.Sqrt(fit.LR.Statistic/2)) / 2; !fit.AtZero && !near(fit.LR.P, p, 1e-12) {
			t.Errorf("%s: %+v, one tail %v", c.name, fit.LR, p)
		}
		for j, name := range c.coef {
			if !near(fit.Coef[j].Estimate, want.Coef[name], frailtyClosely) || !near(fit.Coef[j].SE, math.Sqrt(want.Var[j][j]), frailtyClosely) {
				t.Errorf("%s %s: %+v, R %v %v", c.name, name, fit.Coef[j], want.Coef[name], math.Sqrt(want.Var[j][j]))
			}
		}
		for g := range want.Frail {
			if !near(fit.Log[g], want.Frail[g], frailtyClosely) {
				t.Errorf("%s cluster %d: %v, R %v", c.name, fit.Cluster[g], fit.Log[g], want.Frail[g])
				break
			}
		}
		if df := want.DF[len(want.DF)-1]; !near(fit.DF, df, 1e-3) {
			t.Errorf("%s: degrees of freedom %v, R %v", c.name, fit.DF, df)
		}
	}
}

func clusteredSurvival(rng *rand.Rand, clusters, rows int, sd, beta float64) SurvivalData {
	var d SurvivalData
	for g := range clusters {
		w := sd * rng.NormFloat64()
		for i := range rows {
			x := float64(i % 2)
			t := rng.ExpFloat64() * math.Exp(-w-beta*x)
			c := 4 * rng.Float64()
			d.Time, d.Event = append(d.Time, math.Min(t, c)), append(d.Event, t <= c)
			d.X, d.Cluster = append(d.X, []float64{x}), append(d.Cluster, g)
		}
	}
	return d
}

// With gamma frailty and no ties every cluster's frailty is known in closed
// form given the hazard: e^ω = (1/θ + d)/(1/θ + Λ), the mean of its posterior.
func TestGammaFrailtyIsItsPosteriorMean(t *testing.T) {
	d := clusteredSurvival(rand.New(rand.NewPCG(11, 1)), 30, 6, 0.8, 0.5)
	fit := SharedFrailty(d, FrailtyParams{})
	nu := 1 / fit.Variance
	var at SurvivalData = d
	offset := make([]float64, len(d.Time))
	for i := range offset {
		offset[i] = fit.Log[d.Cluster[i]] + fit.Coef[0].Estimate*d.X[i][0]
	}
	events, hazard := make([]float64, 30), make([]float64, 30)
	for i := range at.Time {
		if !d.Event[i] {
			continue
		}
		events[d.Cluster[i]]++
		sum := 0.0
		for j := range d.Time {
			if d.Time[j] >= d.Time[i] {
				sum += math.Exp(offset[j])
			}
		}
		for j := range d.Time {
			if d.Time[j] >= d.Time[i] {
				hazard[d.Cluster[j]] += math.Exp(fit.Coef[0].Estimate*d.X[j][0]) / sum
			}
		}
	}
	for g := range 30 {
		if want := (nu + events[g]) / (nu + hazard[g]); !near(math.Exp(fit.Log[g]), want, 1e-6) {
			t.Errorf("cluster %d: %v, posterior mean %v", g, math.Exp(fit.Log[g]), want)
		}
	}
}

// Both find a true variance, and both find none where clusters are alike.
func TestFrailtyFindsTheVariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	runs := 6
	for _, dist := range []FrailtyDistribution{GammaFrailty, GaussianFrailty} {
		var with, beta, without float64
		zero := 0
		for range runs {
			fit := SharedFrailty(clusteredSurvival(rng, 40, 8, 0.7, 0.8), FrailtyParams{Distribution: dist, FullInformation: true})
			with += fit.Variance / float64(runs)
			beta += fit.Coef[0].Estimate / float64(runs)
			fit = SharedFrailty(clusteredSurvival(rng, 40, 8, 0, 0.8), FrailtyParams{Distribution: dist})
			without += fit.Variance / float64(runs)
			if fit.AtZero {
				zero++
			}
		}
		// The log of a gamma of variance 0.49 has another variance; both are near 0.5.
		if with < 0.35 || with > 0.7 || math.Abs(beta-0.8) > 0.12 || without > 0.06 || zero < 1 {
			t.Errorf("distribution %v: variance %.3f (0.49), log ratio %.3f (0.8), without %.3f, at zero %d of %d", dist, with, beta, without, zero, runs)
		}
	}
}

func TestFrailtyWithoutAnswer(t *testing.T) {
	d := clusteredSurvival(rand.New(rand.NewPCG(13, 1)), 1, 8, 0, 0)
	if fit := SharedFrailty(d, FrailtyParams{}); fit.Undetermined == "" {
		t.Error("one cluster")
	}
	d = clusteredSurvival(rand.New(rand.NewPCG(13, 1)), 4, 4, 0, 0)
	d.Event = make([]bool, len(d.Event))
	if fit := SharedFrailty(d, FrailtyParams{}); fit.Undetermined == "" || fit.LR.Undetermined == "" {
		t.Error("no events")
	}
}
