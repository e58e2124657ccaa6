package stats

import (
	"math"
	"math/rand/v2"
)

// TaroneZ tests counts k[i] of n[i] for more spread than one binomial
// probability gives (Tarone 1979, doi 10.1093/biomet/66.3.585), best against
// the beta-binomial:
//
//	Z = (Σ (k - n p)²/(p(1-p)) - Σ n) / sqrt(2 Σ n(n-1)),  p = Σ k/Σ n.
//
// P is one-sided, for more spread. Units with n = 1 cannot show any. It takes p
// to be one value and large counts; within one animal BranchCounts is exact.
func TaroneZ(k, n []int) Difference {
	sumK, sumN, pairs := countTotals(k, n)
	if pairs == 0 {
		return Difference{Undetermined: "no unit has two trials"}
	}
	if sumK == 0 || sumK == sumN {
		return Difference{Undetermined: "all trials have the same outcome"}
	}
	p := sumK / sumN
	s := 0.0
	for i := range k {
		d := float64(k[i]) - float64(n[i])*p
		s += d * d / (p * (1 - p))
	}
	out := Difference{SE: 1, Estimate: (s - sumN) / math.Sqrt(2*pairs)}
	out.Statistic = out.Estimate
	out.P = math.Erfc(out.Statistic/math.Sqrt2) / 2
	out.Interval = Interval{math.Inf(-1), math.Inf(1)}
	return out
}

// countTotals returns Σ k, Σ n and Σ n(n-1).
func countTotals(k, n []int) (sumK, sumN, pairs float64) {
	if len(k) != len(n) {
		panic("stats: counts: slice length mismatch")
	}
	for i := range k {
		if k[i] < 0 || k[i] > n[i] {
			panic("stats: counts need 0 <= k <= n")
		}
		sumK += float64(k[i])
		sumN += float64(n[i])
		pairs += float64(n[i]) * float64(n[i]-1)
	}
	return sumK, sumN, pairs
}

// BranchDispersion says how unevenly K events fall on B branches.
type BranchDispersion struct {
	ChiSquare float64 // Σ (k - K n/N)²/(K n/N)
	// Expected is its mean when the K events are K of the N places drawn without
	// replacement: (B-1)(N-K)/(N-1), less than B-1.
	Expected     float64
	Ratio        float64 // ChiSquare/Expected; 1 by chance, above it: specific branches
	P, MinimumP  float64
	Assignments  int
	Exact        bool
	Undetermined string
}

// BranchCounts tests whether k[i] events among n[i] places on each branch are
// spread as a draw without replacement from all places of the animal would
// spread them. All ways are visited when there are few (multivariate
// hypergeometric weights), otherwise they are drawn. One animal a call: a
// difference between animals is no branch-specificity. BranchCountsOver
// combines animals.
func BranchCounts(k, n []int, p PermutationParams, rng *rand.Rand) BranchDispersion {
	return BranchCountsOver([][]int{k}, [][]int{n}, p, rng)
}

// BranchCountsOver adds ChiSquare and Expected over animals, the events of each
// staying within it, and tests the sum.
func BranchCountsOver(k, n [][]int, p PermutationParams, rng *rand.Rand) BranchDispersion {
	if len(k) != len(n) {
		panic("stats: BranchCountsOver: slice length mismatch")
	}
	var animals []*branchDraw
	var out BranchDispersion
	for i := range k {
		if a := newBranchDraw(k[i], n[i]); a.expected > 0 {
			animals = append(animals, a)
			out.ChiSquare += a.chiSquare(a.k)
			out.Expected += a.expected
		}
	}
	if len(animals) == 0 {
		return BranchDispersion{Undetermined: "no animal with two branches and some, not all, of its places taken"}
	}
	out.Ratio = out.ChiSquare / out.Expected
	if dist, ways, ok := exactBranches(animals, p.exactUpTo()); ok {
		out.Exact, out.Assignments = true, ways
		out.P, out.MinimumP = dist.tail(out.ChiSquare)
		return out
	}
	extreme, draws := 1, p.draws()
	for range draws {
		sum := 0.0
		for _, a := range animals {
			sum += a.draw(rng)
		}
		if sum >= out.ChiSquare*(1-1e-9) {
			extreme++
		}
	}
	out.Assignments = draws
	out.P, out.MinimumP = float64(extreme)/float64(draws+1), 1/float64(draws+1)
	return out
}
