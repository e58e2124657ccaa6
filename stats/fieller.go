package stats

import "math"

// SetKind says which shape a confidence set of a ratio has.
type SetKind int

const (
	// Bounded is the interval [Lo, Hi].
	Bounded SetKind = iota
	// Outside is everything but the open interval (Lo, Hi): the denominator
	// may be zero.
	Outside
	// Everything is the whole line: the data say nothing of the ratio.
	Everything
)

// RatioSet is a confidence set of a ratio. Only a Bounded one may be read as an
// interval.
type RatioSet struct {
	Kind   SetKind
	Lo, Hi float64
}

// Contains reports whether r lies in the set.
func (s RatioSet) Contains(r float64) bool {
	switch s.Kind {
	case Bounded:
		return s.Lo <= r && r <= s.Hi
	case Outside:
		return r <= s.Lo || r >= s.Hi
	}
	return true
}

// Fieller returns the set of ratios r that a test of num - r·den = 0 does not
// reject (Fieller 1954): those with
//
//	(num - r·den)² <= q² (varNum - 2 r cov + r² varDen),
//
// q being the quantile of the test. It is bounded exactly when den differs
// from zero at that level.
func Fieller(num, den, varNum, varDen, cov, q float64) RatioSet {
	a := den*den - q*q*varDen
	b := num*den - q*q*cov // half the linear term
	c := num*num - q*q*varNum
	root := b*b - a*c
	switch {
	case a > 0:
		root = math.Sqrt(math.Max(0, root)) // the estimate is always inside
		return RatioSet{Bounded, (b - root) / a, (b + root) / a}
	case a < 0 && root > 0:
		root = math.Sqrt(root)
		return RatioSet{Outside, (b + root) / a, (b - root) / a}
	}
	return RatioSet{Kind: Everything}
}
