package scored

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/study"
	"respine/table"
)

// columns looks for the columns the kind needs and reports whether all are there
// and hold what they should.
func (r *reader) columns() bool {
	need := r.kind.Columns
	if len(r.kind.Sessions) > 0 {
		need = append([]Column{{Column: table.String("session", "")}}, need...)
	}
	if r.kind.Animals {
		need = append([]Column{{Column: table.String("animal", "")}}, need...)
	}
	var names []string
	for _, c := range need {
		if c.Optional {
			names = append(names, "["+c.Name+"]")
			continue
		}
		names = append(names, c.Name)
	}
	for _, c := range need {
		if !r.table.Has(c.Name) {
			if !c.Optional {
				if other := r.otherKind(); other != "" {
					r.problem("no column %q; table %s needs %s\nhint: these look like the columns of table %s; call the file %s.csv", c.Name, r.kind.Name, strings.Join(names, ", "), other, other)
					return false
				}
				r.problem("no column %q; table %s needs %s\nhint: %s", c.Name, r.kind.Name, strings.Join(names, ", "), r.columnHint(c))
			}
			continue
		}
		i := slices.IndexFunc(r.table.Columns(), func(d table.Column) bool { return d.Name == c.Name })
		if got := r.table.Columns()[i].Kind; r.table.Len() > 0 && !fits(got, c.Kind) {
			r.problem("column %s holds %s, not %s\nhint: a cell that has no value is left empty", c.Name, plain(got), plain(c.Kind))
		}
	}
	return len(r.found) == 0
}

// otherKind is the table, of sessions of the same kind, whose columns these are; ""
// if they are those of none.
func (r *reader) otherKind() string {
	for _, k := range Kinds() {
		alike := slices.ContainsFunc(k.Sessions, func(of study.SessionKind) bool { return slices.Contains(r.kind.Sessions, of) })
		if k.Name != r.kind.Name && alike && k.has(r.table) {
			return k.Name
		}
	}
	return ""
}

// columnHint is the next step when a column is missing: one of another unit, of
// a near name, or none.
func (r *reader) columnHint(c Column) string {
	stem, _, _ := cutLast(c.Name)
	for _, name := range r.table.Names() {
		if other, unit, ok := cutLast(name); ok && other == stem && c.Unit != "" {
			return fmt.Sprintf("%q is in %s; write it in %s and call the column %s", name, unit, c.Unit, c.Name)
		}
	}
	if near := spelling.Nearest(c.Name, r.table.Names()); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "it has " + strings.Join(r.table.Names(), ", ") + "; docs/tables.md tells of each column"
}

// cutLast cuts a name at its last underscore: position_um is position, um.
func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '_')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// fits reports whether a column of one kind can be read as another: whole
// numbers are numbers, and names may be written in digits.
func fits(got, want table.Kind) bool {
	return got == want || got == table.KindInt && (want == table.KindFloat || want == table.KindString)
}

func plain(k table.Kind) string {
	return map[table.Kind]string{table.KindString: "text", table.KindInt: "whole numbers", table.KindFloat: "numbers", table.KindBool: "true and false"}[k]
}

// Text returns a column of names as text, however it is held; nil when there is
// no such column.
func Text(t *table.Table, name string) []string {
	i := slices.IndexFunc(t.Columns(), func(c table.Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	if t.Columns()[i].Kind == table.KindInt {
		out := make([]string, t.Len())
		for r, v := range t.Ints(name) {
			out[r] = strconv.FormatInt(v, 10)
		}
		return out
	}
	return t.Strings(name)
}

// Numbers returns a column of numbers, whole or not; nil when there is none.
func Numbers(t *table.Table, name string) []float64 {
	i := slices.IndexFunc(t.Columns(), func(c table.Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	if t.Columns()[i].Kind == table.KindInt {
		out := make([]float64, t.Len())
		for r, v := range t.Ints(name) {
			out[r] = float64(v)
		}
		return out
	}
	return t.Floats(name)
}

// Truths returns a column of true and false; otherwise for every row when there
// is none.
func Truths(t *table.Table, name string, otherwise bool) []bool {
	if !t.Has(name) {
		return slices.Repeat([]bool{otherwise}, t.Len())
	}
	return t.Bools(name)
}
