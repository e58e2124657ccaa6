package twin

import (
	"math"
	"slices"
	"testing"
)

// TestClaimsReadWhatTheySay: recording only what a claim says it reads, and only
// for as long, gives it the value it has in the whole protocol, in both arms.
func TestClaimsReadWhatTheySay(t *testing.T) {
	t.Parallel()
	p := changed(func(p *Params) {
		p.Imaging.CalciumSec, p.Imaging.SuspensionSec, p.Imaging.ScoredSec, p.Coupling.Seconds = 30, 60, 40, 5
		p.Wiring.Neurons = 40
	})
	claims, defined := Claims(), 0
	for _, arm := range []string{"A", "B", "C", "E"} {
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
	if defined < 40 {
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
