package study

import (
	"fmt"

	"respine/spelling"
	"respine/yamltree"
)

// checkAnimals: every animal is in an arm, and no arm is confounded with what
// animals share.
func checkAnimals(c *yamltree.Collector, s Study) {
	arms := make([]string, len(s.Arms))
	for i, a := range s.Arms {
		arms[i] = a.ID
	}
	for _, m := range s.Animals {
		if _, ok := s.Arm(m.Arm); !ok && m.Arm != "" && len(arms) > 0 {
			c.On("animals/"+m.ID+"/arm", fmt.Sprintf("animal %s: no arm is called %q", m.ID, m.Arm), spelling.Suggest(m.Arm, arms))
		}
	}
	checkCages(c, s)
	checkBatches(c, s)
}

// checkCages: corticosterone is in the water, which all of a cage drink.
func checkCages(c *yamltree.Collector, s Study) {
	first := map[string]Animal{}
	told := map[string]bool{}
	for _, m := range s.Animals {
		a, ok := s.Arm(m.Arm)
		if !ok || m.Cage == "" {
			continue
		}
		other, shared := first[m.Cage]
		if !shared {
			first[m.Cage] = m
			continue
		}
		b, _ := s.Arm(other.Arm)
		if water(a) != water(b) && !told[m.Cage] {
			told[m.Cage] = true
			c.Warn("animals/"+m.ID+"/cage", fmt.Sprintf("animals %s and %s share cage %s but not the corticosterone in its water", other.ID, m.ID, m.Cage),
				"check the cage or the arm of one of them")
		}
	}
}

// water says what an arm drinks.
func water(a Arm) string {
	out := ""
	for _, m := range a.Manipulations {
		if m.Kind == Corticosterone {
			out += m.String() + ";"
		}
	}
	return out
}

// checkBatches: an arm that is one batch, and no other arm in it, cannot be told
// from the batch.
func checkBatches(c *yamltree.Collector, s Study) {
	for _, a := range s.Arms {
		var mine []Animal
		others, shared := false, false
		for _, m := range s.Animals {
			if m.Arm == a.ID {
				mine = append(mine, m)
			}
		}
		if len(mine) == 0 || mine[0].Batch == "" {
			continue
		}
		batch := mine[0].Batch
		for _, m := range s.Animals {
			others = others || m.Batch != batch && m.Batch != ""
			shared = shared || (m.Arm == a.ID) != (m.Batch == batch)
		}
		if others && !shared {
			c.Warn("animals/"+mine[0].ID+"/batch", fmt.Sprintf("arm %s is batch %s, and no other arm is in it: no test can tell the two apart", a.ID, batch),
				"spread every arm over the batches")
		}
	}
}
