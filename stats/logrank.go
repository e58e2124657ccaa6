package stats

import "sort"

// RankWeight says how much an event time counts in a comparison of curves.
type RankWeight int

const (
	// LogRankWeight counts every event the same: best against proportional
	// hazards (Mantel 1966).
	LogRankWeight RankWeight = iota
	// PetoWeight counts an event by the pooled survival just before it: early
	// differences (Peto & Peto 1972, doi 10.2307/2344317, in the form of
	// Harrington & Fleming 1982 with ρ = 1).
	PetoWeight
	// GehanWeight counts an event by how many are at risk (Gehan 1965); what it
	// weighs depends on the censoring, so Peto's is to be preferred.
	GehanWeight
)

// RankComparison compares survival between groups.
type RankComparison struct {
	Group              []int     // in rising order
	N                  []int     // rows
	Observed, Expected []float64 // weighted events, and those expected if hazards were equal
	Variance           [][]float64
	Test               Omnibus
}

// LogRank compares the hazards of groups (Mantel 1966; k groups: Peto & Peto
// 1972). stratum (nil: one) compares only within its values. With D events
// among N at risk of which n_g in group g,
//
//	E_g = w D n_g/N,  V_gh = w² D (N-D)/(N-1) (n_g/N) (δ_gh - n_h/N).
//
// It takes rows for independent: where they share an animal, LogRankByGroup is
// the test.
func LogRank(time []float64, event []bool, group, stratum []int, weight RankWeight) RankComparison {
	id, of := groupIndex(group)
	out := newRankComparison(id)
	for _, g := range of {
		out.N[g]++
	}
	for _, rows := range strataOrOne(stratum, len(time)) {
		out.addStratum(time, event, of, rows, weight)
	}
	k := len(id)
	u, v := make([]float64, k), make([]float64, k*k)
	for g := range id {
		u[g] = out.Observed[g] - out.Expected[g]
		copy(v[g*k:], out.Variance[g])
	}
	out.Test = newOmnibus(quadraticForm(u, v)) // of rank k-1 at most
	if k < 2 {
		out.Test = Omnibus{Undetermined: "one group: nothing to compare it with"}
	} else if out.Test.DF == 0 {
		out.Test.Undetermined = "no event while two groups were at risk"
	}
	return out
}

// LogRankTrend tests for a trend of the hazard over score, one for each row:
// equal scores are one group (Tarone 1975, doi 10.2307/2335375). One degree of
// freedom.
func LogRankTrend(time []float64, event []bool, score []float64, stratum []int, weight RankWeight) Omnibus {
	levels := append([]float64(nil), score...)
	sort.Float64s(levels)
	group := make([]int, len(score))
	for i, s := range score {
		group[i] = sort.SearchFloat64s(levels, s)
	}
	r := LogRank(time, event, group, stratum, weight)
	u, v := 0.0, 0.0
	for a, g := range r.Group {
		u += levels[g] * (r.Observed[a] - r.Expected[a])
		for b, h := range r.Group {
			v += levels[g] * levels[h] * r.Variance[a][b]
		}
	}
	if r.Test.Undetermined != "" {
		return Omnibus{Undetermined: r.Test.Undetermined}
	}
	if v <= 0 {
		return Omnibus{Undetermined: "the score does not vary among those at risk"}
	}
	return newOmnibus(u*u/v, 1)
}

func newRankComparison(id []int) RankComparison {
	k := len(id)
	out := RankComparison{Group: id, N: make([]int, k), Observed: make([]float64, k),
		Expected: make([]float64, k), Variance: make([][]float64, k)}
	for g := range out.Variance {
		out.Variance[g] = make([]float64, k)
	}
	return out
}

// addStratum adds the event times of the given rows, from first to last.
func (r *RankComparison) addStratum(time []float64, event []bool, of, rows []int, weight RankWeight) {
	rows = append([]int(nil), rows...)
	sort.SliceStable(rows, func(a, b int) bool { return time[rows[a]] < time[rows[b]] })
	k := len(r.Group)
	at, d := make([]float64, k), make([]float64, k)
	for _, i := range rows {
		at[of[i]]++
	}
	surv := 1.0
	for i := 0; i < len(rows); {
		clear(d)
		first, events, n := i, 0.0, float64(len(rows)-i)
		for ; i < len(rows) && time[rows[i]] == time[rows[first]]; i++ {
			if event[rows[i]] {
				d[of[rows[i]]]++
				events++
			}
		}
		if events > 0 {
			w := 1.0
			switch weight {
			case PetoWeight:
				w = surv
			case GehanWeight:
				w = n
			}
			r.addEvents(at, d, events, n, w)
			surv *= (n - events) / n
		}
		for _, row := range rows[first:i] {
			at[of[row]]--
		}
	}
}

func (r *RankComparison) addEvents(at, d []float64, events, n, w float64) {
	for g := range at {
		r.Observed[g] += w * d[g]
		r.Expected[g] += w * events * at[g] / n
		if n <= 1 {
			continue
		}
		c := w * w * events * (n - events) / (n - 1) * at[g] / n
		r.Variance[g][g] += c
		for h := range at {
			r.Variance[g][h] -= c * at[h] / n
		}
	}
}

// groupIndex returns the distinct values of group in rising order and, for
// every row, which of them it is.
func groupIndex(group []int) (id, of []int) {
	of = make([]int, len(group))
	for g, rows := range rowsByGroup(group) {
		id = append(id, group[rows[0]])
		for _, i := range rows {
			of[i] = g
		}
	}
	return id, of
}

// strataOrOne returns the rows of every stratum; nil is one stratum of n rows.
func strataOrOne(stratum []int, n int) [][]int {
	if stratum == nil {
		stratum = make([]int, n)
	}
	if len(stratum) != n {
		panic("stats: strata: slice length mismatch")
	}
	return rowsByGroup(stratum)
}
