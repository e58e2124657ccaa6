package scope

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"respine/study"
	"respine/twin"
)

func TestStudyNotes(t *testing.T) {
	light := study.Manipulation{Kind: study.Photoactivation, From: 24.25, To: 24.25, Probe: study.ProbeASPaRAC1}
	s := study.Study{Arms: []study.Arm{{ID: "A", Manipulations: []study.Manipulation{{Kind: study.Vehicle, From: 24, To: 24}}},
		{ID: "E", Manipulations: []study.Manipulation{light}}, {ID: "H", Manipulations: []study.Manipulation{light}}},
		Sessions: []study.Session{{ID: "before", Kind: study.Spines, At: 24}, {ID: "after", Kind: study.Spines, At: 24.5}, {ID: "next", Kind: study.Spines, At: 25}}}
	got := strings.Join(StudyNotes(s), "\n")
	want := "session after at 1470 min is recorded in the state of 25 h: the twin lives by whole hours\n" +
		"photoactivation at 1455 min acts in the hour from 24 h, in arms E H: the twin lives by whole hours"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestWholeHoursAreKept: and nothing is to be said of the presets.
func TestWholeHoursAreKept(t *testing.T) {
	for _, name := range study.Presets() {
		s, err := study.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		recorded, done := hourly(s)
		for _, all := range []map[study.Hours]float64{recorded, done} {
			for at, hour := range all {
				if hour != float64(at) {
					t.Errorf("%s: %s becomes %g h", name, at, hour)
				}
			}
		}
		if notes := StudyNotes(s); len(notes) > 0 {
			t.Errorf("%s: %q", name, notes)
		}
	}
}

// TestOrderIsKept draws moments in tenths of an hour. The twin records at the
// beginning of an hour and acts in it, so a deed shows in a session if its hour is
// an earlier one; it should if its moment is earlier in the manifest.
func TestOrderIsKept(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		s := study.Study{Arms: []study.Arm{{ID: "A"}, {ID: "B"}}}
		for range 8 {
			at := study.Hours(float64(rng.IntN(60)-30) / 10)
			if rng.IntN(2) == 0 {
				s.Sessions = append(s.Sessions, study.Session{Kind: study.Spines, At: at})
				continue
			}
			arm := &s.Arms[rng.IntN(2)]
			arm.Manipulations = append(arm.Manipulations, study.Manipulation{Kind: study.Ketamine, From: at, To: at})
		}
		recorded, done := hourly(s)
		for at, hour := range recorded {
			for from, acts := range done {
				if shows := math.Floor(acts) < math.Floor(hour); shows != (from < at) {
					t.Fatalf("done at %s in hour %g, recorded at %s in hour %g", from, acts, at, hour)
				}
			}
			if math.Abs(hour-float64(at)) > float64(len(s.Sessions)) {
				t.Fatalf("recorded at %g h instead of %s", hour, at)
			}
		}
	}
}

// TestASessionComesBeforeWhatIsDoneAtItsMoment, in the twin as in the manifest:
// half of all spines are deleted at 3 h, a session at 3 h has the spines of a mouse
// of which none are, and one at 3.5 h has fewer.
func TestASessionComesBeforeWhatIsDoneAtItsMoment(t *testing.T) {
	dose := study.Manipulation{Kind: study.Ketamine, DoseMgPerKg: 10}
	gone := study.Manipulation{Kind: study.Deletion, From: 3, To: 3}
	s := study.Study{
		Arms:     []study.Arm{{ID: "A", Manipulations: []study.Manipulation{dose}}, {ID: "B", Manipulations: []study.Manipulation{dose, gone}}},
		Sessions: []study.Session{{ID: "at", Kind: study.Spines, At: 3}, {ID: "after", Kind: study.Spines, At: 3.5}},
	}
	spines := make([][]int, len(s.Arms))
	for i, arm := range StudyArms(s, 48) {
		m, err := twin.Simulate(context.Background(), quickTwin(), arm.Protocol, 5, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range arm.Sessions {
			spines[i] = append(spines[i], len(m.Sessions[v.Number].Spines))
		}
	}
	if a, b := spines[0], spines[1]; a[0] != b[0] || b[1] >= a[1] || a[0] == 0 {
		t.Errorf("spines at 3 and 3.5 h: %v without deletion at 3 h, %v with it", a, b)
	}
}
