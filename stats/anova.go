package stats

import "math"

// FTest is a variance ratio with its degrees of freedom. P is the upper tail.
// Undetermined says why there is none; the numbers are then NaN.
type FTest struct {
	Statistic    float64
	DF1, DF2     float64
	SS           float64 // sum of squares of the effect; zero where the test has none
	SSError      float64 // of the error it is held against; zero likewise
	P            float64
	Undetermined string
}

func noF(reason string) FTest {
	nan := math.NaN()
	return FTest{nan, nan, nan, nan, nan, nan, reason}
}

// newF tests ss/df1 against ssError/df2.
func newF(ss, df1, ssError, df2 float64) FTest {
	switch {
	case df2 < 1:
		return noF("no degrees of freedom are left for the error")
	case !(ssError > 0):
		return noF(allEqual)
	}
	f := ss / df1 / (ssError / df2)
	return FTest{f, df1, df2, ss, ssError, fUpper(f, df1, df2), ""}
}

// PartialEtaSquared is the share of the effect in effect and error, SS/(SS+SSError).
func (f FTest) PartialEtaSquared() float64 { return f.SS / (f.SS + f.SSError) }

// OneWay tests whether any of the groups has another mean, one variance for all
// (Fisher 1925).
func OneWay(groups ...[]float64) FTest {
	if reason := lackingGroups(groups, 1); reason != "" {
		return noF(reason)
	}
	n, sum := 0.0, 0.0
	for _, g := range groups {
		m, _ := meanVariance(g)
		n += float64(len(g))
		sum += m * float64(len(g))
	}
	between, within := 0.0, 0.0
	for _, g := range groups {
		m, v := meanVariance(g)
		between += float64(len(g)) * (m - sum/n) * (m - sum/n)
		if len(g) > 1 {
			within += v * float64(len(g)-1)
		}
	}
	k := float64(len(groups))
	return newF(between, k-1, within, n-k)
}

// WelchANOVA tests whether any of the groups has another mean, each with its
// own variance (Welch 1951, doi 10.1093/biomet/38.3-4.330). With wᵢ = nᵢ/vᵢ, W
// their sum, m the mean under these weights and Λ = Σ (1-wᵢ/W)²/(nᵢ-1):
//
//	F = Σ wᵢ(mᵢ-m)²/(k-1) / (1 + 2(k-2)Λ/(k²-1)),  df = k-1, (k²-1)/(3Λ)
func WelchANOVA(groups ...[]float64) FTest {
	if reason := lackingGroups(groups, 2); reason != "" {
		return noF(reason)
	}
	k := float64(len(groups))
	w, m := make([]float64, len(groups)), make([]float64, len(groups))
	total, center := 0.0, 0.0
	for i, g := range groups {
		mean, v := meanVariance(g)
		if v == 0 {
			return noF("no spread: all values of a group are equal")
		}
		m[i], w[i] = mean, float64(len(g))/v
		total += w[i]
		center += w[i] * mean
	}
	between, lambda := 0.0, 0.0
	for i, g := range groups {
		off := m[i] - center/total
		between += w[i] * off * off
		lambda += (1 - w[i]/total) * (1 - w[i]/total) / float64(len(g)-1)
	}
	f := between / (k - 1) / (1 + 2*(k-2)*lambda/(k*k-1))
	df2 := (k*k - 1) / (3 * lambda)
	return FTest{Statistic: f, DF1: k - 1, DF2: df2, P: fUpper(f, k-1, df2)}
}

// lackingGroups says why groups cannot be compared when each needs so many
// values, or nothing.
func lackingGroups(groups [][]float64, least int) string {
	if len(groups) < 2 {
		return "fewer than two groups"
	}
	for _, g := range groups {
		switch {
		case !allFinite(g):
			return notFinite
		case len(g) < least && least == 1:
			return "an empty group"
		case len(g) < least:
			return tooFew
		}
	}
	return ""
}
