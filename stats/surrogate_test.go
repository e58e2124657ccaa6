package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestCircularShiftMatchesEnumeration(t *testing.T) {
	var want struct {
		W struct {
			Signal   []float64
			Events   []int
			Lag      int
			Observed float64
			NullMean float64 `json:"null_mean"`
			P        float64 `json:"p_upper"`
		} `json:"circular_shift_all"`
	}
	readShipped(t, "exact_resampling.json", &want)
	w := want.W
	n := len(w.Signal)
	got := CircularShift(n, func(shift int) float64 {
		sum := 0.0
		for _, e := range w.Events {
			sum += w.Signal[((e+w.Lag-shift)%n+n)%n]
		}
		return sum / float64(len(w.Events))
	})
	if !near(got.Statistic, w.Observed, rounding) || !near(got.P, w.P, rounding) || !near(got.NullMean, w.NullMean, rounding) || got.Surrogates != n {
		t.Errorf("%+v, enumerated %+v", got, w)
	}
}

func correlation(x, y []float64) float64 {
	var mx, my, xx, yy, xy float64
	n := float64(len(x))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
		xy += (x[i] - mx) * (y[i] - my)
	}
	return math.Abs(xy) / math.Sqrt(xx*yy)
}

// Two drifting signals that know nothing of each other: circular shifts reject
// far too often, session permutation and linear shift do not. With one of the
// two stationary, linear shift is valid.
func TestSurrogatesOnDriftingSignals(t *testing.T) {
	runs := 400
	if testing.Short() {
		runs = 120
	}
	rng := rand.New(rand.NewPCG(61, 1))
	drift := func() []float64 {
		x, slope := make([]float64, 200), rng.NormFloat64()
		for i := range x {
			x[i] = rng.NormFloat64() + 0.05*slope*float64(i)
			if i > 0 {
				x[i] += 0.5 * (x[i-1] - 0.05*slope*float64(i-1))
			}
		}
		return x
	}
	var circular, linear, sessions []float64
	for range runs {
		x, y := drift(), drift()
		circular = append(circular, CircularShift(200, func(s int) float64 {
			z := append(append([]float64{}, y[s:]...), y[:s]...)
			return correlation(x, z)
		}).P)
		calm := make([]float64, 200) // stationary, strongly autocorrelated
		v := rng.NormFloat64() / math.Sqrt(1-0.81)
		for i := range calm {
			calm[i] = v
			v = 0.9*v + rng.NormFloat64()
		}
		linear = append(linear, LinearShift(x, calm, 60, correlation).P)
		var a, b [][]float64
		for range 6 {
			a, b = append(a, drift()), append(b, drift())
		}
		sessions = append(sessions, SessionPermutation(6, func(i, j int) float64 { return correlation(a[i], b[j]) }, PermutationParams{}, rng).P)
	}
	if s := share(circular, 0.05); s < 0.25 {
		t.Errorf("circular shift rejects %.3f of drifting nulls; its failure is documented as far above 0.05", s)
	}
	checkValid(t, "linear shift", linear)
	checkUniform(t, "session permutation", sessions)
	t.Logf("circular shift rejects %.3f", share(circular, 0.05))
}

// A signal that follows the other is found by linear shift, at its smallest p.
func TestLinearShiftFindsAnAssociation(t *testing.T) {
	rng := rand.New(rand.NewPCG(62, 1))
	x, y := make([]float64, 300), make([]float64, 300)
	for i := range x {
		x[i] = rng.NormFloat64()
		y[i] = x[i] + rng.NormFloat64()
	}
	got := LinearShift(x, y, 50, correlation)
	if !near(got.P, 1.0/51, rounding) || got.MinimumP != got.P || got.Surrogates != 101 {
		t.Errorf("%+v", got)
	}
	if got := LinearShift(x, y, 150, correlation); got.Undetermined == "" {
		t.Error("nothing is left to stand still")
	}
	if got := LinearShift(make([]float64, 300), y, 50, correlation); got.Undetermined == "" {
		t.Errorf("a flat series has no correlation: %+v", got)
	}
}

// Of three sessions the true pairing is one of six.
func TestSessionPermutationByHand(t *testing.T) {
	m := [][]float64{{5, 1, 0}, {2, 6, 1}, {0, 3, 4}}
	got := SessionPermutation(3, func(b, s int) float64 { return m[b][s] }, PermutationParams{}, nil)
	if !got.Exact || !near(got.P, 1.0/6, rounding) || !near(got.MinimumP, 1.0/6, rounding) || got.Statistic != 5 {
		t.Errorf("%+v", got)
	}
}
