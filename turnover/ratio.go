package turnover

import "math"

// Ratio is a fraction that keeps its parts. A ratio without denominator is a
// value too: Undefined says why.
type Ratio struct {
	Num, Den  float64
	Undefined string // "" when the ratio has a value
}

// Value returns Num/Den, NaN when undefined.
func (r Ratio) Value() float64 {
	if r.Undefined != "" {
		return math.NaN()
	}
	return r.Num / r.Den
}

// ratio makes a Ratio; without says what a zero denominator means.
func ratio(num, den float64, without string) Ratio {
	r := Ratio{Num: num, Den: den}
	if den == 0 {
		r.Undefined = without
	}
	return r
}
