package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

type rankOracle struct {
	ChiSq    float64
	DF       int
	P        float64
	N        []int
	Obs, Exp []float64
	Var      [][]float64
}

func TestLogRankMatchesR(t *testing.T) {
	var want struct {
		Lung    rankOracle `json:"logrank_lung_sex"`
		Strata  rankOracle `json:"logrank_strat_ecog"`
		Peto    rankOracle `json:"peto_peto_rho1"`
		Ovarian rankOracle `json:"logrank_ovarian_rx"`
	}
	readOracle(t, "km_logrank_lung_ovarian.json", &want)
	d, extra := lungData(t, []string{"sex"}, nil)
	_ = extra
	sex := column(d.X, 0)
	check := func(name string, got RankComparison, w rankOracle) {
		if !near(got.Test.Statistic, w.ChiSq, 1e-10) || !near(got.Test.P, w.P, 1e-12) {
			t.Errorf("%s: %+v, R %v %v", name, got.Test, w.ChiSq, w.P)
		}
		for g := range w.Obs {
			if got.N[g] != w.N[g] || !near(got.Observed[g], w.Obs[g], 1e-10) || !near(got.Expected[g], w.Exp[g], 1e-10) ||
				!near(got.Variance[g][0], w.Var[g][0], 1e-10) {
				t.Errorf("%s group %d: %v %v %v %v", name, g, got.N[g], got.Observed[g], got.Expected[g], got.Variance[g])
			}
		}
	}
	check("lung", LogRank(d.Time, d.Event, sex, nil, LogRankWeight), want.Lung)
	check("peto", LogRank(d.Time, d.Event, sex, nil, PetoWeight), want.Peto)
	d, extra = lungData(t, []string{"sex"}, []string{"ph.ecog"})
	check("strata", LogRank(d.Time, d.Event, column(d.X, 0), column(extra, 0), LogRankWeight), want.Strata)
	o := readColumns(t, oracle(t, "ovarian.csv"))
	event, rx := make([]bool, len(o["futime"])), make([]int, len(o["futime"]))
	for i := range event {
		event[i], rx[i] = o["fustat"][i] == 1, int(o["rx"][i])
	}
	check("ovarian", LogRank(o["futime"], event, rx, nil, LogRankWeight), want.Ovarian)
}

// The log-rank test is the score test of a Cox model when no times are tied,
// for two groups, for three as two indicators, and for a trend.
func TestLogRankIsTheScoreTestOfCox(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	d := simulatedSurvival(rng, 90, 0.6, 0)
	d.Cluster = nil
	two, three, trend := d, d, d
	group, score, stratum := make([]int, 90), make([]float64, 90), make([]int, 90)
	two.X, three.X, trend.X = make([][]float64, 90), make([][]float64, 90), make([][]float64, 90)
	for i := range group {
		group[i], stratum[i] = i%3, i%4
		score[i] = float64(group[i] * group[i])
		two.X[i] = []float64{float64(min(group[i], 1))}
		three.X[i] = []float64{float64(group[i] % 2), float64(group[i] / 2)}
		trend.X[i] = []float64{score[i]}
	}
	three.Stratum, trend.Stratum = stratum, stratum
	binary := make([]int, 90)
	for i := range binary {
		binary[i] = min(group[i], 1)
	}
	if a, b := LogRank(d.Time, d.Event, binary, nil, LogRankWeight).Test, Cox(two, CoxParams{}).Score; !near(a.Statistic, b.Statistic, 1e-9) {
		t.Errorf("two groups %v, Cox %v", a, b)
	}
	if a, b := LogRank(d.Time, d.Event, group, stratum, LogRankWeight).Test, Cox(three, CoxParams{}).Score; !near(a.Statistic, b.Statistic, 1e-9) || a.DF != 2 {
		t.Errorf("three groups %v, Cox %v", a, b)
	}
	if a, b := LogRankTrend(d.Time, d.Event, score, stratum, LogRankWeight), Cox(trend, CoxParams{}).Score; !near(a.Statistic, b.Statistic, 1e-9) || a.DF != 1 {
		t.Errorf("trend %v, Cox %v", a, b)
	}
}

// Gehan's statistic counts pairs: rows of group 1 that certainly outlive a row
// of group 0, less those certainly outlived.
func TestGehanCountsPairs(t *testing.T) {
	d := simulatedSurvival(rand.New(rand.NewPCG(6, 6)), 40, 0.4, 0.25)
	group := make([]int, 40)
	pairs := 0.0
	for i := range group {
		group[i] = int(d.X[i][0])
	}
	outlives := func(i, j int) bool { // i outlives j
		return d.Event[j] && (d.Time[j] < d.Time[i] || d.Time[j] == d.Time[i] && !d.Event[i])
	}
	for i := range group {
		for j := range group {
			if group[i] == 1 && group[j] == 0 {
				if outlives(i, j) {
					pairs++
				} else if outlives(j, i) {
					pairs--
				}
			}
		}
	}
	r := LogRank(d.Time, d.Event, group, nil, GehanWeight)
	if got := r.Expected[1] - r.Observed[1]; !near(got, pairs, 1e-9) {
		t.Errorf("E-O %v, pairs %v", got, pairs)
	}
}

func TestLogRankWithoutAnswer(t *testing.T) {
	time, one := []float64{1, 2, 3}, []int{7, 7, 7}
	if r := LogRank(time, []bool{true, true, true}, one, nil, LogRankWeight); r.Test.Undetermined == "" {
		t.Error("one group")
	}
	if r := LogRank(time, make([]bool, 3), []int{1, 2, 1}, nil, LogRankWeight); r.Test.Undetermined == "" {
		t.Error("no events")
	}
	if r := LogRank(nil, nil, nil, nil, LogRankWeight); r.Test.Undetermined == "" {
		t.Error("no rows")
	}
	if r := LogRankTrend(time, []bool{true, true, true}, []float64{2, 2, 2}, nil, LogRankWeight); r.Undetermined == "" {
		t.Error("no trend in one score")
	}
}

// Order of rows, names of groups and a monotone change of time leave it be.
func TestLogRankLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		weight := rapid.SampledFrom([]RankWeight{LogRankWeight, PetoWeight, GehanWeight}).Draw(t, "weight")
		d := simulatedSurvival(rng, 30, 0.5, 0.3)
		group := make([]int, 30)
		for i := range group {
			group[i] = rng.IntN(3)
		}
		before := LogRank(d.Time, d.Event, group, nil, weight).Test
		var time []float64
		var event []bool
		var g []int
		for _, i := range rng.Perm(30) {
			time, event, g = append(time, math.Exp(d.Time[i])), append(event, d.Event[i]), append(g, -5*group[i])
		}
		after := LogRank(time, event, g, nil, weight).Test
		if !near(before.Statistic, after.Statistic, 1e-9) || before.DF != after.DF {
			t.Fatalf("%+v, then %+v", before, after)
		}
	})
}

func TestLogRankIsCalibrated(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for _, weight := range []RankWeight{LogRankWeight, PetoWeight, GehanWeight} {
		var p []float64
		for range runs {
			d := simulatedSurvival(rng, 80, 0, 0)
			p = append(p, LogRank(d.Time, d.Event, column(d.X, 0), nil, weight).Test.P)
		}
		checkUniform(t, "log-rank", p)
	}
}
