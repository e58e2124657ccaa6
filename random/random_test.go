package random

import (
	"math/bits"
	"testing"
)

func TestPathsAreOneTree(t *testing.T) {
	if New(7, 3, 5) != New(7).At(3).At(5) || New(7, 3, 5) != New(7, 3).At(5) {
		t.Error("the same path written in two ways gives two keys")
	}
	if k := New(7); k.At() != k {
		t.Error("an empty path moves the key")
	}
	seen := map[Key]bool{New(1): true}
	for i := range uint64(100) {
		for _, k := range []Key{New(1, i), New(1, i, i), New(i + 2), New(1).At(i, i+1)} {
			if seen[k] {
				t.Fatalf("two paths share key %x", k)
			}
			seen[k] = true
		}
	}
	if New(1, 2, 3) == New(1, 3, 2) {
		t.Error("the order of the path does not matter")
	}
}

// TestAKeyIsNoDrawOfItsParent: both halves of a key are filled, and with bits
// that the parent gives out for nothing else.
func TestAKeyIsNoDrawOfItsParent(t *testing.T) {
	parent := New(3, 1)
	for step := range uint64(100) {
		child := parent.At(step)
		if child.key == 0 || child.stream == 0 {
			t.Fatalf("step %d: half of the key %x is empty", step, child)
		}
		for _, u := range []use{word, level, bell, waiting} {
			if b := parent.block(u, step); join(b[0], b[1]) == child.key || join(b[2], b[3]) == child.stream {
				t.Fatalf("step %d: key %x is made of bits that are also drawn", step, child)
			}
		}
	}
}

// TestOrderDoesNotMatter: a draw depends on key and counter only.
func TestOrderDoesNotMatter(t *testing.T) {
	k := New(42, 1)
	first := []float64{k.Uniform(5), k.Normal(5), k.Exponential(5)}
	for i := range uint64(50) {
		k.Uniform(i)
		k.At(i).Normal(i)
	}
	again := []float64{k.Uniform(5), k.Normal(5), k.Exponential(5)}
	for i := range first {
		if first[i] != again[i] {
			t.Errorf("draw %d changed from %v to %v", i, first[i], again[i])
		}
	}
}

// TestAvalanche: one changed bit in seed, path or counter changes each output
// bit with chance one half. Over 64 changed bits and 40 keys the mean of 2560
// distances of 64 bits has standard deviation 4/sqrt(2560) = 0.08.
func TestAvalanche(t *testing.T) {
	const margin = 5 * 0.08
	change := map[string]func(seed, path, counter, flip uint64) uint64{
		"seed":    func(s, p, c, f uint64) uint64 { return New(s^f, p).Uint64(c) },
		"path":    func(s, p, c, f uint64) uint64 { return New(s, p^f).Uint64(c) },
		"counter": func(s, p, c, f uint64) uint64 { return New(s, p).Uint64(c ^ f) },
	}
	for what, draw := range change {
		sum := 0
		for i := range uint64(40) {
			for bit := range 64 {
				sum += bits.OnesCount64(draw(i, 2*i, 3*i, 0) ^ draw(i, 2*i, 3*i, 1<<bit))
			}
		}
		if mean := float64(sum) / (40 * 64); mean < 32-margin || mean > 32+margin {
			t.Errorf("flipping a bit of the %s flips %.2f of 64 bits, want 32", what, mean)
		}
	}
}

// TestRandReadsTheWords: the generator is the words of its key in turn, and a
// second one starts over.
func TestRandReadsTheWords(t *testing.T) {
	k := New(9, 9)
	a, b := k.Rand(), k.Rand()
	for i := range uint64(100) {
		want := k.Uint64(i)
		if x, y := a.Uint64(), b.Uint64(); x != want || y != want {
			t.Fatalf("word %d: %x and %x, want %x", i, x, y, want)
		}
	}
}
