package scored

import "testing"

// TestNearAnimal: what is one more of a series is not taken for a slip.
func TestNearAnimal(t *testing.T) {
	all := []string{"h3", "h4", "k1", "k2", "k3", "007", "mouse1"}
	for id, want := range map[string]string{"k4": "", "K3": "k3", "k03": "k3", "k-3": "k3", "7": "007", "8": "", "mose1": "mouse1", "mouse2": "", "x4": "h4", "nobody": ""} {
		if got := nearAnimal(id, all); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
