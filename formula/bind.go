package formula

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"respine/table"
)

// binding is a table and the rows of it that are used.
type binding struct {
	table *table.Table
	rows  []int
}

func (b binding) wrong(cause string) error {
	return fmt.Errorf("formula: table %s: %s", b.table.Name, cause)
}

// wrongAt is an error about used row i.
func (b binding) wrongAt(i int, cause, hint string) error {
	err := fmt.Errorf("formula: table %s, row %d: %s", b.table.Name, b.rows[i]+1, cause)
	if hint != "" {
		err = fmt.Errorf("%w\nhint: %s", err, hint)
	}
	return err
}

// kind returns what a column holds; the column is there.
func (b binding) kind(name string) table.Kind {
	all := b.table.Columns()
	return all[slices.IndexFunc(all, func(c table.Column) bool { return c.Name == name })].Kind
}

// isCategory reports whether a variable is coded by levels.
func (b binding) isCategory(v expr) bool {
	return v.isFactor() || v.op == "name" && (b.kind(v.name) == table.KindString || b.kind(v.name) == table.KindBool)
}

// check refuses columns that are not there, and arithmetic on text.
func (b binding) check(f Formula) error {
	for _, name := range f.columns() {
		if !b.table.Has(name) {
			return fmt.Errorf("formula: table %s has no column %s, which %s names\nhint: %s", b.table.Name, name, f,
				near(name, b.table.Names(), "it has "+strings.Join(b.table.Names(), ", ")))
		}
	}
	numeric := append([]expr{f.response.value}, f.offsets...)
	if f.response.other != nil {
		numeric = append(numeric, *f.response.other)
	}
	for _, block := range append([]block{f.fixed}, blocks(f.random)...) {
		for _, v := range block.vars {
			if !b.isCategory(v) {
				numeric = append(numeric, v)
			}
		}
	}
	for _, e := range numeric {
		for _, name := range e.columns(nil) {
			if b.kind(name) == table.KindString {
				return fmt.Errorf("formula: table %s: column %s holds text, and %s needs numbers", b.table.Name, name, e)
			}
		}
	}
	return nil
}

func blocks(random []bar) []block {
	out := make([]block, len(random))
	for i, r := range random {
		out[i] = r.block
	}
	return out
}

// complete returns the rows that have a value in every named column, and the
// others with the first column that lacks one.
func (b binding) complete(names []string) (rows []int, left []Omission) {
	missing := make([]func(int) bool, len(names))
	for i, n := range names {
		missing[i] = b.missing(n)
	}
	for r := range b.table.Len() {
		i := slices.IndexFunc(missing, func(m func(int) bool) bool { return m(r) })
		if i < 0 {
			rows = append(rows, r)
		} else {
			left = append(left, Omission{Row: r, Column: names[i]})
		}
	}
	return rows, left
}

func (b binding) missing(name string) func(row int) bool {
	switch b.kind(name) {
	case table.KindString:
		cells := b.table.Strings(name)
		return func(r int) bool { return cells[r] == "" || cells[r] == "NA" }
	case table.KindFloat:
		cells := b.table.Floats(name)
		return func(r int) bool { return math.IsNaN(cells[r]) }
	}
	return func(int) bool { return false }
}

// largest is where squares begin to overflow.
const largest = 1e150

// numbers evaluates arithmetic on every used row. true counts 1 and false 0. A
// result that is not finite, or too large to square, is an error.
func (b binding) numbers(e expr, isResponse bool) ([]float64, error) {
	columns := map[string]func(int) float64{}
	for _, name := range e.columns(nil) {
		columns[name] = b.reader(name)
	}
	out := make([]float64, len(b.rows))
	for i, row := range b.rows {
		out[i] = e.eval(func(name string) float64 { return columns[name](row) })
		if !(math.Abs(out[i]) <= largest) {
			what := "predictor"
			if isResponse {
				what = "response"
			}
			return nil, b.wrongAt(i, fmt.Sprintf("the %s %s is not a finite number below 1e150", what, e), "leave such rows out of the table, or take another scale")
		}
	}
	return out, nil
}

func (b binding) reader(name string) func(int) float64 {
	switch b.kind(name) {
	case table.KindInt:
		cells := b.table.Ints(name)
		return func(r int) float64 { return float64(cells[r]) }
	case table.KindFloat:
		cells := b.table.Floats(name)
		return func(r int) float64 { return cells[r] }
	}
	cells := b.table.Bools(name)
	return func(r int) float64 {
		if cells[r] {
			return 1
		}
		return 0
	}
}

// texts returns the cells of a column as levels are named, used rows only.
func (b binding) texts(name string) []string {
	var cell func(row int) string
	switch b.kind(name) {
	case table.KindInt:
		ints := b.table.Ints(name)
		cell = func(r int) string { return strconv.FormatInt(ints[r], 10) }
	case table.KindFloat:
		floats := b.table.Floats(name)
		cell = func(r int) string { return strconv.FormatFloat(floats[r], 'g', -1, 64) }
	case table.KindBool:
		bools := b.table.Bools(name)
		cell = func(r int) string { return strconv.FormatBool(bools[r]) }
	default:
		texts := b.table.Strings(name)
		cell = func(r int) string { return texts[r] }
	}
	out := make([]string, len(b.rows))
	for i, r := range b.rows {
		out[i] = cell(r)
	}
	return out
}
