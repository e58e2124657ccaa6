package twin

import (
	"math"
	"slices"
	"testing"
)

// tiny is the preset with few cells and short recordings.
func tiny() Params {
	return changed(func(p *Params) {
		p.Imaging.CalciumSec, p.Imaging.SuspensionSec, p.Imaging.ScoredSec, p.Coupling.Seconds = 20, 40, 30, 5
		p.Wiring.Neurons = 40
	})
}

// TestClaimsReadWhatTheySay: recording only what a claim says it reads, and only
// for as long, gives it the value it has in the whole protocol, in both arms.
func TestClaimsReadWhatTheySay(t *testing.T) {
	t.Parallel()
	p := tiny()
	claims, defined := Claims(), 0
	for _, arm := range []string{"B", "C", "E"} {
		read := Reads(arm, claims)
		if len(read) == 0 || len(read) >= len(armNamed(arm).Sessions) {
			t.Fatalf("arm %s: %d of %d sessions are read", arm, len(read), len(armNamed(arm).Sessions))
		}
		whole := mustSimulate(t, p, armNamed(arm), 1, 1)
		part := mustSimulate(t, p, armNamed(arm).Keep(p, read), 1, 1)
		for _, c := range claims {
			if c.Arm != arm && c.Against != arm {
				continue
			}
			a, b := c.Measure(whole), c.Measure(part)
			if a.Undefined != b.Undefined || a.Undefined == "" && a != b {
				t.Errorf("%s in arm %s: %+v of the whole protocol, %+v of what it reads", c.ID, arm, a, b)
			}
			if a.Undefined == "" && !math.IsNaN(a.X()) {
				defined++
			}
		}
	}
	if defined < 30 {
		t.Errorf("only %d values were compared", defined)
	}
}

// TestClaimsThatDoNotSayReadAll: a claim without sessions has the whole protocol.
func TestClaimsThatDoNotSayReadAll(t *testing.T) {
	d := Design{Arms: Arms(), Claims: []Claim{{ID: "x", Arm: "A"}, {ID: "y", Arm: "B", Reads: spines(dayOne)}}}
	arms := d.needed(Default())
	if len(arms) != 2 || !slices.Equal(arms[0].Protocol.Sessions, studySessions()) || len(arms[1].Protocol.Sessions) != 1 {
		t.Errorf("%+v", arms)
	}
}

// TestWhatIsNotReachedStays: claims that a mechanism or a rival is said not to
// reach have the value they had, to the last bit, and some that it reaches do not.
func TestWhatIsNotReachedStays(t *testing.T) {
	t.Parallel()
	ids := []string{"B", "C", "E"}
	lived := func(p Params) []Mouse {
		var protocols []Protocol
		for _, id := range ids {
			protocols = append(protocols, armNamed(id).Keep(p, Reads(id, Claims())))
		}
		mice, err := SimulateArms(t.Context(), p, protocols, 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		return mice
	}
	whole := lived(tiny())
	compare := func(name string, p Params, reaches func(Claim) bool) {
		mice, moved := lived(p), 0
		for _, c := range Claims() {
			for i, id := range ids {
				if c.Arm != id && c.Against != id {
					continue
				}
				a, b := c.Measure(whole[i]), c.Measure(mice[i])
				same := a.Undefined == b.Undefined && (a.Undefined != "" || a == b)
				if !same && !reaches(c) {
					t.Errorf("%s changes %s in arm %s from %+v to %+v, which it is said not to reach", name, c.ID, id, a, b)
				}
				if !same {
					moved++
				}
			}
		}
		if moved == 0 {
			t.Errorf("%s changes nothing", name)
		}
	}
	for _, a := range Ablations() {
		if a.Reaches != nil {
			compare(a.Name, a.Params(tiny()), a.Reaches)
		}
	}
	rival := tiny() // as the presets change it
	rival.Ketamine.AcuteHours, rival.Ketamine.Formation = 480, 0
	for _, p := range Presets() {
		if p.Name == "rival-acute" {
			compare(p.Name, rival, p.Reaches)
		}
	}
}
