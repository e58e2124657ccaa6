package report

import (
	"math"

	"respine/stats"
)

// eliminationInterval is Wilson's 95 % interval of lost out of n_a.
func eliminationInterval(lost, na int) (lo, hi float64) {
	if na <= 0 || lost < 0 || lost > na {
		return math.NaN(), math.NaN()
	}
	w := stats.Wilson(lost, na, stats.DefaultConfidence)
	return w.Lo, w.Hi
}

// formationInterval is a 95 % interval of gained/n_a. New spines are not a
// part of n_a, and may outnumber it, so the count of new spines is taken as
// Poisson: the score interval, the set of λ with (gained - λ)² <= z²·λ,
//
//	λ = gained + z²/2 ± z·sqrt(gained + z²/4)
//
// (Rao's score test inverted), which is Wilson's for a rare event.
func formationInterval(gained, na int) (lo, hi float64) {
	if na <= 0 || gained < 0 {
		return math.NaN(), math.NaN()
	}
	const z = 1.959963984540054 // the 97.5 % point of the normal law
	g, n := float64(gained), float64(na)
	half := z * math.Sqrt(g+z*z/4)
	return math.Max(0, g+z*z/2-half) / n, (g + z*z/2 + half) / n
}

// turnoverInterval is a 95 % interval of t = (gained+lost)/(n_a+n_b). With
// q = (gained+lost)/(kept+gained+lost), the share of all spines seen that came
// or went, t = q/(2-q) rises with q, so the ends of Wilson's interval of q give
// those of t.
func turnoverInterval(kept, gained, lost int) (lo, hi float64) {
	n := kept + gained + lost
	if n <= 0 || kept < 0 || gained < 0 || lost < 0 {
		return math.NaN(), math.NaN()
	}
	w := stats.Wilson(gained+lost, n, stats.DefaultConfidence)
	return w.Lo / (2 - w.Lo), w.Hi / (2 - w.Hi)
}
