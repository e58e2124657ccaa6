package glmm

import (
	"math"
	"slices"
)

// degrees returns, for every column of X, the degrees of freedom of a t test
// that a treatment between animals deserves: of the levels it varies between,
// less what is estimated between them (between-within, as in Pinheiro & Bates
// 2000, p. 91; Li & Redden 2015, doi 10.1186/s12874-015-0026-x, for binary
// responses in few clusters). A column that is constant within the levels of a
// term has the degrees of that term,
//
//	levels - levels of the term it is nested in - columns that vary between
//	the levels of this term and within those of the other,
//
// a column with a random slope over a term has levels less columns with such a
// slope, and of several terms the least counts. One that varies within all of
// them has rows (trials of a binomial) less the levels of the finest term less
// such columns. Without random terms all are +Inf: the normal distribution.
func degrees(d *design, e *estimate) []float64 {
	out := make([]float64, d.p)
	for j := range out {
		out[j] = math.Inf(1)
	}
	var constant [][]bool
	for _, g := range d.groups {
		constant = append(constant, d.constantWithin(g, e.cols))
	}
	for k, g := range d.groups {
		if g.levels < 2 {
			continue
		}
		free := float64(g.levels)
		above := d.above(k)
		if above >= 0 {
			free -= float64(d.groups[above].levels)
		}
		for j := range d.p {
			if constant[k][j] && (above < 0 || !constant[above][j]) {
				free--
			}
		}
		slopes := d.slopes(g, e.cols)
		sloping := 0.0
		for _, s := range slopes {
			sloping += float64(boolInt(s))
		}
		for j := range d.p {
			if constant[k][j] && (above < 0 || !constant[above][j]) {
				out[j] = math.Min(out[j], free)
			}
			if slopes[j] {
				out[j] = math.Min(out[j], float64(g.levels)-sloping)
			}
		}
	}
	d.rowDegrees(out, constant, e)
	return out
}

// rowDegrees fills what no level has claimed.
func (d *design) rowDegrees(out []float64, constant [][]bool, e *estimate) {
	finest := 0
	for _, g := range d.groups {
		finest = max(finest, g.levels)
	}
	if finest < 2 {
		return
	}
	free := -float64(finest)
	for _, m := range d.m {
		if e.pr.family == Binomial {
			free += m
		} else {
			free += float64(boolInt(m > 0))
		}
	}
	var within []int
	for _, j := range e.cols {
		if !slices.ContainsFunc(constant, func(c []bool) bool { return c[j] }) {
			within = append(within, j)
		}
	}
	for _, j := range within {
		out[j] = math.Min(out[j], free-float64(len(within)))
	}
}

// constantWithin says which fitted columns are constant within every level of g.
func (d *design) constantWithin(g grouping, cols []int) []bool {
	out := make([]bool, d.p)
	for _, j := range cols {
		first := make([]float64, g.levels)
		seen := make([]bool, g.levels)
		out[j] = true
		for i, l := range g.of {
			x := d.x[i*d.p+j]
			if seen[l] && x != first[l] {
				out[j] = false
				break
			}
			first[l], seen[l] = x, true
		}
	}
	return out
}

// slopes says which fitted columns are, within every level of g, a multiple of
// one of its random slopes.
func (d *design) slopes(g grouping, cols []int) []bool {
	out := make([]bool, d.p)
	for c := range g.width {
		varies := false
		for i := range d.n {
			varies = varies || g.z[i*g.width+c] != g.z[c]
		}
		if !varies {
			continue // an intercept
		}
		for _, j := range cols {
			out[j] = out[j] || d.follows(g, c, j)
		}
	}
	return out
}

// follows reports whether column j of X is, within every level, a multiple of
// column c of Z.
func (d *design) follows(g grouping, c, j int) bool {
	sx, sz := make([]float64, g.levels), make([]float64, g.levels) // where z is largest
	for i, l := range g.of {
		if z := g.z[i*g.width+c]; math.Abs(z) > math.Abs(sz[l]) {
			sz[l], sx[l] = z, d.x[i*d.p+j]
		}
	}
	for i, l := range g.of {
		x, z := d.x[i*d.p+j], g.z[i*g.width+c]
		if math.Abs(x*sz[l]-sx[l]*z) > 1e-9*(math.Abs(x*sz[l])+math.Abs(sx[l]*z)) || sz[l] == 0 && x != 0 {
			return false
		}
	}
	return true
}

// above returns the term with the most levels that term k is nested in, -1
// without one.
func (d *design) above(k int) int {
	best := -1
	for h, g := range d.groups {
		if h == k || g.levels < 2 || g.levels >= d.groups[k].levels || !nested(d.groups[k], g) {
			continue
		}
		if best < 0 || g.levels > d.groups[best].levels {
			best = h
		}
	}
	return best
}

// nested reports whether every level of fine lies in one level of coarse.
func nested(fine, coarse grouping) bool {
	in := make([]int, fine.levels)
	for i, l := range fine.of {
		if in[l] != 0 && in[l] != coarse.of[i]+1 {
			return false
		}
		in[l] = coarse.of[i] + 1
	}
	return true
}
