package stats

import (
	"math"
	"math/rand/v2"
)

// assignment is the arms of an experiment, stratum by stratum, and the
// statistic of one way to assign them.
type assignment struct {
	statistic PermutationStatistic
	blocks    []block
}

// block is one stratum: its rows centred at their mean, treated ones first.
type block struct {
	x       []float64
	treated int
	weight  float64
	sum, sq float64
}

// newAssignment keeps the strata in which both arms occur.
func newAssignment(x []float64, treated []bool, strata [][]int, s PermutationStatistic) *assignment {
	a := &assignment{statistic: s}
	total := 0.0
	for _, rows := range strata {
		var one, zero []float64
		for _, i := range rows {
			if treated[i] {
				one = append(one, x[i])
			} else {
				zero = append(zero, x[i])
			}
		}
		if len(one) == 0 || len(zero) == 0 {
			continue
		}
		b := block{x: append(one, zero...), treated: len(one)}
		n := float64(len(b.x))
		b.weight = float64(len(one)) * float64(len(zero)) / n
		mean := 0.0
		for _, v := range b.x {
			mean += v / n
		}
		for i := range b.x { // a shift changes no difference and saves digits
			b.x[i] -= mean
			b.sum += b.x[i]
			b.sq += b.x[i] * b.x[i]
		}
		total += b.weight
		a.blocks = append(a.blocks, b)
	}
	for i := range a.blocks {
		a.blocks[i].weight /= total
	}
	return a
}

func (a *assignment) canStudentise() bool {
	for _, b := range a.blocks {
		if b.treated < 2 || len(b.x)-b.treated < 2 {
			return false
		}
	}
	return true
}

// part returns the weighted difference of means of one block whose treated
// rows add up to s and their squares to q, and its squared standard error.
func (b block) part(s, q float64) (diff, variance float64) {
	n1 := float64(b.treated)
	n0 := float64(len(b.x)) - n1
	s0, q0 := b.sum-s, b.sq-q
	diff = b.weight * (s/n1 - s0/n0)
	if n1 < 2 || n0 < 2 {
		return diff, 0
	}
	v := (q-s*s/n1)/(n1-1)/n1 + (q0-s0*s0/n0)/(n0-1)/n0
	if v <= 1e-14*b.sq {
		v = 0 // rounding, not spread
	}
	return diff, b.weight * b.weight * v
}

// scale returns the size the statistic ordinarily has.
func (a *assignment) scale() float64 {
	if a.statistic == Studentised {
		return 1
	}
	sum := 0.0
	for _, b := range a.blocks {
		sum += b.weight * math.Sqrt(b.sq/float64(len(b.x)))
	}
	return sum
}

func (a *assignment) value(diff, variance float64) float64 {
	if a.statistic == MeanDifference {
		return diff
	}
	if variance == 0 {
		if diff == 0 {
			return 0
		}
		return math.Inf(sign(diff))
	}
	return diff / math.Sqrt(variance)
}

// first returns the sums over the leading rows, which are the treated ones.
func (b block) first() (s, q float64) {
	for _, v := range b.x[:b.treated] {
		s += v
		q += v * v
	}
	return s, q
}

func (a *assignment) estimate() float64 {
	sum := 0.0
	for _, b := range a.blocks {
		diff, _ := b.part(b.first())
		sum += diff
	}
	return sum
}

func (a *assignment) observed() float64 {
	var diff, variance float64
	for _, b := range a.blocks {
		d, v := b.part(b.first())
		diff, variance = diff+d, variance+v
	}
	return a.value(diff, variance)
}

// draw returns the statistic of a random assignment.
func (a *assignment) draw(rng *rand.Rand) float64 {
	var diff, variance float64
	for _, b := range a.blocks {
		for i := range b.treated { // the first rows of a shuffle
			j := i + rng.IntN(len(b.x)-i)
			b.x[i], b.x[j] = b.x[j], b.x[i]
		}
		d, v := b.part(b.first())
		diff, variance = diff+d, variance+v
	}
	return a.value(diff, variance)
}

// visitAll calls visit with the statistic of every assignment: all choices of
// the first block, for each all of the second, and so on.
func (a *assignment) visitAll(visit func(float64)) {
	parts := make([][][2]float64, len(a.blocks))
	for k, b := range a.blocks {
		b.choices(0, b.treated, 0, 0, func(s, q float64) {
			d, v := b.part(s, q)
			parts[k] = append(parts[k], [2]float64{d, v})
		})
	}
	var walk func(k int, diff, variance float64)
	walk = func(k int, diff, variance float64) {
		if k == len(parts) {
			visit(a.value(diff, variance))
			return
		}
		for _, c := range parts[k] {
			walk(k+1, diff+c[0], variance+c[1])
		}
	}
	walk(0, 0, 0)
}

// choices calls visit with the sums of every way to take left more rows from
// row i on.
func (b block) choices(i, left int, s, q float64, visit func(s, q float64)) {
	if left == 0 {
		visit(s, q)
		return
	}
	for ; i <= len(b.x)-left; i++ {
		v := b.x[i]
		b.choices(i+1, left-1, s+v, q+v*v, visit)
	}
}
