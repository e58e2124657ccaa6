package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

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

// tableSource is a measured field, or a table given ready-made.
type tableSource struct {
	Animal string `json:"animal,omitempty"`
	Field  string `json:"field,omitempty"`
	Kind   string `json:"kind,omitempty"` // of session, of a table given; "" for a measured field
	Name   string `json:"name,omitempty"` // of the file, which says of what it is a table
}

// LeftOut is something that is in no table, and why.
type LeftOut struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// Tables of a field that become tables of the study. The others describe the
// field alone and stay with its result.
func joined() []string {
	return []string{"sessions", "branches", "observations", "errors", "exclusions"}
}

func doTables(ctx context.Context, j Job) error {
	var p tablesParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	study := map[string]*table.Table{}
	given := 0
	for i, in := range j.Inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := p.Sources[i]
		if s.Kind != "" {
			given++
			if err := copyFile(filepath.Join(j.Dir, givenFolder), fmt.Sprintf("%03d-%s", given, s.Name), in.Path); err != nil {
				return err
			}
			continue
		}
		if err := addField(study, in.Path, s); err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
	}
	var out []*table.Table
	for _, name := range joined() {
		if t := study[name]; t != nil {
			out = append(out, t)
		}
	}
	return table.WriteFiles(j.Dir, append(out, leftOutTable(p.LeftOut))...)
}

// givenFolder holds the tables a lab brought, as they are.
const givenFolder = "given"

func leftOutTable(all []LeftOut) *table.Table {
	t := table.New("left_out", table.String("what", ""), table.String("why", ""))
	for _, v := range all {
		t.Append(v.What, v.Why)
	}
	return t
}

// addField adds the tables of a field to those of the study.
func addField(to map[string]*table.Table, dir string, s tableSource) error {
	sessions, err := table.Read(dir, "sessions")
	if err != nil {
		return err
	}
	key := fieldKey{tableSource: s, sessions: sessions.Strings("recording")}
	for _, name := range joined() {
		t, err := table.Read(dir, name)
		if err != nil {
			return err
		}
		to[name] = key.add(to[name], t)
	}
	return nil
}

// fieldKey turns the numbers of a field into keys of the study.
type fieldKey struct {
	tableSource
	sessions []string
}

// add appends the rows of a field's table to one of the study, made if nil: animal
// in front, sessions by their name in the manifest, and branches and spines named
// after their field.
func (k fieldKey) add(to, t *table.Table) *table.Table {
	if to == nil {
		columns := []table.Column{table.String("animal", ""), table.String("session", "")}
		for _, c := range t.Columns() {
			switch {
			case c.Name == "session" || c.Name == "recording":
				continue
			case c.Name == "branch_id":
				c = table.String(c.Name, "")
			}
			columns = append(columns, c)
		}
		to = table.New(t.Name, columns...)
	}
	cells := make([]func(row int) any, 0, len(to.Columns()))
	cells = append(cells, func(int) any { return k.Animal }, k.session(t))
	for _, c := range to.Columns()[2:] {
		cells = append(cells, k.cell(t, c))
	}
	row := make([]any, len(cells))
	for r := range t.Len() {
		for i, cell := range cells {
			row[i] = cell(r)
		}
		to.Append(row...)
	}
	return to
}

func (k fieldKey) session(t *table.Table) func(int) any {
	numbers := t.Ints("session")
	return func(r int) any {
		if n := numbers[r]; n >= 0 {
			return k.sessions[n]
		}
		return "" // of all sessions
	}
}

func (k fieldKey) cell(t *table.Table, c table.Column) func(int) any {
	switch {
	case c.Name == "branch_id":
		v := t.Ints(c.Name)
		return func(r int) any {
			if v[r] < 0 {
				return "" // of all branches
			}
			return k.named("b" + strconv.FormatInt(v[r], 10))
		}
	case c.Name == "spine_id":
		v := t.Strings(c.Name)
		return func(r int) any { return k.named(v[r]) }
	case c.Kind == table.KindString:
		v := t.Strings(c.Name)
		return func(r int) any { return v[r] }
	case c.Kind == table.KindInt:
		v := t.Ints(c.Name)
		return func(r int) any { return v[r] }
	case c.Kind == table.KindBool:
		v := t.Bools(c.Name)
		return func(r int) any { return v[r] }
	}
	v := t.Floats(c.Name)
	return func(r int) any { return v[r] }
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
