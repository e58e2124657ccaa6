package stats

import "math"

// Contrast tests Σ wᵢ·mean(groupᵢ) against zero with the variance pooled over
// all groups, as after an analysis of variance: SE² = v·Σ wᵢ²/nᵢ with N-k degrees
// of freedom. With weights of products (+1 -1 -1 +1) it is an interaction
// contrast of a two-way layout.
func Contrast(groups [][]float64, weights []float64, confidence float64) Test {
	estimate, reason := contrastOf(groups, weights)
	n, sum := 0, 0.0
	for i, g := range groups {
		n += len(g)
		sum += weights[i] * weights[i] / float64(len(g))
	}
	df := float64(n - len(groups))
	switch {
	case reason != "":
		return undetermined(reason)
	case df < 1:
		return undetermined(tooFew)
	}
	return NewTest(estimate, math.Sqrt(pooledVariance(groups...)*sum), df, confidence)
}

// WelchContrast tests Σ wᵢ·mean(groupᵢ) against zero, each group with its own
// variance (Welch 1947; Satterthwaite 1946, doi 10.2307/3002019):
//
//	SE² = Σ wᵢ²vᵢ/nᵢ,  df = SE⁴ / Σ (wᵢ²vᵢ/nᵢ)²/(nᵢ-1)
//
// Groups of weight zero do not enter.
func WelchContrast(groups [][]float64, weights []float64, confidence float64) Test {
	estimate, reason := contrastOf(groups, weights)
	var parts, dfs []float64
	for i, g := range groups {
		if weights[i] == 0 {
			continue
		}
		if lack := lacking(g); lack != "" && reason == "" {
			reason = lack
		}
		_, v := meanVariance(g)
		parts = append(parts, weights[i]*weights[i]*v/float64(len(g)))
		dfs = append(dfs, float64(len(g)-1))
	}
	if reason != "" {
		return undetermined(reason)
	}
	variance, df := satterthwaite(parts, dfs)
	if variance == 0 {
		u := undetermined(allEqual)
		u.Estimate = estimate
		return u
	}
	return NewTest(estimate, math.Sqrt(variance), df, confidence)
}

// DifferenceInDifferences tests (a1-a0) - (b1-b0) of four independent groups,
// each with its own variance: whether what turns a0 into a1 does as much as what
// turns b0 into b1.
func DifferenceInDifferences(a1, a0, b1, b0 []float64, confidence float64) Test {
	return WelchContrast([][]float64{a1, a0, b1, b0}, []float64{1, -1, -1, 1}, confidence)
}

// satterthwaite returns the sum of independent variance estimates and the
// degrees of freedom of that sum.
func satterthwaite(parts, dfs []float64) (variance, df float64) {
	for _, p := range parts {
		variance += p
	}
	below := 0.0
	for i, p := range parts {
		share := p / variance
		below += share * share / dfs[i]
	}
	return variance, 1 / below
}

// contrastOf returns Σ wᵢ·mean(groupᵢ), or why there is none.
func contrastOf(groups [][]float64, weights []float64) (sum float64, reason string) {
	if len(groups) != len(weights) {
		panic("stats: a contrast needs one weight a group")
	}
	for i, g := range groups {
		if weights[i] == 0 {
			continue
		}
		switch {
		case len(g) == 0:
			return 0, "an empty group"
		case !allFinite(g):
			return 0, notFinite
		}
		m, _ := meanVariance(g)
		sum += weights[i] * m
	}
	return sum, ""
}
