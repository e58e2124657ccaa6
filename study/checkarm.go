package study

import (
	"fmt"
	"slices"

	"respine/yamltree"
)

// checkArms: every arm has animals, and what was done to them fits together.
func checkArms(c *yamltree.Collector, s Study) {
	drug := false
	for _, a := range s.Arms {
		path := join("arms", a.ID)
		if !slices.ContainsFunc(s.Animals, func(m Animal) bool { return m.Arm == a.ID }) {
			c.On(path, fmt.Sprintf("arm %s: no animals", a.ID), fmt.Sprintf("give animals arm: %s, or take the arm out", a.ID))
		}
		for i, m := range a.Manipulations {
			checkManipulation(c, a, m, s.Simulation)
			for _, other := range a.Manipulations[:i] {
				checkPair(c, a.ID, other, m)
			}
			drug = drug || m.injection() && m.From == 0
		}
		drug = drug || c.Failed(path+"/"+string(Ketamine)) || c.Failed(path+"/"+string(Vehicle))
	}
	if !drug && len(s.Arms) > 0 {
		c.Warn("time_zero", "no arm gets ketamine or vehicle at 0 h, which is time zero", "count all times from the injection")
	}
}

// injection reports whether something was injected.
func (m Manipulation) injection() bool { return m.Kind == Ketamine || m.Kind == Vehicle }

// under is the path under which a manipulation is known.
func under(arm string, m Manipulation) string {
	return "arms/" + arm + "/" + string(m.Kind) + "/" + m.String()
}

// checkManipulation looks at one manipulation by itself.
func checkManipulation(c *yamltree.Collector, a Arm, m Manipulation, sim Simulation) {
	path := under(a.ID, m)
	wrong := func(what, hint string) { c.On(path, fmt.Sprintf("arm %s, %s: %s", a.ID, m.Kind, what), hint) }
	switch {
	case m.Kind == Ketamine && m.DoseMgPerKg < 0:
		wrong("a negative dose", "write ketamine: "+formOf(Ketamine).example)
	case m.Kind == Ketamine && !(m.DoseMgPerKg > 0):
		wrong("a dose of nothing", "write vehicle: at "+m.From.String())
	case m.Kind == Restraint && !(m.HoursPerDay > 0 && m.HoursPerDay <= 24):
		wrong(number(m.HoursPerDay)+" hours a day", "write restraint: "+formOf(Restraint).example)
	case m.Kind == Photoactivation && m.Probe != a.Probe:
		wrong(fmt.Sprintf("light on %s, but the probe of the arm is %q", m.Probe, a.Probe), "an arm has one probe; write the same name in both")
	case m.Kind == Deletion && sim == (Simulation{}):
		wrong("no light deletes spines at random", "this arm is for the twin; add simulation:, or take it out")
	}
}

// checkPair looks at two manipulations of one arm, in the order of time.
func checkPair(c *yamltree.Collector, arm string, first, second Manipulation) {
	path := under(arm, second)
	switch {
	case first == second, first.Kind == second.Kind && first.From == second.From && first.From == first.To:
		c.On(path, fmt.Sprintf("arm %s: %s twice at %s", arm, second.Kind, second.From), "keep one")
	case first.Kind == second.Kind && first.Interval().Overlaps(second.Interval()):
		c.On(path, fmt.Sprintf("arm %s: %s overlaps %s", arm, second.Kind, first), "join them, or let one end before the next begins")
	case first.injection() && second.injection() && first.From == second.From:
		c.On(path, fmt.Sprintf("arm %s: ketamine and vehicle at %s", arm, second.From), "an animal gets one or the other; make two arms")
	case first.Kind == Corticosterone && second.Kind == Ketamine && second.From < first.To:
		c.Warn(path, fmt.Sprintf("arm %s: ketamine at %s, before corticosterone ends at %s", arm, second.From, first.To),
			"that is allowed; recovery is then measured while the stressor goes on")
	}
}
