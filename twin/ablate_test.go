package twin

import (
	"context"
	"slices"
	"testing"
)

// TestAblationsBreakWhatTheyMust runs the claims about spines, whose mechanisms
// do not need the network, with everything in place and without each mechanism.
func TestAblationsBreakWhatTheyMust(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives sixty mice")
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
		"no stress on spines":          {"C5a", "C5b"},
		"no contagion":                 {"C5a", "C5b"},
		"no bouton memory":             {"C10"},
		"co-activity the same for all": {"C12"},
		"no plasticity":                {"C8a", "C8b"},
	}
	all := slices.DeleteFunc(Ablations(), func(a Ablation) bool { return must[a.Name] == nil })
	whole, out, err := Ablate(context.Background(), alone(nil), d, all)
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
