package study

import (
	"fmt"
	"strings"

	"respine/spelling"
	"respine/yamltree"
)

// checkSessions: sessions are of known arms, in the order of time, and no
// animal is in two of one kind at once.
func checkSessions(c *yamltree.Collector, s Study) {
	var dated []Session
	for _, one := range s.Sessions {
		checkSession(c, s, one)
		path := "sessions/" + one.ID + "/"
		if c.Failed(path+"at") || c.Failed(path+"kind") || c.Failed(path+"lasts") {
			continue
		}
		for _, other := range dated {
			checkSessionPair(c, s, other, one)
		}
		dated = append(dated, one)
	}
}

func checkSession(c *yamltree.Collector, s Study, one Session) {
	path := "sessions/" + one.ID
	all := make([]string, len(s.Arms))
	for i, a := range s.Arms {
		all[i] = a.ID
	}
	for _, id := range one.Arms {
		if _, ok := s.Arm(id); !ok && len(all) > 0 {
			c.On(path+"/arms/"+id, fmt.Sprintf("session %s: no arm is called %q", one.ID, id), spelling.Suggest(id, all))
		}
	}
}

// checkSessionPair looks at two sessions in the order of the manifest.
func checkSessionPair(c *yamltree.Collector, s Study, first, second Session) {
	common := commonArms(s, first, second)
	if len(common) == 0 {
		return
	}
	at := "sessions/" + second.ID + "/at"
	switch {
	case first.Kind == second.Kind && first.Interval().Overlaps(second.Interval()):
		c.On(at, fmt.Sprintf("session %s overlaps %s, of the same animals (%s): %s to %s, and %s to %s", second.ID, first.ID, armsCalled(s, common),
			first.At, first.Interval().To, second.At, second.Interval().To), "mend a time, or say with lasts: how long they took")
	case first.Kind == second.Kind && second.At < first.At:
		c.Warn(at, fmt.Sprintf("session %s, at %s, stands after %s, at %s", second.ID, second.At, first.ID, first.At), "check both times; sessions of a kind stand in the order of time")
	case s.Simulation == (Simulation{}): // simulated tissue is looked at while the animal lives on
		checkFixed(c, first, second)
		checkFixed(c, second, first)
	}
}

// armsCalled names arms, unless they are all there are.
func armsCalled(s Study, ids []string) string {
	switch {
	case len(ids) == len(s.Arms):
		return "all arms"
	case len(ids) == 1:
		return "arm " + ids[0]
	}
	return "arms " + strings.Join(ids, ", ")
}

// checkFixed: after its tissue was fixed nothing is recorded of an animal.
func checkFixed(c *yamltree.Collector, fixed, later Session) {
	if fixed.Kind == PSD95 && later.At > fixed.At {
		c.Warn("sessions/"+later.ID+"/at", fmt.Sprintf("session %s, at %s, is of animals whose tissue was fixed at %s for %s", later.ID, later.At, fixed.At, fixed.ID),
			"limit one of them with arms:, or mend a time")
	}
}

// commonArms returns the arms that take part in both sessions.
func commonArms(s Study, a, b Session) []string {
	var out []string
	for _, arm := range s.Arms {
		if a.Covers(arm.ID) && b.Covers(arm.ID) {
			out = append(out, arm.ID)
		}
	}
	return out
}
