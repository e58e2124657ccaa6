package dendrite

import (
	"fmt"
	"slices"

	"respine/img"
)

// Coarser returns the stack with pixels of about pixelUm: binned two by two
// until a pixel is two thirds of that or more along x, and never finer than it
// came. The result has memory of its own. Its first voxel is centred between
// several of the original (see img.Bin2). It panics on voxels
// without a size.
func Coarser(s img.Stack, pixelUm float64) img.Stack {
	if v := s.Voxel; !(min(v.Z, v.Y, v.X) > 0) {
		panic(fmt.Sprintf("dendrite: Coarser: voxels of %g x %g x %g um", v.Z, v.Y, v.X))
	}
	if s.Voxel.X*1.5 >= pixelUm {
		s.Pix = slices.Clone(s.Pix)
		return s
	}
	for s.Voxel.X*1.5 < pixelUm {
		s = img.Bin2(s)
	}
	return s
}
