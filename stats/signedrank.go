package stats

import (
	"math"
	"sort"
)

// SignedRank tests whether differences lie symmetrically about zero (Wilcoxon
// 1945, doi 10.2307/3001968). Differences of exactly zero are left out, as
// Wilcoxon did. Up to 80 differences all signs are counted, ties as they are.
// The estimate is the median of the means of all pairs of differences.
func SignedRank(d []float64, confidence float64) RankTest {
	zTwoSided(confidence) // checks the range
	if !allFinite(d) {
		return noRanks(notFinite)
	}
	var kept, size []float64
	for _, v := range d {
		if v != 0 {
			kept, size = append(kept, v), append(size, math.Abs(v))
		}
	}
	if len(kept) == 0 {
		return noRanks("no difference other than zero")
	}
	rank, ties := midranks(size)
	r := RankTest{Exact: len(kept) <= exactRanks}
	for i, v := range kept {
		if v > 0 {
			r.Statistic += rank[i]
		}
	}
	n := float64(len(kept))
	if r.Exact {
		sums := signSums(doubled(rank))
		r.PLess, r.PGreater, r.P = tailSums(sums, int(math.Round(2*r.Statistic)))
		r.Least = farthest(sums)
	} else {
		sd := math.Sqrt(n*(n+1)*(2*n+1)/24 - ties/48)
		r.PLess, r.PGreater, r.P = correctedNormal(r.Statistic-n*(n+1)/4, sd)
		_, _, r.Least = correctedNormal(n*(n+1)/4, sd)
	}
	r.Estimate, r.Interval, r.Coverage = symmetryCenter(kept, confidence)
	return r
}

// symmetryCenter returns the median of the means of all pairs, each value with
// itself as well, and the order statistics between which the center lies.
func symmetryCenter(d []float64, confidence float64) (float64, Interval, float64) {
	n := len(d)
	means := make([]float64, 0, n*(n+1)/2)
	for i, a := range d {
		for _, b := range d[i:] {
			means = append(means, (a+b)/2)
		}
	}
	sort.Float64s(means)
	var below func(k int) float64 // P(W < k)
	if n <= exactRanks {
		ranks := make([]int, n)
		for i := range ranks {
			ranks[i] = i + 1
		}
		cumulative := sums(signSums(ranks))
		below = func(k int) float64 { return cumulative[k-1] }
	} else {
		m := float64(n)
		mean, sd := m*(m+1)/4, math.Sqrt(m*(m+1)*(2*m+1)/24)
		below = func(k int) float64 { return normalUpper((mean - float64(k) + 0.5) / sd) }
	}
	iv, coverage := orderInterval(means, confidence, below)
	return median(means), iv, coverage
}
