package spatial

import "math"

// urn holds, for every i, how many branches have more than i events, others and
// points: all that the likelihood of one animal needs.
type urn struct {
	count, other, of []float64
	choose           float64
}

func newUrn(b []Tally) urn {
	tail := func(n func(Tally) int) (out []float64) {
		for _, t := range b {
			for i := range n(t) {
				if i == len(out) {
					out = append(out, 0)
				}
				out[i]++
			}
		}
		return out
	}
	u := urn{count: tail(func(t Tally) int { return t.Count }),
		other: tail(func(t Tally) int { return t.Of - t.Count }),
		of:    tail(func(t Tally) int { return t.Of })}
	for _, t := range b {
		u.choose += logChoose(t.Of, t.Count)
	}
	return u
}

// log is the likelihood as the product of the urn: event number i+1 of a branch
// has chance (μ + iφ)/(1 + ...), which stays exact as φ goes to 0, where the
// beta functions cancel.
func (u urn) log(mu, phi float64) float64 {
	sum := u.choose
	for i, n := range u.count {
		sum += n * math.Log(mu+float64(i)*phi)
	}
	for i, n := range u.other {
		sum += n * math.Log(1-mu+float64(i)*phi)
	}
	for i, n := range u.of {
		sum -= n * math.Log1p(float64(i)*phi)
	}
	return sum
}

// bestMu maximises over mu. The likelihood is concave in mu, so the root of its
// slope is the only one: Newton's steps, halved intervals where they leave.
func (u urn) bestMu(phi float64) float64 {
	lo, hi, mu := 0.0, 1.0, 0.5
	for range 100 {
		slope, curve := 0.0, 0.0
		for i, n := range u.count {
			x := mu + float64(i)*phi
			slope, curve = slope+n/x, curve-n/(x*x)
		}
		for i, n := range u.other {
			x := 1 - mu + float64(i)*phi
			slope, curve = slope-n/x, curve-n/(x*x)
		}
		if slope > 0 {
			lo = mu
		} else {
			hi = mu
		}
		next := mu - slope/curve
		if !(next > lo && next < hi) {
			next = (lo + hi) / 2
		}
		if math.Abs(next-mu) < 1e-13 {
			return next
		}
		mu = next
	}
	return mu
}

func logChoose(n, k int) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return lg(n) - lg(k) - lg(n-k)
}
