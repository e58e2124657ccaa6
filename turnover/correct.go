package turnover

import "math"

// ErrorRates are the errors of scoring one session by itself, the same in all:
// measured by repeat scans, planted spines or a second rater, not guessed.
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
// This holds when
//
//   - each session is scored by itself, without a look at the other;
//   - every spine, also one about to go or just formed, is missed with chance m,
//     in each session anew. If spines differ in theirs, a faint one is missed on
//     both days, and K·m(1-m) falls by K times the variance of m between spines;
//   - false spines fall anywhere, in each session anew. One that stands there on
//     both days is counted as kept;
//   - names are right: no false or new spine is taken for a missed one. Where
//     spines are dense and links reach far this fails: in a toy with 0.45 spines
//     per um, links within 0.7 um, 10 % missed and 0.02 false per um, Correct
//     gives 16 % elimination for 20 %.
//
// It does not hold for sessions decided together, as package spine decides
// them. There a day's neighbours fill in what it missed, so that as a rule fewer
// than K·m(1-m) flicker, and a true change on weak evidence is smoothed away, so
// that fewer than D(1-m) of the lost are seen. Neither number follows from the
// miss rate and the false share of single sessions: given these, the share of
// kept spines that flicker one way may lie anywhere from 0 to the lesser of m
// and 1-m (Fréchet 1951). If what is missed is missed on both days and nothing
// is false, the plain rates are right and Correct takes off too much; if changes
// are smoothed away, both may be too low. To correct such counts one would have
// to plant spines that stay, go and come, in all sessions, and measure what the
// joint decision makes of each.
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
// The result is as good as the conditions of Expect, takes e for exactly known,
// and is right on average over many spines, not for a few.
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
