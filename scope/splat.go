package scope

import (
	"math"

	"respine/dendrite"
	"respine/img"
)

// splat is a Gaussian blob of light: of relative brightness peak at its
// centre, falling off with standard deviation lateral in x and y and axial in z.
type splat struct {
	at             dendrite.Point
	peak           float64
	lateral, axial float64
}

// splatReach is where a splat ends, in standard deviations; 0.02 % of its light
// lies outside.
const splatReach = 4

// drawSlice adds the splats to slice z, which the microscope saw displaced by
// shift. They are added in order, so the sum does not depend on who draws.
func drawSlice(im img.Image, v img.Voxel, z int, shift dendrite.Point, splats []splat) {
	var profile []float32
	for _, s := range splats {
		dz := (float64(z)*v.Z - s.at.Z) / s.axial
		if math.Abs(dz) > splatReach {
			continue
		}
		peak := s.peak * math.Exp(-0.5*dz*dz)
		x, y := s.at.X+shift.X, s.at.Y+shift.Y
		x0, x1 := reach(x, s.lateral, v.X, im.W)
		y0, y1 := reach(y, s.lateral, v.Y, im.H)
		if x0 >= x1 {
			continue
		}
		profile = profile[:0]
		for i := x0; i < x1; i++ {
			profile = append(profile, float32(bell(float64(i)*v.X-x, s.lateral)))
		}
		for j := y0; j < y1; j++ {
			img.AddScaled(im.Row(j)[x0:x1], profile, float32(peak*bell(float64(j)*v.Y-y, s.lateral)))
		}
	}
}

// reach returns the pixels [from, to) of n that lie within splatReach of c.
func reach(c, sigma, pixel float64, n int) (from, to int) {
	from = int(math.Ceil((c - splatReach*sigma) / pixel))
	to = int(math.Floor((c+splatReach*sigma)/pixel)) + 1
	return max(0, from), min(n, to)
}

func bell(d, sigma float64) float64 { return math.Exp(-0.5 * (d / sigma) * (d / sigma)) }
