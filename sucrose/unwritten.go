package sucrose

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// mostNamed is how many sessions a warning names.
const mostNamed = 3

// unwritten warns of sessions of which nobody wrote down what a rule asks for: hours for
// the least intake a day, sides for the share of one side.
func (r Result) unwritten() []string {
	var out []string
	tell := func(missing func(Bottle) bool, what, so string) {
		var names []string
		of := 0
		for _, s := range r.Sessions {
			k := sessionKey{s.Animal, s.Session}
			if s.Periods == 0 || r.habituation(k) {
				continue
			}
			of++
			if slices.ContainsFunc(r.Bottles, func(b Bottle) bool {
				return (sessionKey{b.Animal, b.Session}) == k && b.Reason == "" && missing(b)
			}) {
				names = append(names, name(k))
			}
		}
		if n := len(names); n > 0 {
			if n > mostNamed {
				names = append(names[:mostNamed], "...")
			}
			out = append(out, fmt.Sprintf("%s are not known of %d of %d sessions (%s): %s", what, n, of, strings.Join(names, "; "), so))
		}
	}
	tell(func(b Bottle) bool { return math.IsNaN(b.Hours) }, "hours",
		fmt.Sprintf("the least intake a day cannot be asked for, %g g is asked of all periods together; a leak is above %g g in a period; write down hours, or from_h and to_h", r.Params.MinGPerDay, r.Params.MaxGPerDay))
	tell(func(b Bottle) bool { return b.Side == Unknown }, "sides",
		"the rule of sides cannot be applied, and a mouse that goes to a side looks like one that prefers what hung there; write down side, left or right")
	return out
}
