package dendrite

import (
	"context"
	"math"
	"slices"
	"testing"

	"respine/img"
)

func TestCoarser(t *testing.T) {
	for _, c := range []struct{ px, want float64 }{
		{0.06, 0.24}, {0.12, 0.24}, {0.13, 0.26}, {0.159, 0.318}, {0.16, 0.16}, {0.24, 0.24}, {1, 1}, // two thirds of 0.24 is 0.16
	} {
		s := img.NewStack(2, 16, 12, img.Voxel{Z: 3, Y: 2 * c.px, X: c.px})
		for i := range s.Pix {
			s.Pix[i] = 5
		}
		before := slices.Clone(s.Pix)
		w := Coarser(s, 0.24)
		by := int(math.Round(c.want / c.px))
		if math.Abs(w.Voxel.X-c.want) > 1e-9 || w.Voxel.Z != 3 || w.D != 2 || w.H != 16/by || w.W != 12/by {
			t.Errorf("%v um: %d x %d x %d of %v", c.px, w.D, w.H, w.W, w.Voxel)
		}
		if w.Pix[0] != 5 { // the mean of equal pixels
			t.Errorf("%v um: %v", c.px, w.Pix[0])
		}
		clear(w.Pix)
		if !slices.Equal(s.Pix, before) {
			t.Errorf("%v um: memory is shared", c.px)
		}
	}
}

// A stack whose voxels have no size has no micrometres to find anything in.
func TestVoxelsWithoutSizePanic(t *testing.T) {
	for _, v := range []img.Voxel{
		{Z: 1, Y: 0.12}, {Z: 1, X: 0.12}, {Y: 0.12, X: 0.12}, {Z: 1, Y: 0.12, X: -0.12}, {Z: 1, Y: 0.12, X: math.NaN()},
	} {
		s := img.NewStack(2, 8, 8, v)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Trace took voxels of %v um", v)
				}
			}()
			Trace(context.Background(), s, TraceParams{})
		}()
	}
}
