package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"respine/img"
	"respine/recording"
	"respine/scope"
	"respine/spine"
	"respine/tiff"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"respine": func() { os.Exit(command()) }})
}

// TestScripts runs the commands as a user would. $STACKS holds two sessions of
// a small simulated field with their truth, one of another field, stacks that
// are wrong in one way each, and quick.bin, the first of the program's own
// networks alone, which takes a third of the time of all.
func TestScripts(t *testing.T) {
	stacks := t.TempDir()
	prepare := sync.OnceValue(func() error { return prepareStacks(stacks) })
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("STACKS", stacks)
			return prepare()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "interrupt": interrupt, "samefiles": sameFiles, "onlyfiles": onlyFiles,
		},
	})
}

// exits runs a program and wants an exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// interrupt runs a program until a file appears that matches a pattern, presses
// ctrl-C, and wants exit code 130 and a word about it.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	var stderr bytes.Buffer
	c := exec.Command(args[1], args[2:]...)
	c.Dir, c.Stderr = ts.MkAbs("."), &stderr
	ts.Check(c.Start())
	for i := 0; ; i++ {
		if found, _ := filepath.Glob(filepath.Join(c.Dir, args[0])); len(found) > 0 {
			break
		}
		if i == 1000 {
			c.Process.Kill()
			ts.Fatalf("%s did not appear", args[0])
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Check(c.Process.Signal(os.Interrupt))
	if err := c.Wait(); c.ProcessState.ExitCode() != exitCancelled || !cancelled(stderr.String()) {
		ts.Fatalf("interrupted: %v, %s", err, &stderr)
	}
}

// cancelled reports whether a command said last that it was cancelled, and what
// became of its work.
func cancelled(said string) bool {
	return strings.HasSuffix(said, "respine: "+errCancelled.Error()+"\n") || strings.HasSuffix(said, "respine: "+errStopped.Error()+"\n")
}

// sameFiles wants two folders to hold the same files, byte by byte, but for the
// notes.
func sameFiles(ts *testscript.TestScript, _ bool, args []string) {
	a, err := filesIn(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := filesIn(ts.MkAbs(args[1]))
	ts.Check(err)
	if len(a) != len(b) {
		ts.Fatalf("%d files and %d", len(a), len(b))
	}
	for _, name := range a {
		if strings.HasPrefix(name, noteName) {
			continue
		}
		if ts.ReadFile(filepath.Join(args[0], name)) != ts.ReadFile(filepath.Join(args[1], name)) {
			ts.Fatalf("%s differs", name)
		}
	}
}

// onlyFiles wants the current folder to hold the named files and folders,
// hidden ones included.
func onlyFiles(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	want := map[string]bool{".tmp": true}
	for _, name := range args {
		want[name] = true
	}
	for _, e := range entries {
		if !want[e.Name()] {
			ts.Fatalf("%s is there", e.Name())
		}
	}
}

// prepareStacks simulates two sessions of a field in a and one of another in b,
// and writes what a lab may hand over by mistake.
func prepareStacks(dir string) error {
	for _, args := range [][]string{
		{"--out", filepath.Join(dir, "a"), "--seed", "4", "--sessions", "2"},
		{"--out", filepath.Join(dir, "b"), "--seed", "6", "--sessions", "1"},
	} {
		var stderr bytes.Buffer
		args = append([]string{"simulate", "spines", "--size", "tiny"}, args...)
		if run(context.Background(), args, io.Discard, &stderr) != exitDone {
			return errors.New(stderr.String())
		}
	}
	if err := prepareSections(filepath.Join(dir, "puncta")); err != nil {
		return err
	}
	um := tiff.Voxel{Z: 1, Y: 0.12, X: 0.12}
	grey := make([]float32, 64*64)
	for i := range grey {
		grey[i] = float32(i % 7)
	}
	holed := append([]float32(nil), grey...)
	holed[99] = float32(0 / zero)
	for _, s := range []struct {
		name   string
		voxel  tiff.Voxel
		slices int
		pix    []float32
	}{
		{"black.tif", um, 4, make([]float32, 64*64)},
		{"nan.tif", um, 4, holed},
		{"oneslice.tif", um, 1, grey},
		{"novoxel.tif", tiff.Voxel{}, 4, grey},
		{"wide.tif", tiff.Voxel{Z: 1, Y: 0.12, X: 0.13}, 4, grey},
		{"flat.tif", um, 4, grey},
	} {
		if err := writeGrey(filepath.Join(dir, s.name), s.voxel, s.slices, s.pix); err != nil {
			return err
		}
	}
	if err := errors.Join(writeThick(dir), writeQuick(filepath.Join(dir, "quick.bin"))); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("day 4: window cloudy\n"), 0o666)
}

// writeThick writes every second slice of the second session of field a.
func writeThick(dir string) error {
	s, _, err := recording.OpenStack(context.Background(), filepath.Join(dir, "a", "stack_s1.ome.tif"), recording.Options{})
	if err != nil {
		return err
	}
	thick := img.Stack{W: s.W, H: s.H, Voxel: img.Voxel{Z: 2 * s.Voxel.Z, Y: s.Voxel.Y, X: s.Voxel.X}}
	for z := 0; z < s.D; z += 2 {
		thick.Pix = append(thick.Pix, s.Slice(z).Pix...)
		thick.D++
	}
	return scope.WriteStack(context.Background(), filepath.Join(dir, "thick.tif"), thick)
}

func writeQuick(path string) error {
	c, err := spine.Default()
	if err != nil {
		return err
	}
	c.Nets = c.Nets[:1]
	return writeWeights(path, c)
}

var zero float64 // 0/zero is not a number

// writeGrey writes a stack of 64 x 64 pixels, all slices alike.
func writeGrey(path string, v tiff.Voxel, slices int, pix []float32) error {
	w, err := tiff.Create(path, 64, 64, tiff.Options{Meta: tiff.Metadata{
		Source: tiff.SourceImageJ, Channels: 1, Slices: slices, Frames: 1, VoxelUm: v}})
	if err != nil {
		return err
	}
	defer w.Abort()
	for range slices {
		if err := tiff.WritePage(w, pix); err != nil {
			return err
		}
	}
	return w.Close()
}
