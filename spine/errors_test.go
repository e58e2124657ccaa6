package spine

import (
	"math"
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
	for _, k := range []int{0, 2} {
		if r.repeatRates(k, &e); !math.IsNaN(e.MissRepeat) || !math.IsNaN(e.FalseRepeatPerUm) {
			t.Errorf("session %d has but one neighbour", k)
		}
	}
}
