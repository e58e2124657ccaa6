package respine

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrows is a statement of policy: what each package may import of this module,
// and nothing else. ARCHITECTURE.md shows the same text; change both together,
// with the reason in the commit. An arrow nobody uses any more is taken out.
const arrows = `
img:
stats:
spatial:
bench:
executor:
store:
spelling:
table:      spelling
swc:
imagejroi:
mapmanager:
tiff:
video:
random:
yamltree:
study:      spelling yamltree
formula:    spelling table
lmm:        formula
glmm:       formula
convnet:    img
photometry: stats table
photofile:  photometry table
network:    img random
spike:      img table
ensemble:   stats table
cellmatch:  table
dendrite:   img
register:   dendrite img
motion:     img table
turnover:   spatial stats table
spine:      convnet dendrite img register spatial stats table turnover
cell:       img imagejroi table
score:      photometry table
scored:     spelling study table
measure:    scored spatial study turnover
claim:      formula glmm measure scored spelling stats study table yamltree
recording:  dendrite img mapmanager swc table tiff
twin:       network random spatial table turnover
scope:      dendrite img network random spatial study table tiff turnover twin video
rater:      random scope scored study table turnover twin
power:      claim measure random rater scope scored stats study table twin
plot:       img
timelapse:  dendrite img imagejroi plot recording spatial spine swc table turnover
film:       tiff video
behavior:   img table
report:     plot stats table
sucrose:    table
puncta:     img table
section:    img plot puncta recording tiff
calcium:    cell ensemble img motion plot spike table
pipeline:   behavior calcium claim executor film img measure photofile photometry plot puncta recording report scored section spine store study sucrose table timelapse turnover video
bench/calcium:
bench/cells: calcium cell motion recording scope score table
bench/hung: random scope table video
bench/known: scope score spine table turnover
bench/look: dendrite img plot recording scope study twin
bench/motion: motion recording scope
bench/real: dendrite recording score spine table
cmd/respine: behavior calcium cell cellmatch claim dendrite film imagejroi img mapmanager measure motion photofile photometry pipeline plot power puncta random rater recording report scope score scored section spelling spike spine store study sucrose table tiff timelapse turnover twin video
`

// testArrows lists what test files may import beyond the arrows of their
// package: the simulator, and formats to read oracles with. What is measured
// never imports the simulator outside its tests.
const testArrows = `
measure:    table
behavior:   random scope
register:   scope
motion:     recording scope
cell:       recording score
spine:      scope
photometry: random scope
photofile:  random scope
sucrose:    random scope
puncta:     dendrite random scope
bench/calcium: recording scope
calcium:    scope
pipeline:   dendrite random scope spine
lmm:        table
glmm:       table
`

// modules are the other people's modules our code may import, and where. Each
// was argued for in the commit that brought it.
const modules = `
github.com/alecthomas/kong:       cmd/respine
github.com/goccy/go-yaml:         yamltree
github.com/klauspost/compress:    tiff
golang.org/x/image:               plot tiff
github.com/parquet-go/parquet-go: table
golang.org/x/sync:                cmd/respine scope spine timelapse
gonum.org/v1/gonum:               cellmatch claim formula glmm lmm register scope spatial stats twin
modernc.org/sqlite:               store
`

// testModules are allowed in test files only.
const testModules = `
github.com/rogpeppe/go-internal: cmd/respine
gonum.org/v1/gonum: motion
pgregory.net/rapid: claim convnet dendrite img executor imagejroi measure plot register score scope spatial spelling spine stats study swc table tiff turnover
`

// untagged are the modules without a usable tag, which only other modules
// need; everything else is pinned to a release.
const untagged = `
github.com/ajstarks/svgo
github.com/golang/freetype
github.com/BurntSushi/toml
golang.org/x/exp/typeparams
github.com/remyoudompheng/bigfft
`

// measuring packages see pixels, traces and numbers, never a file, a clock or a
// network: that is what makes them blind to groups and the same on every day.
var measuring = []string{"img", "convnet", "dendrite", "register", "spine", "stats", "spatial", "turnover", "random", "network", "twin", "formula", "lmm", "glmm", "sucrose", "motion", "puncta", "cell", "spike", "ensemble", "cellmatch", "photometry", "behavior"}

// outside are the parts of the standard library measuring packages go without.
var outside = []string{"log", "net", "net/http", "os", "os/exec", "path/filepath", "time"}

// excused files look outside all the same: kernel.go reads RESPINE_SIMD, which
// chooses between loops that give the same bytes.
var excused = []string{"img/kernel.go"}

// file is a parsed Go file of the module.
type file struct {
	path    string // slashes, from the module root
	pkg     string // folder; "." for the root
	test    bool
	ast     *ast.File
	imports []string
}

// files parses every Go file in this process: a test that asks the go command
// would be answered from the test cache and not see a change.
func files(t *testing.T) []file {
	t.Helper()
	var out []file
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (name == "testdata" || strings.HasPrefix(name, ".") || name == "out" || name == "bin"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		parsed, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		f := file{path: filepath.ToSlash(path), pkg: filepath.ToSlash(filepath.Dir(path)), test: strings.HasSuffix(name, "_test.go"), ast: parsed}
		for _, i := range parsed.Imports {
			f.imports = append(f.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 100 {
		t.Fatalf("found only %d Go files; is this the module root?", len(out))
	}
	return out
}

// policy reads lines of "name: words".
func policy(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		name, words, _ := strings.Cut(strings.TrimSpace(line), ":")
		out[name] = strings.Fields(words)
	}
	return out
}

func TestArrows(t *testing.T) {
	allowed, inTests := policy(arrows), policy(testArrows)
	used := map[string]bool{}
	for _, f := range files(t) {
		if f.pkg == "." {
			continue
		}
		if _, ok := allowed[f.pkg]; !ok {
			t.Errorf("%s: package %s has no line in the arrows of deps_test.go", f.path, f.pkg)
			allowed[f.pkg] = nil
		}
		for _, i := range f.imports {
			to, ours := strings.CutPrefix(i, "respine/")
			switch {
			case !ours || f.test && to == f.pkg:
			case slices.Contains(allowed[f.pkg], to):
				used[f.pkg+" "+to] = used[f.pkg+" "+to] || !f.test
			case f.test && slices.Contains(inTests[f.pkg], to):
			default:
				t.Errorf("%s imports %s, which is no arrow of deps_test.go", f.path, i)
			}
		}
	}
	for from, all := range allowed {
		for _, to := range all {
			if !used[from+" "+to] {
				t.Errorf("arrow %s -> %s is not used; take it out", from, to)
			}
		}
	}
}

// TestArrowsPointUp: a package is listed below all it imports, so the list is
// an order in which to read the code.
func TestArrowsPointUp(t *testing.T) {
	above := map[string]bool{}
	for line := range strings.Lines(strings.TrimSpace(arrows)) {
		name, words, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, to := range strings.Fields(words) {
			if !above[to] {
				t.Errorf("%s -> %s: %s does not stand above", name, to, to)
			}
		}
		above[name] = true
	}
}

func TestArchitectureShowsTheArrows(t *testing.T) {
	b, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "```"+arrows+"```") {
		t.Error("ARCHITECTURE.md does not show the arrows of deps_test.go word for word")
	}
}

func TestModules(t *testing.T) {
	anywhere, inTests := policy(modules), policy(testModules)
	used := map[string]bool{}
	for _, f := range files(t) {
		for _, i := range f.imports {
			first, _, _ := strings.Cut(i, "/")
			if first == "respine" || !strings.Contains(first, ".") {
				continue
			}
			m := moduleOf(i, anywhere, inTests)
			used[m] = true
			if !slices.Contains(anywhere[m], f.pkg) && !(f.test && slices.Contains(inTests[m], f.pkg)) {
				t.Errorf("%s imports %s, which is not allowed there by deps_test.go", f.path, i)
			}
		}
	}
	for _, list := range []map[string][]string{anywhere, inTests} {
		for m := range list {
			if !used[m] {
				t.Errorf("module %s is not used; take it out", m)
			}
		}
	}
}

// moduleOf returns the listed module an import belongs to, "" for none.
func moduleOf(path string, lists ...map[string][]string) string {
	for _, l := range lists {
		for m := range l {
			if path == m || strings.HasPrefix(path, m+"/") {
				return m
			}
		}
	}
	return ""
}

// TestPins: a version in go.mod is a release, so that two people build the
// same program.
func TestPins(t *testing.T) {
	release := regexp.MustCompile(`^v\d+\.\d+\.\d+$`)
	exact := regexp.MustCompile(`^v\d+\.\d+\.\d+-[0-9A-Za-z.-]+$`)
	line := regexp.MustCompile(`^(?:require )?\s*([a-z][^\s]*\.[^\s]*/?[^\s]*) (\S+)`)
	for _, path := range []string{"go.mod", "tools/go.mod"} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for text := range strings.Lines(string(b)) {
			if strings.HasPrefix(strings.TrimSpace(text), "replace") {
				t.Errorf("%s: a replaced module: %s", path, text)
			}
			m := line.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			n++
			listed := slices.Contains(strings.Fields(untagged), m[1])
			if !release.MatchString(m[2]) && !(listed && exact.MatchString(m[2])) {
				t.Errorf("%s: %s is not pinned to a release: %s", path, m[1], m[2])
			}
		}
		if n < 3 {
			t.Errorf("%s: read only %d requirements", path, n)
		}
	}
}

// TestMeasuringIsBlind: measurements and statistics reach nothing outside.
func TestMeasuringIsBlind(t *testing.T) {
	for _, f := range files(t) {
		if f.test || !slices.Contains(measuring, f.pkg) || slices.Contains(excused, f.path) {
			continue
		}
		for _, i := range f.imports {
			if slices.Contains(outside, i) {
				t.Errorf("%s imports %s; %s only measures what it is handed", f.path, i, f.pkg)
			}
		}
	}
}

// TestRandomnessIsHandedOver: draws come from a generator with a seed somebody
// chose, never from the one the runtime seeds.
func TestRandomnessIsHandedOver(t *testing.T) {
	makers := []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}
	for _, f := range files(t) {
		if slices.Contains(f.imports, "math/rand") {
			t.Errorf("%s imports math/rand; math/rand/v2 is the one we use", f.path)
		}
		if !slices.Contains(f.imports, "math/rand/v2") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "rand" && !slices.Contains(makers, s.Sel.Name) && ast.IsExported(s.Sel.Name) && !shadowed(f.ast, "rand") {
				t.Errorf("%s draws rand.%s from the runtime's generator", f.path, s.Sel.Name)
			}
			return true
		})
	}
}

// shadowed reports whether a file declares the name itself.
func shadowed(f *ast.File, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, i := range n.Names {
				found = found || i.Name == name
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, l := range n.Lhs {
					i, ok := l.(*ast.Ident)
					found = found || ok && i.Name == name
				}
			}
		}
		return !found
	})
	return found
}

// TestEveryPackageSaysWhatItIs: one package comment, longer than its name, and
// a name that says what is in it.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	comments := map[string]int{}
	for _, f := range files(t) {
		if f.pkg == "." || f.test {
			continue
		}
		if _, ok := comments[f.pkg]; !ok {
			comments[f.pkg] = 0
		}
		if f.ast.Doc != nil {
			comments[f.pkg]++
			text := f.ast.Doc.Text()
			want := fmt.Sprintf("Package %s ", f.ast.Name.Name)
			if f.ast.Name.Name == "main" {
				want = fmt.Sprintf("Command %s ", filepath.Base(f.pkg))
			}
			if !strings.HasPrefix(text, want) || len(text) < 80 {
				t.Errorf("%s: the package comment should begin %q and say what it measures", f.path, want)
			}
		}
		switch filepath.Base(f.pkg) {
		case "util", "utils", "common", "helper", "helpers", "misc", "shared", "lib", "base", "core", "tools":
			t.Errorf("%s: %s says nothing about what is in the package", f.path, f.pkg)
		}
	}
	for pkg, n := range comments {
		if n != 1 {
			t.Errorf("package %s has %d package comments, want 1", pkg, n)
		}
	}
}

// TestNothingHappensOnImport: no init functions.
func TestNothingHappensOnImport(t *testing.T) {
	for _, f := range files(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", f.path)
			}
		}
	}
}
