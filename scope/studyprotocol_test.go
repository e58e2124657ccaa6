package scope

import (
	"slices"
	"testing"

	"respine/study"
	"respine/twin"
)

// TestStudyArmsAreTheTwinsOwn: the nine arms of the manifest and those the twin
// declares were written down apart.
func TestStudyArmsAreTheTwinsOwn(t *testing.T) {
	s, err := study.Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	arms := StudyArms(s, twin.Default().Imaging.SettleHours)
	own := twin.Arms()
	if len(arms) != 9 {
		t.Fatalf("%d arms, want 9", len(arms))
	}
	for i, a := range arms {
		p, want := a.Protocol, own[i].Protocol
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		if p.Name != want.Name || !sameManipulations(p.Manipulations, want.Manipulations) {
			t.Errorf("arm %s: %+v, want %+v", p.Name, p.Manipulations, want.Manipulations)
		}
		if p.StartHours != arms[0].Protocol.StartHours || p.StartHours != -12*24-120 {
			t.Errorf("arm %s begins at %g h, want 120 h before the first bottles at -288 h", p.Name, p.StartHours)
		}
		if got, want := spineHours(p), spineHours(want); !slices.Equal(got, want) {
			t.Errorf("arm %s: spines at %v, want %v", p.Name, got, want)
		}
	}
}

// sameManipulations compares what the twin reads of them: an end only of stress.
func sameManipulations(a, b []twin.Manipulation) bool {
	return slices.EqualFunc(a, b, func(x, y twin.Manipulation) bool {
		if x.Kind > twin.Restraint {
			x.ToHours, y.ToHours = 0, 0
		}
		return x == y
	})
}

func spineHours(p twin.Protocol) []float64 {
	var out []float64
	for _, s := range p.Sessions {
		if s.Kind == twin.SpineSession {
			out = append(out, s.Hours)
		}
	}
	return out
}

// TestPhotometryIsOfTheSuspension: one session of the twin for two of the
// manifest at one moment, and one each at two.
func TestPhotometryIsOfTheSuspension(t *testing.T) {
	s := study.Study{Arms: []study.Arm{{ID: "A"}, {ID: "B"}}, Sessions: []study.Session{
		{ID: "tail", Kind: study.TailSuspension, At: 3}, {ID: "fibre", Kind: study.Photometry, At: 3},
		{ID: "later", Kind: study.Photometry, At: 9, Arms: []string{"A"}},
	}}
	arms := StudyArms(s, 5)
	numbers := map[string]int{}
	for _, v := range arms[0].Sessions {
		numbers[v.ID] = v.Number
	}
	if numbers["tail"] != 0 || numbers["fibre"] != 0 || numbers["later"] != 1 || len(arms[0].Protocol.Sessions) != 2 {
		t.Errorf("arm A: %v of %v", numbers, arms[0].Protocol.Sessions)
	}
	if len(arms[1].Protocol.Sessions) != 1 {
		t.Errorf("arm B: %v", arms[1].Protocol.Sessions)
	}
	if arms[0].Protocol.StartHours != -2 || arms[1].Protocol.StartHours != -2 {
		t.Errorf("begins at %g and %g h, want -2", arms[0].Protocol.StartHours, arms[1].Protocol.StartHours)
	}
}
