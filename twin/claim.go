package twin

import "slices"

// Claim is one thing the study says, as a difference the twin can show. IDs are
// those of the study's claims, with a letter where one has several parts.
type Claim struct {
	ID, What, Unit string
	Arm            string
	Against        string  // the other arm; "" compares with Reference
	Reference      float64 // of the measure by chance or without effect
	Sign           int     // of the difference claimed; 0 claims none
	// Margin is, for a claim of no difference, the claim whose effect sets the
	// margin: half of it.
	Margin  string
	Reads   []Session // all that Measure looks at; nil when that is not known
	Measure func(Mouse) Value
}

// Reads returns the sessions of an arm that some claims look at, each once; nil
// when one of them does not say.
func Reads(arm string, claims []Claim) []Session {
	var out []Session
	for _, c := range claims {
		if c.Arm != arm && c.Against != arm {
			continue
		}
		if c.Reads == nil {
			return nil
		}
		for _, s := range c.Reads {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// sessions returns one session of a kind for each hour.
func sessions(kind SessionKind, hours ...float64) []Session {
	var out []Session
	for _, h := range hours {
		out = append(out, Session{kind, h})
	}
	return out
}

func spines(hours ...float64) []Session  { return sessions(SpineSession, hours...) }
func calcium(hours ...float64) []Session { return sessions(CalciumSession, hours...) }
func hung(hours ...float64) []Session    { return sessions(SuspensionSession, hours...) }
func bottles(hours ...float64) []Session { return sessions(SucroseSession, hours...) }
func stained(hours ...float64) []Session { return sessions(PunctaSession, hours...) }

// Hours of the sessions the claims are read from.
const (
	baseline  = -264
	stressed  = -12
	acute     = 3
	afterward = 4 // after the light of arm D
	dayOne    = 24
	dayTwo    = 48
	dayFive   = 120
)

// Claims returns the claims the twin speaks to, in the order of the study.
func Claims() []Claim {
	all := append(behaviourClaims(), spineClaims()...)
	return append(append(all, activityClaims()...), lightClaims()...)
}

func immobile(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.Immobile(hour) }
}

func sucrose(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.Sucrose(hour) }
}

func eventRate(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.EventRate(hour) }
}

func participation(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.Participation(hour) }
}

func transientRate(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.TransientRate(hour) }
}

func psd95(hour float64) func(Mouse) Value {
	return func(m Mouse) Value { return m.PSD95(hour) }
}

func eliminated(m Mouse) Value { return m.Elimination(baseline, stressed) }

func behaviourClaims() []Claim {
	return []Claim{
		{ID: "C2", What: "corticosterone lengthens immobility", Unit: "s", Arm: "B", Against: "A", Sign: 1, Reads: hung(stressed), Measure: immobile(stressed)},
		{ID: "C3", What: "corticosterone lowers sucrose preference", Unit: "%", Arm: "B", Against: "A", Sign: -1, Reads: bottles(stressed), Measure: sucrose(stressed)},
		{ID: "C6a", What: "restraint lengthens immobility", Unit: "s", Arm: "J", Against: "A", Sign: 1, Reads: hung(stressed), Measure: immobile(stressed)},
		{ID: "C6b", What: "restraint eliminates spines", Arm: "J", Against: "A", Sign: 1, Reads: spines(baseline, stressed), Measure: eliminated},
		{ID: "C6c", What: "restraint lowers sucrose preference", Unit: "%", Arm: "J", Against: "A", Sign: -1, Reads: bottles(stressed), Measure: sucrose(stressed)},
		{ID: "C7a", What: "ketamine shortens immobility at 3 h", Unit: "s", Arm: "C", Against: "B", Sign: -1, Reads: hung(acute), Measure: immobile(acute)},
		{ID: "C7b", What: "and at 24 h", Unit: "s", Arm: "C", Against: "B", Sign: -1, Reads: hung(dayOne), Measure: immobile(dayOne)},
		{ID: "C7c", What: "and at 48 h", Unit: "s", Arm: "C", Against: "B", Sign: -1, Reads: hung(dayTwo), Measure: immobile(dayTwo)},
		{ID: "C7d", What: "ketamine raises sucrose preference at 48 h", Unit: "%", Arm: "C", Against: "B", Sign: 1, Reads: bottles(dayTwo), Measure: sucrose(dayTwo)},
	}
}

// timing returns births per hour at 12-24 h over those at 0-6 h.
func timing(m Mouse) Value {
	late, early := m.BirthsPerHour(12, dayOne), m.BirthsPerHour(0, 6)
	return ratio(late.X(), early.X(), "no births at 0-6 h")
}

func spineClaims() []Claim {
	return []Claim{
		{ID: "C4", What: "corticosterone eliminates spines", Arm: "B", Against: "A", Sign: 1, Reads: spines(baseline, stressed), Measure: eliminated},
		{ID: "C5a", What: "lost spines stand together on their branches", Arm: "B", Reference: 1, Sign: -1, Reads: spines(baseline, stressed), Measure: func(m Mouse) Value { return m.LossNearness(baseline, stressed) }},
		{ID: "C5b", What: "and on some branches more than others", Arm: "B", Reference: 1, Sign: 1, Reads: spines(baseline, stressed), Measure: func(m Mouse) Value { return m.LossDispersion(baseline, stressed) }},
		{ID: "C8a", What: "ketamine raises formation at 12-24 h", Unit: "1/h", Arm: "C", Against: "B", Sign: 1, Reads: spines(dayOne), Measure: func(m Mouse) Value { return m.BirthsPerHour(12, dayOne) }},
		{ID: "C8b", What: "and not yet at 0-6 h: births at 12-24 h over those at 0-6 h", Arm: "C", Against: "B", Sign: 1, Reads: spines(dayOne), Measure: timing},
		{ID: "C9", What: "new spines stand together", Arm: "C", Reference: 1, Sign: -1, Reads: spines(dayOne), Measure: func(m Mouse) Value { return m.BirthNearness(stressed, dayOne) }},
		{ID: "C10", What: "new spines stand within 2 um of lost places, beyond chance", Arm: "C", Sign: 1, Reads: spines(baseline, stressed, dayOne), Measure: func(m Mouse) Value { return m.RestoredExcess(baseline, stressed, dayOne) }},
		{ID: "C12", What: "restored spines outlive others to 4 days", Arm: "C", Sign: 1, Reads: spines(baseline, stressed, dayOne, dayFive), Measure: func(m Mouse) Value { return m.SurvivalGain(baseline, stressed, dayOne, dayFive) }},
		{ID: "C13a", What: "corticosterone lowers PSD95", Arm: "B", Against: "A", Sign: -1, Reads: stained(stressed), Measure: psd95(stressed)},
		{ID: "C13b", What: "ketamine raises PSD95 by 48 h", Arm: "C", Against: "B", Sign: 1, Reads: stained(dayTwo), Measure: psd95(dayTwo)},
	}
}

func activityClaims() []Claim {
	return []Claim{
		{ID: "C16a", What: "corticosterone makes ensemble events rarer", Unit: "1/min", Arm: "B", Against: "A", Sign: -1, Reads: calcium(stressed), Measure: eventRate(stressed)},
		{ID: "C16b", What: "and smaller", Arm: "B", Against: "A", Sign: -1, Reads: calcium(stressed), Measure: participation(stressed)},
		{ID: "C17a", What: "ketamine brings ensemble events back at 48 h", Unit: "1/min", Arm: "C", Against: "B", Sign: 1, Reads: calcium(dayTwo), Measure: eventRate(dayTwo)},
		{ID: "C17b", What: "and their size", Arm: "C", Against: "B", Sign: 1, Reads: calcium(dayTwo), Measure: participation(dayTwo)},
		{ID: "C18a", What: "struggles follow transients: rate within 2 s over rate otherwise", Arm: "A", Reference: 1, Sign: 1, Reads: hung(baseline, stressed, acute, dayOne, dayTwo), Measure: func(m Mouse) Value { return m.StruggleAfter(baseline, stressed, acute, dayOne, dayTwo) }},
		{ID: "C18b", What: "about a second later", Unit: "s", Arm: "A", Sign: 1, Reads: hung(baseline, stressed, acute, dayOne, dayTwo), Measure: func(m Mouse) Value { return m.StruggleLag(baseline, stressed, acute, dayOne, dayTwo) }},
		{ID: "C19a", What: "corticosterone makes transients in immobility rarer", Unit: "1/min", Arm: "B", Against: "A", Sign: -1, Reads: hung(stressed), Measure: transientRate(stressed)},
		{ID: "C19b", What: "and immobile bouts longer", Unit: "s", Arm: "B", Against: "A", Sign: 1, Reads: hung(stressed), Measure: func(m Mouse) Value { return m.ImmobileBout(stressed) }},
		{ID: "C20", What: "ketamine brings transients back at 3 h", Unit: "1/min", Arm: "C", Against: "B", Sign: 1, Reads: hung(acute), Measure: transientRate(acute)},
	}
}

// selective returns how much likelier a spine born in the day before light is
// gone a day after it than an older one.
func selective(m Mouse) Value {
	young, old := m.AgeLoss(dayOne, dayTwo, 24, true), m.AgeLoss(dayOne, dayTwo, 24, false)
	return ratio(young.X()-old.X(), 1, "no spine was young")
}

func lightClaims() []Claim {
	return []Claim{
		{ID: "C22", What: "light takes young spines beyond what they lose anyhow", Arm: "E", Against: "C", Sign: 1, Reads: spines(dayTwo), Measure: selective},
		{ID: "C23", What: "light at 3 h leaves the acute effect on immobility", Unit: "s", Arm: "D", Against: "C", Margin: "C7a", Reads: hung(afterward), Measure: immobile(afterward)},
		{ID: "C24a", What: "light at 24 h lowers ensemble events at 48 h", Unit: "1/min", Arm: "E", Against: "C", Sign: -1, Reads: calcium(dayTwo), Measure: eventRate(dayTwo)},
		{ID: "C24b", What: "and transients in immobility", Unit: "1/min", Arm: "E", Against: "C", Sign: -1, Reads: hung(dayTwo), Measure: transientRate(dayTwo)},
		{ID: "C25a", What: "light at 24 h lengthens immobility at 48 h", Unit: "s", Arm: "E", Against: "C", Sign: 1, Reads: hung(dayTwo), Measure: immobile(dayTwo)},
		{ID: "C25b", What: "light at 3 h does not", Unit: "s", Arm: "D", Against: "C", Margin: "C7c", Reads: hung(dayTwo), Measure: immobile(dayTwo)},
		{ID: "C25c", What: "it is the time of light that matters", Unit: "s", Arm: "E", Against: "D", Sign: 1, Reads: hung(dayTwo), Measure: immobile(dayTwo)},
		{ID: "C25d", What: "light without probe does nothing", Unit: "s", Arm: "F", Against: "C", Margin: "C7c", Reads: hung(dayTwo), Measure: immobile(dayTwo)},
		{ID: "C26", What: "light at 24 h leaves sucrose preference", Unit: "%", Arm: "E", Against: "C", Margin: "C7d", Reads: bottles(dayTwo), Measure: sucrose(dayTwo)},
	}
}
