package glmm

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/formula"
)

// TestCompare holds the likelihood-ratio test against lme4's anova, and the
// test of overdispersion against R (half the χ² probability).
func TestCompare(t *testing.T) {
	var want struct {
		LRT struct{ Chisq, DF, P float64 }
	}
	readJSON(t, oracle(t, "nested_spine_synth.json"), &want)
	full, main := fit(t, spineSynth(t, "../lmm/testdata/spine_synth.csv", 4), Params{}), fit(t, spineSynth(t, "../lmm/testdata/spine_synth.csv", 3), Params{})
	c, err := LikelihoodRatio(full, main)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(c.Chi2-want.LRT.Chisq) > early || c.DF != 1 || math.Abs(c.P-want.LRT.P) > early {
		t.Errorf("%+v, lme4 %+v", c, want.LRT)
	}
}

// TestOverdispersion compares the beta-binomial, its test and Tarone's with R.
func TestOverdispersion(t *testing.T) {
	var want struct {
		Z    float64 `json:"tarone_Z"`
		P    float64 `json:"tarone_p_one_sided"`
		Beta struct {
			Mu, Rho, Loglik, LR float64
			Plain               float64 `json:"loglik_binom"`
			P                   float64 `json:"p_half_chibar"`
		} `json:"betabinom"`
	}
	readJSON(t, oracle(t, "overdispersion_counts.json"), &want)
	d := cbpp(t)
	o := Tarone(d.Y, d.Trials)
	if math.Abs(o.Z-want.Z) > rounding || math.Abs(o.P/want.P-1) > 1e-8 {
		t.Errorf("%+v, R %v %v", o, want.Z, want.P)
	}
	d = designOf(d.Y, d.Trials, []column{{"(Intercept)", ones(len(d.Y))}})
	plain, wide := fit(t, d, Params{}), fit(t, d, Params{Family: BetaBinomial})
	c, err := LikelihoodRatio(wide, plain)
	if err != nil {
		t.Fatal(err)
	}
	got := []float64{logistic(wide.Coefficients[0].Estimate), wide.Dispersion.Estimate, wide.LogLik, c.Chi2, plain.LogLik, c.P * 1e12}
	for i, w := range []float64{want.Beta.Mu, want.Beta.Rho, want.Beta.Loglik, want.Beta.LR, want.Beta.Plain, want.Beta.P * 1e12} {
		if math.Abs(got[i]-w) > 1e-5 {
			t.Errorf("value %d: %v, R %v", i, got[i], w)
		}
	}
}

// TestQuine compares the negative binomial with MASS::glm.nb.
func TestQuine(t *testing.T) {
	var want struct {
		NB struct {
			Coef  rMatrix
			Theta float64
			Two   float64 `json:"twologlik"`
		} `json:"negbin"`
	}
	readJSON(t, oracle(t, "overdispersion_counts.json"), &want)
	f := readFrame(t, oracle(t, "quine.csv"))
	y := f.numbers(t, "Days")
	d := designOf(y, nil, []column{{"(Intercept)", ones(len(y))}, {"EthN", f.is("Eth", "N")}, {"SexM", f.is("Sex", "M")},
		{"AgeF1", f.is("Age", "F1")}, {"AgeF2", f.is("Age", "F2")}, {"AgeF3", f.is("Age", "F3")}, {"LrnSL", f.is("Lrn", "SL")}})
	r := fit(t, d, Params{Family: NegativeBinomial})
	if r.LogLik*2 < want.NB.Two-devianceTolerance || math.Abs(r.LogLik*2-want.NB.Two) > 1e-6 {
		t.Errorf("2 log L %v, MASS %v", 2*r.LogLik, want.NB.Two)
	}
	if theta := 1 / r.Dispersion.Estimate; math.Abs(theta-want.NB.Theta) > thetaTolerance {
		t.Errorf("theta %v, MASS %v", theta, want.NB.Theta)
	}
	for j, row := range want.NB.Coef.Values {
		// MASS takes the dispersion as known in its standard errors, and expected
		// weights; ours are from the whole Hessian.
		if c := r.Coefficients[j]; math.Abs(c.Estimate-row[0]) > coefficientTolerance*10 || math.Abs(c.SE-row[1]) > 0.05*row[1] {
			t.Errorf("%+v, MASS %v", c, row)
		}
	}
}

func TestNotComparable(t *testing.T) {
	d := small(mixed)
	r := fit(t, d, Params{})
	half := fit(t, sub(d, func(i int) bool { return i%2 == 0 }), Params{})
	other := fit(t, designOf(d.Y, nil, []column{{"(Intercept)", ones(len(d.Y))}, {"new", d.Y[:len(d.Y):len(d.Y)]}}), Params{Family: Poisson})
	for _, pair := range [][2]*Result{{half, r}, {other, r}, {r, r}} {
		if c, err := LikelihoodRatio(pair[1], pair[0]); err == nil {
			t.Errorf("%+v without an error", c)
		}
	}
	// Crossed fixed effects are not nested.
	a, b := *d, *d
	a.Names, b.Names = d.Names[:2], nil
	b.X = nil
	x := designOf(d.Y, nil, []column{{"odd", colOf(d, 2)}, {"third", colOf3(len(d.Y))}}, d.Groups...)
	if _, err := LikelihoodRatio(fit(t, x, Params{}), fit(t, &a, Params{})); err == nil {
		t.Error("an effect that the larger model lacks went unnoticed")
	}
	// Without the animals, one variance.
	c := *d
	c.Groups = d.Groups[1:]
	cmp, err := LikelihoodRatio(r, fit(t, &c, Params{}))
	if err != nil || cmp.DF != 1 || cmp.Reason == "" {
		t.Errorf("%+v %v", cmp, err)
	}
}

func colOf(d *formula.Design, j int) []float64 {
	out := make([]float64, len(d.Y))
	for i := range out {
		out[i] = d.X.At(i, j)
	}
	return out
}

func colOf3(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i % 3)
	}
	return out
}

// TestSimulate: means and variances of many draws are those of the model.
func TestSimulate(t *testing.T) {
	const draws = 4000
	for _, f := range []Family{Binomial, BetaBinomial, Poisson, NegativeBinomial, Beta} {
		d := scene(4, f, false)
		d.Groups = nil
		r := fit(t, d, Params{Family: f})
		disp := 0.0
		if r.Dispersion != nil {
			disp = r.Dispersion.Estimate
		}
		rng := rand.New(rand.NewPCG(6, 6))
		var sum, square float64
		m := 1.0
		if d.Trials != nil {
			m = d.Trials[5]
		}
		for range draws {
			y := r.Simulate(rng)[5]
			sum += y / draws
			square += y * y / draws
		}
		mu := r.Fitted[5]
		mean, variance := m*mu, map[Family]float64{Binomial: m * mu * (1 - mu), BetaBinomial: m * mu * (1 - mu) * (1 + (m-1)*disp),
			Poisson: mu, NegativeBinomial: mu + disp*mu*mu, Beta: mu * (1 - mu) / (1 + disp)}[f]
		if math.Abs(sum-mean) > 4*math.Sqrt(variance/draws) || math.Abs((square-sum*sum)/variance-1) > 0.15 {
			t.Errorf("%v: mean %v, want %v; variance %v, want %v", f, sum, mean, square-sum*sum, variance)
		}
	}
	d := small(mixed)
	r := fit(t, d, Params{})
	if b, err := Bootstrap(r, fit(t, designOf(d.Y, nil, []column{{"(Intercept)", ones(len(d.Y))}}, d.Groups...), Params{}), 10, rand.New(rand.NewPCG(1, 1))); err != nil || b.P < 1./11 || b.P > 1 {
		t.Errorf("%+v %v", b, err)
	}
}
