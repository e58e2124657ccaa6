package table

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// WriteFiles writes each table into dir as <name>.csv and <name>.parquet. The
// folder is made if need be. All files are written under temporary names
// first and renamed only when every one is complete, so a failure while
// writing leaves what was there before. It panics when a table's name is not a
// file name.
func WriteFiles(dir string, tables ...*Table) (err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	type file struct{ temporary, final string }
	var files []file
	defer func() {
		if err != nil {
			for _, f := range files {
				os.Remove(f.temporary) // gone already if it was renamed
			}
		}
	}()
	add := func(name string, write func(io.Writer) error) error {
		path := filepath.Join(dir, name)
		temporary, err := writeTemporary(dir, write)
		if temporary != "" {
			files = append(files, file{temporary, path})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		return nil
	}
	for _, t := range tables {
		if t.Name == "" || strings.ContainsAny(t.Name, `/\`) {
			panic(fmt.Sprintf("table: %q is not a file name", t.Name))
		}
		if err := add(t.Name+".csv", t.WriteCSV); err != nil {
			return err
		}
		if err := add(t.Name+".parquet", t.WriteParquet); err != nil {
			return err
		}
	}
	for _, f := range files {
		if err := os.Rename(f.temporary, f.final); err != nil {
			return err
		}
	}
	return nil
}

// writeTemporary writes a new hidden file in dir and returns its path, which
// is "" only if the file could not be made.
func writeTemporary(dir string, write func(io.Writer) error) (path string, err error) {
	f, err := os.CreateTemp(dir, ".*.tmp")
	if err != nil {
		return "", err
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	return f.Name(), errors.Join(err, f.Close())
}

// Read reads the table of this name in dir, from <name>.parquet, whose types
// are exact, or else from <name>.csv. schema is checked as in ReadCSV; errors
// carry the path.
func Read(dir, name string, schema ...Column) (*Table, error) {
	path := filepath.Join(dir, name+".parquet")
	t, err := ReadFile(path, schema...)
	if !errors.Is(err, fs.ErrNotExist) {
		return t, err
	}
	t, err = ReadFile(filepath.Join(dir, name+".csv"), schema...)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: neither %s.parquet nor %s.csv is there: %w", dir, name, name, fs.ErrNotExist)
	}
	return t, err
}

// ReadFile reads one table from a .parquet file or, with any other extension,
// a CSV file. The table is named after the file; errors carry the path.
func ReadFile(path string, schema ...Column) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	extension := filepath.Ext(path)
	name := strings.TrimSuffix(filepath.Base(path), extension)
	if !strings.EqualFold(extension, ".parquet") {
		return readCSV(f, name, path, schema)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return readParquet(f, info.Size(), name, path, schema)
}
