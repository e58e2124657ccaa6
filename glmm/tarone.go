package glmm

import "math"

// Overdispersion is Tarone's test of whether trials within a row resemble each
// other.
type Overdispersion struct {
	Z float64
	// P is one-sided: rows differ more than a common probability makes them.
	P      float64
	Reason string
}

// Tarone tests y successes of n trials for a common probability against the
// beta-binomial, whose score at no correlation it is (Tarone 1979,
// doi 10.1093/biomet/66.3.585):
//
//	Z = (S - Σn) / sqrt(2 Σ n(n-1)),  S = Σ (y - np)²/(p(1-p)),  p = Σy/Σn
//
// All zeros, all successes and rows of one trial say nothing: P is 1.
func Tarone(y, n []float64) Overdispersion {
	if len(y) != len(n) {
		panic("glmm: successes and trials differ in length")
	}
	var hits, trials, pairs float64
	for i := range y {
		hits += y[i]
		trials += n[i]
		pairs += n[i] * (n[i] - 1)
	}
	switch {
	case trials == 0:
		return Overdispersion{P: 1, Reason: "no trials"}
	case hits == 0 || hits == trials:
		return Overdispersion{P: 1, Reason: "all trials have the same outcome"}
	case pairs == 0:
		return Overdispersion{P: 1, Reason: "no row has two trials"}
	}
	p := hits / trials
	s := 0.0
	for i := range y {
		r := y[i] - n[i]*p
		s += r * r / (p * (1 - p))
	}
	z := (s - trials) / math.Sqrt(2*pairs)
	return Overdispersion{Z: z, P: upperTail(z)}
}

// upperTail is the probability of a standard normal above z, with all its digits
// far out, where 1 minus the probability below has none.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
