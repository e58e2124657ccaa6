package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// boutSeries simulates animals whose events follow their signal by lag bins
// with the given log odds ratio; the signal of an animal drifts.
func boutSeries(rng *rand.Rand, animals, bins, lag int, beta float64) []EventSeries {
	var out []EventSeries
	for a := range animals {
		s := EventSeries{Group: a, Signal: make([]float64, bins), AtRisk: make([]bool, bins), Event: make([]bool, bins)}
		v := rng.NormFloat64()
		for t := range bins {
			v = 0.8*v + 0.6*rng.NormFloat64()
			s.Signal[t] = v
		}
		still := 1
		for t := range bins {
			if still > 0 {
				s.AtRisk[t] = true
				eta := -3.0
				if t >= lag {
					eta += beta * s.Signal[t-lag]
				}
				if rng.Float64() < 1/(1+math.Exp(-eta)) {
					s.Event[t], still = true, -3-rng.IntN(4)
				}
			} else {
				still++
			}
		}
		out = append(out, s)
	}
	return out
}

func TestHazardFindsSignalAndLag(t *testing.T) {
	rng := rand.New(rand.NewPCG(51, 1))
	series := boutSeries(rng, 10, 1500, 4, 0.8)
	p := HazardParams{FirstLag: -2, LastLag: 12, Draws: 300}
	h := HazardAt(series, 4, p)
	if h.Undetermined != "" || !h.Signal.Interval.Contains(0.8) || h.LR.P > 1e-6 {
		t.Errorf("signal %+v, LR %+v", h.Signal, h.LR)
	}
	if !(h.AUC.Interval.Lo > 0.6) || !(h.Baseline.Estimate < 0.55) || !(h.Gain.Interval.Lo > 0.05) || h.Groups != 10 {
		t.Errorf("AUC %+v, baseline %+v, gain %+v", h.AUC, h.Baseline, h.Gain)
	}
	scan := HazardLag(series, p, rng)
	if scan.Best != 4 || !scan.Interval.Contains(4) || scan.Interval.Hi-scan.Interval.Lo > 4 {
		t.Errorf("lag %+v", scan)
	}
	perm := SessionPermutation(10, HazardAssociation(series, 4), PermutationParams{Draws: 499}, rng)
	if perm.P > 0.01 {
		t.Errorf("session permutation %+v", perm)
	}
}

// The score scan is the derivative of the model HazardAt fits: twice its
// likelihood ratio is near Z² for a weak signal.
func TestHazardScanAgreesWithLikelihood(t *testing.T) {
	rng := rand.New(rand.NewPCG(52, 1))
	series := boutSeries(rng, 6, 1200, 2, 0.15)
	p := HazardParams{FirstLag: 0, LastLag: 3, Draws: 50}
	scan := HazardLag(series, p, rng)
	for i, lag := range scan.Lag {
		h := HazardAt(series, lag, p)
		if z := scan.Z[i] * scan.Z[i]; math.Abs(z-h.LR.Statistic) > 0.05*(1+h.LR.Statistic) {
			t.Errorf("lag %d: Z² %v, likelihood ratio %v", lag, z, h.LR.Statistic)
		}
	}
}

func TestHazardWithoutAnswer(t *testing.T) {
	rng := rand.New(rand.NewPCG(53, 1))
	p := HazardParams{LastLag: 2, Draws: 20}
	none := []EventSeries{{Signal: make([]float64, 9), AtRisk: make([]bool, 9), Event: make([]bool, 9)}}
	if h := HazardAt(none, 1, p); h.Undetermined == "" {
		t.Error("no bins at risk")
	}
	if h := HazardLag(none, p, rng); h.Undetermined == "" {
		t.Error("no bins at risk")
	}
	one := boutSeries(rng, 1, 400, 0, 0.5)
	if h := HazardAt(one, 0, p); h.Signal.Undetermined == "" || h.AUC.Undetermined == "" || h.Gain.Undetermined == "" {
		t.Errorf("one animal %+v", h)
	}
	if h := HazardLag(one, p, rng); h.Undetermined == "" {
		t.Errorf("one animal %+v", h)
	}
	flat := boutSeries(rng, 3, 400, 0, 0)
	for i := range flat {
		clear(flat[i].Signal)
	}
	if h := HazardAt(flat, 0, p); h.Signal.Undetermined == "" || h.LR.Undetermined == "" {
		t.Errorf("flat signal %+v", h)
	}
	if h := HazardLag(flat, p, rng); h.Undetermined == "" {
		t.Errorf("flat signal %+v", h)
	}
	if got := SessionPermutation(1, nil, PermutationParams{}, rng); got.Undetermined == "" {
		t.Error("one session")
	}
}

// Among independent animals the session permutation is uniform although every
// signal drifts; the interval of the lag-free coefficient covers zero.
func TestHazardCalibration(t *testing.T) {
	runs := 250
	if testing.Short() {
		runs = 80
	}
	rng := rand.New(rand.NewPCG(54, 1))
	var sessions []float64
	gain := 0
	for range runs {
		series := boutSeries(rng, 6, 150, 0, 0)
		sessions = append(sessions, SessionPermutation(6, HazardAssociation(series, 1), PermutationParams{}, rng).P)
		h := HazardAt(series, 1, HazardParams{LastLag: 1, Draws: 50})
		if h.Gain.Interval.Lo > 0 {
			gain++
		}
	}
	checkUniform(t, "session permutation", sessions)
	// Left-out prediction of noise tends to do worse than none.
	if g := float64(gain) / float64(runs); g > 0.10 {
		t.Errorf("the gain is above zero in %.3f of true nulls", g)
	}
}

// The time in the state counts bins since it began, and bins whose lags lie
// outside the recording are no rows.
func TestHazardRows(t *testing.T) {
	s := EventSeries{Group: 7, Signal: []float64{10, 11, 12, 13, 14, 15, 16},
		AtRisk: []bool{true, true, true, false, true, true, true},
		Event:  []bool{false, false, true, false, false, true, false}}
	d := newHazardRows([]EventSeries{s}, HazardParams{FirstLag: -1, LastLag: 1})
	since, event := []float64{1, 2, 0, 1}, []bool{false, true, false, true} // bins 1, 2, 4, 5
	if len(d.event) != 4 {
		t.Fatalf("%+v", d)
	}
	for i := range since {
		if d.state[i][0] != since[i] || d.event[i] != event[i] || d.group[i] != 7 {
			t.Errorf("row %d: %v %v", i, d.state[i], d.event[i])
		}
	}
	if x := d.withSignal(1)[1]; x[0] != 11 || d.withSignal(-1)[1][0] != 13 {
		t.Errorf("lag 1 before bin 2 is %v", x)
	}
}

// The bootstrap's sums over one animal, adjusted for a baseline fitted to all,
// are close to a scan of that animal alone, although its rate and the level of
// its signal are its own.
func TestHazardScanOfOneAnimal(t *testing.T) {
	rng := rand.New(rand.NewPCG(55, 1))
	series := boutSeries(rng, 4, 3000, 1, 0.3)
	for i := range series[0].Signal {
		series[0].Signal[i] += 3
	}
	for i := range series[1:] {
		for b := range series[i+1].Event { // the others have fewer events
			series[i+1].Event[b] = series[i+1].Event[b] && b%3 == 0
		}
	}
	p := HazardParams{FirstLag: 1, LastLag: 1, Draws: 10}
	d := newHazardRows(series, p)
	sums := d.scoreSums(Logistic(d.state, d.event, nil, 0))
	within, alone := scoreScan(sums, []int{0}, 1)[0], HazardLag(series[:1], p, rng).Z[0]
	// One Newton step from another baseline, and its variance: within a third.
	if within < alone*0.67 || within > alone*1.5 {
		t.Errorf("Z %v, of the animal alone %v", within, alone)
	}
}

// Restricted splines are linear beyond the outer knots and smooth within.
func TestRestrictedSpline(t *testing.T) {
	var x []float64
	for i := range 201 {
		x = append(x, float64(i)/10)
	}
	s := restrictedSpline(x)
	for j := range s[0] {
		for _, i := range []int{2, 3, 5, 195, 198} { // 5 % and 95 % are at 1 and 19
			if d := s[i+1][j] - 2*s[i][j] + s[i-1][j]; !near(d, 0, 1e-9) {
				t.Errorf("column %d bends at %v: %v", j, x[i], d)
			}
		}
	}
	if len(s[0]) != 3 || len(restrictedSpline([]float64{1, 1, 1})[0]) != 1 {
		t.Error("four knots make three columns, one value makes one")
	}
}
