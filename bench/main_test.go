package main

import (
	"encoding/json"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestRunWritesOneDocument(t *testing.T) {
	if _, err := exec.LookPath("true"); err != nil {
		t.Skip("SKIPPED: no command named true")
	}
	var out strings.Builder
	if err := run([]string{"nothing=true a b"}, strings.NewReader(printed), &out); err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal([]byte(out.String()), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Benchmarks) != 3 || len(r.Commands) != 1 {
		t.Fatalf("%d benchmarks, %d commands, want 3 and 1", len(r.Benchmarks), len(r.Commands))
	}
	c := r.Commands[0]
	if c.Name != "nothing" || len(c.Args) != 3 || c.ExitCode != 0 || !(c.WallSec > 0) || runtime.GOOS == "linux" && !(c.MaxRSSMiB > 0) {
		t.Errorf("command %+v", c)
	}
	if r.Machine.CPUs < 1 || r.Machine.GoVersion == "" {
		t.Errorf("machine %+v", r.Machine)
	}
}

func TestRunTellsOfFailure(t *testing.T) {
	var out strings.Builder
	if err := run([]string{"gone=false"}, strings.NewReader(""), &out); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("error %v, want one that names the command", err)
	}
	var r report
	if err := json.Unmarshal([]byte(out.String()), &r); err != nil || len(r.Commands) != 1 || r.Commands[0].ExitCode != 1 {
		t.Errorf("document %q, %v, want the failed command in it", out.String(), err)
	}
	for _, bad := range []string{"", "demo", "demo= "} {
		if err := run([]string{bad}, strings.NewReader(""), &out); err == nil {
			t.Errorf("command %q: no error", bad)
		}
	}
}
