package stats

import (
	"math"
	"math/rand/v2"
	"sort"
)

// BootstrapGroups draws whole groups of rows with replacement and returns the
// statistic of every draw. Row i belongs to group[i]; the rows of a group move
// together, so the spread reflects groups (animals), not rows. A group picked
// twice gives its rows twice. stat must not keep rows.
func BootstrapGroups(group []int, draws int, rng *rand.Rand, stat func(rows []int) float64) []float64 {
	if draws < 1 {
		panic("stats: BootstrapGroups needs at least one draw")
	}
	members := rowsByGroup(group)
	out := make([]float64, draws)
	var rows []int
	for d := range out {
		rows = rows[:0]
		for range members {
			rows = append(rows, members[rng.IntN(len(members))]...)
		}
		out[d] = stat(rows)
	}
	return out
}

// rowsByGroup returns the rows of every group, groups in rising order.
func rowsByGroup(group []int) [][]int {
	byID := map[int][]int{}
	for row, g := range group {
		byID[g] = append(byID[g], row)
	}
	ids := make([]int, 0, len(byID))
	for g := range byID {
		ids = append(ids, g)
	}
	sort.Ints(ids)
	members := make([][]int, len(ids))
	for i, g := range ids {
		members[i] = byID[g]
	}
	return members
}

// PercentileInterval returns the central interval of the draws that holds the
// given share of them. NaN draws are left out; no draws give NaN ends.
func PercentileInterval(draws []float64, confidence float64) Interval {
	zTwoSided(confidence) // checks the range
	return Interval{
		Quantile(draws, 0.5-confidence/2),
		Quantile(draws, 0.5+confidence/2),
	}
}

// Quantile returns the q-th quantile of x, interpolated linearly between order
// statistics (Hyndman & Fan 1996, type 7). NaN values are left out; with none
// left the result is NaN.
func Quantile(x []float64, q float64) float64 {
	if !(q >= 0 && q <= 1) {
		panic("stats: quantile must lie between 0 and 1")
	}
	v := make([]float64, 0, len(x))
	for _, a := range x {
		if !math.IsNaN(a) {
			v = append(v, a)
		}
	}
	if len(v) == 0 {
		return math.NaN()
	}
	sort.Float64s(v)
	h := q * float64(len(v)-1)
	i := int(h)
	if i+1 >= len(v) {
		return v[len(v)-1]
	}
	return v[i] + (h-float64(i))*(v[i+1]-v[i])
}
