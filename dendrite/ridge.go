package dendrite

import (
	"math"
	"sync"

	"respine/img"
)

// tubeness holds, for every voxel of a binned stack, how much it looks like
// the axis of a tube lying in the image plane, in units of grey value.
//
// For each of a few widths sigma the slice is smoothed and its Hessian taken;
// with eigenvalues l1 and l2, l2 the more negative, the response is
// sigma^2 * (|l2| - |l1|) where l2 < 0: a straight ridge of grey value 1 keeps up
// to 0.38, an edge 0.24 and a blob 0.15. The largest over the widths counts (Lindeberg 1998,
// doi:10.1023/A:1008097225773; Sato et al. 1998, doi:10.1016/S1361-8415(98)80009-1).
// The optical axis is left out of the Hessian: the point spread function draws
// everything out along it.
func tubeness(s img.Stack, sigmasUm []float64, workers int) []float32 {
	out := make([]float32, len(s.Pix))
	var wg sync.WaitGroup
	next := make(chan int, s.D)
	for z := range s.D {
		next <- z
	}
	close(next)
	for range max(1, workers) {
		wg.Go(func() {
			g := img.NewImage(s.H, s.W)
			for z := range next {
				dst := out[z*s.H*s.W:][:s.H*s.W]
				for _, um := range sigmasUm {
					sigma := um / s.Voxel.X
					img.Gaussian(g, s.Slice(z), sigma, sigma)
					addRidges(dst, g, float32(sigma*sigma))
				}
			}
		})
	}
	wg.Wait()
	return out
}

// addRidges raises dst to the ridge response of the smoothed image g.
func addRidges(dst []float32, g img.Image, scale float32) {
	for y := 1; y < g.H-1; y++ {
		up, mid, down := g.Row(y-1), g.Row(y), g.Row(y+1)
		out := dst[y*g.W:][:g.W]
		for x := 1; x < g.W-1; x++ {
			c := 2 * mid[x]
			xx := mid[x-1] + mid[x+1] - c
			yy := up[x] + down[x] - c
			tr := xx + yy
			if tr >= 0 {
				continue
			}
			xy := (down[x+1] - down[x-1] - up[x+1] + up[x-1]) * 0.25
			// |l2|-|l1| is l1-l2 when both are negative and -(l1+l2) when l1 is
			// not: the smaller of the two in either case.
			spread := float32(math.Sqrt(float64((xx-yy)*(xx-yy) + 4*xy*xy)))
			if r := scale * min(-tr, spread); r > out[x] {
				out[x] = r
			}
		}
	}
}
