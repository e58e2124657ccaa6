package stats

import (
	"math"
	"sort"
)

// coxModel is the data in the order the likelihood wants: by stratum, then
// from the last time to the first, with columns centred and scaled.
type coxModel struct {
	ties         Ties
	n, p, events int
	row          []int // original row
	time         []float64
	event        []bool
	stratum      []int
	x            []float64 // n×p, standardised
	mean, sd     []float64
	aliased      []bool
	floor        []float64 // of pivots: holds aliased columns still
}

func newCoxModel(d SurvivalData, ties Ties) *coxModel {
	n := len(d.Time)
	m := &coxModel{ties: ties, n: n, row: make([]int, n), time: make([]float64, n),
		event: make([]bool, n), stratum: make([]int, n)}
	if n > 0 {
		m.p = len(d.X[0])
	}
	for i := range m.row {
		m.row[i] = i
	}
	stratum := func(i int) int {
		if d.Stratum == nil {
			return 0
		}
		return d.Stratum[i]
	}
	sort.SliceStable(m.row, func(a, b int) bool {
		i, j := m.row[a], m.row[b]
		if stratum(i) != stratum(j) {
			return stratum(i) < stratum(j)
		}
		return d.Time[i] > d.Time[j]
	})
	m.standardise(d.X)
	for k, i := range m.row {
		m.time[k], m.event[k], m.stratum[k] = d.Time[i], d.Event[i], stratum(i)
		if d.Event[i] {
			m.events++
		}
	}
	return m
}

// standardise fills x, mean and sd; a constant column keeps sd 1.
func (m *coxModel) standardise(x [][]float64) {
	m.x = make([]float64, m.n*m.p)
	m.mean, m.sd = make([]float64, m.p), make([]float64, m.p)
	m.aliased, m.floor = make([]bool, m.p), make([]float64, m.p)
	for j := range m.p {
		for _, row := range x {
			m.mean[j] += row[j] / float64(m.n)
		}
		for _, row := range x {
			m.sd[j] += (row[j] - m.mean[j]) * (row[j] - m.mean[j]) / float64(m.n)
		}
		if m.sd[j] = math.Sqrt(m.sd[j]); m.sd[j] <= 1e-14*math.Abs(m.mean[j]) {
			m.sd[j] = 1
		}
		for k, i := range m.row {
			m.x[k*m.p+j] = (x[i][j] - m.mean[j]) / m.sd[j]
		}
	}
}
