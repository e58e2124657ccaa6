package glmm

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// design is a formula.Design checked for a family, by row.
type design struct {
	n, p    int
	x       []float64 // n x p
	off     []float64
	y, m    []float64 // response and trials; trials are 1 for counts
	names   []string
	aliased []formula.Alias
	groups  []grouping
}

// grouping is a random term. A fixed one has a variance that these rows say
// nothing about; it is held at zero for the reason given.
type grouping struct {
	name       string
	names      []string // of its columns
	labels     []string
	levels     int
	of         []int
	z          []float64 // n x width
	width      int
	correlated bool
	fixed      bool
	reason     string
}

// check copies f for the family. Its error names the row of the table.
func check(f *formula.Design, family Family) (*design, error) {
	d := &design{n: len(f.Y), y: f.Y, m: f.Trials, off: f.Offset, names: f.Names, aliased: f.Aliased}
	if d.n == 0 {
		return nil, fmt.Errorf("no rows to fit\nhint: every row has a missing value")
	}
	if f.X != nil {
		d.p = len(f.Names)
		d.x = byRow(f.X, d.n, d.p)
	}
	if d.off == nil {
		d.off = make([]float64, d.n)
	}
	if d.m == nil {
		d.m = ones(d.n)
	} else if family != Binomial && family != BetaBinomial {
		return nil, fmt.Errorf("%s: successes of trials need the binomial or the beta-binomial family, not the %s", f.Response, family)
	}
	for i, y := range d.y {
		if why := refused(family, y, d.m[i], d.off[i]); why != "" {
			return nil, fmt.Errorf("%s, row %d: %s", f.Response, f.Rows[i], why)
		}
	}
	for _, g := range f.Groups {
		d.groups = append(d.groups, group(g, d.n))
	}
	return d, nil
}

// refused says why a response is none of the family; empty when it is one.
func refused(family Family, y, m, off float64) string {
	whole := y == math.Trunc(y) && y >= 0 && y < 1e9
	switch {
	case math.IsNaN(off) || math.IsInf(off, 0):
		return fmt.Sprintf("offset %v\nhint: a log exposure needs an exposure above zero", off)
	case family == Beta && !(y > 0 && y < 1):
		return fmt.Sprintf("%v is not strictly between 0 and 1\nhint: counts behind a proportion belong in a binomial or beta-binomial model", y)
	case family != Beta && !whole:
		return fmt.Sprintf("%v is not a whole count\nhint: give events, and the exposure as offset(log(exposure)), or successes and trials as y/n", y)
	case (family == Binomial || family == BetaBinomial) && (y > m || m != math.Trunc(m) || m < 0):
		return fmt.Sprintf("%v successes of %v trials", y, m)
	}
	return ""
}

func group(g formula.Group, n int) grouping {
	out := grouping{name: g.Name, names: g.Names, labels: g.Levels, levels: len(g.Levels), of: g.Of, width: len(g.Names), correlated: g.Correlated}
	out.z = byRow(g.Z, n, out.width)
	switch {
	case out.levels == 1:
		out.fixed, out.reason = true, fmt.Sprintf("one %s only: a variance between them cannot be estimated", g.Name)
	case out.width == 0:
		out.fixed, out.reason = true, "the term has no columns"
	}
	return out
}

func byRow(m *mat.Dense, n, p int) []float64 {
	out := make([]float64, 0, n*p)
	for i := range n {
		for j := range p {
			out = append(out, m.At(i, j))
		}
	}
	return out
}

func ones(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// independent returns those of the columns, in the order given, that are no
// linear combination of earlier ones on the rows: what is left of a column after
// projection must be above 1e-7 of it, R's tolerance.
func (d *design) independent(rows, order []int) []int {
	var basis [][]float64
	var out []int
	for _, j := range order {
		v := make([]float64, len(rows))
		size := 0.0
		for k, i := range rows {
			v[k] = d.x[i*d.p+j]
			size += v[k] * v[k]
		}
		for range 2 { // twice is enough
			for _, b := range basis {
				s := dot(b, v)
				for k := range v {
					v[k] -= s * b[k]
				}
			}
		}
		left := dot(v, v)
		if left <= 1e-14*size || left == 0 {
			continue
		}
		for k := range v {
			v[k] /= math.Sqrt(left)
		}
		basis = append(basis, v)
		out = append(out, j)
	}
	return out
}

// nullVectors returns, for every column that is not among cols, the combination
// of it and them that is zero in all the rows: a basis of the directions that
// the rows say nothing about.
func (d *design) nullVectors(rows, cols []int) [][]float64 {
	var out [][]float64
	x := mat.NewDense(max(len(rows), 1), max(len(cols), 1), nil)
	for k, i := range rows {
		for c, j := range cols {
			x.Set(k, c, d.x[i*d.p+j])
		}
	}
	for j := range d.p {
		if slices.Contains(cols, j) {
			continue
		}
		n := make([]float64, d.p)
		n[j] = 1
		if len(cols) > 0 {
			y := mat.NewVecDense(len(rows), nil)
			for k, i := range rows {
				y.SetVec(k, d.x[i*d.p+j])
			}
			var b mat.VecDense
			if err := b.SolveVec(x, y); err != nil && b.Len() == 0 {
				panic("glmm: dependent columns were let through")
			}
			for c, k := range cols {
				n[k] = -b.AtVec(c)
			}
		}
		out = append(out, n)
	}
	return out
}
