package stats

// Equivalence is the answer to whether an effect is too small to matter: two
// one-sided tests at margins fixed in advance (Schuirmann 1987, doi
// 10.1007/BF01068419).
type Equivalence struct {
	PLower float64 // of the effect not lying above the lower margin
	PUpper float64 // of the effect not lying below the upper margin
	P      float64 // the larger: equivalent at level α when P <= α
	// Interval has confidence 1-2α and lies within the margins exactly when P < α.
	Interval     Interval
	Undetermined string
}

// Equivalent tests whether the effect behind t lies within margin, in the units
// of the estimate. The margin is a decision, not a statistic: it is fixed before
// the data are seen. A test against zero that is not significant shows nothing
// of the kind.
func Equivalent(t Test, margin Interval, alpha float64) Equivalence {
	if !(margin.Lo < margin.Hi) {
		panic("stats: a margin of equivalence runs from low to high")
	}
	if t.Undetermined != "" {
		u := undetermined(t.Undetermined)
		return Equivalence{u.P, u.P, u.P, u.Interval, t.Undetermined}
	}
	lower, upper := t.Upper(margin.Lo), t.Lower(margin.Hi)
	return Equivalence{lower, upper, max(lower, upper), NewTest(t.Estimate, t.SE, t.DF, 1-2*alpha).Interval, ""}
}

// NonInferior tests whether the effect behind t lies above -margin: one side of
// Equivalent. P is one-sided, the bound the lower end of an interval of
// confidence 1-2α.
func NonInferior(t Test, margin, alpha float64) (p, bound float64, undetermined string) {
	if !(margin > 0) {
		panic("stats: a margin of non-inferiority is positive")
	}
	e := Equivalent(t, Interval{-margin, margin}, alpha)
	return e.PLower, e.Interval.Lo, e.Undetermined
}
