package table

import "strconv"

// Filter returns the rows for which keep is true, in order, as a new table.
func (t *Table) Filter(keep func(row int) bool) *Table {
	var rows []int
	for i := range t.Len() {
		if keep(i) {
			rows = append(rows, i)
		}
	}
	return t.rows(rows)
}

// Select returns a new table with the named columns, in the order named,
// sharing memory with t. It panics when a column is missing.
func (t *Table) Select(names ...string) *Table {
	columns := make([]Column, len(names))
	for i, name := range names {
		columns[i] = t.mustColumn(name).Column
	}
	s := New(t.Name, columns...)
	for i, name := range names {
		s.columns[i] = *t.mustColumn(name)
	}
	return s
}

// Group is the rows of a table that agree in the columns grouped by.
type Group struct {
	Key  []string // the shared cells as text, one per column grouped by
	Rows *Table
}

// GroupBy splits the table by the named columns. Groups come in the order in
// which each first appears, and rows keep their order. It panics when a column
// is missing.
func (t *Table) GroupBy(names ...string) []Group {
	by := make([]*column, len(names))
	for i, name := range names {
		by[i] = t.mustColumn(name)
	}
	var keys [][]string
	var rows [][]int
	number := make(map[string]int) // group number by joined key
	for r := range t.Len() {
		key := make([]string, len(by))
		joined := ""
		for i, c := range by {
			key[i] = c.cell(r)
			joined += strconv.Itoa(len(key[i])) + ":" + key[i] // "a","bc" is not "ab","c"
		}
		g, ok := number[joined]
		if !ok {
			g = len(keys)
			number[joined] = g
			keys = append(keys, key)
			rows = append(rows, nil)
		}
		rows[g] = append(rows[g], r)
	}
	groups := make([]Group, len(keys))
	for g := range groups {
		groups[g] = Group{Key: keys[g], Rows: t.rows(rows[g])}
	}
	return groups
}

// rows returns a new table of the given rows of t.
func (t *Table) rows(rows []int) *Table {
	s := New(t.Name, t.Columns()...)
	for i := range t.columns {
		s.columns[i] = t.columns[i].take(rows)
	}
	return s
}
