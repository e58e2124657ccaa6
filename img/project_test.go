package img

import (
	"slices"
	"testing"
)

func TestMaxProject(t *testing.T) {
	s := noiseStack(3, 6, 13, 37)
	copy(s.Slice(5).Pix, s.Slice(2).Pix) // ties
	want, wantArg := NewImage(13, 37), make([]int, 13*37)
	for i := range want.Pix {
		var column []float32
		for z := range s.D {
			column = append(column, s.Slice(z).Pix[i])
		}
		want.Pix[i] = slices.Max(column)
		wantArg[i] = slices.Index(column, want.Pix[i])
	}
	before := slices.Clone(s.Pix)
	underEachKernel(t, func(t *testing.T) {
		wantSame(t, "projection", MaxProject(s).Pix, want.Pix)
	})
	got, arg := MaxProjectArg(s)
	wantSame(t, "projection", got.Pix, want.Pix)
	if !slices.Equal(arg, wantArg) {
		t.Errorf("slices are %v, want %v", arg, wantArg)
	}
	wantSame(t, "input", s.Pix, before)
}
