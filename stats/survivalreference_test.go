package stats

import (
	"math"
	"testing"
)

// The same comparisons as with the shared references, on data of our own with
// answers of R beside them (testdata/survival.R).

type coxReference struct {
	LogLik, Coef      []float64
	Var, Naive        [][]float64
	Score, LR, Robust float64
	RobScore          *float64
}

type timedReference struct{ Time, Hazard []float64 }

type testReference struct {
	ChiSq, P, DF []float64
}

type frailtyReference struct {
	Coef              []float64
	Var               [][]float64
	Frail             []float64
	Theta, Integrated *float64
}

type rankReference struct {
	ChiSq    float64
	DF       int
	Obs, Exp []float64
}

type survivalReference struct {
	Efron, Breslow, Exact, Cluster, Strata coxReference
	ClusterBreslow                         coxReference   `json:"cluster_breslow"`
	StrataCluster                          coxReference   `json:"strata_cluster"`
	BaseEfron                              timedReference `json:"base_efron"`
	BaseBreslow                            timedReference `json:"base_breslow"`
	ZPH                                    testReference
	ZPHBreslow                             testReference `json:"zph_breslow"`
	ZPHStrata                              testReference `json:"zph_strata"`
	Gamma, Gauss                           frailtyReference
	GammaFull                              frailtyReference `json:"gamma_full"`
	GaussFull                              frailtyReference `json:"gauss_full"`
	Logistic                               struct{ Coef, SE, Robust, Deviance []float64 }
	Plain                                  struct{ Lo, Hi []float64 }
	Median                                 struct{ Est, Lo, Hi float64 }
	RMST                                   struct {
		Mean float64 `json:"rmean"`
		SE   float64 `json:"se(rmean)"`
	}
	LogRank3    rankReference
	LogRankStr  rankReference `json:"logrank_strata"`
	Peto        rankReference
	Concordance struct{ C, SE float64 }
}

func survivalSynth(t *testing.T) (d SurvivalData, branch []int, want survivalReference) {
	t.Helper()
	c := readColumns(t, "testdata/survival.csv")
	readShipped(t, "survival.json", &want)
	for i := range c["time"] {
		d.Time = append(d.Time, c["time"][i])
		d.Event = append(d.Event, c["event"][i] == 1)
		d.X = append(d.X, []float64{c["arm"][i], c["size"][i]})
		d.Cluster = append(d.Cluster, int(c["animal"][i]))
		branch = append(branch, int(c["branch"][i]))
	}
	return d, branch, want
}

func TestCoxOnShippedReference(t *testing.T) {
	all, branch, want := survivalSynth(t)
	for _, c := range []struct {
		name             string
		ties             Ties
		cluster, stratum bool
		want             coxReference
	}{
		{"efron", Efron, false, false, want.Efron}, {"breslow", Breslow, false, false, want.Breslow},
		{"exact", ExactTies, false, false, want.Exact}, {"cluster", Efron, true, false, want.Cluster},
		{"cluster breslow", Breslow, true, false, want.ClusterBreslow}, {"strata", Efron, false, true, want.Strata},
		{"strata and cluster", Efron, true, true, want.StrataCluster},
	} {
		d := all
		if !c.cluster {
			d.Cluster = nil
		}
		if c.stratum {
			d.Stratum = branch
		}
		fit := Cox(d, CoxParams{Ties: c.ties})
		if !near(fit.LogLikNull, c.want.LogLik[0], logLikExact) || !near(fit.LogLik, c.want.LogLik[1], logLikExact) ||
			!near(fit.Score.Statistic, c.want.Score, optimised) || !near(fit.LR.Statistic, c.want.LR, optimised) {
			t.Errorf("%s: %v %v %v %v, R %+v", c.name, fit.LogLikNull, fit.LogLik, fit.Score, fit.LR, c.want)
		}
		for j, b := range c.want.Coef {
			if !near(fit.Coef[j].Estimate, b, optimised) || !near(fit.Coef[j].SE, math.Sqrt(c.want.Var[j][j]), optimised) {
				t.Errorf("%s coefficient %d: %+v, R %v %v", c.name, j, fit.Coef[j], b, math.Sqrt(c.want.Var[j][j]))
			}
		}
		if !c.cluster {
			continue
		}
		compareMatrix(t, c.name, fit.Robust, c.want.Var)
		compareMatrix(t, c.name+" naive", fit.Naive, c.want.Naive)
		if c.want.RobScore == nil || !near(fit.RobustScore.Statistic, *c.want.RobScore, optimised) {
			t.Errorf("%s: robust score %v, R %v", c.name, fit.RobustScore, c.want.RobScore)
		}
	}
}

func TestHazardsOnShippedReference(t *testing.T) {
	d, branch, want := survivalSynth(t)
	d.Cluster = nil
	stratified := d
	stratified.Stratum = branch
	efron, breslow := Cox(d, CoxParams{}), Cox(d, CoxParams{Ties: Breslow})
	for _, c := range []struct {
		fit  CoxFit
		base timedReference
		zph  testReference
	}{{efron, want.BaseEfron, want.ZPH}, {breslow, want.BaseBreslow, want.ZPHBreslow}, {Cox(stratified, CoxParams{}), timedReference{}, want.ZPHStrata}} {
		b := c.fit.Baseline()
		for i := range c.base.Time {
			if b[0].Time[i] != c.base.Time[i] || !near(b[0].Cumulative[i], c.base.Hazard[i], optimised) {
				t.Errorf("hazard at %v: %v, R %v", b[0].Time[i], b[0].Cumulative[i], c.base.Hazard[i])
			}
		}
		z := c.fit.Proportional()
		for j, got := range append(z.Covariate, z.Global) {
			if !near(got.Statistic, c.zph.ChiSq[j], optimised) || !near(got.P, c.zph.P[j], optimised) || float64(got.DF) != c.zph.DF[j] {
				t.Errorf("proportionality %d: %+v, R %+v", j, got, c.zph)
			}
		}
	}
	risk := make([]float64, len(d.Time))
	for i, x := range d.X {
		risk[i] = efron.Coef[0].Estimate*x[0] + efron.Coef[1].Estimate*x[1]
	}
	if c := Concordance(d.Time, d.Event, risk, 0); !near(c.Estimate, want.Concordance.C, 1e-12) || !near(c.SE, want.Concordance.SE, 1e-10) {
		t.Errorf("concordance %+v, R %+v", c, want.Concordance)
	}
}

func TestFrailtyOnShippedReference(t *testing.T) {
	d, _, want := survivalSynth(t)
	for _, c := range []struct {
		name string
		p    FrailtyParams
		want frailtyReference
	}{
		{"gamma", FrailtyParams{}, want.Gamma}, {"gauss", FrailtyParams{Distribution: GaussianFrailty}, want.Gauss},
		{"gamma full", FrailtyParams{FullInformation: true}, want.GammaFull},
		{"gauss full", FrailtyParams{Distribution: GaussianFrailty, FullInformation: true}, want.GaussFull},
	} {
		fit := SharedFrailty(d, c.p)
		// With the sparse matrix R's search for gamma's variance ends early, which
		// its own full matrix shows; ours has the higher likelihood.
		closely := frailtyClosely
		if c.name == "gamma" {
			closely = 1e-3
		}
		if c.want.Theta == nil || !near(fit.Variance, *c.want.Theta, closely) {
			t.Errorf("%s: variance %v, R %v", c.name, fit.Variance, *c.want.Theta)
		}
		if c.want.Integrated != nil && (!near(fit.Integrated, *c.want.Integrated, 1e-6) || fit.Integrated < *c.want.Integrated-1e-8) {
			t.Errorf("%s: integrated %v, R %v", c.name, fit.Integrated, *c.want.Integrated)
		}
		frail := c.want.Frail
		if frail == nil {
			frail = c.want.Coef[2:]
		}
		for j := range 2 {
			if !near(fit.Coef[j].Estimate, c.want.Coef[j], closely) || !near(fit.Coef[j].SE, math.Sqrt(c.want.Var[j][j]), closely) {
				t.Errorf("%s coefficient %d: %+v, R %v %v", c.name, j, fit.Coef[j], c.want.Coef[j], math.Sqrt(c.want.Var[j][j]))
			}
		}
		for g := range fit.Log {
			if !near(fit.Log[g], frail[g], closely) {
				t.Errorf("%s cluster %d: %v, R %v", c.name, fit.Cluster[g], fit.Log[g], frail[g])
			}
		}
	}
}

func TestLogisticOnShippedReference(t *testing.T) {
	d, _, want := survivalSynth(t)
	for _, cluster := range [][]int{nil, d.Cluster} {
		fit := Logistic(d.X, d.Event, cluster, 0)
		if !near(-2*fit.LogLikNull, want.Logistic.Deviance[0], 1e-9) || !near(-2*fit.LogLik, want.Logistic.Deviance[1], 1e-9) {
			t.Errorf("log likelihoods %v %v, R %v", fit.LogLikNull, fit.LogLik, want.Logistic.Deviance)
		}
		se := want.Logistic.SE
		if cluster != nil {
			se = want.Logistic.Robust
		}
		for j, c := range fit.Coef {
			if !near(c.Estimate, want.Logistic.Coef[j], 1e-8) || !near(c.SE, se[j], 1e-8) {
				t.Errorf("coefficient %d: %+v, R %v %v", j, c, want.Logistic.Coef[j], se[j])
			}
		}
	}
}

func TestCurvesOnShippedReference(t *testing.T) {
	d, branch, want := survivalSynth(t)
	s := KaplanMeier(d.Time, d.Event, 0.95)
	for i, iv := range s.Intervals(PlainScale, 0) {
		if s.Surv[i] > 0 && (!near(iv.Lo, want.Plain.Lo[i], rounding) || !near(iv.Hi, want.Plain.Hi[i], rounding)) {
			t.Errorf("at %v: %v, R %v %v", s.Time[i], iv, want.Plain.Lo[i], want.Plain.Hi[i])
		}
	}
	if q := s.Quantile(0.5, LogLogScale, 0); q.Estimate != want.Median.Est || q.Interval != (Interval{want.Median.Lo, want.Median.Hi}) {
		t.Errorf("median %+v, R %+v", q, want.Median)
	}
	if r := s.RestrictedMean(1, 0); !near(r.Estimate, want.RMST.Mean, rounding) || !near(r.SE, want.RMST.SE, rounding) {
		t.Errorf("%+v, R %+v", r, want.RMST)
	}
	arm := column(d.X, 0)
	for name, c := range map[string]struct {
		got  RankComparison
		want rankReference
	}{
		"three":  {LogRank(d.Time, d.Event, branch, nil, LogRankWeight), want.LogRank3},
		"strata": {LogRank(d.Time, d.Event, arm, branch, LogRankWeight), want.LogRankStr},
		"peto":   {LogRank(d.Time, d.Event, branch, nil, PetoWeight), want.Peto},
	} {
		if !near(c.got.Test.Statistic, c.want.ChiSq, 1e-10) || c.got.Test.DF != c.want.DF {
			t.Errorf("%s: %+v, R %+v", name, c.got.Test, c.want)
		}
		for g := range c.want.Obs {
			if !near(c.got.Observed[g], c.want.Obs[g], 1e-10) || !near(c.got.Expected[g], c.want.Exp[g], 1e-10) {
				t.Errorf("%s group %d: %v %v, R %v %v", name, g, c.got.Observed[g], c.got.Expected[g], c.want.Obs[g], c.want.Exp[g])
			}
		}
	}
}
