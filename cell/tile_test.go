package cell

import (
	"context"
	"slices"
	"testing"

	"respine/img"
)

// TestTileMemoryLeavesNoTrace: a tile is the same in new memory and in that of a
// larger tile before it.
func TestTileMemoryLeavesNoTrace(t *testing.T) {
	p := Params{RateHz: 30}.orDefaults()
	s, err := Summarise(context.Background(), pair{400}, p)
	if err != nil {
		t.Fatal(err)
	}
	used := new(tileMemory)
	newTile(s, [4]int{0, 57, 0, 61}, p, used)
	got := newTile(s, [4]int{30, 50, 40, 60}, p, used)
	want := newTile(s, [4]int{30, 50, 40, 60}, p, new(tileMemory))
	if !slices.Equal(got.d, want.d) || !slices.Equal(got.s, want.s) || !slices.Equal(got.a.Pix, want.a.Pix) {
		t.Error("memory that was used gives another tile")
	}
}

// TestSmoothedIsTheMovieSmoothed: what a tile keeps of its core is its movie smoothed
// in space, then correlated with the decay, written the long way.
func TestSmoothedIsTheMovieSmoothed(t *testing.T) {
	p := Params{RateHz: 30}.orDefaults()
	s, err := Summarise(context.Background(), pair{400}, p)
	if err != nil {
		t.Fatal(err)
	}
	tile := newTile(s, [4]int{20, 40, 20, 50}, p, new(tileMemory))
	planes := make([]img.Image, tile.bins)
	for k := range planes {
		planes[k] = img.NewImage(tile.h, tile.w)
		for i := range planes[k].Pix {
			planes[k].Pix[i] = tile.d[i*tile.bins+k]
		}
		img.Gaussian(planes[k], planes[k], tile.spatial, tile.spatial)
	}
	for y := tile.core.y0; y < tile.core.y1; y++ {
		for x := tile.core.x0; x < tile.core.x1; x++ {
			for k, got := range tile.smoothed(y, x) {
				var want float32
				for j, w := range tile.kernel[:min(len(tile.kernel), tile.bins-k)] {
					want += float32(w * planes[k+j].At(y, x))
				}
				if want *= tile.sScale; got != want {
					t.Fatalf("bin %d at (%d, %d) is %v, want %v", k, y, x, got, want)
				}
			}
		}
	}
}

// TestActivityIsTheSumOfWhatIsAbove: whether pixels are added up four at a time or one
// by one, each has the sum over its own bins, in order.
func TestActivityIsTheSumOfWhatIsAbove(t *testing.T) {
	p := Params{RateHz: 30}.orDefaults()
	s, err := Summarise(context.Background(), pair{400}, p)
	if err != nil {
		t.Fatal(err)
	}
	tile := newTile(s, [4]int{20, 33, 20, 51}, p, new(tileMemory))
	some := 0
	for y := tile.core.y0; y < tile.core.y1; y++ {
		for x := tile.core.x0; x < tile.core.x1; x++ {
			var want float32
			for _, v := range tile.smoothed(y, x) {
				if v > activityAbove {
					want += float32((v - activityAbove) * (v - activityAbove))
					some++
				}
			}
			if got := tile.a.At(y-tile.core.y0, x-tile.core.x0); got != want {
				t.Fatalf("(%d, %d) has %v, want %v", y, x, got, want)
			}
		}
	}
	if some == 0 {
		t.Error("nothing is active")
	}
}

// TestStretchLeavesOutOnlyZeros: products over the stretch have the bits of those over
// everything.
func TestStretchLeavesOutOnlyZeros(t *testing.T) {
	row := make([]float32, 250)
	for i := range row {
		row[i] = 1 / float32(i+3)
	}
	for _, active := range [][]int{nil, {0}, {249}, {31, 32}, {40, 60, 223}, {100, 224}, {64, 95}} {
		x := make([]float32, len(row))
		for _, k := range active {
			x[k] = 1.7
		}
		from, to := stretch(x)
		if got, want := img.Dot(x[from:to], row[from:to]), img.Dot(x, row); got != want {
			t.Errorf("%v, from %d to %d: %v, want %v", active, from, to, got, want)
		}
	}
}
