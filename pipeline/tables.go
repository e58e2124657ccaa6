package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"respine/table"
)

// tablesStep puts what was measured of every field, and the tables a lab scored
// itself, into one set of tables of the study, keyed by animal and session.
var tablesStep = Step{Name: "tables", Version: 1, Bytes: 64 << 20, Do: doTables}

// tablesParams say whose each input is, in the order of the inputs, and what is
// missing.
type tablesParams struct {
	Sources []tableSource `json:"sources"`
	LeftOut []LeftOut     `json:"left_out"`
}

// tableSource is what a step measured of a field, or a table given ready-made.
type tableSource struct {
	Animal string `json:"animal,omitempty"`
	// Session is that of what was measured by itself; "" of what was followed
	// over several.
	Session string `json:"session,omitempty"`
	Field   string `json:"field,omitempty"`
	Step    string `json:"step,omitempty"` // that measured it; "" for a table given
	Kind    string `json:"kind,omitempty"` // of session, of a table given
	Name    string `json:"name,omitempty"` // of the file, which says of what it is a table
}

// LeftOut is something that is in no table, and why.
type LeftOut struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// joined are the tables of a step's result that become tables of the study. The
// others describe the field alone and stay with its result.
func joined(step string) []string {
	return measuredBy(step).joined[step]
}

func doTables(ctx context.Context, j Job) error {
	var p tablesParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	j.Say("joining")
	var study gathered
	given := 0
	for i, in := range j.Inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := p.Sources[i]
		if s.Kind != "" {
			given++
			if err := copyFile(filepath.Join(j.Dir, filepath.Dir(s.givenPath(given))), filepath.Base(s.givenPath(given)), in.Path); err != nil {
				return err
			}
			continue
		}
		key := fieldKey{tableSource: s}
		if s.Session == "" {
			var err error
			if key.sessions, err = p.names(j, s); err != nil {
				return fmt.Errorf("%s: %w", in.Name, err)
			}
		}
		if err := study.add(in.Path, key); err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
	}
	return table.WriteFiles(j.Dir, append(study, leftOutTable(p.LeftOut))...)
}

// givenPath is where the n-th table a lab brought lies among the tables of the
// study, as it is; n counts from 1.
func (s tableSource) givenPath(n int) string {
	return filepath.Join("given", s.Kind, fmt.Sprintf("%03d", n), s.Name)
}

// names returns the names of the sessions of a field, by the numbers they have in
// its tables.
func (p tablesParams) names(j Job, of tableSource) ([]string, error) {
	for i, s := range p.Sources { // spines number their sessions; what follows from them does so too
		if s.Step == spinesStep.Name && s.Animal == of.Animal && s.Field == of.Field {
			t, err := table.Read(j.Inputs[i].Path, "sessions")
			if err != nil {
				return nil, err
			}
			return t.Strings("recording"), nil
		}
	}
	panic("pipeline: dynamics without spines")
}

// gathered are tables of the study, in the order in which they came.
type gathered []*table.Table

func leftOutTable(all []LeftOut) *table.Table {
	t := table.New("left_out", table.String("what", ""), table.String("why", ""))
	for _, v := range all {
		t.Append(v.What, v.Why)
	}
	return t
}

// add adds the tables of a result.
func (g *gathered) add(dir string, key fieldKey) error {
	for _, name := range joined(key.Step) {
		t, err := table.Read(dir, name)
		if err != nil {
			return err
		}
		if name == "branches" {
			t = once(t)
		}
		i := slices.IndexFunc(*g, func(have *table.Table) bool { return have.Name == name })
		if i < 0 {
			i = len(*g)
			*g = append(*g, key.like(t))
		}
		key.add((*g)[i], t)
	}
	return nil
}

// once keeps a row a branch: its length, which is the same in all sessions.
func once(t *table.Table) *table.Table {
	ids, seen := t.Ints("branch_id"), map[int64]bool{}
	return t.Filter(func(row int) bool {
		first := !seen[ids[row]]
		seen[ids[row]] = true
		return first
	}).Select("branch_id", "length_um")
}

// fieldKey turns the numbers of a field followed over days into keys of the study,
// sessions being their names; and puts its session before what was measured in one.
type fieldKey struct {
	tableSource
	sessions []string
}

// like returns an empty table of the study for tables like one of a field: animal
// in front, sessions by their name in the manifest, branches named.
func (k fieldKey) like(t *table.Table) *table.Table {
	columns := []table.Column{table.String("animal", "")}
	if k.Session != "" {
		columns = append(columns, table.String("session", ""))
	}
	for _, c := range t.Columns() {
		if k.names(c) || c.Name == "branch_id" {
			c = table.String(c.Name, "")
		}
		columns = append(columns, c)
	}
	return table.New(t.Name, columns...)
}

// names reports whether a column holds numbers of sessions.
func (k fieldKey) names(c table.Column) bool {
	return k.Session == "" && c.Kind == table.KindInt && (c.Name == "session" || strings.HasPrefix(c.Name, "session_"))
}

// add appends the rows of a field's table to one of the study.
func (k fieldKey) add(to, t *table.Table) {
	cells := []func(row int) any{func(int) any { return k.Animal }}
	if k.Session != "" {
		cells = append(cells, func(int) any { return k.Session })
	}
	for _, c := range t.Columns() {
		if k.names(c) {
			cells = append(cells, k.session(t.Ints(c.Name)))
		} else {
			cells = append(cells, k.cell(t, c))
		}
	}
	row := make([]any, len(cells))
	for r := range t.Len() {
		for i, cell := range cells {
			row[i] = cell(r)
		}
		to.Append(row...)
	}
}

func (k fieldKey) session(numbers []int64) func(int) any {
	return func(r int) any {
		if n := numbers[r]; n >= 0 {
			return k.sessions[n]
		}
		return "" // of all sessions
	}
}

func (k fieldKey) cell(t *table.Table, c table.Column) func(int) any {
	switch {
	case c.Name == "branch_id" && c.Kind == table.KindInt:
		v := t.Ints(c.Name)
		return func(r int) any {
			if v[r] < 0 {
				return "" // of all branches
			}
			return k.named("b" + strconv.FormatInt(v[r], 10))
		}
	case c.Name == "spine_id" && c.Kind == table.KindString:
		v := t.Strings(c.Name)
		return func(r int) any { return k.named(v[r]) }
	}
	return cellOf(t, c)
}

// named puts the field before a name, where there are several.
func (k fieldKey) named(name string) string {
	if k.Field == "" {
		return name
	}
	return k.Field + "/" + name
}

// copyFile copies a file into a folder.
func copyFile(dir, name, from string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	_, err = io.Copy(out, in)
	return err
}
