package respine

import (
	"go/ast"
	"os"
	"strconv"
	"strings"
	"testing"
)

// plain are the names `respine spines track` gives to the tables of turnover,
// which call themselves after spines for studies that hold more.
var plain = map[string]string{
	"spine_intervals": "dynamics", "spine_density": "density", "spine_events": "events",
	"spine_confirmed": "confirmed", "spine_survival": "survival", "spine_restored": "restored",
	"spine_restored_pairs": "restored_pairs", "spine_restored_sweep": "restored_sweep",
}

// TestTablesAreDocumented reads the columns of every table written out of the
// source, and looks for each under its table's heading in docs/tables.md.
func TestTablesAreDocumented(t *testing.T) {
	b, err := os.ReadFile("docs/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, s := range strings.Split(string(b), "\n### `")[1:] {
		name, text, _ := strings.Cut(s, "`")
		text, _, _ = strings.Cut(text, "\n## ")
		sections[name] += text
	}
	found := 0
	for _, f := range files(t) {
		if f.test || f.pkg != "spine" && f.pkg != "turnover" && f.path != "cmd/respine/importmap.go" {
			continue
		}
		for _, d := range f.ast.Decls {
			name, columns := tableIn(d)
			if name == "" {
				continue
			}
			found++
			if p, ok := plain[name]; ok {
				name = p
			}
			text, ok := sections[name]
			if !ok {
				t.Errorf("%s writes table %s, which docs/tables.md does not have", f.path, name)
				continue
			}
			if f.pkg == "cmd/respine" {
				text = string(b) // a map's tables are described by how they differ
			}
			for _, c := range columns {
				if !strings.Contains(text, "`"+c+"`") {
					t.Errorf("%s: table %s has column %s, which docs/tables.md does not tell of", f.path, name, c)
				}
			}
		}
	}
	if found < 16 {
		t.Errorf("found only %d tables in the source", found)
	}
}

// tableIn returns the name and columns of the table a function makes by
// table.New, "" if it makes none.
func tableIn(d ast.Decl) (name string, columns []string) {
	ast.Inspect(d, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		fn, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := fn.X.(*ast.Ident)
		if !ok || pkg.Name != "table" {
			return true
		}
		word, ok := call.Args[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		text, err := strconv.Unquote(word.Value)
		if err != nil {
			return true
		}
		switch fn.Sel.Name {
		case "New":
			name = text
		case "Int", "Float", "String", "Bool":
			columns = append(columns, text)
		}
		return true
	})
	return name, columns
}
