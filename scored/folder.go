package scored

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"respine/study"
	"respine/table"
)

// ErrNoStudy is what Read returns for a folder without a manifest.
var ErrNoStudy = errors.New("no study here")

// Read reads the manifest of a study, dir/study.yaml, and the scored tables it
// names under tables:, or else those in dir/tables, or else in dir/truth, which
// a simulated study has. Notes are warnings of the manifest and files passed over
// because their names are of no table. A manifest that cannot be used is a
// *ManifestError.
func Read(dir string) (set *Set, notes []string, err error) {
	file := filepath.Join(dir, "study.yaml")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: %w: there is no study.yaml", dir, ErrNoStudy)
	}
	if err != nil {
		return nil, nil, err
	}
	s, problems := study.Parse(text, file)
	if err := problems.Err(); err != nil {
		return nil, nil, &ManifestError{err}
	}
	for _, p := range problems {
		notes = append(notes, p.String())
	}
	set = New(s)
	sources, more, err := sources(dir, s)
	if err != nil {
		return nil, notes, err
	}
	notes = append(notes, more...)
	var errs []error
	for _, one := range sources {
		errs = append(errs, set.addFile(one))
	}
	if len(set.errs) == 0 && len(sources) > 0 && filepath.Base(filepath.Dir(sources[0].path)) == truthFolder {
		set.SetErrors(0, 0) // nobody scored it
	}
	for _, text := range set.branches() {
		errs = append(errs, errors.New(dir+": "+text))
	}
	return set, append(notes, set.Notes()...), errors.Join(errs...)
}

// truthFolder is where a simulated study has its tables, which know no errors of
// scoring.
const truthFolder = "truth"

// ManifestError is that a manifest cannot be used.
type ManifestError struct{ error }

// source is a file to be read as a table: of a known kind, or of whichever kind
// of a session's tables its columns are.
type source struct {
	path string
	kind string
	of   study.SessionKind
}

// sources lists the files of a study's tables.
func sources(dir string, s study.Study) (out []source, notes []string, err error) {
	for i, t := range s.Tables {
		for _, pattern := range t.Files {
			found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
			if err != nil || len(found) == 0 {
				return nil, nil, fmt.Errorf("%s: table %d: no file is called %s\nhint: paths count from the folder of the manifest", filepath.Join(dir, "study.yaml"), i+1, pattern)
			}
			for _, f := range found {
				k, _ := KindOf(stem(f))
				if !slices.Contains(k.Sessions, t.Kind) && !slices.Contains([]string{"branches", "errors"}, k.Name) {
					k.Name = ""
				}
				out = append(out, source{f, k.Name, t.Kind})
			}
		}
	}
	if len(s.Tables) > 0 {
		return out, nil, nil
	}
	for _, folder := range []string{"tables", truthFolder} {
		out, notes, err = folderSources(filepath.Join(dir, folder))
		if !errors.Is(err, fs.ErrNotExist) {
			return out, notes, err
		}
	}
	return nil, nil, fmt.Errorf("%s: no tables: the manifest names none, and there is no folder tables or truth\nhint: put the scored tables into %s; docs/tables.md tells which", dir, filepath.Join(dir, "tables"))
}

func stem(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

// folderSources lists the tables in a folder, Parquet before CSV of one name.
func folderSources(dir string) (out []source, notes []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	taken := map[string]string{}
	for _, extension := range []string{".parquet", ".csv"} {
		for _, e := range entries {
			if e.IsDir() || !strings.EqualFold(path.Ext(e.Name()), extension) {
				continue
			}
			k, ok := KindOf(stem(e.Name()))
			switch file := filepath.Join(dir, e.Name()); {
			case !ok && filepath.Base(dir) == "tables":
				notes = append(notes, file+" is not read: no table is called "+stem(e.Name()))
			case !ok:
			case taken[k.Name] == "":
				taken[k.Name] = file
				out = append(out, source{path: file, kind: k.Name})
			case stem(taken[k.Name]) != stem(file):
				notes = append(notes, fmt.Sprintf("%s is not read: %s is table %s already", file, taken[k.Name], k.Name))
			}
		}
	}
	return out, notes, nil
}

// AddFile reads a file into the set: as the table that name, a file's name, says,
// or where that is the name of none, as whichever table of such a session its
// columns are.
func (s *Set) AddFile(file, name string, of study.SessionKind) error {
	k, ok := KindOf(stem(name))
	if ok && of != "" && !slices.Contains(k.Sessions, of) && len(k.Sessions) > 0 {
		k.Name = ""
	}
	return s.addFile(source{file, k.Name, of})
}

// addFile reads one file into the set.
func (s *Set) addFile(f source) error {
	if f.kind == "" {
		return s.addByColumns(f)
	}
	t, err := readAs(f.path, f.kind)
	if err != nil {
		return err
	}
	return s.Add(f.kind, t, f.path)
}

// addByColumns adds a file whose name says nothing, as the first kind of table
// of its session whose columns it has.
func (s *Set) addByColumns(f source) error {
	any, err := table.ReadFile(f.path)
	if err != nil {
		return err
	}
	kinds := ofSession(f.of)
	var names []string
	for _, k := range kinds {
		if k.has(any) {
			t, err := readAs(f.path, k.Name)
			if err != nil {
				return err
			}
			return s.Add(k.Name, t, f.path)
		}
		names = append(names, k.Name)
	}
	return fmt.Errorf("%s: its columns are those of no table of %s\nhint: the tables are %s; docs/tables.md tells of their columns", f.path, f.of, strings.Join(names, ", "))
}

// readAs reads a file so that names written in digits stay what they are, as
// 007 does. Parquet says itself what its columns hold.
func readAs(file, kind string) (*table.Table, error) {
	if strings.EqualFold(filepath.Ext(file), ".parquet") {
		return table.ReadFile(file)
	}
	schema := []table.Column{table.Optional(table.String("animal", "")), table.Optional(table.String("session", ""))}
	k, _ := KindOf(kind)
	for _, c := range k.Columns {
		schema = append(schema, table.Optional(c.Column))
	}
	return table.ReadFile(file, schema...)
}
