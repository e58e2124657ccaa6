package behavior

import (
	"math"
	"testing"
)

// exact is the rounding of sums of a few numbers.
const exact = 1e-12

// Of 50 cases 20 are called yes by both, 15 no by both, 5 and 10 by one: observed
// agreement 0.7, expected 0.5, so kappa is 0.4, by hand.
func TestKappa(t *testing.T) {
	var x, y []bool
	add := func(n int, a, b bool) {
		for range n {
			x, y = append(x, a), append(y, b)
		}
	}
	add(20, true, true)
	add(5, true, false)
	add(10, false, true)
	add(15, false, false)
	if k := Kappa(x, y); math.Abs(k-0.4) > exact {
		t.Errorf("kappa %v, want 0.4", k)
	}
	if k := Kappa(x, x); math.Abs(k-1) > exact {
		t.Errorf("kappa with itself %v, want 1", k)
	}
	if k := Kappa([]bool{true, true}, []bool{true, true}); !math.IsNaN(k) {
		t.Errorf("kappa of one state %v, want none", k)
	}
	if v := f1(x, y); math.Abs(v-40.0/55) > exact {
		t.Errorf("F1 %v, want 40/55", v)
	}
}

// The ratings of six targets by four judges of Shrout & Fleiss 1979, table 2, of
// which ICC(2,1) is .29 (table 4).
func TestICCOfShroutAndFleiss(t *testing.T) {
	x := [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
	if v := ICC21(x); math.Round(100*v) != 29 {
		t.Errorf("ICC(2,1) %.4f, published .29", v)
	}
	if v := ICC21([][]float64{{1, 1}, {5, 5}, {9, 9}}); math.Abs(v-1) > exact {
		t.Errorf("ICC(2,1) of equal scores %v, want 1", v)
	}
	if v := ICC21(x[:1]); !math.IsNaN(v) {
		t.Errorf("ICC(2,1) of one subject %v, want none", v)
	}
}

// Differences 1, 2 and 3 have mean 2 and sd 1.
func TestBlandAltman(t *testing.T) {
	bias, lo, hi := BlandAltman([]float64{11, 22, 33}, []float64{10, 20, 30})
	if math.Abs(bias-2)+math.Abs(lo-(2-1.96))+math.Abs(hi-(2+1.96)) > exact {
		t.Errorf("%v, %v to %v; want 2, 0.04 to 3.96", bias, lo, hi)
	}
}

// The same stretches 0.2 s later: edges are forgiven, onsets matched 0.2 s off.
func TestAgreeOfLateScorer(t *testing.T) {
	a := []Stretch{{10, 20}, {30, 40}}
	b := []Stretch{{10.2, 20.2}, {30.2, 40.2}}
	g := Agree(a, b, 0, 60)
	// Of 60 s 0.8 disagree; each has 20 s of immobility, so 5/9 agree by chance.
	want := 1 - 0.8/60/(4.0/9)
	const grain = 2e-3 // states are compared every 40 ms
	if math.Abs(g.Kappa-want) > grain || g.TolerantKappa != 1 {
		t.Errorf("kappa %v, want %.4f; tolerant %v, want 1", g.Kappa, want, g.TolerantKappa)
	}
	if g.OnsetsMatched != 2 || math.Abs(g.OnsetErrorSec-0.2) > 1e-9 {
		t.Errorf("%d onsets %v s off, want 2, 0.2 s", g.OnsetsMatched, g.OnsetErrorSec)
	}
	if g := Agree(a, nil, 0, 60); g.OnsetsMatched != 0 || g.Kappa != 0 {
		t.Errorf("with a scorer who saw nothing: %+v", g)
	}
}

// Scoring that begins late in the film is compared there, and a difference far from a
// change of the other scorer is forgiven by nobody.
func TestAgreeFromLater(t *testing.T) {
	a, b := []Stretch{{0, 60}, {100, 120}}, []Stretch{{0, 20}, {100, 120}}
	if k := Agree(a, b, 90, 130).Kappa; k != 1 {
		t.Errorf("from 90 s on they are one: kappa %g", k)
	}
	x, y := make([]bool, 500), make([]bool, 500)
	for i := 250; i < 255; i++ { // where the other changes nothing within half a second
		x[i] = true
	}
	if forgiven(x, y)[252] || !forgiven(y, x)[252] {
		t.Error("a blip that the other has nowhere near was forgiven")
	}
}
