package twin

import (
	"context"
	"math"
	"testing"
)

// TestLightTakesWhatIsYoung: at the hour of light, the spines shrunk are those
// born within a day or ripening; they weigh less and most of them die.
func TestLightTakesWhatIsYoung(t *testing.T) {
	t.Parallel()
	p := alone(func(p *Params) { p.Light.TagGain = never })
	dark, lit := mustSimulate(t, p, spinesOnly(armNamed("C")), 1, 1), mustSimulate(t, p, spinesOnly(armNamed("E")), 1, 1)
	hit := 0
	for _, l := range lit.Lives {
		young := l.At(24) && 24-l.Born < p.Light.TagHours
		if got := !math.IsNaN(l.LitHour); got != young {
			t.Fatalf("a spine born at %g h and gone at %g h: lit %v", l.Born, l.Died, got)
		}
		if young {
			hit++
		}
	}
	if hit < 250 {
		t.Fatalf("only %d spines were young", hit)
	}
	if a, b := litLoss(lit, 24, 48, true).X(), litLoss(lit, 24, 48, false).X(); a < 3*b {
		t.Errorf("%.3f of the spines shrunk are gone a day later and %.3f of the others", a, b)
	}
	at := func(m Mouse, hour float64) State {
		for _, s := range m.Hours {
			if s.Hour == hour {
				return s
			}
		}
		t.Fatalf("no hour %g", hour)
		return State{}
	}
	if at(dark, 24) != at(lit, 24) || at(lit, 25).Ensemble > 0.97*at(dark, 25).Ensemble {
		t.Errorf("weight before light %g and %g, after it %g and %g", at(dark, 24).Ensemble, at(lit, 24).Ensemble, at(dark, 25).Ensemble, at(lit, 25).Ensemble)
	}
}

// litLoss returns the share of the spines that light shrank, or of those it did
// not, that were gone some hours later.
func litLoss(m Mouse, hour, later float64, lit bool) Value {
	n, lost := 0.0, 0.0
	for _, l := range m.Lives {
		if l.At(hour) && (!math.IsNaN(l.LitHour) && l.LitHour == hour) == lit {
			n++
			if !l.At(later) {
				lost++
			}
		}
	}
	return ratio(lost, n, "no such spine")
}

func TestProbes(t *testing.T) {
	t.Parallel()
	p := alone(nil)
	count := func(arm string) (n float64) {
		for _, l := range mustSimulate(t, p, spinesOnly(armNamed(arm)), 1, 1).Lives {
			if !math.IsNaN(l.LitHour) {
				n++
			}
		}
		return n
	}
	if n := count("F"); n != 0 {
		t.Errorf("light without probe shrinks %g spines", n)
	}
	m := mustSimulate(t, p, spinesOnly(armNamed("C")), 1, 1)
	standing := 0.0
	for _, l := range m.Lives {
		if l.At(24) {
			standing++
		}
	}
	want := p.Light.Untargeted * standing
	if n := count("I"); math.Abs(n-want) > 4*math.Sqrt(want) {
		t.Errorf("an untargeted probe shrinks %g of %g spines, want about %.0f", n, standing, want)
	}
}

// TestDeletionMatches: as many spines go as AS-PaRAC1 would have been in.
func TestDeletionMatches(t *testing.T) {
	t.Parallel()
	p := alone(nil)
	arm := spinesOnly(armNamed("E"))
	lit := 0
	for _, l := range mustSimulate(t, p, arm, 1, 1).Lives {
		if !math.IsNaN(l.LitHour) {
			lit++
		}
	}
	for i := range arm.Manipulations {
		if arm.Manipulations[i].Kind == Photoactivation {
			arm.Manipulations[i] = Manipulation{Kind: Deletion, FromHours: 24}
		}
	}
	deleted := 0
	for _, l := range mustSimulate(t, p, arm, 1, 1).Lives {
		if l.Cause == Deleted {
			deleted++
			if !l.At(24) || l.At(25) {
				t.Fatalf("a deleted spine died at %g h", l.Died)
			}
		}
	}
	if deleted != lit || lit == 0 {
		t.Errorf("%d spines deleted, %d would have been lit", deleted, lit)
	}
}

// TestLightAtADayBlocksLightAtThreeHoursDoesNot: over the same three mice, light
// at 24 h takes most of what ketamine gave the ensembles at 48 h, with events
// and behaviour, and light at 3 h takes less than half; preference for sucrose
// is the same to the last bit, unless it reads the spines.
func TestLightAtADayBlocksLightAtThreeHoursDoesNot(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives three mice through four arms")
	}
	mean := map[string][3]float64{}
	const mice = 3
	arms := []string{"B", "C", "D", "E"}
	var protocols []Protocol
	for _, arm := range arms {
		protocol := armNamed(arm)
		protocol.Sessions = []Session{{CalciumSession, 48}, {SuspensionSession, 47}, {SuspensionSession, 48}, {SucroseSession, 48}}
		protocols = append(protocols, protocol)
	}
	for animal := range mice {
		all, err := SimulateArms(context.Background(), Default(), protocols, 1000, animal)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range all {
			sum := mean[arms[i]]
			sum[0] += m.Ensemble(48).X() / mice
			sum[1] += m.EventRate(48).X() / mice
			sum[2] += (m.Immobile(47).X() + m.Immobile(48).X()) / 2 / mice
			mean[arms[i]] = sum
		}
	}
	for i, what := range []string{"ensemble weight", "ensemble events", "immobility"} {
		given := mean["C"][i] - mean["B"][i]
		early, late := (mean["C"][i]-mean["D"][i])/given, (mean["C"][i]-mean["E"][i])/given
		least := 0.4
		if i > 0 {
			least = 0.2 // counts of few events in three mice
		}
		if late < least || early > 0.5 || early > late-0.1 {
			t.Errorf("%s: light takes %.2f of the effect at 3 h and %.2f at 24 h (%v)", what, early, late, mean)
		}
	}
}

func TestLightLeavesSucrose(t *testing.T) {
	t.Parallel()
	preference := func(p Params) (dark, lit float64) {
		kept := []Session{{SucroseSession, 48}}
		m, err := SimulateArms(t.Context(), p, []Protocol{armNamed("C").Keep(p, kept), armNamed("E").Keep(p, kept)}, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		return m[0].Sucrose(48).X(), m[1].Sucrose(48).X()
	}
	p := alone(nil)
	if dark, lit := preference(p); dark != lit {
		t.Errorf("light changes preference from %g to %g %%", dark, lit)
	}
	p.Sucrose.FromSpines = 6
	if dark, lit := preference(p); lit >= dark {
		t.Errorf("read from spines, preference goes from %g to %g %%", dark, lit)
	}
}
