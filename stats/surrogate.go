package stats

import (
	"math"
	"math/rand/v2"
)

// Surrogate is a test of an association against surrogates of one of its two
// series. Large values speak for an association.
type Surrogate struct {
	Statistic    float64
	P            float64
	MinimumP     float64
	NullMean     float64 // over the surrogates, without the one seen
	Surrogates   int     // with the one seen
	Exact        bool    // all of them were visited
	Undetermined string
}

// SessionPermutation tests whether the behaviour of a session goes with the
// signal of the same session more than with the signals of others: the
// statistic is the mean association over sessions, and the null pairs
// behaviours with signals at random, all n! ways when they are few. It assumes
// of the series only that sessions are exchangeable: slow drift, which every
// session has, is in the null too. It is the null to use first. Sessions of
// one animal belong to one entry.
//
// association(b, s) is the association of behaviour b with signal s, cut to
// their common length by the caller. With n sessions no p is below 1/n!.
func SessionPermutation(n int, association func(behaviour, signal int) float64, p PermutationParams, rng *rand.Rand) Surrogate {
	if n < 2 {
		return Surrogate{Undetermined: "fewer than two sessions: no other signal to pair with"}
	}
	score := make([]float64, n*n)
	for b := range n {
		for s := range n {
			score[b*n+s] = association(b, s)
		}
	}
	if hasNaN(score) {
		return Surrogate{Undetermined: "the association of some pair of sessions has no value"}
	}
	mean := func(perm []int) float64 {
		sum := 0.0
		for b, s := range perm {
			sum += score[b*n+s]
		}
		return sum / float64(n)
	}
	perm := make([]int, n)
	for i := range perm {
		perm[i] = i
	}
	ways := math.Round(math.Gamma(float64(n + 1)))
	c := surrogateCount{seen: mean(perm)}
	if ways <= float64(p.exactUpTo()) {
		visitPermutations(perm, 0, func() { c.add(mean(perm)) })
		return c.result(true)
	}
	for range p.draws() {
		rng.Shuffle(n, func(i, j int) { perm[i], perm[j] = perm[j], perm[i] })
		c.add(mean(perm))
	}
	return c.result(false)
}

// visitPermutations calls do with every order of the entries of perm from i
// on, and leaves perm as it was.
func visitPermutations(perm []int, i int, do func()) {
	if i == len(perm) {
		do()
		return
	}
	for j := i; j < len(perm); j++ {
		perm[i], perm[j] = perm[j], perm[i]
		visitPermutations(perm, i+1, do)
		perm[i], perm[j] = perm[j], perm[i]
	}
}

// LinearShift tests the association of two series of one length, of which the
// second is stationary, however autocorrelated (Harris 2020, arXiv
// 2012.06862). The middle of fixed stands still; the window of stationary
// against it is shifted by -reach to reach samples, all inside the recording,
// so nothing is wrapped around. If the unshifted value is among the m largest
// of the 2·reach+1,
//
//	P = m/(reach+1),
//
// at most 1: conservative by up to a factor of two, and never below
// 1/(reach+1). reach must be long against the autocorrelation.
//
// association(fixed, shifted) gets two windows of one length.
func LinearShift(fixed, stationary []float64, reach int, association func(fixed, shifted []float64) float64) Surrogate {
	if len(fixed) != len(stationary) {
		panic("stats: LinearShift: slice length mismatch")
	}
	if reach < 1 || len(fixed) <= 2*reach {
		return Surrogate{Undetermined: "the recording is too short to be shifted that far"}
	}
	still := fixed[reach : len(fixed)-reach]
	at := func(shift int) float64 {
		return association(still, stationary[reach+shift:len(stationary)-reach+shift])
	}
	c := surrogateCount{seen: at(0)}
	c.add(c.seen)
	missing := math.IsNaN(c.seen)
	for s := 1; s <= reach; s++ {
		for _, v := range []float64{at(s), at(-s)} {
			missing = missing || math.IsNaN(v)
			c.add(v)
		}
	}
	if missing {
		return Surrogate{Undetermined: "the association at some shift has no value"}
	}
	out := c.result(true)
	out.P = math.Min(1, float64(c.extreme)/float64(reach+1))
	out.MinimumP = 1 / float64(reach+1)
	return out
}

// CircularShift compares the association at shift 0 with that at every other
// of n circular shifts. It is here to be compared with, and to read older
// work: it fails on drifting signals, where the wrap puts the end of a
// recording against its start, with up to all true nulls rejected (Harris
// 2020). Use SessionPermutation or LinearShift.
func CircularShift(n int, association func(shift int) float64) Surrogate {
	if n < 2 {
		return Surrogate{Undetermined: "fewer than two samples"}
	}
	c := surrogateCount{seen: association(0)}
	c.add(c.seen)
	missing := math.IsNaN(c.seen)
	for s := 1; s < n; s++ {
		v := association(s)
		missing = missing || math.IsNaN(v)
		c.add(v)
	}
	if missing {
		return Surrogate{Undetermined: "the association at some shift has no value"}
	}
	return c.result(true)
}

// surrogateCount counts surrogates at least as large as the one seen.
type surrogateCount struct {
	seen, sum  float64
	n, extreme int
	most       int
	top        float64
}

func (c *surrogateCount) add(v float64) {
	if c.n == 0 || v > c.top+1e-9*math.Abs(c.top) {
		c.top, c.most = v, 1
	} else if v >= c.top-1e-9*math.Abs(c.top) {
		c.most++
	}
	c.n++
	c.sum += v
	if v >= c.seen-1e-9*math.Abs(c.seen) {
		c.extreme++
	}
}

// result gives the share at least as large: of all surrogates, the one seen
// among them, or of draws with the one seen added.
func (c *surrogateCount) result(all bool) Surrogate {
	out := Surrogate{Statistic: c.seen, Exact: all, Surrogates: c.n}
	if all {
		out.P = float64(c.extreme) / float64(c.n)
		out.MinimumP = float64(c.most) / float64(c.n)
		out.NullMean = (c.sum - c.seen) / float64(c.n-1)
		return out
	}
	out.Surrogates++
	out.P = float64(c.extreme+1) / float64(c.n+1)
	out.MinimumP = 1 / float64(c.n+1)
	out.NullMean = c.sum / float64(c.n)
	return out
}
