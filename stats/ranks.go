package stats

import (
	"math"
	"sort"
)

// midranks returns the rank of every value, tied values sharing the mean of
// theirs, and Σ (t³-t) over the groups of t tied values.
func midranks(x []float64) (rank []float64, ties float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return x[order[a]] < x[order[b]] })
	rank = make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			rank[order[k]] = float64(i+j+1) / 2
		}
		t := float64(j - i)
		ties += t*t*t - t
		i = j
	}
	return rank, ties
}

// doubled returns midranks times two, which are whole numbers.
func doubled(rank []float64) []int {
	out := make([]int, len(rank))
	for i, r := range rank {
		out[i] = int(math.Round(2 * r))
	}
	return out
}

// subsetSums returns the distribution of the sum of n scores drawn without
// replacement, as probabilities of 0, 1, 2, ... (shift algorithm of Streitberg &
// Röhmel 1986): ways[k][s] counts the subsets of k scores that sum to s.
func subsetSums(scores []int, n int) []float64 {
	total := 0
	for _, s := range scores {
		total += s
	}
	ways := make([][]float64, n+1)
	for k := range ways {
		ways[k] = make([]float64, total+1)
	}
	ways[0][0] = 1
	reach := 0
	for i, score := range scores {
		reach += score
		for k := min(i+1, n); k >= 1; k-- {
			for s := reach; s >= score; s-- {
				ways[k][s] += ways[k-1][s-score]
			}
		}
	}
	return shares(ways[n])
}

// signSums returns the distribution of the sum of the scores that draw a plus
// when every score draws its sign by a fair coin.
func signSums(scores []int) []float64 {
	total := 0
	for _, s := range scores {
		total += s
	}
	ways := make([]float64, total+1)
	ways[0] = 1
	reach := 0
	for _, score := range scores {
		reach += score
		for s := reach; s >= score; s-- {
			ways[s] += ways[s-score]
		}
	}
	return shares(ways)
}

func shares(ways []float64) []float64 {
	sum := 0.0
	for _, w := range ways {
		sum += w
	}
	for i := range ways {
		ways[i] /= sum
	}
	return ways
}

// tailSums returns P(S <= s), P(S >= s) and the probability of lying at least
// as far from the mean as s.
func tailSums(prob []float64, s int) (lower, upper, both float64) {
	mean := 0.0
	for i, p := range prob {
		mean += float64(i) * p
	}
	// Sums are whole numbers and their mean a multiple of 1/N: far less than
	// this apart only by rounding.
	const slack = 1e-7
	far := math.Abs(float64(s)-mean) - slack
	for i, p := range prob {
		if i <= s {
			lower += p
		}
		if i >= s {
			upper += p
		}
		if math.Abs(float64(i)-mean) >= far {
			both += p
		}
	}
	return min(lower, 1), min(upper, 1), min(both, 1)
}

// farthest returns the probability of the sums farthest from the mean, the
// smallest that tailSums gives for both sides.
func farthest(prob []float64) float64 {
	lo, hi := 0, len(prob)-1
	for prob[lo] == 0 {
		lo++
	}
	for prob[hi] == 0 {
		hi--
	}
	_, _, low := tailSums(prob, lo)
	_, _, high := tailSums(prob, hi)
	return min(low, high)
}

// orderInterval picks from rising values the k-th and the k-th last, with the
// greatest k for which lower(k), the chance of fewer than k, is at most (1-confidence)/2; at
// least the first and the last. It returns what these cover.
func orderInterval(rising []float64, confidence float64, lower func(k int) float64) (Interval, float64) {
	k := 1
	for 2*(k+1) <= len(rising) && lower(k+1) <= (1-confidence)/2 {
		k++
	}
	return Interval{rising[k-1], rising[len(rising)-k]}, 1 - 2*lower(k)
}

func median(rising []float64) float64 {
	n := len(rising)
	return (rising[(n-1)/2] + rising[n/2]) / 2
}
