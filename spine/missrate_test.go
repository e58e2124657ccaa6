package spine

import (
	"math"
	"math/rand/v2"
	"testing"
)

func sure(contrasts ...float64) []standing {
	var out []standing
	for _, c := range contrasts {
		out = append(out, standing{c, 1})
	}
	return out
}

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
	about(t, "half", missShare(recall{0, 0}, sure(0.1, 0.5, 0.7)), 0.5, 1e-12)
	about(t, "a tenth", missShare(recall{math.Log(9), 0}, sure(0.3)), 0.1, 1e-12)
	about(t, "nearly all", missShare(recall{-20, 0}, sure(0.3, 0.4)), 1-leastRecall, 1e-12)
	f := recall{3, 2}
	total := 1/f.at(0.2) + 1/f.at(0.6)
	about(t, "two unlike", missShare(f, sure(0.2, 0.6)), 1-2/total, 1e-12)
	// one that is a spine with probability 1/2 counts half
	total = 1/f.at(0.2) + 0.5/f.at(0.6)
	about(t, "one doubtful", missShare(f, []standing{{0.2, 1}, {0.6, 0.5}}), 1-1.5/total, 1e-12)
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
		lo, hi := bootstrapMiss(trials, sure(0.3, 0.3, 0.3), rand.New(rand.NewPCG(1, 1)))
		if m := missShare(fitRecall(trials), sure(0.3)); lo > m || hi < m {
			t.Errorf("%v is not within %v to %v", m, lo, hi)
		}
		return hi - lo
	}
	about(t, "width at 100", width(100), 2*1.96*0.5/10, 0.04)
	about(t, "width at 900", width(900), 2*1.96*0.5/30, 0.015)
}
