package turnover

import "math"

// ErrorRates are the scoring errors of one session, the same in all: measured
// by repeat scans, planted spines or a second rater, not guessed.
type ErrorRates struct {
	Miss       float64 // chance that a present spine is scored absent
	FalsePerUm float64 // false spines per micrometre of judgeable path
}

// Corrected is an interval with the expected effect of scoring errors taken
// off. Any figure may be undefined; then Undefined says why, and nothing is
// clipped to look plausible.
type Corrected struct {
	NA, NB, Kept, Lost, Gained Estimate
	Elimination, Formation     Estimate // lost/NA and gained/NA
	// What the errors alone, on the corrected truth, would add to the counts.
	FalseLost, FalseGained Estimate
}

// Estimate is a number that may be undefined. Moment is the plain solution of
// the moment equations, even where it is impossible.
type Estimate struct {
	Value     float64 // NaN when Undefined
	Moment    float64
	Undefined string
}

// Expect returns the counts an interval is expected to show when kept, lost
// and gained are true, on um micrometres of path:
//
//	kept'   = K(1-m)²
//	lost'   = D(1-m) + K·m(1-m) + f·L
//	gained' = G(1-m) + K·m(1-m) + f·L
//
// A spine is missed in each session independently; false spines fall anywhere,
// in each session anew, and are never taken for a true spine's continuation.
// Where spines are dense and links reach far that last assumption fails, and
// Correct takes off too much: in a toy with 0.45 spines per um, links within
// 0.7 um, 10 % missed and 0.02 false per um, it gives 16 % elimination for 20 %.
func Expect(kept, lost, gained, um float64, e ErrorRates) (keptSeen, lostSeen, gainedSeen float64) {
	seen := 1 - e.Miss
	flicker := kept * e.Miss * seen
	fake := e.FalsePerUm * um
	return kept * seen * seen, lost*seen + flicker + fake, gained*seen + flicker + fake
}

// Correct solves the equations of Expect for the true counts of an interval:
//
//	K = kept'/(1-m)²,  D = (lost' - f·L)/(1-m) - K·m,  G = (gained' - f·L)/(1-m) - K·m
//
// A negative solution means that the stated errors explain more than was seen:
// undefined, because the rates or the counts are too uncertain to tell.
func Correct(v Interval, e ErrorRates) Corrected {
	if !(e.Miss >= 0 && e.Miss < 1) || !(e.FalsePerUm >= 0) {
		panic("turnover: Correct: need 0 <= miss < 1 and false spines >= 0")
	}
	seen, fake := 1-e.Miss, e.FalsePerUm*v.CommonUm
	kept := float64(v.Kept) / (seen * seen)
	lost := (float64(v.Lost)-fake)/seen - kept*e.Miss
	gained := (float64(v.Gained)-fake)/seen - kept*e.Miss
	c := Corrected{
		Kept:        nonNegative(kept),
		Lost:        nonNegative(lost),
		Gained:      nonNegative(gained),
		NA:          nonNegative(kept + lost),
		NB:          nonNegative(kept + gained),
		FalseLost:   nonNegative(kept*e.Miss*seen + fake),
		FalseGained: nonNegative(kept*e.Miss*seen + fake),
	}
	if e.FalsePerUm > 0 && v.CommonUm == 0 {
		return c.without("false spines are given per micrometre, but the judgeable length is not known")
	}
	c.Elimination = share(c.Lost, c.NA)
	c.Formation = share(c.Gained, c.NA)
	return c
}

func nonNegative(x float64) Estimate {
	if x < -1e-9 {
		return Estimate{Value: math.NaN(), Moment: x, Undefined: "the stated errors explain more than was seen"}
	}
	return Estimate{Value: math.Max(0, x), Moment: x}
}

// share divides two estimates; an undefined part makes it undefined.
func share(num, den Estimate) Estimate {
	e := Estimate{Value: num.Value / den.Value, Moment: num.Moment / den.Moment}
	switch {
	case num.Undefined != "":
		e.Undefined = num.Undefined
	case den.Undefined != "":
		e.Undefined = den.Undefined
	case den.Value == 0:
		e.Undefined = "nothing present at the start"
	}
	if e.Undefined != "" {
		e.Value = math.NaN()
	}
	return e
}

// without makes every estimate undefined for one reason.
func (c Corrected) without(reason string) Corrected {
	for _, e := range []*Estimate{&c.NA, &c.NB, &c.Kept, &c.Lost, &c.Gained,
		&c.Elimination, &c.Formation, &c.FalseLost, &c.FalseGained} {
		*e = Estimate{Value: math.NaN(), Moment: math.NaN(), Undefined: reason}
	}
	return c
}
