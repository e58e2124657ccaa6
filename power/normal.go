package power

import (
	"math"
	"math/rand/v2"

	"respine/stats"
)

// Components is what somebody states of a measure in place of a simulated study:
// the difference between two arms, the spread between animals of an arm, and that
// of the rows below an animal, of which there are Below.
type Components struct {
	Effect  float64
	SD      float64 // between animals
	SDBelow float64 // between rows of an animal
	Below   int     // rows an animal; 0 means that SD is all there is
	Margin  float64 // of equivalence; 0 asks for a difference instead
	Animals int     // per arm
	Runs    int     // 0 means 10,000
	Equal   bool    // the effect is none: the share is the rate of false positives
}

// Normal returns how often two arms of normal animals would support a difference
// (Welch's 95 % interval beyond zero on the side of the effect), or with a margin
// equivalence (two one-sided tests), with the interval that the number of runs
// leaves. An animal's mean has the variance SD² + SDBelow²/Below: rows below add
// little once they are many.
func Normal(c Components, rng *rand.Rand) (share float64, interval stats.Interval) {
	runs := c.Runs
	if runs == 0 {
		runs = 10_000
	}
	sd := c.SD
	if c.Below > 0 {
		sd = math.Sqrt(c.SD*c.SD + c.SDBelow*c.SDBelow/float64(c.Below))
	}
	effect := c.Effect
	if c.Equal {
		effect = 0
	}
	x, y := make([]float64, c.Animals), make([]float64, c.Animals)
	k := 0
	for range runs {
		for i := range x {
			x[i], y[i] = effect+sd*rng.NormFloat64(), sd*rng.NormFloat64()
		}
		t := stats.Welch(x, y, stats.DefaultConfidence)
		switch {
		case t.Undetermined != "":
		case c.Margin > 0:
			if stats.Equivalent(t, stats.Interval{Lo: -c.Margin, Hi: c.Margin}, 0.05).P <= 0.05 {
				k++
			}
		case c.Effect >= 0 && t.Interval.Lo > 0, c.Effect < 0 && t.Interval.Hi < 0:
			k++
		}
	}
	return float64(k) / float64(runs), stats.Wilson(k, runs, stats.DefaultConfidence)
}
