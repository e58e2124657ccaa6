package stats

import (
	"math"
	"math/rand/v2"
)

// Hierarchy says where rows are nested: Level[0][i] is the outermost unit
// (animal) of row i, Level[1][i] the unit within it (neuron), and so on; rows
// themselves are the innermost. Ids need to be unique only within the unit
// above. Arm (nil: one) fixes how many animals each arm has in every draw.
type Hierarchy struct {
	Arm   []int
	Level [][]int
}

// HierarchicalBootstrap draws with replacement at every level in turn: animals
// within each arm, neurons within each drawn animal, and so on down to rows
// (Saravanan, Berman & Sober 2020, doi 10.51628/001c.13927), and returns the
// statistic of every draw. stat gets rows, with repeats, arm by arm; it must
// not keep them.
//
// With three to five animals an arm the spread is too small: drawing n animals
// with replacement has (n-1)/n of the variance it should, and percentiles of a
// handful of animals know no tails. Widen by SmallSample, and give a
// permutation test beside it.
func HierarchicalBootstrap(h Hierarchy, draws int, rng *rand.Rand, stat func(rows []int) float64) []float64 {
	if draws < 1 {
		panic("stats: HierarchicalBootstrap needs at least one draw")
	}
	trees := h.trees()
	out := make([]float64, draws)
	var rows []int
	for d := range out {
		rows = rows[:0]
		for _, t := range trees {
			rows = t.draw(rows, rng)
		}
		out[d] = stat(rows)
	}
	return out
}

// nest is a unit with the units within it; the innermost hold rows.
type nest struct {
	within []*nest
	rows   []int
}

// trees returns one nest for each arm, arms in rising order.
func (h Hierarchy) trees() []*nest {
	if len(h.Level) == 0 {
		panic("stats: Hierarchy needs at least one level")
	}
	n := len(h.Level[0])
	for _, l := range h.Level {
		if len(l) != n {
			panic("stats: Hierarchy: slice length mismatch")
		}
	}
	var out []*nest
	for _, rows := range strataOrOne(h.Arm, n) {
		out = append(out, newNest(rows, h.Level))
	}
	return out
}

func newNest(rows []int, level [][]int) *nest {
	if len(level) == 0 {
		return &nest{rows: rows}
	}
	id := make([]int, len(rows))
	for k, i := range rows {
		id[k] = level[0][i]
	}
	t := &nest{}
	for _, of := range rowsByGroup(id) {
		within := make([]int, len(of))
		for k, i := range of {
			within[k] = rows[i]
		}
		t.within = append(t.within, newNest(within, level[1:]))
	}
	return t
}

func (t *nest) draw(dst []int, rng *rand.Rand) []int {
	if t.within == nil {
		for range t.rows {
			dst = append(dst, t.rows[rng.IntN(len(t.rows))])
		}
		return dst
	}
	for range t.within {
		dst = t.within[rng.IntN(len(t.within))].draw(dst, rng)
	}
	return dst
}

// BootstrapMoments are exact moments of the hierarchical bootstrap.
type BootstrapMoments struct {
	Mean, Variance float64
	Units          int // of the outermost level
	Undetermined   string
}

// HierarchicalMoments returns, without drawing, the mean and variance that
// HierarchicalBootstrap has for the mean of means (the mean over animals of
// the mean over neurons ... of rows). A unit with m units within it, whose
// bootstrapped means have expectation e_c and variance v_c, has
//
//	E = mean e_c,  V = (mean v_c + mean (e_c - E)²) / m.
//
// Each arm gets one entry. Of the variance between animals it holds (n-1)/n.
func HierarchicalMoments(x []float64, h Hierarchy) []BootstrapMoments {
	var out []BootstrapMoments
	for _, t := range h.trees() {
		b := BootstrapMoments{Units: len(t.within)}
		b.Mean, b.Variance = t.moments(x)
		if b.Units < 2 {
			b.Undetermined = "one unit at the outermost level: its spread cannot be seen"
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		out = []BootstrapMoments{{Undetermined: "no rows"}}
	}
	return out
}

func (t *nest) moments(x []float64) (mean, variance float64) {
	m := float64(len(t.within) + len(t.rows))
	var e, v []float64
	for _, i := range t.rows {
		e, v = append(e, x[i]), append(v, 0)
	}
	for _, c := range t.within {
		ce, cv := c.moments(x)
		e, v = append(e, ce), append(v, cv)
	}
	for _, c := range e {
		mean += c / m
	}
	for i, c := range e {
		variance += (v[i] + (c-mean)*(c-mean)) / (m * m)
	}
	return mean, variance
}

// MeanOfMeans returns the mean over the outermost units of the mean over the
// units within them, down to the rows of one arm of h (nil Arm): what
// HierarchicalMoments is about. Units count the same whatever their rows.
func MeanOfMeans(x []float64, h Hierarchy) float64 {
	t := h.trees()
	if len(t) != 1 {
		panic("stats: MeanOfMeans takes one arm")
	}
	mean, _ := t[0].moments(x)
	return mean
}

// SmallSample widens an interval about its estimate by sqrt(n/(n-1)), the part
// of the spread between n units that a bootstrap of them loses (Hesterberg
// 2015, doi 10.1080/00031305.2015.1089789). One unit has no spread to widen:
// the interval is everything.
func SmallSample(iv Interval, estimate float64, n int) Interval {
	if n < 2 {
		return Interval{math.Inf(-1), math.Inf(1)}
	}
	c := math.Sqrt(float64(n) / float64(n-1))
	return Interval{estimate - c*(estimate-iv.Lo), estimate + c*(iv.Hi-estimate)}
}
