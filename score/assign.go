package score

import "math"

// match is one assigned pair, by index.
type match struct {
	a, b int
}

// assign pairs points of a with points of b that lie within radius, one to one:
// as many pairs as possible and, among those, the least total distance. Points
// that cannot reach each other, however indirectly, are solved apart.
func assign(a, b []Point, radius float64) []match {
	near := make([][]int, len(a)) // b within reach of each a
	back := make([][]int, len(b))
	for i := range a {
		for j := range b {
			if distance(a[i], b[j]) <= radius {
				near[i] = append(near[i], j)
				back[j] = append(back[j], i)
			}
		}
	}
	var out []match
	doneA, doneB := make([]bool, len(a)), make([]bool, len(b))
	for i := range a {
		if doneA[i] || len(near[i]) == 0 {
			continue
		}
		rows, cols := component(i, near, back, doneA, doneB)
		out = append(out, solve(a, b, rows, cols, radius)...)
	}
	return out
}

// component collects everything connected to row start and marks it done.
func component(start int, near, back [][]int, doneA, doneB []bool) (rows, cols []int) {
	rows = []int{start}
	doneA[start] = true
	for r, c := 0, 0; r < len(rows) || c < len(cols); {
		if r < len(rows) {
			for _, j := range near[rows[r]] {
				if !doneB[j] {
					doneB[j] = true
					cols = append(cols, j)
				}
			}
			r++
			continue
		}
		for _, i := range back[cols[c]] {
			if !doneA[i] {
				doneA[i] = true
				rows = append(rows, i)
			}
		}
		c++
	}
	return rows, cols
}

// solve assigns one component. A pair out of reach costs more than all pairs
// within reach together, so it is taken only where nothing else is left, and
// then dropped.
func solve(a, b []Point, rows, cols []int, radius float64) []match {
	turned := len(rows) > len(cols)
	if turned {
		rows, cols, a, b = cols, rows, b, a
	}
	far := radius*float64(len(rows)+1) + 1
	cost := make([][]float64, len(rows))
	for i, r := range rows {
		cost[i] = make([]float64, len(cols))
		for j, c := range cols {
			cost[i][j] = distance(a[r], b[c])
			if cost[i][j] > radius {
				cost[i][j] = far
			}
		}
	}
	var out []match
	for i, j := range hungarian(cost) {
		if cost[i][j] == far {
			continue
		}
		m := match{rows[i], cols[j]}
		if turned {
			m = match{m.b, m.a}
		}
		out = append(out, m)
	}
	return out
}

// hungarian returns the column of each row with the least total cost, for a
// matrix with no more rows than columns: shortest augmenting paths with
// potentials u and v, O(rows² · columns) (Kuhn 1955; Jonker & Volgenant 1987,
// doi 10.1007/BF02278710). Row and column 0 are sentinels.
func hungarian(cost [][]float64) []int {
	n := len(cost)
	if n == 0 {
		return nil
	}
	m := len(cost[0])
	u, v := make([]float64, n+1), make([]float64, m+1)
	rowOf := make([]int, m+1)
	for i := 1; i <= n; i++ {
		rowOf[0] = i
		least, from := make([]float64, m+1), make([]int, m+1)
		used := make([]bool, m+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		j := 0
		for rowOf[j] != 0 {
			j = advance(cost, u, v, rowOf, least, from, used, j)
		}
		for j != 0 { // augment
			rowOf[j] = rowOf[from[j]]
			j = from[j]
		}
	}
	out := make([]int, n)
	for j := 1; j <= m; j++ {
		if rowOf[j] > 0 {
			out[rowOf[j]-1] = j - 1
		}
	}
	return out
}

// advance grows the tree of alternating paths from column j and returns the
// nearest column outside it.
func advance(cost [][]float64, u, v []float64, rowOf []int, least []float64, from []int, used []bool, j int) int {
	used[j] = true
	i, delta, next := rowOf[j], math.Inf(1), 0
	for k := 1; k < len(v); k++ {
		if used[k] {
			continue
		}
		if c := cost[i-1][k-1] - u[i] - v[k]; c < least[k] {
			least[k], from[k] = c, j
		}
		if least[k] < delta {
			delta, next = least[k], k
		}
	}
	for k := range v {
		if used[k] {
			u[rowOf[k]] += delta
			v[k] -= delta
		} else {
			least[k] -= delta
		}
	}
	return next
}
