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
	names []misnamed
}

// misnamed is a name the manifest does not know: told once, with its rows.
type misnamed struct {
	line, rows int // the first line
	text, hint string
}

// misname counts rows under a name that is not known.
func (r *reader) misname(line, rows int, text, hint string) {
	for i := range r.names {
		if r.names[i].text == text {
			r.names[i].rows += rows
			return
		}
	}
	r.names = append(r.names, misnamed{line, rows, text, hint})
}

// tellNames turns names that are not known into problems.
func (r *reader) tellNames() {
	for _, n := range r.names {
		several := ""
		if n.rows > 1 {
			several = fmt.Sprintf(", in %d rows", n.rows)
		}
		r.problem("line %d: %s%s\nhint: %s", n.line, n.text, several, n.hint)
	}
	r.names = nil
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

// errors takes the rows of table errors.
func (r *reader) errors() {
	r.numbers()
	if len(r.found) > 0 {
		return
	}
	animals := Text(r.table, "animal")
	miss, wrong, passed := Numbers(r.table, "miss"), Numbers(r.table, "false_per_um"), 0
	for i := range r.table.Len() {
		if math.IsNaN(miss[i]) || math.IsNaN(wrong[i]) {
			continue // a session in which they could not be estimated
		}
		e := errorRate{"", miss[i], wrong[i]}
		if animals != nil {
			if e.animal = animals[i]; e.animal != "" && !r.animal(line(i), 1, e.animal) {
				continue
			}
			if r.set.settled[key{kind: "errors", animal: e.animal}] {
				passed++
				continue
			}
		}
		r.set.errs = append(r.set.errs, e)
	}
	r.tellNames()
	r.passedOver(passed)
}

// passedOver notes rows about what is settled.
func (r *reader) passedOver(rows int) {
	if rows > 0 {
		r.note("%d of %d rows are passed over: their animals and sessions are measured from recordings, which count instead; to use the table, take those recordings out of the manifest", rows, r.table.Len())
	}
}

// rows takes every row, by animal and moment.
func (r *reader) rows() {
	r.numbers()
	r.once()
	r.spans()
	r.word()
	r.fractions()
	names := []string{"animal"}
	if len(r.kind.Sessions) > 0 {
		names = append(names, "session")
	}
	lines := r.firstLines(names)
	taken, passed := map[key]bool{}, 0
	for i, g := range r.table.GroupBy(names...) {
		k := key{kind: r.kind.Name, animal: g.Key[0]}
		if !r.animal(lines[i], g.Rows.Len(), k.animal) {
			continue
		}
		if len(g.Key) > 1 {
			at, ok := r.moment(lines[i], k.animal, g.Key[1], g.Rows)
			if !ok {
				continue
			}
			k.at = at
		}
		if r.set.settled[k] {
			passed += g.Rows.Len()
			continue
		}
		if taken[k] || r.set.groups[k] != nil {
			r.problem("line %d: animal %s has rows at %s already\nhint: keep one of the two", lines[i], k.animal, k.at)
			continue
		}
		r.suspended(lines[i], k, g.Rows)
		taken[k] = true
		r.set.groups[k] = g.Rows
	}
	r.tellNames()
	r.minutes()
	r.passedOver(passed)
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

func (r *reader) animal(line, rows int, id string) bool {
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
	r.misname(line, rows, fmt.Sprintf("no animal is called %q", id), hint)
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
	r.misname(line, rows.Len(), fmt.Sprintf("no session of %s is called %q", r.kind.Sessions[0], session), spelling.Suggest(session, all))
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

// spans notes rows that end before they begin.
func (r *reader) spans() {
	if r.kind.Span[0] == "" {
		return
	}
	from, to := Numbers(r.table, r.kind.Span[0]), Numbers(r.table, r.kind.Span[1])
	for i := range from {
		if to[i] < from[i] {
			r.problem("line %d: it ends at %g, before it begins at %g\nhint: are %s and %s exchanged?", line(i), to[i], from[i], r.kind.Span[0], r.kind.Span[1])
		}
	}
}

// word notes a table in which the one name that is understood never stands: in
// another language all would count as the other.
func (r *reader) word() {
	column, want := r.kind.Word[0], r.kind.Word[1]
	if column == "" || r.table.Len() == 0 {
		return
	}
	all := Text(r.table, column)
	if !slices.ContainsFunc(all, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), want) }) {
		r.problem("column %s: no row says %s; the first says %q\nhint: write %s where it is that; anything else is not", column, want, all[0], want)
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
		columns[c] = r.written(name)
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

// written returns a column of names or numbers as text.
func (r *reader) written(name string) []string {
	i := slices.IndexFunc(r.table.Columns(), func(c table.Column) bool { return c.Name == name })
	if r.table.Columns()[i].Kind != table.KindFloat {
		return Text(r.table, name)
	}
	var out []string
	for _, v := range r.table.Floats(name) {
		out = append(out, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return out
}
