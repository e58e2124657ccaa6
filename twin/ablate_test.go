package twin

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"
)

// TestAblationsBreakWhatTheyMust runs the claims about spines, whose mechanisms
// do not need the network, with everything in place and without each mechanism.
// The growth field is off: part of what is near lost places is its doing.
func TestAblationsBreakWhatTheyMust(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives five mice through two arms five times")
	}
	d := Design{Mice: 5, Seed: 1, Paired: true, Workers: 2}
	for _, a := range Arms() {
		if a.ID == "B" || a.ID == "C" {
			a.Protocol = spinesOnly(a.Protocol)
			d.Arms = append(d.Arms, a)
		}
	}
	for _, c := range Claims() {
		if slices.Contains([]string{"C5a", "C5b", "C8a", "C8b", "C10", "C12"}, c.ID) {
			d.Claims = append(d.Claims, c)
		}
	}
	must := map[string][]string{
		"no contagion":           {"C5a", "C5b"},
		"no bouton memory":       {"C10"},
		"new spines ripen alike": {"C12"},
		"no plasticity":          {"C8a", "C8b"},
	}
	all := slices.DeleteFunc(Ablations(), func(a Ablation) bool { return must[a.Name] == nil })
	for i := range all { // what else it reaches is for make check-twin
		breaks := must[all[i].Name]
		all[i].Reaches = func(c Claim) bool { return slices.Contains(breaks, c.ID) }
	}
	whole, out, err := Ablate(context.Background(), alone(func(p *Params) { p.Formation.Growth = 0 }), d, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range whole {
		if f.Verdict != Supported {
			t.Errorf("%s is %s with everything in place: %+v", f.ID, f.Verdict, f.Estimate)
		}
	}
	if len(out) != len(must) {
		t.Fatalf("%d ablations of %d", len(out), len(must))
	}
	for _, o := range out {
		slices.Sort(o.Must)
		if !slices.Equal(o.Must, must[o.Ablation.Name]) || len(o.Missing) > 0 {
			t.Errorf("%s: had to break %v, did not break %v", o.Ablation.Name, o.Must, o.Missing)
		}
	}
}

// TestEveryAblation runs every claim without each mechanism, on eight mice: what
// must break by Explain breaks, and beside it no more than chance. It takes about ten minutes of
// a core and runs when RESPINE_TWIN is full, as make check-twin sets it.
func TestEveryAblation(t *testing.T) {
	if os.Getenv("RESPINE_TWIN") != "full" {
		t.Skip("make check-twin runs it")
	}
	d := Design{Arms: Arms(), Mice: 8, Seed: 1, Claims: Claims(), Paired: true, Workers: 2}
	whole, out, err := Ablate(context.Background(), Default(), d, Ablations())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range whole {
		if f.Sign != 0 && float64(f.Sign)*(f.Difference) <= 0 {
			t.Errorf("%s has the wrong sign: %g", f.ID, f.Difference)
		}
	}
	beside := 0
	for _, o := range out {
		t.Logf("%s: broke %v, beside %v", o.Ablation.Name, o.Broken, o.Beside)
		beside += len(o.Beside)
		if len(o.Missing) > 0 {
			t.Errorf("%s: did not break %v", o.Ablation.Name, o.Missing)
		}
	}
	if beside > besideByChance {
		t.Errorf("%d claims broke beside, more than chance", beside)
	}
}

// besideByChance is how many of some 350 comparisons of claims that a mechanism
// should leave may pass for broken; 2.5 % would be nine.
const besideByChance = 4

// In the same mice the change of each counts, however much mice differ: all lose
// six of ten, and that is shown; that two gain and two lose is not.
func TestBrokenInTheSameMice(t *testing.T) {
	found := func(each ...float64) Finding {
		m, _ := meanVar(each)
		return Finding{Claim: Claim{Sign: 1}, Estimate: Estimate{Difference: m, Lo: m - 50, Hi: m + 50}, Each: each}
	}
	before := found(2, 10, 18, 10)
	for _, c := range []struct {
		without Finding
		want    bool
	}{
		{found(-4.1, 4, 12, 3.9), true},
		{found(-3, 9, 13, 9), false}, // more than half is left
		{found(12, -30, 38, -10), false},
		{found(math.NaN(), 3.1, 10.9, -1), true}, // of three mice
	} {
		if c.without.Difference = meanOf(c.without.Each); broken(before, c.without) != c.want {
			t.Errorf("to %v: broken %v", c.without.Each, !c.want)
		}
	}
}

func meanOf(x []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range x {
		if finite(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / n
}

// TestBroken: half an effect gone breaks a claim, unless the interval is so wide
// that all of it may be there; a difference beyond its margin breaks a claim of none.
func TestBroken(t *testing.T) {
	found := func(sign int, difference, half float64) Finding {
		return Finding{Claim: Claim{Sign: sign}, Estimate: Estimate{Difference: difference, Lo: difference - half, Hi: difference + half}, MarginWidth: 3}
	}
	for _, c := range []struct {
		before, without Finding
		want            bool
	}{
		{found(1, 10, 2), found(1, 9, 20), false},
		{found(1, 10, 2), found(1, 6, 1), false},
		{found(1, 10, 2), found(1, 4, 3), true},
		{found(1, 10, 2), found(1, 4, 7), false},
		{found(1, 10, 6), found(1, 4, 3), false},
		{found(-1, -10, 2), found(-1, 0, 0), true},
		{found(-1, -10, 2), found(-1, -9, 0.5), false},
		{found(-1, -10, 2), found(-1, 8, 1), true},
		{found(-1, -10, 2), Finding{Estimate: unknownEstimate(0, 0, "none")}, true},
		{found(0, 0, 1), found(0, 2, 1), false},
		{found(0, 0, 1), found(0, -5, 1), true},
		{found(0, 0, 1), found(0, 5, 9), false},
	} {
		if got := broken(c.before, c.without); got != c.want {
			t.Errorf("from %+v to %+v: broken %v", c.before.Estimate, c.without.Estimate, got)
		}
	}
}
