package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"respine/table"
)

// source finds tables and reads their columns leniently: a page can say what
// is missing where a program would have to stop.
type source struct {
	tables []*table.Table
	// p-value of the restored spines that do not stand at the lost place, by
	// the session that shows them; nil where it was not computed
	pWithout map[int]float64
}

// rows is a table with all the columns that were asked for.
type rows struct{ *table.Table }

// find returns the table of the first of the names that is there. If there is
// none, or it lacks a column, it says so in why.
func (s source) find(names []string, columns ...string) (r rows, why string) {
	for _, name := range names {
		for _, t := range s.tables {
			if t == nil || t.Name != name {
				continue
			}
			var lacks []string
			for _, c := range columns {
				if !t.Has(c) {
					lacks = append(lacks, c)
				}
			}
			if lacks != nil {
				return rows{}, fmt.Sprintf("Table %s has no column %s.", name, strings.Join(lacks, ", "))
			}
			return rows{t}, ""
		}
	}
	return rows{}, fmt.Sprintf("There is no table %s.", names[0])
}

// where returns the rows for which keep holds.
func (r rows) where(keep func(i int) bool) rows { return rows{r.Filter(keep)} }

// kind returns what a column holds, and whether there is one.
func (r rows) kind(column string) (table.Kind, bool) {
	for _, c := range r.Columns() {
		if c.Name == column {
			return c.Kind, true
		}
	}
	return 0, false
}

// number returns row i of a column as a number; NaN where it is none. A file
// read without schema may hold whole numbers where real ones are meant.
func (r rows) number(column string, i int) float64 {
	k, ok := r.kind(column)
	switch {
	case ok && k == table.KindInt:
		return float64(r.Ints(column)[i])
	case ok && k == table.KindFloat:
		return r.Floats(column)[i]
	}
	return math.NaN()
}

// sum adds up a column; what is no number counts for nothing.
func (r rows) sum(column string) float64 {
	total := 0.0
	for i := range r.Len() {
		if v := r.number(column, i); v == v {
			total += v
		}
	}
	return total
}

// count returns row i of a column as a whole number, -1 where it is none.
func (r rows) count(column string, i int) int {
	v := r.number(column, i)
	if v != math.Trunc(v) || math.Abs(v) > 1e15 { // NaN is not itself
		return -1
	}
	return int(v)
}

// text returns row i of a column as text.
func (r rows) text(column string, i int) string {
	k, ok := r.kind(column)
	switch {
	case !ok:
		return ""
	case k == table.KindString:
		return r.Strings(column)[i]
	case k == table.KindBool:
		if r.Bools(column)[i] {
			return "yes"
		}
		return "no"
	case k == table.KindInt: // a name, as often as not
		return strconv.FormatInt(r.Ints(column)[i], 10)
	}
	return digits(r.number(column, i), 6)
}

// total keeps the rows about all branches together; detail those about one.
func (r rows) total() rows {
	return r.where(func(i int) bool { return r.count("branch_id", i) == -1 })
}
func (r rows) detail() rows {
	return r.where(func(i int) bool { return r.count("branch_id", i) != -1 })
}

// byBranch returns the row numbers branch by branch, in order within each.
func (r rows) byBranch() []int {
	at := make([]int, r.Len())
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(i, j int) int { return cmp.Compare(r.count("branch_id", i), r.count("branch_id", j)) })
	return at
}

// ofKind keeps the rows about spines, or about filopodia.
func (r rows) ofKind(kind string) rows {
	return r.where(func(i int) bool { return r.text("kind", i) == kind })
}
