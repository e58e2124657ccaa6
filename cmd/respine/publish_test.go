package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/pipeline"
	"respine/store"
)

// runOf makes three results of a file each in a store.
func runOf(t *testing.T, text string) pipeline.Run {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	result := func(name string) store.Result {
		a, err := st.Begin(store.Note{Step: name, Version: 1, Unit: name})
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(a.Dir, name+".csv"), text)
		r, err := a.Publish()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	return pipeline.Run{Tables: result("tables"), Claims: result("claims"), Report: result("report")}
}

// What is published is what was measured: a result damaged since is not, and one
// published damaged is published anew.
func TestDamagedResultIsNotPublished(t *testing.T) {
	dir, run := t.TempDir(), runOf(t, "abc")
	damaged := run.Claims.Path("claims.csv")
	put(t, damaged, "abd")
	if _, err := publish(dir, false, run); err == nil || !strings.Contains(err.Error(), "hint: respine verify") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, resultsName)); err == nil {
		t.Error("a damaged result was published")
	}
	put(t, damaged, "abc")
	if _, err := publish(dir, false, run); err != nil {
		t.Fatal(err)
	}
	// The same work gave another content: what is there is of the same key.
	other := runOf(t, "xyz")
	if other.Claims.Key != run.Claims.Key {
		t.Fatal("another key")
	}
	out, err := publish(dir, false, other)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "claims.csv")); err != nil || string(b) != "xyz" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestPublishedOnce(t *testing.T) {
	dir, run := t.TempDir(), runOf(t, "abc")
	out, err := publish(dir, false, run)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish(dir, false, run); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(out); err != nil || !os.SameFile(before, after) {
		t.Errorf("written anew where nothing changed: %v", err)
	}
}
