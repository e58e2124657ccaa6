package stats

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// SumsOfSquares says what an effect of an unbalanced layout is adjusted for. In
// a balanced one all three agree.
type SumsOfSquares int

const (
	TypeII  SumsOfSquares = iota // for the other main effect (Yates 1934): no interaction supposed
	TypeI                        // for the effects named before it
	TypeIII                      // for all others, over cells weighted alike, with sum contrasts
)

// TwoWayTable is the analysis of variance of two factors.
type TwoWayTable struct {
	A, B, AB FTest
}

// TwoWay analyses y by factors a and b and their interaction, one variance for
// all cells. An empty cell leaves the interaction, and with it the rest, without
// a meaning that all would agree on: it is refused.
func TwoWay(y []float64, a, b []int, kind SumsOfSquares) TwoWayTable {
	if len(a) != len(y) || len(b) != len(y) {
		panic("stats: slice length mismatch")
	}
	refuse := func(reason string) TwoWayTable { return TwoWayTable{noF(reason), noF(reason), noF(reason)} }
	xa, xb := sumCoded(a), sumCoded(b)
	switch {
	case !allFinite(y):
		return refuse(notFinite)
	case len(xa) == 0 || len(xa[0]) == 0 || len(xb[0]) == 0:
		return refuse("a factor has one level")
	case cells(a, b) < (len(xa[0])+1)*(len(xb[0])+1):
		return refuse("an empty cell")
	}
	xab := products(xa, xb)
	blocks := [3][][]float64{xa, xb, xab}
	orders := [...][3][]int{ // the effects before and with each one
		TypeI:   {{0}, {0, 1}, {0, 1, 2}},
		TypeII:  {{1, 0}, {0, 1}, {0, 1, 2}},
		TypeIII: {{1, 2, 0}, {0, 2, 1}, {0, 1, 2}},
	}[kind]
	var out [3]FTest
	full := LeastSquares(join(ones(len(y)), xa, xb, xab), y)
	if full.Undetermined != "" {
		return refuse(full.Undetermined)
	}
	rss := full.Sigma * full.Sigma * full.DF
	for e, order := range orders {
		x := [][][]float64{ones(len(y))}
		for _, o := range order {
			x = append(x, blocks[o])
		}
		df := len(blocks[e][0])
		out[e] = newF(lastSquares(join(x...), y, df), float64(df), rss, full.DF)
	}
	return TwoWayTable{out[0], out[1], out[2]}
}

// lastSquares returns by how much the last k columns of x lower the residual
// sum of squares of y: the squares of the last k entries of Qᵀy.
func lastSquares(x [][]float64, y []float64, k int) float64 {
	var qr mat.QR
	qr.Factorize(dense(x))
	var q mat.Dense
	qr.QTo(&q)
	ss, p := 0.0, len(x[0])
	for j := p - k; j < p; j++ {
		d := mat.Dot(q.ColView(j), mat.NewVecDense(len(y), y))
		ss += d * d
	}
	return ss
}

// sumCoded codes a factor by sum contrasts, levels in rising order: a column a
// level but the last, which is -1 in all.
func sumCoded(level []int) [][]float64 {
	levels := slices.Clone(level)
	slices.Sort(levels)
	levels = slices.Compact(levels)
	out := make([][]float64, len(level))
	for i, l := range level {
		out[i] = make([]float64, len(levels)-1)
		k, _ := slices.BinarySearch(levels, l)
		for j := range out[i] {
			switch {
			case k == len(levels)-1:
				out[i][j] = -1
			case j == k:
				out[i][j] = 1
			}
		}
	}
	return out
}

// products returns all products of a column of a with one of b.
func products(a, b [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		for _, v := range a[i] {
			for _, w := range b[i] {
				out[i] = append(out[i], v*w)
			}
		}
	}
	return out
}

// join sets blocks of columns side by side.
func join(blocks ...[][]float64) [][]float64 {
	out := make([][]float64, len(blocks[0]))
	for i := range out {
		for _, b := range blocks {
			out[i] = append(out[i], b[i]...)
		}
	}
	return out
}

func ones(n int) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = []float64{1}
	}
	return out
}

// cells counts the combinations of levels that occur.
func cells(a, b []int) int {
	seen := map[[2]int]bool{}
	for i := range a {
		seen[[2]int{a[i], b[i]}] = true
	}
	return len(seen)
}
