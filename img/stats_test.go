package img

import (
	"math"
	"testing"
)

func TestStatisticsAreThoseOfNumpy(t *testing.T) {
	trace, oracle := oracleTrace(t), readOracle(t)
	for name, got := range map[string]float64{
		"mean": Mean(trace), "std": Std(trace), "mad": float64(MAD(trace)),
	} {
		if want := oracle[name][0]; math.Abs(got-want) > 1e-12*want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestStatisticsOfNothingAreNaN(t *testing.T) {
	for i, got := range []float64{Mean(nil), Std(nil), float64(MAD(nil)), float64(Otsu(nil))} {
		if !math.IsNaN(got) {
			t.Errorf("statistic %d of nothing is %v, want NaN", i, got)
		}
	}
}

// TestStatisticsFollowShiftAndScale: grey values offset and amplified.
func TestStatisticsFollowShiftAndScale(t *testing.T) {
	v := oracleTrace(t)
	w := make([]float32, len(v))
	for i := range v {
		w[i] = 4*v[i] + 100 // exact in float32
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"mean", Mean(w), 4*Mean(v) + 100},
		{"std", Std(w), 4 * Std(v)},
		{"mad", float64(MAD(w)), 4 * float64(MAD(v))},
		{"median", float64(Median(w)), 4*float64(Median(v)) + 100},
		{"otsu", float64(Otsu(w)), 4*float64(Otsu(v)) + 100},
	} {
		if math.Abs(c.got-c.want) > 1e-6*c.want {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}
