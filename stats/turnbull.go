package stats

import (
	"fmt"
	"math"
	"sort"
)

// IntervalSurvival is the nonparametric maximum likelihood estimate of an
// event time that was only bracketed (Turnbull 1976). All mass sits in the
// innermost brackets (Lo, Hi]; where inside one the event falls the data cannot
// say. A bracket with Lo == Hi is a time seen exactly; Hi may be +Inf.
type IntervalSurvival struct {
	Lo, Hi []float64 // innermost brackets, rising
	Mass   []float64 // probability of the event in each, sums to 1
	// Gap says how far the estimate is from the maximum: the mean log
	// likelihood cannot rise by more than Gap.
	Gap float64
}

const (
	turnbullGap   = 1e-10  // stop here; ten digits of mean log likelihood
	turnbullSteps = 200000 // reached only by data without a sharp maximum
	turnbullPrune = 1e-7   // mass below which a falling bracket is emptied
)

// Turnbull estimates the distribution of an event time known only to lie in
// (lo[i], hi[i]]. hi[i] = +Inf is right censoring after lo[i]; lo[i] == hi[i]
// is an event seen at that time. It iterates the self-consistency (EM) step
//
//	p_j <- p_j · (1/n) Σ_i a_ij / Σ_k a_ik p_k
//
// where a_ij says that innermost bracket j lies within observation i, and
// stops by the Kuhn-Tucker conditions (Gentleman & Geyer 1994, doi
// 10.1093/biomet/81.3.618), so a slow step is not taken for the maximum.
func Turnbull(lo, hi []float64) (IntervalSurvival, error) {
	if len(lo) != len(hi) {
		panic("stats: Turnbull: slice length mismatch")
	}
	for i := range lo {
		if !(lo[i] <= hi[i]) || math.IsInf(lo[i], 1) {
			panic("stats: Turnbull: a bracket needs lo <= hi and a finite lo")
		}
	}
	if len(lo) == 0 {
		return IntervalSurvival{}, nil
	}
	s := innermost(lo, hi)
	w, a := patterns(lo, hi, s)
	gap, ok := selfConsistent(s.Mass, a, w, float64(len(lo)))
	s.Gap = gap
	if !ok {
		return s, fmt.Errorf("stats: Turnbull: no maximum after %d steps (gap %.2g)", turnbullSteps, gap)
	}
	return s, nil
}

// endpoint is one end of a bracket; rank orders ends that share a time: an
// exact time starts on it, every bracket ends on it, an open one starts after.
type endpoint struct {
	t     float64
	rank  int
	right bool
}

// innermost returns the brackets that start at a left end and stop at the very
// next end, being a right end, each with the same mass.
func innermost(lo, hi []float64) IntervalSurvival {
	ends := make([]endpoint, 0, 2*len(lo))
	for i := range lo {
		rank := 2
		if lo[i] == hi[i] {
			rank = 0
		}
		ends = append(ends, endpoint{lo[i], rank, false}, endpoint{hi[i], 1, true})
	}
	sort.Slice(ends, func(a, b int) bool {
		if ends[a].t != ends[b].t {
			return ends[a].t < ends[b].t
		}
		return ends[a].rank < ends[b].rank
	})
	var s IntervalSurvival
	for i := 1; i < len(ends); i++ {
		if !ends[i-1].right && ends[i].right {
			s.Lo = append(s.Lo, ends[i-1].t)
			s.Hi = append(s.Hi, ends[i].t)
		}
	}
	s.Mass = make([]float64, len(s.Lo))
	for j := range s.Mass {
		s.Mass[j] = 1 / float64(len(s.Mass))
	}
	return s
}

// patterns folds observations that cover the same innermost brackets into one
// with a weight. Each covers a run of them: a[i] = [first, last+1).
func patterns(lo, hi []float64, s IntervalSurvival) (w []float64, a [][2]int) {
	at := map[[2]int]int{}
	for i := range lo {
		var run [2]int
		run[0] = sort.Search(len(s.Lo), func(j int) bool {
			if s.Lo[j] == s.Hi[j] && lo[i] < hi[i] {
				return s.Lo[j] > lo[i] // an open bracket starts after its lo
			}
			return s.Lo[j] >= lo[i]
		})
		run[1] = sort.Search(len(s.Hi), func(j int) bool { return s.Hi[j] > hi[i] })
		if lo[i] == hi[i] { // an exact time covers only itself
			run[1] = run[0] + 1
		}
		k, seen := at[run]
		if !seen {
			k = len(a)
			at[run] = k
			a = append(a, run)
			w = append(w, 0)
		}
		w[k]++
	}
	return w, a
}

// selfConsistent iterates p to the maximum in place.
func selfConsistent(p []float64, a [][2]int, w []float64, n float64) (gap float64, ok bool) {
	g := make([]float64, len(p))
	for range turnbullSteps {
		gradient(g, p, a, w, n)
		gap = 0
		for j := range g {
			gap = math.Max(gap, g[j]-1)
		}
		if gap < turnbullGap && flat(g, p) {
			return gap, true
		}
		sum := 0.0
		for j := range p {
			p[j] *= g[j]
			if p[j] < turnbullPrune && g[j] < 0.999 {
				p[j] = 0
			}
			sum += p[j]
		}
		for j := range p {
			p[j] /= sum
			if p[j] == 0 && g[j] > 1+turnbullGap {
				p[j] = turnbullPrune // emptied too early
			}
		}
	}
	return gap, false
}

// gradient sets g[j] to (1/n) Σ_i w_i a_ij / Σ_k a_ik p_k, which is 1 for every
// bracket with mass at the maximum and at most 1 elsewhere.
func gradient(g, p []float64, a [][2]int, w []float64, n float64) {
	clear(g)
	for i, run := range a {
		sum := 0.0
		for j := run[0]; j < run[1]; j++ {
			sum += p[j]
		}
		for j := run[0]; j < run[1]; j++ {
			g[j] += w[i] / (n * sum)
		}
	}
}

// flat reports whether the gradient is 1 wherever there is mass.
func flat(g, p []float64) bool {
	for j := range g {
		if p[j] > 0 && math.Abs(g[j]-1) > math.Sqrt(turnbullGap) {
			return false
		}
	}
	return true
}

// At returns the least and the greatest probability of no event up to and
// including time t. They differ only when t lies inside an innermost bracket.
func (s IntervalSurvival) At(t float64) (least, most float64) {
	least, most = 1, 1
	for j := range s.Mass {
		if s.Lo[j] < t || s.Lo[j] == s.Hi[j] && s.Lo[j] <= t {
			least -= s.Mass[j]
		}
		if s.Hi[j] <= t {
			most -= s.Mass[j]
		}
	}
	return math.Max(0, least), math.Max(0, most)
}
