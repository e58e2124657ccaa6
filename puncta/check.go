package puncta

import (
	"errors"
	"fmt"
	"math"

	"respine/img"
)

// check finds pixels that cannot be measured.
func check(s img.Stack, second *img.Stack, p Params) error {
	v := s.Voxel
	switch {
	case !(v.X > 0 && v.Y > 0) || s.D > 1 && !(v.Z > 0):
		return errors.New("the size of a pixel is not known\nhint: --um-per-px gives it")
	case math.Abs(v.X-v.Y) > 1e-3*v.X:
		return fmt.Errorf("pixels are not square: %g by %g um", v.Y, v.X)
	case p.SizeUm < 1.5*v.X:
		return fmt.Errorf("pixels of %g um are too coarse for puncta of %g um: two pixels across at least\nhint: is the size of a pixel right?", v.X, p.SizeUm)
	case p.SizeUm > 40*v.X:
		return fmt.Errorf("puncta of %g um are %.0f pixels of %g um across\nhint: is the size of a pixel right?", p.SizeUm, p.SizeUm/v.X, v.X)
	case s.H < 16 || s.W < 16:
		return fmt.Errorf("an image of %d by %d pixels, where 16 by 16 are needed", s.H, s.W)
	case second != nil && (second.D != s.D || second.H != s.H || second.W != s.W):
		return fmt.Errorf("the second channel has %d slices of %d by %d pixels, the first %d of %d by %d", second.D, second.H, second.W, s.D, s.H, s.W)
	}
	for i, x := range s.Pix {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return fmt.Errorf("slice %d, row %d, column %d is no number", i/(s.H*s.W), i/s.W%s.H, i%s.W)
		}
	}
	return nil
}

// saturated returns the share of pixels at the largest value, where it is more than
// a single bright punctum would give; else 0.
func saturated(s img.Stack) float64 {
	top, n := s.Pix[0], 0
	for _, x := range s.Pix {
		switch {
		case x > top:
			top, n = x, 1
		case x == top:
			n++
		}
	}
	const least = 1e-4
	if share := float64(n) / float64(len(s.Pix)); share > least && share < 0.5 {
		return share
	}
	return 0
}
