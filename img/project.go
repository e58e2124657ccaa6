package img

import "slices"

// MaxProject returns, for every pixel, the largest value over the slices of s.
func MaxProject(s Stack) Image {
	m := NewImage(s.H, s.W)
	if s.D == 0 {
		return m
	}
	copy(m.Pix, s.Slice(0).Pix)
	for z := 1; z < s.D; z++ {
		kernel.maxInto(m.Pix, s.Slice(z).Pix)
	}
	return m
}

// MaxProjectArg returns the projection of MaxProject and the slice each value
// comes from, the first where several are equal.
func MaxProjectArg(s Stack) (Image, []int) {
	m := NewImage(s.H, s.W)
	arg := make([]int, s.H*s.W)
	if s.D == 0 {
		return m, arg
	}
	m.Pix = slices.Clone(s.Slice(0).Pix)
	for z := 1; z < s.D; z++ {
		for i, v := range s.Slice(z).Pix {
			if v > m.Pix[i] {
				m.Pix[i], arg[i] = v, z
			}
		}
	}
	return m, arg
}
