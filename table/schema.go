package table

import (
	"fmt"
	"math"
	"strings"

	"respine/spelling"
)

// checkColumns confirms that a file with the named columns has all that schema
// requires. where names the file.
func checkColumns(where string, have []string, schema []Column) error {
	present := make(map[string]bool, len(have))
	for _, name := range have {
		present[name] = true
	}
	for _, c := range schema {
		if c.Optional || present[c.Name] {
			continue
		}
		hint := ""
		if near := nearest(c.Name, have); near != "" {
			hint = fmt.Sprintf("\nhint: did you mean %q? Rename it to %q.", near, c.Name)
		} else if len(have) == 1 && strings.ContainsAny(have[0], ";\t") {
			hint = "\nhint: the cells are not separated by commas; save the file as comma-separated values."
		}
		return fmt.Errorf("%s: no column %q; it has %s%s%s", where, c.Name, strings.Join(have, ", "), needed(schema), hint)
	}
	return nil
}

// needed lists the columns that must be there, if they are several.
func needed(schema []Column) string {
	var names []string
	for _, c := range schema {
		if !c.Optional {
			names = append(names, c.Name)
		}
	}
	if len(names) < 2 {
		return ""
	}
	return " and needs " + strings.Join(names, ", ")
}

// conform gives the columns of t the kinds and units of schema. Whole numbers
// become real ones where asked; any other difference is an error.
func (t *Table) conform(where string, schema []Column) error {
	if err := checkColumns(where, t.Names(), schema); err != nil {
		return err
	}
	for _, want := range schema {
		if !t.Has(want.Name) {
			continue
		}
		c := t.mustColumn(want.Name)
		c.Unit = want.Unit
		if c.Kind == want.Kind {
			continue
		}
		if c.Kind != KindInt || want.Kind != KindFloat {
			return fmt.Errorf("%s: column %s holds %s, not %s", where, c.Name, c.Kind, want.Kind)
		}
		if err := c.toFloats(); err != nil {
			return fmt.Errorf("%s: column %s: %w", where, c.Name, err)
		}
	}
	return nil
}

// nearest returns the name closest to want if it differs by at most a third of
// its letters, and "" when none is that close.
func nearest(want string, names []string) string {
	best, least := "", math.MaxInt
	for _, name := range names {
		d := spelling.Distance(strings.ToLower(want), strings.ToLower(name))
		if d < least && 3*d <= max(len(want), len(name)) {
			best, least = name, d
		}
	}
	return best
}
