package scored

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/study"
	"respine/table"
)

// reader takes one table into a set and gathers what is wrong with it.
type reader struct {
	set   *Set
	kind  Kind
	table *table.Table
	where string
	found []string
	more  int // problems beyond those told
}

// mostTold is how many problems of one table are told; the rest are counted.
const mostTold = 8

func (r *reader) problem(format string, args ...any) {
	if len(r.found) == mostTold {
		r.more++
		return
	}
	r.found = append(r.found, r.where+": "+fmt.Sprintf(format, args...))
}

func (r *reader) err() error {
	if len(r.found) == 0 {
		return nil
	}
	if r.more > 0 {
		r.found = append(r.found, fmt.Sprintf("%s: and %d more like these", r.where, r.more))
	}
	return errors.New(strings.Join(r.found, "\n"))
}

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
		names = append(names, c.Name)
	}
	for _, c := range need {
		if !r.table.Has(c.Name) {
			if !c.Optional {
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

// errors takes the rows of table errors.
func (r *reader) errors() {
	r.numbers()
	if len(r.found) > 0 {
		return
	}
	animals := Text(r.table, "animal")
	miss, wrong := Numbers(r.table, "miss"), Numbers(r.table, "false_per_um")
	for i := range r.table.Len() {
		if math.IsNaN(miss[i]) || math.IsNaN(wrong[i]) {
			continue // a session in which they could not be estimated
		}
		e := errorRate{"", miss[i], wrong[i]}
		if animals != nil {
			e.animal = animals[i]
		}
		r.set.errs = append(r.set.errs, e)
	}
}

// rows takes every row, by animal and moment.
func (r *reader) rows() {
	r.numbers()
	r.once()
	names := []string{"animal"}
	if len(r.kind.Sessions) > 0 {
		names = append(names, "session")
	}
	lines := r.firstLines(names)
	taken := map[key]bool{}
	for i, g := range r.table.GroupBy(names...) {
		k := key{kind: r.kind.Name, animal: g.Key[0]}
		if !r.animal(lines[i], k.animal) {
			continue
		}
		if len(g.Key) > 1 {
			at, ok := r.moment(lines[i], k.animal, g.Key[1], g.Rows)
			if !ok {
				continue
			}
			k.at = at
		}
		if taken[k] || r.set.groups[k] != nil {
			r.problem("line %d: animal %s has rows at %s already\nhint: keep one of the two", lines[i], k.animal, k.at)
			continue
		}
		taken[k] = true
		r.set.groups[k] = g.Rows
	}
}

// firstLines returns the line on which each group of GroupBy begins.
func (r *reader) firstLines(names []string) []int {
	var out []int
	columns, seen := make([][]string, len(names)), map[string]bool{}
	for c, name := range names {
		columns[c] = Text(r.table, name)
	}
	for i := range r.table.Len() {
		id := ""
		for _, c := range columns {
			id += c[i] + "\x00"
		}
		if !seen[id] {
			seen[id] = true
			out = append(out, line(i))
		}
	}
	return out
}

// line is the line of a row in a CSV file, the header being line 1.
func line(row int) int { return row + 2 }

func (r *reader) animal(line int, id string) bool {
	var all []string
	for _, a := range r.set.Study.Animals {
		if a.ID == id {
			return true
		}
		all = append(all, a.ID)
	}
	hint := "add it to the manifest, or take its rows out"
	if near := spelling.Nearest(id, all); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.problem("line %d: no animal is called %q\nhint: %s", line, id, hint)
	return false
}

// moment returns when the session of some rows began: by its name, or, where the
// tables number sessions, by the hour beside the number.
func (r *reader) moment(line int, animal, session string, rows *table.Table) (study.Hours, bool) {
	hour := Numbers(rows, "hour")
	var all []string
	for _, v := range r.set.Study.Sessions {
		if !slices.Contains(r.kind.Sessions, v.Kind) {
			continue
		}
		if v.ID == session || hour != nil && math.Abs(hour[0]-float64(v.At)) < sameMoment {
			arm := r.set.arm(animal)
			if v.Covers(arm) {
				return v.At, true
			}
			if v.ID == session {
				r.problem("line %d: arm %s of animal %s is not in session %s\nhint: mend the animal or the session", line, arm, animal, session)
				return 0, false
			}
		}
		all = append(all, v.ID)
	}
	r.problem("line %d: no session of %s is called %q\nhint: %s", line, r.kind.Sessions[0], session, spelling.Suggest(session, all))
	return 0, false
}

// sameMoment is how far the hour of a row and that of its session may lie apart:
// six digits are written.
const sameMoment = 1e-3

func (s *Set) arm(animal string) string {
	for _, a := range s.Study.Animals {
		if a.ID == animal {
			return a.Arm
		}
	}
	return ""
}

// numbers checks every number.
func (r *reader) numbers() {
	for _, c := range r.kind.Columns {
		if c.Kind != table.KindFloat {
			continue
		}
		for i, v := range Numbers(r.table, c.Name) {
			switch {
			case math.IsNaN(v) && (c.Optional || r.kind.Name == "errors"):
			case math.IsNaN(v) || math.IsInf(v, 0):
				r.problem("line %d, column %s: no number\nhint: leave a row out that has no value, and keep a list of why", line(i), c.Name)
			case c.Hi > c.Lo && (v < c.Lo || v > c.Hi):
				r.problem("line %d, column %s: %g is not between %g and %g %s\nhint: check the unit", line(i), c.Name, v, c.Lo, c.Hi, c.Unit)
			}
		}
	}
}

// once notes rows that are there a second time.
func (r *reader) once() {
	if r.kind.Once == nil {
		return
	}
	names := append([]string{"animal", "session"}, r.kind.Once...)
	columns := make([][]string, len(names))
	for c, name := range names {
		columns[c] = Text(r.table, name)
	}
	seen := map[string]int{}
	for i := range r.table.Len() {
		var parts []string
		for c, name := range names {
			parts = append(parts, strings.TrimSuffix(name, "_id")+" "+columns[c][i])
		}
		id := strings.Join(parts, ", ")
		if first, twice := seen[id]; twice {
			r.problem("line %d: %s is here a second time; it stands in line %d already\nhint: keep one of the two", line(i), id, line(first))
			continue
		}
		seen[id] = i
	}
}
