package stats

import (
	"math"
	"sort"
)

// RankTest is a test of order with the shift between groups that it implies.
// Undetermined says why there is none; the numbers are then NaN.
type RankTest struct {
	Estimate  float64  // Hodges-Lehmann: the median of all differences
	Interval  Interval // of the shift, by order statistics of the differences
	Coverage  float64  // what the interval covers, below what was asked when so few values cannot do it
	Statistic float64  // U: pairs with x above y, ties half; or W+: ranks of positive differences
	P         float64  // two-sided
	PLess     float64  // x below y
	PGreater  float64  // x above y
	Least     float64  // the smallest P that these sizes and ties could have given
	// Exact says that P comes from all arrangements, ties as they are, not from
	// the normal distribution with correction for continuity and ties.
	Exact        bool
	Undetermined string
}

// exactRanks is the number of values up to which all arrangements are counted.
const exactRanks = 80

func noRanks(reason string) RankTest {
	nan := math.NaN()
	return RankTest{nan, Interval{nan, nan}, nan, nan, nan, nan, nan, nan, false, reason}
}

// MannWhitney tests whether x tends to lie above or below y (Wilcoxon 1945, doi
// 10.2307/3001968; Mann & Whitney 1947, doi 10.1214/aoms/1177730491), and
// estimates the shift (Hodges & Lehmann 1963, doi 10.1214/aoms/1177704172). Up
// to 80 values all arrangements of the midranks are counted, so ties are exact;
// two-sided P is the share of arrangements at least as far from the mean. The
// interval supposes values without ties and groups that differ by a shift.
func MannWhitney(x, y []float64, confidence float64) RankTest {
	zTwoSided(confidence) // checks the range
	if reason := lackingOrder(x, y); reason != "" {
		return noRanks(reason)
	}
	nx, ny := len(x), len(y)
	rank, ties := midranks(append(append([]float64(nil), x...), y...))
	sum := 0.0
	for _, r := range rank[:nx] {
		sum += r
	}
	r := RankTest{Statistic: sum - float64(nx*(nx+1))/2, Exact: nx+ny <= exactRanks}
	a, b, n := float64(nx), float64(ny), float64(nx+ny)
	if r.Exact {
		sums := subsetSums(doubled(rank), nx)
		r.PLess, r.PGreater, r.P = tailSums(sums, int(math.Round(2*sum)))
		r.Least = farthest(sums)
	} else {
		sd := math.Sqrt(a * b / 12 * (n + 1 - ties/(n*(n-1))))
		r.PLess, r.PGreater, r.P = correctedNormal(r.Statistic-a*b/2, sd)
		_, _, r.Least = correctedNormal(a*b/2, sd)
	}
	r.Estimate, r.Interval, r.Coverage = shift(x, y, confidence)
	return r
}

// shift returns the median of all differences x-y and their order statistics
// between which the shift lies.
func shift(x, y []float64, confidence float64) (float64, Interval, float64) {
	nx, ny := len(x), len(y)
	d := make([]float64, 0, nx*ny)
	for _, a := range x {
		for _, b := range y {
			d = append(d, a-b)
		}
	}
	sort.Float64s(d)
	var below func(k int) float64 // P(U < k)
	if nx+ny <= exactRanks {
		ranks := make([]int, nx+ny)
		for i := range ranks {
			ranks[i] = i + 1
		}
		cumulative := sums(subsetSums(ranks, nx))
		below = func(k int) float64 { return cumulative[k+nx*(nx+1)/2-1] }
	} else {
		mean, sd := float64(nx*ny)/2, math.Sqrt(float64(nx*ny)*float64(nx+ny+1)/12)
		below = func(k int) float64 { return normalUpper((mean - float64(k) + 0.5) / sd) }
	}
	iv, coverage := orderInterval(d, confidence, below)
	return median(d), iv, coverage
}

// correctedNormal returns the tails of a statistic that moves in steps of one,
// off its mean by so much.
func correctedNormal(off, sd float64) (less, greater, both float64) {
	less, greater = normalUpper(-(off+0.5)/sd), normalUpper((off-0.5)/sd)
	return less, greater, min(1, 2*min(less, greater))
}

// sums returns the running sums of p.
func sums(p []float64) []float64 {
	out := make([]float64, len(p))
	sum := 0.0
	for i, v := range p {
		sum += v
		out[i] = sum
	}
	return out
}

// lackingOrder says why groups cannot be ordered, or nothing.
func lackingOrder(groups ...[]float64) string {
	equal := true
	for _, g := range groups {
		switch {
		case !allFinite(g):
			return notFinite
		case len(g) == 0:
			return "an empty group"
		}
		for _, v := range g {
			equal = equal && v == groups[0][0]
		}
	}
	if equal {
		return allEqual
	}
	return ""
}
