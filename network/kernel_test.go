package network

import (
	"math"
	"slices"
	"testing"

	"respine/random"
)

// TestPathsAgree: every vector path gives the bits of the plain one, on
// populations of every number of vectors and on values either side of the
// thresholds.
func TestPathsAgree(t *testing.T) {
	for _, k := range available() {
		for _, size := range []int{0, 16, 32, 48, 128, 400} {
			got, want := kernelRun(k, size), kernelRun(plain(), size)
			for i := range want {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Fatalf("%s, %d cells: value %d is %v, want %v", k.name, size, i, got[i], want[i])
				}
			}
		}
	}
}

// kernelRun passes made-up values through every loop, twice, and returns all they
// leave behind.
func kernelRun(k kernels, size int) []float32 {
	key := random.New(3, uint64(size))
	made := func(what uint64, scale float64) []float32 {
		v := make([]float32, size)
		for i := range v {
			v[i] = float32(scale * key.At(what).Normal(uint64(i)))
		}
		return v
	}
	v, drive, noise, shared := made(1, 8), made(2, 9), made(3, 2), made(4, 3)
	adaptation, y := made(5, 1), slices.Concat(made(6, 3), made(7, 3), made(8, 3))
	s := newStreams(key)
	var out []float32
	for range 2 {
		for i, c := range k.membrane(v, drive, 0.9, 0.7, 5, nil) {
			out = append(out, float32(c), float32(i))
		}
		k.wander(noise, s, newWander(5, 2.5, 20))
		k.gather(drive, noise, shared, adaptation, 0.99)
		k.branch(drive, y, dendrite{keep: 0.95, threshold: 1, gain: 0.5, ceiling: 3})
		out = slices.Concat(out, v, drive, noise, shared, adaptation, y)
	}
	for _, row := range s {
		for _, w := range row {
			out = append(out, float32(w>>8))
		}
	}
	return out
}

// TestPathsSimulateAlike: a whole recording is the same on every path.
func TestPathsSimulateAlike(t *testing.T) {
	p := Params{}.filled()
	synapses := cortex(p, 42, 1)
	run := func(k kernels) Activity {
		return record(newNet(p, synapses, Drive{Disinhibition: 0.55}, random.New(5), k), 5)
	}
	want := run(plain())
	if len(want.Spikes) < 100 {
		t.Fatalf("only %d spikes to compare", len(want.Spikes))
	}
	for _, k := range available() {
		if got := run(k); !slices.Equal(got.Spikes, want.Spikes) || !slices.Equal(got.Rate, want.Rate) {
			t.Errorf("%s gives other spikes than the plain loops", k.name)
		}
	}
}
