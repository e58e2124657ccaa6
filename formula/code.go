package formula

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// coder keeps how a design was coded, to code further rows alike.
type coder struct {
	formula Formula
	fixed   blockCoder
	kept    []int              // columns of the fixed block that stand in X
	means   map[string]float64 // mean of every column of numbers over the rows used
}

// blockCoder codes a sum of terms.
type blockCoder struct {
	block
	levels [][]string // of every variable; nil for a number
	coding []Contrast // of every variable
	full   []uint64   // variables of every term that have a column per level
	names  []string   // of all columns
	from   []int      // first column of every term, and the number of columns
}

// value is a variable on one row: a number, or the index of a level.
type value struct {
	number float64
	level  int
}

// row writes the columns of one row.
func (k blockCoder) row(dst []float64, values []value) {
	for j, t := range k.terms {
		cells := dst[k.from[j]:k.from[j+1]]
		if len(cells) == 0 {
			continue
		}
		cells[0] = 1
		width := 1
		for i := range k.vars {
			if t>>i&1 == 1 {
				width = k.spread(cells, width, i, values[i], k.full[j]>>i&1 == 1)
			}
		}
	}
}

// spread multiplies the first width cells by every column of variable i.
func (k blockCoder) spread(cells []float64, width, i int, v value, full bool) int {
	n := k.width(i, full)
	for c := n - 1; c >= 0; c-- {
		x := k.entry(i, c, v, full)
		for w := width - 1; w >= 0; w-- {
			cells[c*width+w] = x * cells[w]
		}
	}
	return n * width
}

// entry is column c of variable i.
func (k blockCoder) entry(i, c int, v value, full bool) float64 {
	last := len(k.levels[i]) - 1
	switch {
	case k.levels[i] == nil:
		return v.number
	case full && v.level == c, !full && k.coding[i] == Treatment && v.level == c+1, !full && k.coding[i] == Sum && v.level == c:
		return 1
	case !full && k.coding[i] == Sum && v.level == last:
		return -1
	}
	return 0
}

// matrix codes the used rows of a table.
func (k blockCoder) matrix(b binding) (*mat.Dense, error) {
	columns := make([][]value, len(k.vars))
	for i, v := range k.vars {
		var err error
		if columns[i], err = k.values(i, v, b); err != nil {
			return nil, err
		}
	}
	n, p := len(b.rows), len(k.names)
	if p == 0 {
		return &mat.Dense{}, nil
	}
	x := mat.NewDense(n, p, nil)
	row := make([]value, len(k.vars))
	for r := range n {
		for i := range row {
			row[i] = columns[i][r]
		}
		k.row(x.RawRowView(r), row)
	}
	return x, nil
}

func (k blockCoder) values(i int, v expr, b binding) ([]value, error) {
	out := make([]value, len(b.rows))
	if k.levels[i] == nil {
		numbers, err := b.numbers(v, false)
		for r, x := range numbers {
			out[r].number = x
		}
		return out, err
	}
	for r, cell := range b.texts(v.columns(nil)[0]) {
		out[r].level = slices.Index(k.levels[i], cell)
		if out[r].level < 0 {
			return nil, b.wrongAt(r, fmt.Sprintf("%s is %q, a level that was not fitted", v, cell), near(cell, k.levels[i], "the levels are "+strings.Join(k.levels[i], ", ")))
		}
	}
	return out, nil
}
