package claim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/study"
)

// arms returns the arms of a study whose animals belong to a group at a moment,
// by what had been done to them by then. A session sees the state before anything
// dated its own moment.
func (g Group) arms(s study.Study, at study.Hours) []string {
	var out []string
	for _, a := range s.Arms {
		if slices.Contains(g.Arms, a.ID) || len(g.Arms) == 0 && g.matches(a, at) {
			out = append(out, a.ID)
		}
	}
	return out
}

func (g Group) matches(a study.Arm, at study.Hours) bool {
	if g.Anything {
		return true
	}
	had := map[study.ManipulationKind]bool{}
	for _, m := range a.Manipulations {
		if m.From >= at || m.Kind == study.Vehicle {
			continue
		}
		had[m.Kind] = true
		if !slices.Contains(g.Given, m.Kind) {
			return false
		}
		if m.Kind == study.Photoactivation && (m.Probe != g.Probe || math.Abs(float64(m.From-g.Light)) > near*math.Abs(float64(g.Light))) {
			return false
		}
	}
	return len(had) == len(g.Given)
}

// String says what an animal of the group was given.
func (g Group) String() string {
	switch {
	case g.Anything:
		return "any animal"
	case len(g.Arms) > 0:
		return "arm " + strings.Join(g.Arms, " or ")
	case len(g.Given) == 0:
		return "nothing but vehicle"
	}
	var parts []string
	for _, k := range g.Given {
		if k == study.Photoactivation {
			probe := string(g.Probe)
			if g.Probe == study.ProbeNone {
				probe = "no probe"
			}
			parts = append(parts, fmt.Sprintf("light on %s at %s", probe, g.Light))
			continue
		}
		parts = append(parts, string(k))
	}
	return strings.Join(parts, ", ")
}

// animals returns those of a group at a moment, in the order of the manifest, and
// their arms.
func (g Group) animals(s study.Study, at study.Hours) (ids, arms []string) {
	arms = g.arms(s, at)
	for _, a := range s.Animals {
		if slices.Contains(arms, a.Arm) {
			ids = append(ids, a.ID)
		}
	}
	return ids, arms
}
