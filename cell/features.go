package cell

import (
	"math"

	"respine/img"
)

// Features is what speaks for a candidate.
type Features struct {
	Active bool // found by its activity; otherwise by its shape in the mean image
	// SNR is the norm of what the cell's active bins explain, in standard
	// deviations of the noise of one pixel in one bin; 0 for a silent cell.
	SNR float64
	// Reliability is the correlation between the footprints that two halves of its
	// active bins give; 0 for a silent cell or one that flashed once.
	Reliability float64
	// FlashLikeness is the correlation with a cell body of the light that comes and
	// goes with the cell; 0 for a silent cell.
	FlashLikeness float64
	// Rise is the mean rise of the footprint when it is active, relative to its mean
	// brightness; 0 for a silent cell.
	Rise float64
	// Beyond is the activity of the brightest place when it was found, relative to what
	// the same part of the field shows with dark for bright, and to the least there
	// must be; 0 for a silent cell.
	Beyond float64
	// Likeness is the correlation of the mean image there with a cell body.
	Likeness float64
	// StillLikeness is that of the part of the mean image that does not follow the
	// neuropil around, see Summary.Still.
	StillLikeness float64
	// HoleLikeness is that of the rest, which does follow it, turned dark for bright: a
	// body leaves a hole in the neuropil.
	HoleLikeness float64
	// Contrast is how much brighter the footprint is in the mean image than what
	// lies around it, in standard deviations of that.
	Contrast float64
	// Edge is the fall of the mean image across the best outline there, relative to
	// the standard deviation of the mean image around.
	Edge float64
	// Area is in pixels, relative to the disc of the usual diameter.
	Area float64
	// Elongation is the ratio of the axes of the footprint.
	Elongation float64
}

// fieldImages are the images that features are read from.
type fieldImages struct {
	mean, light, smooth, like, still, stillLike, holeLike img.Image
}

// shape fills in what footprint and images tell.
func (f *Features) shape(print Footprint, im fieldImages, p Params) {
	y, x := print.Centroid()
	f.Area = float64(len(print)) / (math.Pi * p.DiameterPx * p.DiameterPx / 4)
	f.Elongation = elongation(print, y, x)
	if f.Active {
		var light float64
		for _, q := range print {
			light += float64(im.light.At(q.Y, q.X))
		}
		f.Rise /= max(light, leastLight*img.Mean(im.light.Pix)*float64(len(print)))
	}
	near := int(math.Round(0.2 * p.DiameterPx))
	f.Likeness, f.StillLikeness, f.HoleLikeness = largestNear(im.like, y, x, near), largestNear(im.stillLike, y, x, near), largestNear(im.holeLike, y, x, near)
	inside, around := print.lights(im.mean, y, x, p)
	if spread := img.Std(around); spread > 0 && len(inside) > 0 {
		f.Contrast = (img.Mean(inside) - img.Mean(around)) / spread
		_, fall := outline(im.smooth, y, x, p.DiameterPx/2)
		f.Edge = fall / spread
	}
}

// leastLight is what a footprint's brightness is at least taken for, relative to the
// field.
const leastLight = 0.1

// largestNear returns the largest pixel within some of a place, at least 0.
func largestNear(m img.Image, y, x float64, near int) float64 {
	most := float32(0)
	for iy := max(0, int(y+0.5)-near); iy <= min(m.H-1, int(y+0.5)+near); iy++ {
		for ix := max(0, int(x+0.5)-near); ix <= min(m.W-1, int(x+0.5)+near); ix++ {
			most = max(most, m.At(iy, ix))
		}
	}
	return float64(most)
}

// lights returns the mean image inside a footprint and in a square of two diameters
// around it.
func (f Footprint) lights(mean img.Image, y, x float64, p Params) (inside, around []float32) {
	reach := int(p.DiameterPx)
	cy, cx := int(y+0.5), int(x+0.5)
	side := 2*reach + 1
	taken := make([]bool, side*side)
	for _, q := range f {
		if v := mean.At(q.Y, q.X); v == v {
			inside = append(inside, v)
		}
		if dy, dx := q.Y-cy+reach, q.X-cx+reach; dy >= 0 && dx >= 0 && dy < side && dx < side {
			taken[dy*side+dx] = true
		}
	}
	for i, in := range taken {
		iy, ix := cy-reach+i/side, cx-reach+i%side
		if in || iy < 0 || ix < 0 || iy >= mean.H || ix >= mean.W {
			continue
		}
		if v := mean.At(iy, ix); v == v {
			around = append(around, v)
		}
	}
	return inside, around
}

// elongation returns the ratio of the standard deviations of the pixels along the
// long and the short axis.
func elongation(f Footprint, y, x float64) float64 {
	var yy, xx, xy float64
	for _, p := range f {
		dy, dx := float64(p.Y)-y, float64(p.X)-x
		yy, xx, xy = yy+dy*dy, xx+dx*dx, xy+dx*dy
	}
	n := float64(len(f))
	yy, xx, xy = yy/n+1.0/12, xx/n+1.0/12, xy/n
	mid, half := (yy+xx)/2, math.Sqrt((yy-xx)*(yy-xx)/4+xy*xy)
	return math.Sqrt((mid + half) / (mid - half))
}
