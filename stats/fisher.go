package stats

import "math"

// OddsRatio is an odds ratio with its exact test and interval. A table with an
// empty cell gives the estimate 0 or +Inf, which is an answer. Undetermined says
// why there is none; the numbers are then NaN.
type OddsRatio struct {
	Estimate     float64
	Interval     Interval
	P            float64 // two-sided
	PLess        float64 // odds ratio below 1
	PGreater     float64 // odds ratio above 1
	Least        float64 // the smallest P that the margins could have given
	Undetermined string
}

func noOdds(reason string) OddsRatio {
	nan := math.NaN()
	return OddsRatio{nan, Interval{nan, nan}, nan, nan, nan, nan, reason}
}

// Fisher tests a 2×2 table [[a b] [c d]] with all margins held (Fisher 1935,
// doi 10.2307/2342435). Two-sided P sums the tables no likelier than the one
// seen, with a slack of 1e-7 for rounding. The estimate is the conditional
// maximum likelihood odds ratio, under which a is the mean of the noncentral
// hypergeometric distribution; it lies nearer 1 than ad/bc.
func Fisher(table [2][2]int, confidence float64) OddsRatio {
	zTwoSided(confidence) // checks the range
	h, x, reason := conditional(table)
	if reason != "" {
		return noOdds(reason)
	}
	lower, upper := h.tails(0, x)
	r := OddsRatio{PLess: lower, PGreater: upper, P: h.noLikelier(x), Least: min(h.noLikelier(0), h.noLikelier(len(h)-1))}
	tail := (1 - confidence) / 2
	first, last := x == 0, x == len(h)-1
	switch {
	case first:
		r.Estimate = 0
	case last:
		r.Estimate = math.Inf(1)
	default:
		r.Estimate = h.solve(func(log float64) float64 { return h.mean(log) - float64(x) })
	}
	if r.Interval.Hi = math.Inf(1); !last {
		r.Interval.Hi = h.solve(func(log float64) float64 { l, _ := h.tails(log, x); return tail - l })
	}
	if !first {
		r.Interval.Lo = h.solve(func(log float64) float64 { _, u := h.tails(log, x); return u - tail })
	}
	return r
}

// hypergeometric holds the logarithm of the number of ways to every table with
// the same margins, by the value of the first cell.
type hypergeometric []float64

// conditional returns the tables with the margins of the one seen and the place
// of that one among them.
func conditional(t [2][2]int) (h hypergeometric, x int, reason string) {
	a, b, c, d := t[0][0], t[0][1], t[1][0], t[1][1]
	if a < 0 || b < 0 || c < 0 || d < 0 {
		panic("stats: a table holds counts")
	}
	if a+b == 0 || c+d == 0 || a+c == 0 || b+d == 0 {
		return nil, 0, "a row or column of the table is empty"
	}
	lo, hi := max(0, a-d), min(a+b, a+c)
	for k := lo; k <= hi; k++ {
		h = append(h, logWays(a+b, k)+logWays(c+d, a+c-k))
	}
	return h, a - lo, ""
}

// weights returns the distribution of the first cell under a log odds ratio.
func (h hypergeometric) weights(log float64) []float64 {
	w := make([]float64, len(h))
	peak := math.Inf(-1)
	for k := range h {
		w[k] = h[k] + float64(k)*log
		peak = max(peak, w[k])
	}
	sum := 0.0
	for k := range w {
		w[k] = math.Exp(w[k] - peak)
		sum += w[k]
	}
	for k := range w {
		w[k] /= sum
	}
	return w
}

func (h hypergeometric) mean(log float64) float64 {
	m := 0.0
	for k, w := range h.weights(log) {
		m += float64(k) * w
	}
	return m
}

// tails returns P(X <= x) and P(X >= x).
func (h hypergeometric) tails(log float64, x int) (lower, upper float64) {
	for k, w := range h.weights(log) {
		if k <= x {
			lower += w
		}
		if k >= x {
			upper += w
		}
	}
	return min(lower, 1), min(upper, 1)
}

// noLikelier sums the tables that are no likelier than x under no effect.
func (h hypergeometric) noLikelier(x int) float64 {
	const slack = 1 + 1e-7
	w := h.weights(0)
	p := 0.0
	for _, v := range w {
		if v <= w[x]*slack {
			p += v
		}
	}
	return min(p, 1)
}

// solve returns the odds ratio at which a rising function of its logarithm
// is zero.
func (h hypergeometric) solve(f func(log float64) float64) float64 {
	lo, hi := -1.0, 1.0
	for f(lo) > 0 {
		lo *= 2
	}
	for f(hi) < 0 {
		hi *= 2
	}
	return math.Exp(zeroOf(f, lo, hi))
}

// logWays returns log(n!/(k!(n-k)!)).
func logWays(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
