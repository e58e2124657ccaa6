package motion

import (
	"math"
	"sync"
	"testing"
)

// plane is a movie of one frame whose grey value is 3y + 2x + 7: linear
// interpolation is exact on it.
func plane(h, w int) kept {
	k := kept{h, w, make([][]float32, 1)}
	k.frames[0] = filled(k, func(y, x int) float32 { return float32(3*y + 2*x + 7) })
	return k
}

func isPlane(y, x float64) float64 { return 3*y + 2*x + 7 }

// linearError is what single precision leaves of values up to 1000.
const linearError = 1e-3

// A shift moves every pixel by itself, and nothing comes round from the other edge:
// what lies outside is NaN, and it alone.
func TestCorrectedUndoesShifts(t *testing.T) {
	k := plane(40, 50)
	got := make([]float32, 40*50)
	for _, d := range [][2]float32{{0, 0}, {3, -4}, {-2.25, 1.5}, {0, 0.5}, {-7, 0.0001}, {45, 0}, {0, -60}} {
		r := &Result{H: 40, W: 50, Shifts: []Shift{{Y: d[0], X: d[1]}}}
		if err := r.Correct(k).Read(0, got); err != nil {
			t.Fatal(err)
		}
		for i, v := range got {
			y, x := float64(i/50)+float64(d[0]), float64(i%50)+float64(d[1])
			const rim = 0.001 // shifts this close to whole are whole
			outside := y < -rim || x < -rim || y > 39+rim || x > 49+rim
			if outside != (v != v) || !outside && math.Abs(float64(v)-isPlane(y, x)) > 3*linearError {
				t.Fatalf("shift %v: pixel (%d, %d) is %g, want %g, outside %v", d, i/50, i%50, v, isPlane(y, x), outside)
			}
		}
	}
}

// With tiles every pixel is read where Displacement says.
func TestCorrectedUndoesTiles(t *testing.T) {
	k := plane(40, 50)
	r := &Result{H: 40, W: 50, Shifts: []Shift{{Y: 1.25, X: -0.5}}, Grid: Grid{Y: []float64{9.5, 29.5}, X: []float64{12, 37.25}},
		local: []int8{10, -20, 60, 5, -30, 40, 0, 127}}
	got := make([]float32, 40*50)
	if err := r.Correct(k).Read(0, got); err != nil {
		t.Fatal(err)
	}
	missing := 0
	for i, v := range got {
		dy, dx := r.Displacement(0, float64(i/50), float64(i%50))
		y, x := float64(i/50)+dy, float64(i%50)+dx
		if v != v {
			missing++
			if y > linearError && x > linearError && y < 39-linearError && x < 49-linearError {
				t.Fatalf("pixel (%d, %d) is missing, at (%g, %g)", i/50, i%50, y, x)
			}
		} else if math.Abs(float64(v)-isPlane(y, x)) > linearError {
			t.Fatalf("pixel (%d, %d) is %g, want %g", i/50, i%50, v, isPlane(y, x))
		}
	}
	if missing == 0 {
		t.Error("nothing lies outside")
	}
}

// A movie of whole numbers is read without the way through floats, to the same bytes,
// with tiles and without.
func TestCorrectedReadsWholeNumbers(t *testing.T) {
	k := plane(40, 50)
	grids := []Grid{{}, {Y: []float64{9.5, 29.5}, X: []float64{12, 37.25}}}
	for _, d := range [][2]float32{{0, 0}, {3, -4}, {-2.25, 1.5}, {0, 0.5}} {
		for _, grid := range grids {
			r := &Result{H: 40, W: 50, Shifts: []Shift{{Y: d[0], X: d[1]}}, Grid: grid, local: []int8{10, -20, 60, 5, -30, 40, 0, 127}}
			var read [2][]float32
			for i, frames := range []Frames{k, narrowed(k, 1)} {
				read[i] = make([]float32, 40*50)
				if err := r.Correct(frames).Read(0, read[i]); err != nil {
					t.Fatal(err)
				}
			}
			same(t, "whole numbers", read[0], read[1])
		}
	}
}

// Several goroutines read at once what one reads.
func TestCorrectedFromSeveralGoroutines(t *testing.T) {
	_, k := rigidScene()
	c := register(t, k, Params{}).Correct(k)
	if h, w := c.Size(); h != k.h || w != k.w || c.Len() != k.Len() || c.Bad(0) != Good {
		t.Errorf("%d x %d, %d frames, first %v", h, w, c.Len(), c.Bad(0))
	}
	want := make([]float32, k.h*k.w)
	if err := c.Read(7, want); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			got := make([]float32, k.h*k.w)
			for i := range 20 {
				if err := c.Read(i, got); err != nil {
					t.Error(err)
				}
			}
			if err := c.Read(7, got); err != nil {
				t.Error(err)
			}
			for i := range got {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Errorf("pixel %d differs", i)
					return
				}
			}
		})
	}
	group.Wait()
}
