package img

import "testing"

func TestBin2(t *testing.T) {
	s := NewStack(2, 3, 5, Voxel{Z: 1, Y: 0.1, X: 0.2})
	for i := range s.Pix {
		s.Pix[i] = float32(i)
	}
	b := Bin2(s)
	if b.D != 2 || b.H != 1 || b.W != 2 || b.Voxel != (Voxel{Z: 1, Y: 0.2, X: 0.4}) {
		t.Fatalf("binned stack is %d x %d x %d of %v", b.D, b.H, b.W, b.Voxel)
	}
	// Rows 0 and 1 are 0 1 2 3 4 and 5 6 7 8 9; the next slice is 15 larger.
	wantSame(t, "binned", b.Pix, []float32{3, 5, 18, 20})
}
