package photometry

import (
	"math"
	"strings"
	"testing"

	"respine/scope"
)

// TestPlantedLag: calcium that peaks a second, or half a second, before struggles is
// found to lead by that, within a bin of 0.1 s, and told from the control.
func TestPlantedLag(t *testing.T) {
	for _, lag := range []float64{1, 0.5} {
		all, _ := colony(6, 1000, 360, lag, scope.Photometry{Clock: scope.FibreClock{OffsetSec: 33, DriftPPM: 200}})
		f := Foretell(all, Params{LagSec: lag, LeastOnsets: 10}, seeded(1))
		if f.Verdict != Supported || f.Exploring {
			t.Errorf("lag %v: %s: %v", lag, f.Verdict, f.Because)
		}
		const within = 0.1
		near(t, "lead", f.Pipelines[0].LeadSec, lag, within)
		if q := f.Control; q.AUC.Interval.Lo > 0.55 {
			t.Errorf("the control predicts: %+v", q.AUC)
		}
		if f.Reverse.AUC.Interval.Lo > 0.55 {
			t.Errorf("struggling predicts calcium: %+v", f.Reverse.AUC)
		}
	}
}

// TestMovementAloneTellsNothing: without calcium, and with a fibre that moves with the
// struggle, the interval of the AUC includes one half in every pipeline. (One in
// twenty misses by chance: of 24, over 8 seeds, 2 did.)
func TestMovementAloneTellsNothing(t *testing.T) {
	p := scope.Photometry{Indicator: scope.FibreIndicator{GainPerHz: 1e-12}, Fibre: scope.Fibre{SwaySD: 0.004, JerkSD: 0.05}}
	all, _ := colony(6, 20000, 360, 1, p)
	f := Foretell(all, Params{LeastOnsets: 10}, seeded(2))
	if f.Verdict != NotSupported {
		t.Errorf("%s: %v", f.Verdict, f.Because)
	}
	for _, q := range f.Pipelines {
		if !q.AUC.Interval.Contains(0.5) {
			t.Errorf("%s: AUC %v, interval %+v", q.Course, q.AUC.Estimate, q.AUC.Interval)
		}
	}
}

// TestWithoutClockNothingIsClaimed: the same animals as in TestPlantedLag, with an
// offset that is 5 s wrong and was merely stated.
func TestWithoutClockNothingIsClaimed(t *testing.T) {
	all, _ := colony(3, 1000, 200, 1, scope.Photometry{})
	for i := range all {
		all[i].Clock = StatedClock(5)
	}
	r := Analyse(all, Params{LeastOnsets: 5}, seeded(3))
	if r.Foretold.Verdict != Refused || !r.Foretold.Exploring || !strings.Contains(r.Refused, "stated") {
		t.Errorf("%s %v %q", r.Foretold.Verdict, r.Foretold.Because, r.Refused)
	}
	for _, table := range r.Tables() {
		if table.Name == "transients" && table.Len() > 0 {
			t.Error("transients without a clock would be judged")
		}
	}
}

// TestUnrelated: with bursts and struggles that know nothing of each other nothing is
// claimed, and the permutation's p is uniform enough: of 10 studies not more than 3
// below 0.05, which would happen once in 1000.
func TestUnrelated(t *testing.T) {
	studies := 10
	if testing.Short() {
		studies = 3
	}
	low := 0
	for k := range studies {
		all, _ := colony(4, uint64(3000+100*k), 200, math.NaN(), scope.Photometry{RateHz: 20})
		p := Params{LeastOnsets: 5}.orDefaults()
		q := predict(BleachFirst, animals(all), series(all, p, func(s Session, b bins) []float64 { return b.course(s, s.Data.All[0].Causal) }), 0, p, seeded(uint64(k)))
		if q.Undetermined != "" {
			t.Fatal(q.Undetermined)
		}
		if q.Permutation.P < 0.05 {
			low++
		}
	}
	if low > 3 {
		t.Errorf("%d of %d studies without relation have p below 0.05", low, studies)
	}
}

// TestFewTellNothing: what is too little is undetermined, with its reason.
func TestFewTellNothing(t *testing.T) {
	all, _ := colony(2, 1000, 200, 1, scope.Photometry{})
	for _, c := range []struct {
		p    Params
		word string
	}{{Params{LeastOnsets: 1000}, "no animal has 1000 events"}, {Params{LeastOnsets: 5}, "fewer than 3"}} {
		f := Foretell(all, c.p, seeded(4))
		if f.Verdict != Undetermined || !strings.Contains(strings.Join(f.Because, " "), c.word) {
			t.Errorf("%s %v, want %q", f.Verdict, f.Because, c.word)
		}
	}
	if f := Foretell(nil, Params{}, seeded(5)); f.Verdict != Undetermined {
		t.Errorf("of nothing: %s", f.Verdict)
	}
}

// Sessions are what the permutation pairs: of three animals that tell and one that does
// not, six sessions.
func TestTooFewSessionsAreCounted(t *testing.T) {
	q := Prediction{Course: "dF/F", Sessions: 6, Per: []AnimalPrediction{{}, {}, {}, {Left: "3 events"}}}
	q.AUC.Interval.Lo, q.Permutation.MinimumP = 0.6, 0.125
	if _, open := q.doubts(); len(open) != 1 || !strings.Contains(open[0], ": 6 sessions permit no p below 0.125") {
		t.Errorf("%q", open)
	}
	var all []Session
	for i := range 3 {
		m := planted("m1", 1100+uint64(i), 120, 1, scope.Photometry{})
		all = append(all, m.Session)
	}
	if f := Foretell(all, Params{LeastOnsets: 3, Draws: 9}, seeded(1)); f.Pipelines[0].Sessions != 3 {
		t.Errorf("of one animal's 3 sessions %d are paired", f.Pipelines[0].Sessions)
	}
}
