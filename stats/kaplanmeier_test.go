package stats

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

func TestKaplanMeierMatchesScipy(t *testing.T) {
	data := readColumns(t, "testdata/km_data.csv")
	event := make([]bool, len(data["event"]))
	for i, e := range data["event"] {
		event[i] = e == 1
	}
	got := KaplanMeier(data["time"], event, 0.95)
	want := readColumns(t, "testdata/km.csv")
	if len(got.Time) != len(want["time"]) {
		t.Fatalf("%d times, scipy %d", len(got.Time), len(want["time"]))
	}
	for i := range got.Time {
		if got.Time[i] != want["time"][i] || !near(got.Surv[i], want["surv"][i], rounding) {
			t.Errorf("S(%v) = %v, scipy S(%v) = %v", got.Time[i], got.Surv[i], want["time"][i], want["surv"][i])
		}
		if got.Surv[i] == 1 || got.Surv[i] == 0 {
			continue // scipy and we differ in what the undefined ends are
		}
		if !near(got.Band[i].Lo, want["lo"][i], 1e-9) || !near(got.Band[i].Hi, want["hi"][i], 1e-9) {
			t.Errorf("band at %v = %v, scipy [%v, %v]", got.Time[i], got.Band[i], want["lo"][i], want["hi"][i])
		}
	}
}

func TestKaplanMeierMatchesR(t *testing.T) {
	raw, err := os.ReadFile(oracle(t, "km_logrank_lung_ovarian.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Rows []struct {
			Stratum string
			Time    float64
			NRisk   int     `json:"n_risk"`
			NEvent  int     `json:"n_event"`
			Surv    float64 `json:"surv"`
			SE      float64 `json:"se"`
			Lo      float64 `json:"lower_loglog"`
			Hi      float64 `json:"upper_loglog"`
		} `json:"km_events"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	lung := readColumns(t, oracle(t, "lung.csv"))
	curves := map[string]Survival{}
	for _, sex := range []float64{1, 2} {
		var time []float64
		var event []bool
		for i := range lung["time"] {
			if lung["sex"][i] == sex {
				time = append(time, lung["time"][i])
				event = append(event, lung["status"][i] == 2)
			}
		}
		curves[map[float64]string{1: "sex=1", 2: "sex=2"}[sex]] = KaplanMeier(time, event, 0.95)
	}
	for _, w := range want.Rows {
		s := curves[w.Stratum]
		i := ascendingIndex(s.Time, w.Time)
		if s.AtRisk[i] != w.NRisk || s.Events[i] != w.NEvent || !near(s.Surv[i], w.Surv, rounding) ||
			!near(s.SE[i], w.SE, rounding) || !near(s.Band[i].Lo, w.Lo, 1e-9) || !near(s.Band[i].Hi, w.Hi, 1e-9) {
			t.Errorf("%s at %v: %d %d %v %v %v, R %+v", w.Stratum, w.Time,
				s.AtRisk[i], s.Events[i], s.Surv[i], s.SE[i], s.Band[i], w)
		}
	}
}

func ascendingIndex(x []float64, v float64) int {
	for i := range x {
		if x[i] == v {
			return i
		}
	}
	return -1
}

// Without censoring survival is the share still to come.
func TestKaplanMeierWithoutCensoring(t *testing.T) {
	time := []float64{3, 1, 2, 2}
	event := []bool{true, true, true, true}
	s := KaplanMeier(time, event, 0.95)
	for _, c := range []struct{ t, want float64 }{{0, 1}, {1, 0.75}, {1.5, 0.75}, {2, 0.25}, {3, 0}, {9, 0}} {
		if got := s.At(c.t); !near(got, c.want, rounding) {
			t.Errorf("S(%v) = %v, want %v", c.t, got, c.want)
		}
	}
	if !math.IsNaN(s.BandAt(0).Lo) || !math.IsNaN(s.BandAt(9).Hi) {
		t.Error("a band where log(-log S) has no value must be NaN")
	}
	// p(1-p)/n is Greenwood without censoring.
	if want := math.Sqrt(0.75 * 0.25 / 4); !near(s.SE[0], want, rounding) {
		t.Errorf("SE %v, binomial %v", s.SE[0], want)
	}
	if time[0] != 3 {
		t.Error("the input was reordered")
	}
}
