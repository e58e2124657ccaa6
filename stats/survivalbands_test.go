package stats

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
)

func lungBySex(t *testing.T) map[string]Survival {
	lung := readColumns(t, oracle(t, "lung.csv"))
	out := map[string]Survival{}
	for name, sex := range map[string]float64{"sex=1": 1, "sex=2": 2} {
		var time []float64
		var event []bool
		for i := range lung["time"] {
			if lung["sex"][i] == sex {
				time = append(time, lung["time"][i])
				event = append(event, lung["status"][i] == 2)
			}
		}
		out[name] = KaplanMeier(time, event, 0.95)
	}
	return out
}

type labelled struct {
	Rows, Cols []string
	Values     [][]any
}

func (l labelled) at(row, col string) float64 {
	for i, r := range l.Rows {
		for j, c := range l.Cols {
			if r == row && c == col {
				if v, ok := l.Values[i][j].(float64); ok {
					return v
				}
				return math.Inf(1) // NA: not reached
			}
		}
	}
	panic("no " + row + " " + col)
}

func TestSurvivalExtensionsMatchR(t *testing.T) {
	var want struct {
		Events []struct {
			Stratum string
			Time    float64
			Lo      float64 `json:"lower_log"`
			Hi      float64 `json:"upper_log"`
		} `json:"km_events"`
		Table, RMST json.RawMessage
		RMST365     labelled            `json:"rmst_365"`
		Quantiles   map[string]labelled `json:"quantiles"`
		NelsonAalen []struct {
			Time, CumHaz, SE float64
		} `json:"nelson_aalen"`
	}
	readOracle(t, "km_logrank_lung_ovarian.json", &want)
	curves := lungBySex(t)
	for _, w := range want.Events {
		s := curves[w.Stratum]
		got := s.Intervals(LogScale, 0.95)[ascendingIndex(s.Time, w.Time)]
		if !near(got.Lo, w.Lo, 1e-12) || !near(got.Hi, w.Hi, 1e-12) {
			t.Errorf("%s at %v: %v, R %v %v", w.Stratum, w.Time, got, w.Lo, w.Hi)
		}
	}
	for name, s := range curves {
		r := s.RestrictedMean(365, 0.95)
		if !near(r.Estimate, want.RMST365.at(name, "rmean"), 1e-10) || !near(r.SE, want.RMST365.at(name, "se(rmean)"), 1e-10) {
			t.Errorf("%s: %+v, R %v", name, r, want.RMST365)
		}
		for _, q := range []string{"25", "50", "75"} {
			p := map[string]float64{"25": 0.25, "50": 0.5, "75": 0.75}[q]
			got := s.Quantile(p, LogScale, 0.95)
			if got.Estimate != want.Quantiles["quantile"].at(name, q) || got.Interval.Lo != want.Quantiles["lower"].at(name, q) ||
				got.Interval.Hi != want.Quantiles["upper"].at(name, q) {
				t.Errorf("%s quantile %s: %+v, R %v", name, q, got, want.Quantiles)
			}
		}
	}
	lung := readColumns(t, oracle(t, "lung.csv"))
	event := make([]bool, len(lung["time"]))
	for i := range event {
		event[i] = lung["status"][i] == 2
	}
	for i, got := range KaplanMeier(lung["time"], event, 0.95).NelsonAalen() {
		w := want.NelsonAalen[i]
		if got.Time != w.Time || !near(got.Cumulative, w.CumHaz, rounding) || !near(got.SE, w.SE, rounding) {
			t.Errorf("%+v, R %+v", got, w)
		}
	}
}

// Without censoring the restricted mean is the mean of min(t, τ), and its SE
// that of a mean with divisor n.
func TestRestrictedMeanWithoutCensoring(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	time, event := make([]float64, 50), make([]bool, 50)
	sum, sq := 0.0, 0.0
	for i := range time {
		time[i], event[i] = rng.ExpFloat64(), true
		v := math.Min(time[i], 1.5)
		sum += v / 50
		sq += v * v / 50
	}
	r := KaplanMeier(time, event, 0.95).RestrictedMean(1.5, 0)
	if !near(r.Estimate, sum, 1e-12) || !near(r.SE, math.Sqrt((sq-sum*sum)/50), 1e-12) {
		t.Errorf("%+v, mean %v SE %v", r, sum, math.Sqrt((sq-sum*sum)/50))
	}
}

// One of two has the event at 1, the other is watched to 2: the area from 1 on
// is 1/2, and its variance (1/2)²·1/(2·1).
func TestRestrictedMeanOfTwo(t *testing.T) {
	r := KaplanMeier([]float64{1, 2}, []bool{true, false}, 0.95).RestrictedMean(2, 0)
	if !near(r.Estimate, 1.5, rounding) || !near(r.SE, math.Sqrt(0.125), rounding) {
		t.Errorf("%+v", r)
	}
}

func TestSurvivalExtensionsWithoutAnswer(t *testing.T) {
	s := KaplanMeier([]float64{1, 2, 3}, []bool{true, false, false}, 0.95)
	if q := s.Quantile(0.5, LogLogScale, 0); q.Undetermined == "" {
		t.Errorf("median %+v", q)
	}
	if r := s.RestrictedMean(4, 0); r.Undetermined == "" {
		t.Errorf("mean beyond follow-up %+v", r)
	}
	if r := KaplanMeier(nil, nil, 0.95).RestrictedMean(4, 0); r.Undetermined == "" {
		t.Errorf("mean of nobody %+v", r)
	}
	none := KaplanMeier([]float64{5, 6}, []bool{false, false}, 0.95)
	if d := RestrictedMeanDifference(none, none, 3, 0); d.Undetermined == "" || math.IsNaN(d.P) {
		t.Errorf("difference without events %+v", d)
	}
	all := KaplanMeier([]float64{1, 2}, []bool{true, true}, 0.95)
	if q := all.Quantile(0.5, LogScale, 0); q.Estimate != 1.5 {
		t.Errorf("the median of 1 and 2 is %+v", q)
	}
	if r := all.RestrictedMean(4, 0); r.Estimate != 1.5 || r.Undetermined != "" {
		t.Errorf("a curve at zero is known for ever: %+v", r)
	}
}

// Greenwood divides by n where a mean divides by n-1, so z has a variance a
// little above 1 (1.04 at 60 an arm, 4000 runs).
func TestRestrictedMeanDifferenceIsCalibrated(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(4, 4))
	var p []float64
	covered := 0
	for range runs {
		var curves [2]Survival
		for a := range curves {
			time, event := make([]float64, 100), make([]bool, 100)
			for i := range time {
				t, c := rng.ExpFloat64()*(1+float64(a)), 1+3*rng.Float64()
				time[i], event[i] = math.Min(t, c), t <= c
			}
			curves[a] = KaplanMeier(time, event, 0.95)
		}
		d := RestrictedMeanDifference(curves[1], curves[0], 1, 0)
		truth := 2*(1-math.Exp(-0.5)) - (1 - math.Exp(-1))
		if d.Interval.Contains(truth) {
			covered++
		}
		p = append(p, normalBothTails((d.Estimate-truth)/d.SE))
	}
	if c := float64(covered) / float64(runs); c < 0.925 || c > 0.97 {
		t.Errorf("interval covers %.3f", c)
	}
	checkUniform(t, "RMST difference", p)
}
