package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"respine/table"
)

// What is exported in one format is what is exported in the other, and is read back
// with the design beside it.
func TestExportIsReadBack(t *testing.T) {
	dir := t.TempDir()
	study := filepath.Join(dir, "study")
	if err := writeScored(study); err != nil {
		t.Fatal(err)
	}
	if code, said := respine("run", study); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	for _, format := range []string{"csv", "parquet"} {
		out := filepath.Join(dir, format)
		if code, said := respine("export", study, "--"+format, "--out", out); code != exitDone {
			t.Fatalf("exit %d: %s", code, said)
		}
		for _, name := range []string{"verdicts", "left_out", "sucrose_preference"} {
			if found, err := filepath.Glob(filepath.Join(out, name+".*")); err != nil || len(found) != 1 {
				t.Errorf("%s: %q, %v", name, found, err)
			}
		}
		got, err := table.ReadFile(filepath.Join(out, "sucrose_preference."+format))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Names(), []string{"animal", "arm", "session", "hour", "preference_percent"}) ||
			!slices.Equal(got.Strings("arm"), []string{"ketamine", "saline"}) {
			t.Errorf("%s: %q, %q", format, got.Names(), got.Strings("arm"))
		}
	}
	// What respine keeps for itself is no place for an export, whatever stands there.
	for _, out := range []string{"results", "results/tidy", "store/objects/x"} {
		if code, said := respine("export", study, "--csv", "--out", filepath.Join(study, out)); code != exitUsage {
			t.Errorf("into %s: exit %d, %s", out, code, said)
		}
	}
	if err := os.WriteFile(filepath.Join(study, "results", "Thumbs.db"), []byte("x"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, said := respine("run", study); code != exitDone {
		t.Errorf("after somebody looked at the folder: exit %d, %s", code, said)
	}
}
