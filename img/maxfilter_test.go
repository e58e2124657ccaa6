package img

import (
	"slices"
	"testing"
)

func TestMaxFilterIsThatOfScipy(t *testing.T) {
	src := oracleImage(t)
	before := slices.Clone(src.Pix)
	underEachKernel(t, func(t *testing.T) {
		eachOracle(t, "maxfilter", func(t *testing.T, r, want []float64) {
			dst := NewImage(src.H, src.W)
			MaxFilter(dst, src, int(r[0]), int(r[1]))
			wantNear(t, dst.Pix, want, 0)
		})
	})
	wantSame(t, "input", src.Pix, before)
}

func TestMaxFilterInPlaceAndOfNothing(t *testing.T) {
	m := noiseImage(1, 9, 12)
	want := NewImage(9, 12)
	MaxFilter(want, m, 2, 1)
	MaxFilter(m, m, 2, 1)
	wantSame(t, "in place", m.Pix, want.Pix)
	MaxFilter(Image{}, Image{}, 2, 2)
}
