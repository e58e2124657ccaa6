package img

// Bin2 returns s with every 2 x 2 pixels of a slice replaced by their mean, and
// the voxel size to match. A last odd row or column is left out.
//
// The centre of the first binned pixel lies half an original pixel inside the
// stack, while a Stack puts its first centre at 0: a place at y um in the
// binned stack is at y + s.Voxel.Y/2 in s, and likewise along x.
func Bin2(s Stack) Stack {
	b := NewStack(s.D, s.H/2, s.W/2, Voxel{Z: s.Voxel.Z, Y: 2 * s.Voxel.Y, X: 2 * s.Voxel.X})
	for z := range b.D {
		from, to := s.Slice(z), b.Slice(z)
		for y := range b.H {
			bin2Rows(to.Row(y), from.Row(2*y), from.Row(2*y+1))
		}
	}
	return b
}

func bin2Rows(dst, r0, r1 []float32) {
	r0, r1 = r0[:2*len(dst)], r1[:2*len(dst)]
	for x := range dst {
		dst[x] = ((r0[2*x] + r0[2*x+1]) + (r1[2*x] + r1[2*x+1])) * 0.25
	}
}
