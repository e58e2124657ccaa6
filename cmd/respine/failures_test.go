package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"respine/store"
)

// scoredStudy is a study of a table alone, which runs in a moment.
const scoredStudy = `study: Scored
time_zero: {event: injection of ketamine or vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
  ketamine: {purpose: treated, ketamine: 10 mg/kg at 0 h}
animals:
  A1: {arm: ketamine}
  B1: {arm: saline}
sessions:
  drink: {kind: sucrose, at: 30 h}
tables:
  - {kind: sucrose, files: [preference.csv]}
`

func writeScored(dir string) error {
	return errors.Join(os.MkdirAll(dir, 0o777), os.WriteFile(filepath.Join(dir, "study.yaml"), []byte(scoredStudy), 0o666),
		os.WriteFile(filepath.Join(dir, "preference.csv"), []byte("animal,session,preference_percent\nA1,drink,61\nB1,drink,55\n"), 0o666))
}

// respine runs a command here and returns its exit code and what it said.
func respine(args ...string) (code int, stderr string) {
	var b bytes.Buffer
	code = run(context.Background(), args, io.Discard, &b)
	return code, b.String()
}

// smallDisk mounts a file system of some size, where a test may.
func smallDisk(t *testing.T, kib int) (dir string, remount func(options string)) {
	t.Helper()
	dir = t.TempDir()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("NOT ROOT ON LINUX: full and read-only disks were NOT TESTED")
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dk", kib), "none", dir).CombinedOutput(); err != nil {
		t.Skipf("MOUNT FAILED: full and read-only disks were NOT TESTED: %s", out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	return dir, func(options string) {
		t.Helper()
		if out, err := exec.Command("mount", "-o", "remount,"+options, dir).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s", options, out)
		}
	}
}

// Wherever the disk fills up, the run says so and what to do, and with more room ends
// as if there had been enough.
func TestDiskFull(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "plain")
	if err := writeScored(plain); err != nil {
		t.Fatal(err)
	}
	if code, said := respine("run", plain); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	whole := 0
	for _, kib := range []int{24, 64, 100, 140, 180, 220, 280} {
		disk, remount := smallDisk(t, kib)
		dir := filepath.Join(disk, "study")
		if err := writeScored(dir); err != nil {
			t.Fatal(err)
		}
		switch code, said := respine("run", dir); {
		case code == exitDone:
			whole++
			t.Logf("%d KiB are enough", kib)
		case code != exitFailed || !strings.Contains(said, "hint: ") || !strings.Contains(said, "full"):
			t.Errorf("%d KiB: exit %d: %s", kib, code, said)
		default:
			t.Logf("%d KiB: %s", kib, said)
		}
		remount("size=64m")
		if code, said := respine("run", dir); code != exitDone {
			t.Errorf("%d KiB, then more: exit %d: %s", kib, code, said)
		}
		sameResults(t, fmt.Sprintf("%d KiB", kib), plain, dir)
		if code, said := respine("verify", dir); code != exitDone {
			t.Errorf("%d KiB: verify: exit %d: %s", kib, code, said)
		}
	}
	if whole > 4 {
		t.Errorf("%d of 7 disks were large enough: nothing was tested", whole)
	}
}

// sameResults wants the results of two studies to be the same, byte by byte.
func sameResults(t *testing.T, what, a, b string) {
	t.Helper()
	names, err := filesIn(filepath.Join(a, "results"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		one, err1 := os.ReadFile(filepath.Join(a, "results", name))
		two, err2 := os.ReadFile(filepath.Join(b, "results", name))
		if err := errors.Join(err1, err2); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: %s differs (%v)", what, name, err)
		}
	}
}

// A study that may only be read can be looked at and not run.
func TestReadOnly(t *testing.T) {
	disk, remount := smallDisk(t, 65536)
	dir := filepath.Join(disk, "study")
	if err := writeScored(dir); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(disk, "fresh")
	if err := writeScored(fresh); err != nil {
		t.Fatal(err)
	}
	if code, said := respine("run", dir); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	remount("ro")
	for _, d := range []string{dir, fresh} {
		if code, said := respine("run", d); code != exitFailed || !strings.Contains(said, "read-only") || !strings.Contains(said, "hint: ") {
			t.Errorf("run %s: exit %d: %s", filepath.Base(d), code, said)
		}
	}
	for _, command := range []string{"status", "verify", "audit"} {
		if code, said := respine(command, dir); code != exitDone {
			t.Errorf("%s: exit %d: %s", command, code, said)
		}
	}
	remount("rw")
	if code, said := respine("run", dir); code != exitDone {
		t.Errorf("again: exit %d: %s", code, said)
	}
}

// A second run is told who holds the study, and leaves it alone.
func TestTwoRunsAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "study")
	if err := writeScored(dir); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(filepath.Join(dir, "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	release, err := st.Lock(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if code, said := respine("run", dir); code != exitFailed || !strings.Contains(said, fmt.Sprintf("process %d on %s", os.Getpid(), host)) || !strings.Contains(said, "hint: ") {
		t.Errorf("exit %d: %s", code, said)
	}
	if _, err := os.Stat(filepath.Join(dir, "results")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("results: %v", err)
	}
	release()
	if code, said := respine("run", dir); code != exitDone {
		t.Errorf("after: exit %d: %s", code, said)
	}
}
