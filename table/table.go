// Package table holds tidy tables: one row per observation, one typed column
// per variable, each column with its unit. Tables are the only thing that
// passes between measuring, judging and drawing, so they are written twice:
// as CSV for people and as Parquet for programs.
//
// A cell is text, a whole number, a real number or true/false. A real number
// may be missing: NaN in memory, an empty cell in CSV, null in Parquet. The
// other kinds have no missing value. CSV has real numbers to six significant
// digits, Parquet in full. Units live in the column names by
// convention (position_um, rate_hz); Parquet also keeps them as metadata.
//
// A table lives in memory whole. It knows no dates and no nested values.
package table

import (
	"fmt"
	"strings"
)

// Kind says what a column holds.
type Kind int

// The four kinds of column.
const (
	KindString Kind = iota
	KindInt
	KindFloat
	KindBool
)

func (k Kind) String() string {
	return [...]string{"text", "whole numbers", "numbers", "true/false"}[k]
}

// Column describes one column: its name, its unit ("um"; "" for none), what it
// holds, and, when it describes a file to be read, whether it may be absent.
type Column struct {
	Name     string
	Unit     string
	Kind     Kind
	Optional bool
}

// String describes a column of text.
func String(name, unit string) Column { return Column{Name: name, Unit: unit, Kind: KindString} }

// Int describes a column of 64-bit whole numbers.
func Int(name, unit string) Column { return Column{Name: name, Unit: unit, Kind: KindInt} }

// Float describes a column of real numbers, NaN where missing.
func Float(name, unit string) Column { return Column{Name: name, Unit: unit, Kind: KindFloat} }

// Bool describes a column of true and false.
func Bool(name, unit string) Column { return Column{Name: name, Unit: unit, Kind: KindBool} }

// Optional marks a column as one that a file may lack.
func Optional(c Column) Column {
	c.Optional = true
	return c
}

// Table is a named list of columns of equal length. Its name is its file name
// without extension.
type Table struct {
	Name    string
	columns []column
	index   map[string]int // column number by name
}

// New returns a table without rows. It panics when there are no columns, or
// when two share a name.
func New(name string, columns ...Column) *Table {
	if len(columns) == 0 {
		panic("table: " + name + " has no columns")
	}
	t := &Table{Name: name, index: make(map[string]int, len(columns))}
	for i, c := range columns {
		if _, twice := t.index[c.Name]; twice {
			panic(fmt.Sprintf("table: %s has two columns named %q", name, c.Name))
		}
		c.Optional = false
		t.index[c.Name] = i
		t.columns = append(t.columns, column{Column: c})
	}
	return t
}

// Append adds one row, one value per column in order. An int is accepted where
// an int64 is meant. It panics when the number of values or a kind is wrong.
func (t *Table) Append(values ...any) {
	if len(values) != len(t.columns) {
		panic(fmt.Sprintf("table: %s takes %d values a row, not %d", t.Name, len(t.columns), len(values)))
	}
	for i, v := range values {
		if c := &t.columns[i]; !c.accepts(v) {
			panic(fmt.Sprintf("table: %s.%s holds %s, not %T", t.Name, c.Name, c.Kind, v))
		}
	}
	for i, v := range values {
		t.columns[i].append(v)
	}
}

// Len returns the number of rows.
func (t *Table) Len() int { return t.columns[0].len() }

// Columns describes the columns, in order.
func (t *Table) Columns() []Column {
	cs := make([]Column, len(t.columns))
	for i := range cs {
		cs[i] = t.columns[i].Column
	}
	return cs
}

// Has reports whether the table has a column of this name.
func (t *Table) Has(name string) bool {
	_, ok := t.index[name]
	return ok
}

// Strings returns a column of text, sharing memory with the table. Like its
// three siblings it panics when there is no such column of that kind; give
// Read or ReadCSV the columns you need and the file is checked instead.
func (t *Table) Strings(name string) []string { return t.column(name, KindString).strings }

// Ints returns a column of whole numbers, sharing memory with the table.
func (t *Table) Ints(name string) []int64 { return t.column(name, KindInt).ints }

// Floats returns a column of real numbers, sharing memory with the table.
func (t *Table) Floats(name string) []float64 { return t.column(name, KindFloat).floats }

// Bools returns a column of true and false, sharing memory with the table.
func (t *Table) Bools(name string) []bool { return t.column(name, KindBool).bools }

func (t *Table) column(name string, k Kind) *column {
	c := t.mustColumn(name)
	if c.Kind != k {
		panic(fmt.Sprintf("table: %s.%s holds %s, not %s", t.Name, name, c.Kind, k))
	}
	return c
}

func (t *Table) mustColumn(name string) *column {
	i, ok := t.index[name]
	if !ok {
		panic(fmt.Sprintf("table: %s has no column %q; it has %s", t.Name, name, strings.Join(t.Names(), ", ")))
	}
	return &t.columns[i]
}

// Names returns the names of the columns, in order.
func (t *Table) Names() []string {
	ns := make([]string, len(t.columns))
	for i := range ns {
		ns[i] = t.columns[i].Name
	}
	return ns
}
