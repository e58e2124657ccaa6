package respine

import (
	"go/ast"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentsNameWhatExists: every exported name that a document sets in
// backquotes as package.Name is declared there, so that a renamed function
// does not leave a map of somewhere else.
func TestDocumentsNameWhatExists(t *testing.T) {
	declared := map[string]bool{}
	packages := map[string]bool{}
	for _, f := range files(t) {
		packages[f.ast.Name.Name] = true
		for _, d := range f.ast.Decls {
			for _, name := range namesOf(d) {
				declared[f.ast.Name.Name+"."+name] = true
			}
		}
	}
	quoted := regexp.MustCompile("`([a-z]+)\\.([A-Z]\\w*(?:\\.[A-Z]\\w*)?)`")
	for _, path := range []string{"ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs/tables.md", "docs/spines.md", "docs/figures.md", "docs/statistics.md"} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(string(b), -1) {
			if packages[m[1]] && !declared[m[1]+"."+m[2]] {
				t.Errorf("%s names %s.%s, which is not declared", path, m[1], m[2])
			}
		}
	}
}

// namesOf returns what a declaration declares: Name, Type.Method, Type.Field.
func namesOf(d ast.Decl) []string {
	var out []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		return []string{receiver(d.Recv.List[0].Type) + "." + d.Name.Name}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, n := range s.Names {
					out = append(out, n.Name)
				}
			case *ast.TypeSpec:
				out = append(out, s.Name.Name)
				if st, ok := s.Type.(*ast.StructType); ok {
					for _, f := range st.Fields.List {
						for _, n := range f.Names {
							out = append(out, s.Name.Name+"."+n.Name)
						}
					}
				}
			}
		}
	}
	return out
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return strings.TrimSpace(e.Name)
	}
	return ""
}
