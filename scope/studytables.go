package scope

import (
	"respine/table"
)

// Tables returns the truth about the animal: the twin's own tables, and
// study_session, by which the numbers of the twin's sessions are found from the
// names in the manifest.
func (m StudyMouse) Tables() []*table.Table {
	t := table.New("study_session", table.String("animal", ""), table.String("session_id", ""), table.Int("session", ""),
		table.String("kind", ""), table.Float("hour", "h"))
	for _, s := range m.Sessions {
		t.Append(m.Animal.ID, s.ID, s.Number, string(s.Kind), float64(s.At))
	}
	return append(m.Mouse.Tables(), t)
}

// JoinTables puts the tables of many animals under each other. The i-th table of
// each must have the name and columns of the i-th of the first; it panics when
// there are more or fewer.
func JoinTables(all [][]*table.Table) []*table.Table {
	if len(all) == 0 {
		return nil
	}
	var out []*table.Table
	for i, first := range all[0] {
		t := table.New(first.Name, first.Columns()...)
		for _, tables := range all {
			if len(tables) != len(all[0]) || tables[i].Name != first.Name {
				panic("scope: tables to be joined do not match at " + first.Name)
			}
			appendRows(t, tables[i])
		}
		out = append(out, t)
	}
	return out
}

// appendRows appends the rows of src to dst, which has its columns.
func appendRows(dst, src *table.Table) {
	columns := src.Columns()
	cells := make([]func(int) any, len(columns))
	for i, c := range columns {
		switch c.Kind {
		case table.KindString:
			v := src.Strings(c.Name)
			cells[i] = func(r int) any { return v[r] }
		case table.KindInt:
			v := src.Ints(c.Name)
			cells[i] = func(r int) any { return v[r] }
		case table.KindFloat:
			v := src.Floats(c.Name)
			cells[i] = func(r int) any { return v[r] }
		case table.KindBool:
			v := src.Bools(c.Name)
			cells[i] = func(r int) any { return v[r] }
		}
	}
	row := make([]any, len(cells))
	for r := range src.Len() {
		for i, cell := range cells {
			row[i] = cell(r)
		}
		dst.Append(row...)
	}
}
