package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"respine/study"
	"respine/table"
)

// Tidy reads the tables of the results in dir and joins the design to them: arm
// beside every animal, unless animals are masked, and the hour from time zero beside
// every session. Tables a lab brought are called after their kind and themselves,
// and numbered where that is one name for several.
func (s Study) Tidy(dir string) ([]*table.Table, error) {
	all, err := tablesIn(dir)
	if err != nil {
		return nil, err
	}
	brought, err := s.brought(dir)
	if err != nil {
		return nil, err
	}
	out := make([]*table.Table, 0, len(all)+len(brought))
	for _, t := range append(all, brought...) {
		joined, err := s.join(t)
		if err != nil {
			return nil, err
		}
		out = append(out, joined)
	}
	return out, nil
}

// brought reads the tables a lab brought, as they lie among results.
func (s Study) brought(dir string) ([]*table.Table, error) {
	var out []*table.Table
	err := filepath.WalkDir(filepath.Join(dir, "given"), func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		t, err := table.ReadFile(file)
		if err != nil {
			return err
		}
		kind := filepath.Base(filepath.Dir(filepath.Dir(file)))
		t.Name = kind + "_" + strings.TrimSuffix(filepath.Base(file), path.Ext(file))
		for i, base := 2, t.Name; slices.ContainsFunc(out, func(o *table.Table) bool { return o.Name == t.Name }); i++ {
			t.Name = fmt.Sprintf("%s_%d", base, i)
		}
		out = append(out, t)
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) { // none were given
		return nil, nil
	}
	return out, err
}

// join returns a table with the columns of the design in it, beside what they follow
// from. A column that the table has already is left as it is.
func (s Study) join(t *table.Table) (*table.Table, error) {
	var columns []table.Column
	var cells []func(row int) any
	put := func(c table.Column, cell func(row int) any) {
		columns, cells = append(columns, c), append(cells, cell)
	}
	for _, c := range t.Columns() {
		put(c, cellOf(t, c))
		switch hour := strings.Replace(c.Name, "session", "hour", 1); {
		case c.Name == "animal" && !s.Masked && !t.Has("arm"):
			arms, err := s.arms(t, c)
			if err != nil {
				return nil, err
			}
			put(table.String("arm", ""), func(row int) any { return arms[row] })
		case (c.Name == "session" || strings.HasPrefix(c.Name, "session_")) && !t.Has(hour) && c.Kind != table.KindBool:
			hours, err := s.hours(t, c)
			if err != nil {
				return nil, err
			}
			put(table.Float(hour, "h"), func(row int) any { return hours[row] })
		}
	}
	out := table.New(t.Name, columns...)
	row := make([]any, len(cells))
	for r := range t.Len() {
		for i, cell := range cells {
			row[i] = cell(r)
		}
		out.Append(row...)
	}
	return out, nil
}

// arms returns the arm of the animal of every row.
func (s Study) arms(t *table.Table, c table.Column) ([]string, error) {
	out := make([]string, t.Len())
	for r, id := range words(t, c) {
		if id == "" {
			continue
		}
		a, ok := s.animal(id)
		if !ok {
			return nil, fmt.Errorf("table %s: animal %s is not in the manifest\nhint: the manifest changed since; respine run first", t.Name, id)
		}
		out[r] = a.Arm
	}
	return out, nil
}

// hours returns when the session of every row began; NaN where a row is of none.
func (s Study) hours(t *table.Table, c table.Column) ([]float64, error) {
	out := make([]float64, t.Len())
	for r, id := range words(t, c) {
		i := slices.IndexFunc(s.Sessions, func(one study.Session) bool { return one.ID == id })
		switch {
		case id == "":
			out[r] = math.NaN()
		case i < 0:
			return nil, fmt.Errorf("table %s: session %s is not in the manifest\nhint: the manifest changed since; respine run first", t.Name, id)
		default:
			out[r] = float64(s.Sessions[i].At)
		}
	}
	return out, nil
}

// words are the cells of a column of names, which a file may hold as numbers.
func words(t *table.Table, c table.Column) []string {
	out := make([]string, t.Len())
	switch c.Kind {
	case table.KindString:
		return t.Strings(c.Name)
	case table.KindInt:
		for r, v := range t.Ints(c.Name) {
			out[r] = strconv.FormatInt(v, 10)
		}
	case table.KindFloat:
		for r, v := range t.Floats(c.Name) {
			if !math.IsNaN(v) {
				out[r] = strconv.FormatFloat(v, 'g', -1, 64)
			}
		}
	}
	return out
}

// cellOf returns the cells of a column as they are.
func cellOf(t *table.Table, c table.Column) func(row int) any {
	switch c.Kind {
	case table.KindString:
		v := t.Strings(c.Name)
		return func(r int) any { return v[r] }
	case table.KindInt:
		v := t.Ints(c.Name)
		return func(r int) any { return v[r] }
	case table.KindBool:
		v := t.Bools(c.Name)
		return func(r int) any { return v[r] }
	}
	v := t.Floats(c.Name)
	return func(r int) any { return v[r] }
}
