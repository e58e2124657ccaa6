package stats

import (
	"math"
	"math/rand/v2"
)

// Interaction tests a 2×2 design of independent animals for a difference of
// differences,
//
//	(mean cell[1][1] - mean cell[0][1]) - (mean cell[1][0] - mean cell[0][0]),
//
// by permuting the residuals of the model without interaction (Freedman & Lane
// 1983, doi 10.1080/07350015.1983.10509354), studentised cell by cell. No
// permutation is exact here: it is approximate, the better the more equal the
// cells. Every cell needs two animals.
//
// A difference that is significant in one column and not in the other is no
// interaction; this is.
func Interaction(cell [2][2][]float64, p PermutationParams, rng *rand.Rand) Permutation {
	var size [4]int
	var x []float64
	for c := range 4 {
		v := cell[c/2][c%2]
		if len(v) < 2 {
			return Permutation{Undetermined: "a cell has fewer than two animals"}
		}
		if hasNaN(v) {
			return Permutation{Undetermined: "a value is missing"}
		}
		size[c] = len(v)
		x = append(x, v...)
	}
	estimate, statistic := cellContrast(x, size)
	out := Permutation{Estimate: estimate, Statistic: statistic}
	removeContrast(x, size, estimate)
	count := newTailCount(statistic, p.Tail, 1)
	for range p.draws() {
		rng.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		_, t := cellContrast(x, size)
		count.add(t)
	}
	count.drawn(&out)
	return out
}

// cellSign is +1 for cells 00 and 11 of the contrast, -1 for 01 and 10.
func cellSign(c int) float64 {
	if c == 0 || c == 3 {
		return 1
	}
	return -1
}

// cellContrast returns the contrast of the four cells' means and its ratio to
// its standard error.
func cellContrast(x []float64, size [4]int) (estimate, t float64) {
	variance, first := 0.0, 0
	for c, n := range size {
		mean, sq := 0.0, 0.0
		for _, v := range x[first : first+n] {
			mean += v / float64(n)
		}
		for _, v := range x[first : first+n] {
			sq += (v - mean) * (v - mean)
		}
		estimate += cellSign(c) * mean
		variance += sq / float64(n-1) / float64(n)
		first += n
	}
	if variance == 0 {
		if estimate == 0 {
			return 0, 0
		}
		return estimate, math.Inf(sign(estimate))
	}
	return estimate, estimate / math.Sqrt(variance)
}

// removeContrast turns x into its residuals from the additive model by least
// squares: each cell keeps sign·I/(n_c Σ 1/n) of the contrast I.
func removeContrast(x []float64, size [4]int, contrast float64) {
	inverse := 0.0
	for _, n := range size {
		inverse += 1 / float64(n)
	}
	first := 0
	for c, n := range size {
		mean := 0.0
		for _, v := range x[first : first+n] {
			mean += v / float64(n)
		}
		keep := cellSign(c) * contrast / (float64(n) * inverse)
		for i := first; i < first+n; i++ {
			x[i] += keep - mean
		}
		first += n
	}
}

// Dissociation tests whether a treatment moves one measure more than another
// in the same animals: each measure is divided by its standard deviation over
// all animals, arms together, and the differences are compared between arms by
// Permute, which is exact. The deviation must not look at the arms, so that
// every assignment has the same one; a large effect makes it larger and the
// estimate more cautious.
func Dissociation(first, second []float64, treated []bool, stratum []int, p PermutationParams, rng *rand.Rand) Permutation {
	if len(first) != len(second) || len(first) != len(treated) {
		panic("stats: Dissociation: slice length mismatch")
	}
	s1, s2 := spread(first), spread(second)
	if !(s1 > 0) || !(s2 > 0) {
		return Permutation{Undetermined: "a measure does not vary, or has too few values"}
	}
	d := make([]float64, len(first))
	for i := range d {
		d[i] = first[i]/s1 - second[i]/s2
	}
	return Permute(d, treated, stratum, p, rng)
}

// spread returns the standard deviation with divisor n-1.
func spread(x []float64) float64 {
	mean, sq := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sq += (v - mean) * (v - mean)
	}
	return math.Sqrt(sq / float64(len(x)-1))
}
