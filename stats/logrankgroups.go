package stats

import (
	"math/rand/v2"
	"sort"
)

// LogRankByGroup compares two arms by the log-rank statistic, permuted over
// whole groups (animals): spines of one animal share its fate, and the
// chi-square of LogRank takes each for independent. Rows of a group must be in
// one arm. Every row has the score δ - H(t), H being the Nelson-Aalen hazard of
// its stratum, all arms together; they sum to Observed - Expected over an arm,
// and groups carry the sum of theirs. Estimate is the mean sum of treated
// groups less that of the others: above zero, treated rows have the event
// sooner.
func LogRankByGroup(time []float64, event []bool, group []int, treated []bool, stratum []int, p PermutationParams, rng *rand.Rand) Permutation {
	n := len(time)
	if len(event) != n || len(group) != n || len(treated) != n {
		panic("stats: LogRankByGroup: slice length mismatch")
	}
	score := logRankScores(time, event, strataOrOne(stratum, n))
	var sums []float64
	var arm []bool
	events := 0
	for _, rows := range rowsByGroup(group) {
		sum := 0.0
		for _, i := range rows {
			if treated[i] != treated[rows[0]] {
				return Permutation{Undetermined: "a group lies in two arms: it was not assigned as a whole"}
			}
			sum += score[i]
			if event[i] {
				events++
			}
		}
		sums, arm = append(sums, sum), append(arm, treated[rows[0]])
	}
	if events == 0 {
		return Permutation{Undetermined: "no events"}
	}
	return Permute(sums, arm, nil, p, rng)
}

// logRankScores returns δ - H(t) for every row.
func logRankScores(time []float64, event []bool, strata [][]int) []float64 {
	out := make([]float64, len(time))
	for _, rows := range strata {
		rows = append([]int(nil), rows...)
		sort.SliceStable(rows, func(a, b int) bool { return time[rows[a]] < time[rows[b]] })
		h := 0.0
		for i := 0; i < len(rows); {
			first, d := i, 0.0
			for ; i < len(rows) && time[rows[i]] == time[rows[first]]; i++ {
				if event[rows[i]] {
					d++
				}
			}
			h += d / float64(len(rows)-first)
			for _, row := range rows[first:i] {
				out[row] = -h
				if event[row] {
					out[row]++
				}
			}
		}
	}
	return out
}
