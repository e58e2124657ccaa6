//go:build unix

package pipeline

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"respine/store"
)

// A pipe would be waited for for ever: it is told instead.
func TestPipesAreNoRecordings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stack.tif")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	if err := readable(path); err == nil || !strings.Contains(err.Error(), "neither a file nor a folder") {
		t.Errorf("check: %v", err)
	}
	st, err := store.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.Fingerprint(path); err == nil || !strings.Contains(err.Error(), "neither a file nor a folder") {
		t.Errorf("run: %v", err)
	}
}
