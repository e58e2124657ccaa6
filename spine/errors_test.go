package spine

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/turnover"
)

// Planted trials of a known curve give it back: at 4000 trials its standard
// error is under 0.1.
func TestFitRecallRecoversTheCurve(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	truth := recall{a: 4, b: 2.5}
	var trials []planted
	for range 4000 {
		c := 0.05 + 0.6*rng.Float64()
		trials = append(trials, planted{c, rng.Float64() < truth.at(c)})
	}
	got := fitRecall(trials)
	for _, c := range []float64{0.1, 0.2, 0.4, 0.6} {
		about(t, "recall", got.at(c), truth.at(c), 0.03)
	}
}

// A curve without slope finds the share logistic(a) of all; of n found there
// were n/share. A single found spine stands for five at most.
func TestMissShareInClosedForm(t *testing.T) {
	about(t, "half", missShare(recall{0, 0}, []float64{0.1, 0.5, 0.7}), 0.5, 1e-12)
	about(t, "a tenth", missShare(recall{math.Log(9), 0}, []float64{0.3}), 0.1, 1e-12)
	about(t, "nearly all", missShare(recall{-20, 0}, []float64{0.3, 0.4}), 1-leastRecall, 1e-12)
	f := recall{3, 2}
	total := 1/f.at(0.2) + 1/f.at(0.6)
	about(t, "two unlike", missShare(f, []float64{0.2, 0.6}), 1-2/total, 1e-12)
	if m := missShare(f, nil); !math.IsNaN(m) {
		t.Errorf("of nothing found: %v", m)
	}
}

// The interval holds the estimate, and is narrower the more is planted. By the
// delta method at recall 1/2 of n trials, miss has standard error 1/(2 sqrt n).
func TestBootstrapInterval(t *testing.T) {
	width := func(n int) float64 {
		var trials []planted
		for i := range n {
			trials = append(trials, planted{0.3, i%2 == 0})
		}
		lo, hi := bootstrapMiss(trials, []float64{0.3, 0.3, 0.3}, rand.New(rand.NewPCG(1, 1)))
		if m := missShare(fitRecall(trials), []float64{0.3}); lo > m || hi < m {
			t.Errorf("%v is not within %v to %v", m, lo, hi)
		}
		return hi - lo
	}
	about(t, "width at 100", width(100), 2*1.96*0.5/10, 0.04)
	about(t, "width at 900", width(900), 2*1.96*0.5/30, 0.015)
}

func TestQuantile(t *testing.T) {
	v := []float64{3, 1, 2, 5, 4}
	for q, want := range map[float64]float64{0: 1, 0.25: 2, 0.5: 3, 0.9: 4.6, 1: 5} { // numpy's default
		about(t, "quantile", quantile(v, q), want, 1e-12)
	}
}

func seen(p ...Observation) Site { return Site{Seen: p} }

func of(s turnover.State, p float64) Observation { return Observation{State: s, P: p, PAlone: p} }

// counted is a result of three sessions on a hundred columns, 10 um, in each.
func counted(sites ...Site) Result {
	day := Day{Judgeable: make([]bool, 100)}
	for i := range day.Judgeable {
		day.Judgeable[i] = true
	}
	return Result{Sessions: make([]Session, 3), Branches: []Branch{{Days: []Day{day, day, day}}}, Sites: sites}
}

func TestFalseRatesByHand(t *testing.T) {
	const P, A = turnover.Present, turnover.Absent
	r := counted(
		seen(of(P, 0.9), of(P, 0.7), of(A, 0.2)),
		seen(of(A, 0.1), of(P, 0.6), of(A, 0.3)))
	var e ErrorRates
	r.falseRates(1, &e)
	// the first site is 0.9 sure in its clearest session, the second 0.6
	about(t, "share", e.FalseShare, (0.1+0.4)/2, 1e-12)
	about(t, "per um", e.FalsePerUm, (0.1+0.4)/10, 1e-12)
	r.falseRates(2, &e)
	if !math.IsNaN(e.FalseShare) || e.FalsePerUm != 0 {
		t.Errorf("nothing called: %v, %v", e.FalseShare, e.FalsePerUm)
	}
	r.Branches[0].Days[1].Judgeable = nil
	if r.falseRates(1, &e); !math.IsNaN(e.FalsePerUm) {
		t.Errorf("nothing judgeable: %v", e.FalsePerUm)
	}
}

func TestRepeatRatesByHand(t *testing.T) {
	const P, A, N = turnover.Present, turnover.Absent, turnover.NotJudgeable
	three := func(a, b, c turnover.State) Site { return seen(of(a, 1), of(b, 1), of(c, 1)) }
	r := counted(three(P, P, P), three(P, P, P), three(P, P, P), three(P, A, P), three(A, P, A), three(A, P, A), three(P, N, P), three(N, P, A), three(P, P, A))
	var e ErrorRates
	r.repeatRates(1, &e)
	about(t, "missed", e.MissRepeat, 1.0/4, 1e-12)
	about(t, "alone per um", e.FalseRepeatPerUm, 0.2, 1e-12)
	for _, k := range []int{0, 2} {
		if r.repeatRates(k, &e); !math.IsNaN(e.MissRepeat) || !math.IsNaN(e.FalseRepeatPerUm) {
			t.Errorf("session %d has but one neighbour", k)
		}
	}
}
