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

// A file that looks the same is not read again; one whose time changed is.
func TestHashesRemember(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	next := hashes{}
	sum, err := hashes{}.of(path, next)
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
	if err != nil || sum != abc {
		t.Fatalf("%s, %v", sum, err)
	}
	known := next[path]
	known.SHA256 = "remembered"
	if sum, _ = (hashes{path: known}).of(path, hashes{}); sum != "remembered" {
		t.Errorf("read again: %s", sum)
	}
	known.Time = known.Time.Add(1)
	if sum, _ = (hashes{path: known}).of(path, hashes{}); sum != abc {
		t.Errorf("not read again: %s", sum)
	}
	known = next[path]
	known.SHA256, known.Size = "remembered", 4
	if sum, _ = (hashes{path: known}).of(path, hashes{}); sum != abc {
		t.Errorf("not read again: %s", sum)
	}
}

// The hash of a folder follows names and contents of the files in it.
func TestHashOfFolder(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		sum, err := hashes{}.of(dir, hashes{})
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	first := put("slice1.png", "a")
	second := put("slice2.png", "b")
	changed := put("slice1.png", "c")
	if again := put("slice1.png", "a"); again != second || first == second || changed == second {
		t.Error("the hash does not follow the files")
	}
}
