package stats

import (
	"math"
	"sort"
)

// Adjusted p values of one family of tests: a claim is accepted at level α when
// its adjusted p is at most α. All keep the order of the input. A NaN is a test
// that was not made; it stays NaN and does not count in the family. A test that
// was planned but could not be decided should enter as 1, or the family shrinks
// with the quality of the data.
//
// Bonferroni, Holm, Hochberg and Hommel bound the chance of any false claim,
// BenjaminiHochberg and BenjaminiYekutieli the expected share of false claims
// among those made.

// Bonferroni returns min(1, m·p).
func Bonferroni(p []float64) []float64 {
	return adjust(p, func(s []float64) {
		m := float64(len(s))
		for i := range s {
			s[i] *= m
		}
	})
}

// Holm steps down: max over j <= i of (m-j+1)·p₍ⱼ₎ (Holm 1979). It holds
// under any dependence and is never worse than Bonferroni.
func Holm(p []float64) []float64 {
	return adjust(p, func(s []float64) {
		m := len(s)
		for i := range s {
			s[i] *= float64(m - i)
		}
		risingMax(s)
	})
}

// Hochberg steps up: min over j >= i of (m-j+1)·p₍ⱼ₎ (Hochberg 1988, doi
// 10.1093/biomet/75.4.800). It needs independent or positively dependent tests.
func Hochberg(p []float64) []float64 {
	return adjust(p, func(s []float64) {
		m := len(s)
		for i := range s {
			s[i] *= float64(m - i)
		}
		fallingMin(s)
	})
}

// BenjaminiHochberg returns min over j >= i of m·p₍ⱼ₎/j (Benjamini & Hochberg
// 1995, doi 10.1111/j.2517-6161.1995.tb02031.x), for independent or positively
// dependent tests.
func BenjaminiHochberg(p []float64) []float64 {
	return adjust(p, func(s []float64) { stepUpRate(s, 1) })
}

// BenjaminiYekutieli is BenjaminiHochberg times Σ 1/j, which holds under any
// dependence (Benjamini & Yekutieli 2001, doi 10.1214/aos/1013699998).
func BenjaminiYekutieli(p []float64) []float64 {
	return adjust(p, func(s []float64) {
		c := 0.0
		for j := range s {
			c += 1 / float64(j+1)
		}
		stepUpRate(s, c)
	})
}

// Hommel is the closed test of Simes' inequality: the adjusted p of a test is
// the largest Simes p, min over j of k·p₍ⱼ₎/j, of any set of k tests that holds
// it (Hommel 1988, doi 10.1093/biomet/75.2.383; by the recursion of Wright 1992,
// doi 10.2307/2532694). It is never worse than Hochberg and needs the same.
func Hommel(p []float64) []float64 {
	return adjust(p, hommelSorted)
}

func hommelSorted(p []float64) {
	n := len(p)
	all := math.Inf(1) // Simes p of the whole family
	for i, v := range p {
		all = min(all, float64(n)*v/float64(i+1))
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = all
	}
	for m := n - 1; m >= 2; m-- {
		// The m-1 largest belong to every worst set of m.
		rest := math.Inf(1)
		for j, v := range p[n-m+1:] {
			rest = min(rest, float64(m)*v/float64(j+2))
		}
		for i := range n {
			k := min(i, n-m)
			out[i] = max(out[i], min(float64(m)*p[k], rest))
		}
	}
	for i := range p {
		p[i] = max(out[i], p[i])
	}
}

func stepUpRate(s []float64, factor float64) {
	m := float64(len(s))
	for i := range s {
		s[i] *= factor * m / float64(i+1)
	}
	fallingMin(s)
}

// adjust sorts the tests made, lets step change them in rising order and puts
// them back, cut at 1.
func adjust(p []float64, step func(sorted []float64)) []float64 {
	out := make([]float64, len(p))
	var order []int
	for i, v := range p {
		if out[i] = v; math.IsNaN(v) {
			continue
		}
		if v < 0 || v > 1 {
			panic("stats: a p value lies between 0 and 1")
		}
		order = append(order, i)
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	sorted := make([]float64, len(order))
	for i, o := range order {
		sorted[i] = p[o]
	}
	step(sorted)
	for i, o := range order {
		out[o] = min(sorted[i], 1)
	}
	return out
}

func risingMax(s []float64) {
	for i := 1; i < len(s); i++ {
		s[i] = max(s[i], s[i-1])
	}
}

func fallingMin(s []float64) {
	for i := len(s) - 2; i >= 0; i-- {
		s[i] = min(s[i], s[i+1])
	}
}
