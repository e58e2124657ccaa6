package stats

import (
	"math"
	"sort"
)

// RankAUC is the probability that an event scores above a non-event, ties
// counting half, or its counterpart for survival times, Harrell's C. With
// Undetermined set there is no interval and no test; Estimate holds as far as
// Pairs is above zero.
type RankAUC struct {
	Estimate, SE float64
	Interval     Interval
	P            float64 // against 0.5
	Pairs        float64 // comparable pairs
	Undetermined string
}

// AUC returns the area under the receiver operating characteristic, which is
// the Mann-Whitney statistic over the number of pairs (Hanley & McNeil 1982),
// with the standard error of DeLong, DeLong & Clarke-Pearson (1988, doi
// 10.2307/2531595):
//
//	Var = Σ (V_i - A)²/(m(m-1)) + Σ (W_j - A)²/(n(n-1)),
//
// V_i being the share of non-events below event i. It takes rows for
// independent; AUCByGroup does not.
func AUC(score []float64, event []bool, confidence float64) RankAUC {
	if len(score) != len(event) {
		panic("stats: AUC: slice length mismatch")
	}
	var one, zero []float64
	for i, s := range score {
		if event[i] {
			one = append(one, s)
		} else {
			zero = append(zero, s)
		}
	}
	if hasNaN(score) {
		return RankAUC{Undetermined: "a score is missing"}
	}
	if len(one) == 0 || len(zero) == 0 {
		return RankAUC{Undetermined: "all rows have the same outcome"}
	}
	sort.Float64s(one)
	sort.Float64s(zero)
	m, n := float64(len(one)), float64(len(zero))
	out := RankAUC{Pairs: m * n}
	v, w := make([]float64, len(one)), make([]float64, len(zero))
	for i, s := range one {
		v[i] = shareBelow(zero, s)
		out.Estimate += v[i] / m
	}
	for j, s := range zero {
		w[j] = 1 - shareBelow(one, s)
	}
	if len(one) < 2 || len(zero) < 2 {
		out.Undetermined = "one event or one non-event: no standard error"
		return out
	}
	variance := 0.0
	for _, x := range v {
		variance += (x - out.Estimate) * (x - out.Estimate) / (m * (m - 1))
	}
	for _, x := range w {
		variance += (x - out.Estimate) * (x - out.Estimate) / (n * (n - 1))
	}
	out.finish(math.Sqrt(variance), confidence)
	return out
}

// shareBelow returns the share of sorted x below s, ties counting half.
func shareBelow(x []float64, s float64) float64 {
	lo := sort.SearchFloat64s(x, s)
	hi := lo + sort.Search(len(x)-lo, func(k int) bool { return x[lo+k] > s })
	return float64(lo+hi) / float64(2*len(x))
}

// finish fills the interval, cut at 0 and 1. Where every pair is ordered the
// same way there is no standard error.
func (a *RankAUC) finish(se, confidence float64) {
	z := zTwoSided(confidenceOr(confidence))
	a.SE = se
	if se < 1e-12 {
		a.SE = 0
		a.Undetermined = "no spread: every comparison comes out the same"
		return
	}
	a.P = normalBothTails((a.Estimate - 0.5) / se)
	a.Interval = Interval{math.Max(0, a.Estimate-z*se), math.Min(1, a.Estimate+z*se)}
}

// Concordance returns Harrell's C (Harrell, Lee & Mark 1996): of the pairs of
// which it is certain who had the event first, the share in which that one has
// the higher risk, ties of risk counting half. Rows with equal event times are
// not compared; an event comes before a censoring at its time. The standard
// error is the infinitesimal jackknife. It visits all pairs: O(n²).
func Concordance(time []float64, event []bool, risk []float64, confidence float64) RankAUC {
	n := len(time)
	if len(event) != n || len(risk) != n {
		panic("stats: Concordance: slice length mismatch")
	}
	if hasNaN(time) || hasNaN(risk) {
		return RankAUC{Undetermined: "a value is missing"}
	}
	good, pairs := make([]float64, n), make([]float64, n)
	for i := range n {
		if !event[i] {
			continue
		}
		for j := range n {
			if time[j] < time[i] || time[j] == time[i] && (event[j] || i == j) {
				continue
			}
			g := 0.0
			switch {
			case risk[i] > risk[j]:
				g = 1
			case risk[i] == risk[j]:
				g = 0.5
			}
			good[i], good[j] = good[i]+g, good[j]+g
			pairs[i], pairs[j] = pairs[i]+1, pairs[j]+1
		}
	}
	var out RankAUC
	sum := 0.0
	for i := range n {
		sum += good[i] / 2
		out.Pairs += pairs[i] / 2
	}
	if out.Pairs == 0 {
		return RankAUC{Undetermined: "no pair of rows can be compared"}
	}
	out.Estimate = sum / out.Pairs
	variance := 0.0
	for i := range n {
		d := (good[i] - out.Estimate*pairs[i]) / out.Pairs
		variance += d * d
	}
	out.finish(math.Sqrt(variance), confidence)
	return out
}

// AUCByGroup returns the mean over groups (animals) of the AUC within each,
// with Student's interval and test against 0.5 over groups: with a handful of
// them percentiles of a bootstrap cover less. Groups in which all rows have one
// outcome compare nothing and are left out; used says how many remain.
func AUCByGroup(score []float64, event []bool, group []int, confidence float64) (out RankAUC, used int) {
	if hasNaN(score) {
		return RankAUC{Undetermined: "a score is missing"}, 0
	}
	each, pairs := groupAUCs(score, event, group)
	m := meanOverGroups(each, 0.5, confidence)
	out = RankAUC{Estimate: m.Estimate, SE: m.SE, P: m.P, Pairs: pairs, Undetermined: m.Undetermined}
	if m.Undetermined == "" {
		out.Interval = Interval{math.Max(0, m.Interval.Lo), math.Min(1, m.Interval.Hi)}
	}
	return out, len(each)
}

// groupAUCs returns the AUC within each group that has both outcomes.
func groupAUCs(score []float64, event []bool, group []int) (each []float64, pairs float64) {
	for _, rows := range rowsByGroup(group) {
		s, e := make([]float64, len(rows)), make([]bool, len(rows))
		for k, i := range rows {
			s[k], e[k] = score[i], event[i]
		}
		if a := AUC(s, e, 0); a.Pairs > 0 {
			each = append(each, a.Estimate)
			pairs += a.Pairs
		}
	}
	return each, pairs
}

// meanOverGroups tests the mean of one value for each group against null.
func meanOverGroups(x []float64, null, confidence float64) Difference {
	n := len(x)
	var out Difference
	for _, v := range x {
		out.Estimate += v / float64(n)
	}
	if n < 2 {
		out.Undetermined = "fewer than two groups with both outcomes"
		return out
	}
	out.SE = spread(x) / math.Sqrt(float64(n))
	if out.SE == 0 {
		out.Undetermined = "no spread between groups"
		return out
	}
	q := studentQuantile(0.5+confidenceOr(confidence)/2, float64(n-1))
	out.Statistic = (out.Estimate - null) / out.SE
	out.P = studentBothTails(out.Statistic, float64(n-1))
	out.Interval = Interval{out.Estimate - q*out.SE, out.Estimate + q*out.SE}
	return out
}
