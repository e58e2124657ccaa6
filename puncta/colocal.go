package puncta

import (
	"math"
	"math/rand/v2"
	"slices"

	"respine/img"
)

// Overlap is how many puncta lie on something, and how many would by chance.
type Overlap struct {
	On      []bool  // of each punctum
	Share   float64 // of the puncta; NaN if there are none
	Chance  float64 // the same, of places anywhere in the image
	ChanceP float64 // how often chance gives as much; NaN where it was not drawn
}

// brightSD is how far above the median a second channel is bright, in standard
// deviations of what lies below it.
const brightSD = 4

// OnSecond says which puncta lie where a second channel, smoothed by the usual size of
// a punctum, is bright: four standard deviations of its darker half above the median,
// so that less than half of the image may be bright.
// Chance is the share of the image that is bright. It cannot tell a neurite from
// another that crosses above it.
func OnSecond(all []Punctum, second img.Stack, sizeUm float64) Overlap {
	smooth := img.NewStack(second.D, second.H, second.W, second.Voxel)
	copy(smooth.Pix, second.Pix)
	sd := sizeUm / fwhmPerSD / second.Voxel.X
	img.GaussianStack(smooth, 0, sd, sd, 1)
	middle, low := median(smooth.Pix), img.Percentile(slices.Clone(smooth.Pix), 15.87) // a standard deviation lower
	limit := middle + brightSD*(middle-low)
	o := Overlap{On: make([]bool, len(all)), ChanceP: math.NaN()}
	bright := 0
	for _, v := range smooth.Pix {
		if v > limit {
			bright++
		}
	}
	o.Chance = float64(bright) / float64(len(smooth.Pix))
	n := 0
	for i, p := range all {
		z := p.ZUm / math.Max(second.Voxel.Z, 1e-9)
		if second.D == 1 {
			z = 0
		}
		if o.On[i] = img.Trilinear(smooth, z, p.YUm/second.Voxel.Y, p.XUm/second.Voxel.X) > limit; o.On[i] {
			n++
		}
	}
	o.Share = float64(n) / float64(len(all))
	return o
}

// shifts is how often chance is drawn.
const shifts = 199

// Near says which puncta lie within a radius of a point, such as the head of a spine
// in the same image, given as x, y, z in um. Chance is the mean over shifts of all
// points together by a random distance, around the borders of the image, which keeps
// their pattern (Lotwick & Silverman 1982); the p of as many or more counts the image
// itself (Davison & Hinkley 1997).
func Near(all []Punctum, points [][3]float64, radiusUm, widthUm, heightUm float64, rng *rand.Rand) Overlap {
	o := Overlap{On: near(all, points, radiusUm)}
	found := count(o.On)
	o.Share = float64(found) / float64(len(all))
	sum, as := 0, 1
	moved := slices.Clone(points)
	for range shifts {
		dx, dy := rng.Float64()*widthUm, rng.Float64()*heightUm
		for i, p := range points {
			moved[i] = [3]float64{math.Mod(p[0]+dx, widthUm), math.Mod(p[1]+dy, heightUm), p[2]}
		}
		n := count(near(all, moved, radiusUm))
		sum += n
		if n >= found {
			as++
		}
	}
	o.Chance = float64(sum) / shifts / float64(len(all))
	o.ChanceP = float64(as) / (shifts + 1)
	return o
}

func near(all []Punctum, points [][3]float64, radiusUm float64) []bool {
	out := make([]bool, len(all))
	for i, p := range all {
		out[i] = slices.ContainsFunc(points, func(q [3]float64) bool {
			return math.Hypot(math.Hypot(p.XUm-q[0], p.YUm-q[1]), p.ZUm-q[2]) <= radiusUm
		})
	}
	return out
}

func count(all []bool) int {
	n := 0
	for _, v := range all {
		if v {
			n++
		}
	}
	return n
}
