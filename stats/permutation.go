package stats

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/combin"
)

// PermutationStatistic is what an assignment is judged by.
type PermutationStatistic int

const (
	// MeanDifference is the difference of the arms' means. Exact for the null
	// that the arms have one distribution; if they differ in spread and in
	// size it rejects at the wrong rate.
	MeanDifference PermutationStatistic = iota
	// Studentised divides it by Welch's standard error, recomputed in every
	// assignment; it is asymptotically right for equal means whatever the
	// spreads (Janssen 1997, doi 10.1016/S0167-7152(97)00043-6; Chung & Romano
	// 2013, doi 10.1214/13-AOS1090).
	Studentised
)

// Tail says which statistics speak against the null.
type Tail int

const (
	BothTails Tail = iota // far from zero on either side
	UpperTail             // large
	LowerTail             // small
)

// PermutationParams chooses the statistic and how far to enumerate: up to
// ExactUpTo assignments (0: 200 000) all are visited, beyond it Draws (0: 9999)
// are drawn.
type PermutationParams struct {
	Statistic PermutationStatistic
	Tail      Tail
	ExactUpTo int
	Draws     int
}

// Permutation is the answer of a permutation test.
type Permutation struct {
	Estimate  float64 // in units of the data
	Statistic float64
	P         float64
	// MinimumP is the smallest p these data could have given: with four against
	// four, 2/70. A test whose MinimumP is above the level could not have
	// rejected.
	MinimumP     float64
	Assignments  int  // visited, or drawn
	Exact        bool // all of them were visited
	Undetermined string
}

func (p PermutationParams) exactUpTo() int {
	if p.ExactUpTo == 0 {
		return 200_000
	}
	return p.ExactUpTo
}

func (p PermutationParams) draws() int {
	if p.Draws == 0 {
		return 9999
	}
	return p.Draws
}

// Permute compares treated with untreated rows, rows being what was assigned:
// animals, never what was measured within them (see PermuteGroups). Within
// every stratum (nil: one) each way to choose as many treated rows is as likely.
// Strata are weighted by n1·n0/n. The p-value is the share of assignments at
// least as extreme as the one seen, which is itself among them; of draws it is
// (k+1)/(n+1), so never zero (Phipson & Smyth 2010, doi
// 10.2202/1544-6115.1585).
func Permute(x []float64, treated []bool, stratum []int, p PermutationParams, rng *rand.Rand) Permutation {
	if len(x) != len(treated) {
		panic("stats: Permute: slice length mismatch")
	}
	if hasNaN(x) {
		return Permutation{Undetermined: "a value is missing"}
	}
	a := newAssignment(x, treated, strataOrOne(stratum, len(x)), p.Statistic)
	if len(a.blocks) == 0 {
		return Permutation{Undetermined: "no stratum holds both arms"}
	}
	if p.Statistic == Studentised && !a.canStudentise() {
		return Permutation{Undetermined: "a studentised statistic needs two rows in each arm of each stratum"}
	}
	out := Permutation{Estimate: a.estimate()}
	out.Statistic = a.observed()
	count := newTailCount(out.Statistic, p.Tail, a.scale())
	if a.assignments() <= float64(p.exactUpTo()) {
		a.visitAll(count.add)
		count.exact(&out)
		return out
	}
	for range p.draws() {
		count.add(a.draw(rng))
	}
	count.drawn(&out)
	return out
}

// PermuteTwo compares the means of two independent samples, a minus b.
func PermuteTwo(a, b []float64, p PermutationParams, rng *rand.Rand) Permutation {
	x := append(append([]float64(nil), a...), b...)
	treated := make([]bool, len(x))
	for i := range a {
		treated[i] = true
	}
	return Permute(x, treated, nil, p, rng)
}

// PermuteGroups is Permute on the means of groups: rows belong to group[i]
// (an animal), and groups, not rows, were assigned to arms and strata.
func PermuteGroups(x []float64, group []int, treated []bool, stratum []int, p PermutationParams, rng *rand.Rand) Permutation {
	if len(x) != len(group) || len(x) != len(treated) || stratum != nil && len(x) != len(stratum) {
		panic("stats: PermuteGroups: slice length mismatch")
	}
	var mean []float64
	var arm []bool
	var block []int
	for _, rows := range rowsByGroup(group) {
		sum := 0.0
		for _, i := range rows {
			if treated[i] != treated[rows[0]] || stratum != nil && stratum[i] != stratum[rows[0]] {
				return Permutation{Undetermined: "a group lies in two arms or two strata: it was not assigned as a whole"}
			}
			sum += x[i]
		}
		mean = append(mean, sum/float64(len(rows)))
		arm = append(arm, treated[rows[0]])
		if stratum != nil {
			block = append(block, stratum[rows[0]])
		}
	}
	return Permute(mean, arm, block, p, rng)
}

func hasNaN(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return true
		}
	}
	return false
}

// tailCount counts statistics at least as extreme as the one seen. What
// differs by rounding only counts as equal.
type tailCount struct {
	tail             Tail
	seen, slack      float64
	n, extreme, most int
	top              float64
}

// newTailCount counts against the statistic seen; scale is the size statistics
// ordinarily have, against which rounding is measured.
func newTailCount(seen float64, tail Tail, scale float64) *tailCount {
	c := &tailCount{tail: tail, top: math.Inf(-1), slack: 1e-9 * scale}
	c.seen = c.toward(seen)
	return c
}

func (c *tailCount) toward(v float64) float64 {
	switch c.tail {
	case UpperTail:
		return v
	case LowerTail:
		return -v
	}
	return math.Abs(v)
}

func (c *tailCount) add(v float64) {
	v = c.toward(v)
	c.n++
	if v >= c.seen-c.slack {
		c.extreme++
	}
	switch {
	case v == c.top || math.Abs(v-c.top) <= c.slack:
		c.most++
	case v > c.top:
		c.top, c.most = v, 1
	}
}

func (c *tailCount) exact(out *Permutation) {
	out.Exact, out.Assignments = true, c.n
	out.P = float64(c.extreme) / float64(c.n)
	out.MinimumP = float64(c.most) / float64(c.n)
}

func (c *tailCount) drawn(out *Permutation) {
	out.Assignments = c.n
	out.P = float64(c.extreme+1) / float64(c.n+1)
	out.MinimumP = 1 / float64(c.n+1)
}

// assignments returns how many ways there are to assign.
func (a *assignment) assignments() float64 {
	n := 1.0
	for _, b := range a.blocks {
		n *= combin.GeneralizedBinomial(float64(len(b.x)), float64(b.treated))
	}
	return math.Round(n)
}
