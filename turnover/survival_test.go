package turnover

import (
	"math"
	"testing"
)

func TestSurvivalByHand(t *testing.T) {
	p := daily(site(0, 1, "XXX"), site(0, 2, "XX."), site(0, 3, "X.."), site(0, 4, "X.X"), site(0, 5, ".XX"))
	s, err := SurvivalFrom(p, Spine, 0)
	if err != nil {
		t.Fatal(err)
	}
	if s.N != 4 || len(s.Rows) != 2 {
		t.Fatalf("N %d, %d rows", s.N, len(s.Rows))
	}
	// day 1: two present; day 2: two present, but one had gone in between
	for i, want := range []struct{ fraction, never float64 }{{0.5, 0.5}, {0.5, 0.25}} {
		r := s.Rows[i]
		if r.Fraction.Value() != want.fraction || math.Abs(r.KaplanMeier-want.never) > rounding ||
			math.Abs(r.Least-want.never) > 1e-6 || math.Abs(r.Most-want.never) > 1e-6 {
			t.Errorf("day %d: %+v, want present %v, never gone %v", i+1, r, want.fraction, want.never)
		}
	}
	n, err := NewSurvivalFrom(p, Spine, 1)
	if err != nil {
		t.Fatal(err)
	}
	if n.N != 1 || n.Rows[0].Fraction.Value() != 1 {
		t.Errorf("new spines: %+v", n)
	}
}

// "X?." went between day 0 and 2; with "XX." and "X.." the days in between are
// told apart only by the latter: (0,2] (1,2] (0,1] put 1/2 in each bracket by
// symmetry.
func TestSurvivalBracketsWhatWasNotJudged(t *testing.T) {
	p := daily(site(0, 1, "X?."), site(0, 2, "XX."), site(0, 3, "X.."))
	s, err := SurvivalFrom(p, Spine, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r := s.Rows[0]; math.Abs(r.Least-0.5) > 1e-6 || r.Judged != 2 || math.Abs(r.KaplanMeier-2.0/3) > rounding {
		t.Errorf("day 1: %+v", r)
	}
	if r := s.Rows[1]; r.Most > 1e-9 {
		t.Errorf("day 2: %+v", r)
	}
}

func TestSurvivalOfNoneAndOfAbsent(t *testing.T) {
	p := daily(site(0, 1, "X."))
	s, err := SurvivalOf(p, nil, 0)
	if err != nil || s.Rows[0].Fraction.Undefined == "" || !math.IsNaN(s.Rows[0].KaplanMeier) {
		t.Errorf("survival of nothing: %+v, %v", s, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("following an absent site did not panic")
		}
	}()
	SurvivalOf(p, []int{0}, 1)
}
