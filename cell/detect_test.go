package cell

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// pair is a movie of noise of standard deviation 5 around 100 with two discs of
// radius 5 whose centres lie 7 pixels apart: each is 30 brighter in stretches of its
// own, and both in some.
type pair struct{ n int }

func (m pair) Size() (h, w int) { return 57, 61 }
func (m pair) Len() int         { return m.n }
func (m pair) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(2, uint64(i)))
	stretch := i / 20 % 10
	for j := range dst {
		y, x := float64(j/61), float64(j%61)
		dst[j] = 100 + 5*float32(rng.NormFloat64())
		if math.Hypot(y-28, x-26) <= 5 && (stretch == 1 || stretch == 5) {
			dst[j] += 30
		}
		if math.Hypot(y-28, x-33) <= 5 && (stretch == 3 || stretch == 5) {
			dst[j] += 30
		}
	}
	return nil
}

// TestCellsThatOverlapComeApart: two discs that share a tenth of their pixels are two
// cells, each at its place and of its size.
func TestCellsThatOverlapComeApart(t *testing.T) {
	_, cells, err := Find(context.Background(), pair{800}, Params{RateHz: 30})
	if err != nil {
		t.Fatal(err)
	}
	kept := Keep(cells, 0.5)
	if len(kept) != 2 {
		t.Fatalf("%d cells", len(kept))
	}
	for _, want := range []float64{26, 33} {
		found := false
		for _, c := range kept {
			y, x := c.Footprint.Centroid()
			found = found || math.Hypot(y-28, x-want) < 1 && c.Area > 0.7 && c.Area < 1.3
		}
		if !found {
			t.Errorf("none at (28, %v)", want)
		}
	}
}

// vessel is a movie of noise with a bright band 14 pixels wide across the field,
// which pulses in the second case, as when blood flows or focus changes.
type vessel struct{ pulses bool }

func (m vessel) Size() (h, w int) { return 90, 100 }
func (m vessel) Len() int         { return 800 }
func (m vessel) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(3, uint64(i)))
	for j := range dst {
		y, x := float64(j/100), float64(j%100)
		dst[j] = 100 + 5*float32(rng.NormFloat64())
		if math.Abs(y-30-0.3*x) <= 7 {
			dst[j] += 60
			if m.pulses && i/20%10 == 3 {
				dst[j] += 30
			}
		}
	}
	return nil
}

func TestAVesselIsNoCell(t *testing.T) {
	for _, m := range []vessel{{false}, {true}} {
		_, cells, err := Find(context.Background(), m, Params{RateHz: 30})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range Keep(cells, 0.5) {
			y, x := c.Footprint.Centroid()
			t.Errorf("pulses %v: a cell at (%.1f, %.1f), score %.2f, %+v", m.pulses, y, x, c.Score, c.Features)
		}
	}
}

// stripes is a movie of noise with what a detector does: every eighth column is
// brighter, and every row of every frame is lifted by its own amount.
type stripes struct{}

func (stripes) Size() (h, w int) { return 90, 100 }
func (stripes) Len() int         { return 800 }
func (stripes) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(4, uint64(i)))
	var lift float32
	for j := range dst {
		if j%100 == 0 {
			lift = 4 * float32(rng.NormFloat64())
		}
		dst[j] = 100 + lift + 5*float32(rng.NormFloat64())
		if j%100%8 == 0 {
			dst[j] += 20
		}
	}
	return nil
}

func TestStripesOfTheDetectorAreNoCells(t *testing.T) {
	_, cells, err := Find(context.Background(), stripes{}, Params{RateHz: 30})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Keep(cells, 0.5) {
		y, x := c.Footprint.Centroid()
		t.Errorf("a cell at (%.1f, %.1f), score %.2f, %+v", y, x, c.Score, c.Features)
	}
}
