package table

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func list(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWriteFilesAndRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "results", "tables")
	empty := New("empty", Float("x_um", "um"))
	if err := WriteFiles(dir, sample(), empty); err != nil {
		t.Fatal(err)
	}
	if got, want := list(t, dir), []string{"empty.csv", "empty.parquet", "sample.csv", "sample.parquet"}; !slices.Equal(got, want) {
		t.Errorf("files are %v, want %v", got, want)
	}
	for _, want := range []*Table{sample(), empty} {
		got, err := Read(dir, want.Name)
		if err != nil || !same(got, want) {
			t.Errorf("%s reads as %+v, %v", want.Name, got, err)
		}
		if err := os.Remove(filepath.Join(dir, want.Name+".parquet")); err != nil {
			t.Fatal(err)
		}
		got, err = Read(dir, want.Name, want.Columns()...)
		if err != nil || !same(got, want) {
			t.Errorf("%s.csv reads as %+v, %v", want.Name, got, err)
		}
	}
}

func TestWriteFilesThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "sample.csv", "x"), 0o777); err != nil {
		t.Fatal(err) // a folder stands where the file should
	}
	if err := WriteFiles(dir, sample()); err == nil {
		t.Fatal("no error")
	}
	if got := list(t, dir); !slices.Equal(got, []string{"sample.csv"}) {
		t.Errorf("files are %v", got)
	}
}

func TestWriteFilesPanicsOnPaths(t *testing.T) {
	if got := panics(func() { WriteFiles(t.TempDir(), New("a/b", Int("x", ""))) }); got != `table: "a/b" is not a file name` {
		t.Errorf("panics with %q", got)
	}
}

func TestReadErrorsCarryThePath(t *testing.T) {
	dir := t.TempDir()
	_, err := Read(dir, "spines")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), dir+": neither spines.parquet nor spines.csv") {
		t.Errorf("error %q", err)
	}
	path := filepath.Join(dir, "spines.csv")
	if err := os.WriteFile(path, []byte("x\ny\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Read(dir, "spines", Float("x", ""))
	if err == nil || !strings.HasPrefix(err.Error(), path+": line 2, column x: ") {
		t.Errorf("error %q", err)
	}
}
