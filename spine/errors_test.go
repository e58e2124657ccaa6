package spine

import (
	"math"
	"slices"
	"testing"

	"respine/turnover"
)

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
	about(t, "share", e.FalseShare, (0.3+0.4)/2, 1e-12)
	about(t, "per um", e.FalsePerUm, (0.3+0.4)/10, 1e-12)
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
	// what is not judged in all three sessions is no path to find false ones on
	for i := 50; i < 100; i++ {
		r.Branches[0].Days[2].Judgeable = slices.Clone(r.Branches[0].Days[2].Judgeable)
		r.Branches[0].Days[2].Judgeable[i] = false
	}
	r.repeatRates(1, &e)
	about(t, "alone per um judged thrice", e.FalseRepeatPerUm, 0.4, 1e-12)
	for _, k := range []int{0, 2} {
		if r.repeatRates(k, &e); !math.IsNaN(e.MissRepeat) || !math.IsNaN(e.FalseRepeatPerUm) {
			t.Errorf("session %d has but one neighbour", k)
		}
	}
}

// A session of which nothing can be judged is no neighbour.
func TestRepeatRatesLookPastAnUnusedSession(t *testing.T) {
	const P, A, N = turnover.Present, turnover.Absent, turnover.NotJudgeable
	four := func(a, c, d turnover.State) Site { return seen(of(a, 1), of(N, 1), of(c, 1), of(d, 1)) }
	r := counted(four(P, P, P), four(P, A, P), four(A, P, A))
	d := r.Branches[0].Days[0]
	r.Branches[0].Days, r.Sessions = []Day{d, {Reason: "not aligned"}, d, d}, make([]Session, 4)
	var e ErrorRates
	r.repeatRates(2, &e)
	about(t, "missed", e.MissRepeat, 0.5, 1e-12)
	about(t, "alone per um", e.FalseRepeatPerUm, 0.1, 1e-12)
	if r.repeatRates(0, &e); !math.IsNaN(e.FalseRepeatPerUm) {
		t.Error("the first session has but one neighbour")
	}
}
