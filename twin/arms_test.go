package twin

import (
	"context"
	"reflect"
	"testing"
)

// TestArmsTogetherAreArmsApart: what arms have in common is lived once, and every
// arm is, to the last bit, what it is alone: its tables, its hours, its lives.
func TestArmsTogetherAreArmsApart(t *testing.T) {
	t.Parallel()
	p := tiny()
	light := func(hour float64, probe Probe) Manipulation {
		return Manipulation{Kind: Photoactivation, FromHours: hour, Probe: probe}
	}
	protocols := []Protocol{
		brief(), brief(cort), brief(cort, ketamine), brief(cort, Manipulation{Kind: Vehicle}),
		brief(cort, ketamine, light(3, ASPaRAC1)), brief(cort, ketamine, light(3, NoProbe)), brief(cort, ketamine, light(3, Untargeted)),
		brief(cort, ketamine).Keep(p, []Session{{SuspensionSession, 6}}), brief(ketamine), {Sessions: []Session{{SpineSession, 0}}, StartHours: -10},
	}
	together, err := SimulateArms(context.Background(), p, protocols, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, protocol := range protocols {
		alone := mustSimulate(t, p, protocol, 1, 2)
		if got, want := written(t, together[i]), written(t, alone); got != want || want == "" {
			t.Errorf("protocol %d: its tables differ", i)
		}
		if !reflect.DeepEqual(together[i].Hours, alone.Hours) || len(together[i].Lives) != len(alone.Lives) {
			t.Errorf("protocol %d: %d hours and %d lives, alone %d and %d", i, len(together[i].Hours), len(together[i].Lives), len(alone.Hours), len(alone.Lives))
		}
	}
}
