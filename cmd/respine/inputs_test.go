package main

import (
	"os"
	"path/filepath"
	"testing"
)

// newTrack returns a command on two made-up files.
func newTrack(t *testing.T) trackCommand {
	dir := t.TempDir()
	c := trackCommand{Days: []float64{0, 4}, Out: filepath.Join(dir, "out"), MinBranchUm: 15, RestoredUm: 2, Seed: 1, Workers: 2}
	for _, name := range []string{"day0.tif", "day4.tif"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
		c.Stacks = append(c.Stacks, path)
	}
	return c
}

func mustKeys(t *testing.T, c trackCommand) keys {
	t.Helper()
	k, err := c.keys()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The keys change with all that the result follows from, and with nothing else;
// the inner one only with what is measured from pixels.
func TestKeys(t *testing.T) {
	c := newTrack(t)
	was := mustKeys(t, c)
	for name, v := range map[string]struct {
		change       func(c *trackCommand)
		inner, outer bool
	}{
		"nothing":     {func(*trackCommand) {}, false, false},
		"workers":     {func(c *trackCommand) { c.Workers = 1 }, false, false},
		"json":        {func(c *trackCommand) { c.JSON = true }, false, false},
		"out":         {func(c *trackCommand) { c.Out += "2" }, false, false},
		"seed":        {func(c *trackCommand) { c.Seed = 2 }, false, true},
		"restored":    {func(c *trackCommand) { c.RestoredUm = 1 }, false, true},
		"day":         {func(c *trackCommand) { c.Days = []float64{0, 5} }, true, true},
		"channel":     {func(c *trackCommand) { c.Channel = 1 }, true, true},
		"voxel":       {func(c *trackCommand) { c.VoxelUm = &voxelFlag{Z: 1, Y: 1, X: 1} }, true, true},
		"branch":      {func(c *trackCommand) { c.MinBranchUm = 16 }, true, true},
		"centerline":  {func(c *trackCommand) { c.Centerline = c.Stacks[0] }, true, true},
		"weights":     {func(c *trackCommand) { c.Weights = c.Stacks[0] }, true, true},
		"line number": {func(c *trackCommand) { c.CenterlineSession = 1 }, true, true},
		"order":       {func(c *trackCommand) { c.Stacks = []string{c.Stacks[1], c.Stacks[0]} }, true, true},
		"fewer":       {func(c *trackCommand) { c.Stacks, c.Days = c.Stacks[:1], c.Days[:1] }, true, true},
		"content": {func(c *trackCommand) {
			if err := os.WriteFile(c.Stacks[1], []byte("other"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, true, true},
	} {
		c := newTrack(t)
		v.change(&c)
		k := mustKeys(t, c)
		if k.inner != was.inner != v.inner || k.outer != was.outer != v.outer {
			t.Errorf("%s: inner changed %t, want %t; outer %t, want %t", name, k.inner != was.inner, v.inner, k.outer != was.outer, v.outer)
		}
	}
}

// A file is known by its content, whatever its size and time say.
func TestHashOfFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	put(t, path, "abc")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
	if sum, err := hashOf(path); err != nil || sum != abc {
		t.Fatalf("%s, %v", sum, err)
	}
	put(t, path, "abd")
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if sum, err := hashOf(path); err != nil || sum == abc {
		t.Errorf("another content of the same size and time: %s, %v", sum, err)
	}
}

// The hash of a folder follows names and contents of the files below it, those
// behind links included.
func TestHashOfFolder(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	other := filepath.Join(elsewhere, "a.png")
	seen := map[string]string{}
	learn := func(what string) string {
		t.Helper()
		sum, err := hashOf(dir)
		if err != nil {
			t.Fatal(err)
		}
		if was, ok := seen[sum]; ok {
			t.Errorf("%s: the same hash as %s", what, was)
		}
		seen[sum] = what
		return sum
	}
	learn("empty")
	put(t, filepath.Join(dir, "slice1.png"), "a")
	first := learn("one slice")
	put(t, filepath.Join(dir, "slice2.png"), "b")
	learn("two slices")
	put(t, filepath.Join(dir, "slice1.png"), "c")
	learn("a changed slice")
	if err := os.Rename(filepath.Join(dir, "slice2.png"), filepath.Join(dir, "slice3.png")); err != nil {
		t.Fatal(err)
	}
	learn("a renamed slice")
	put(t, other, "d")
	if err := os.Symlink(other, filepath.Join(dir, "slice4.png")); err != nil {
		t.Skip("NO LINKS HERE: slices behind links are not tested")
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "more")); err != nil {
		t.Fatal(err)
	}
	learn("a linked slice")
	put(t, other, "e")
	learn("a changed linked slice")
	for _, name := range []string{"slice3.png", "slice4.png", "more"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, "slice1.png"), "a")
	if again, err := hashOf(dir); err != nil || again != first {
		t.Errorf("the same content gives another hash: %v", err)
	}
}
