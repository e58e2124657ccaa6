package puncta

import (
	"math"
	"slices"

	"respine/img"
)

// findSD is how many standard deviations of the noise a maximum must rise above
// what is already explained: of the ten thousand places of an image, one is so high
// by chance about once in three images.
const findSD = 3.8

// find looks for maxima of the Laplacian of a Gaussian in what background and model
// leave. Far from other spots they are spots; near them, only if that fits better.
func (f *fit) find() {
	f.index = grid{}
	peaks := f.peaks()
	for _, p := range peaks {
		f.propose(p)
	}
	f.rebuild()
}

// peaks are maxima of the response over its standard deviation, strongest first.
func (f *fit) peaks() []spot {
	sd := math.Exp(f.mean)
	score := f.score(sd)
	type peak struct {
		spot
		score float64
	}
	var all []peak
	for z := range score.D {
		m := score.Slice(z)
		for y := range m.H {
			for x, v := range m.Row(y) {
				if float64(v) < findSD || !highest(score, z, y, x) {
					continue
				}
				// The Laplacian of a Gaussian of sd, of a spot of sd and flux 1, is
				// 1/(4 pi sd^4) in its middle; score divides by its noise.
				flux := float64(v) * math.Sqrt(f.variance(z, y, x)) * 2 * math.Sqrt(2*math.Pi) * sd
				all = append(all, peak{spot{flux: flux, x: float64(x), y: float64(y), z: float64(z), logSD: f.mean}, float64(v)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b peak) int { return cmpFloat(b.score, a.score) })
	out := make([]spot, len(all))
	for i, p := range all {
		out[i] = p.spot
	}
	return out
}

// variance is that of a pixel.
func (f *fit) variance(z, y, x int) float64 {
	return f.noise + f.slope*math.Max(0, float64(f.model.At(z, y, x)))
}

// score is the negative Laplacian of what is left, smoothed by sd, over its standard
// deviation: sqrt(v/(2 pi))/sd^3 for noise of variance v. In stacks it is smoothed
// along z by as much as a spot is deep.
func (f *fit) score(sd float64) img.Stack {
	out := img.NewStack(f.image.D, f.image.H, f.image.W, f.image.Voxel)
	for i := range out.Pix {
		out.Pix[i] = f.image.Pix[i] - f.back.Pix[i] - f.model.Pix[i]
	}
	deep := 1.
	if out.D > 1 {
		az := f.axialSD(sd)
		img.GaussianStack(out, az, 0, 0, 1)
		deep = math.Sqrt(math.Min(1, 1/(2*math.Sqrt(math.Pi)*az))) // of noise averaged along z
	}
	var lifted img.Image
	for z := range out.D {
		m := out.Slice(z)
		lifted = img.NewImage(m.H, m.W)
		img.Gaussian(lifted, f.model.Slice(z), sd/math.Sqrt2, sd/math.Sqrt2)
		yy, _, xx := img.Hessian2D(m, sd)
		for i := range m.Pix {
			v := f.noise + f.slope*math.Max(0, float64(lifted.Pix[i]))
			m.Pix[i] = float32(-float64(yy.Pix[i]+xx.Pix[i]) * sd * sd * sd / (math.Sqrt(v/(2*math.Pi)) * deep))
		}
	}
	return out
}

// highest reports whether no neighbour of a voxel is higher, or as high and earlier.
func highest(s img.Stack, z, y, x int) bool {
	v := s.At(z, y, x)
	for dz := max(z-1, 0); dz <= min(z+1, s.D-1); dz++ {
		for dy := max(y-1, 0); dy <= min(y+1, s.H-1); dy++ {
			for dx := max(x-1, 0); dx <= min(x+1, s.W-1); dx++ {
				o := s.At(dz, dy, dx)
				earlier := dz < z || dz == z && (dy < y || dy == y && dx < x)
				if o > v || o == v && earlier {
					return false
				}
			}
		}
	}
	return true
}

// moreCost is by how much a further spot must lower the weighted sum of squares. Its
// four parameters take away four by themselves, and as much as this in one of
// twenty-five spots that are one; more would take as many pairs for one.
const moreCost = 10

// propose adds a spot if no other is near, or if it fits better with it than without.
func (f *fit) propose(p spot) {
	p.flux = math.Max(p.flux, 1e-3)
	var near []int
	for i, s := range f.spots {
		if math.Abs(s.y-p.y) < 5*p.sd() && f.apart(s, p) < 5*p.sd() {
			near = append(near, i)
		}
	}
	if near == nil {
		f.spots = append(f.spots, p)
		f.add(p, 1)
		return
	}
	slices.SortStableFunc(near, func(a, b int) int { return cmpFloat(f.apart(f.spots[a], p), f.apart(f.spots[b], p)) })
	f.replace(near[:min(len(near), together-1)], []spot{p})
}

// replace fits some spots with more beside them, and without, and keeps what is
// better; it reports whether more were added.
func (f *fit) replace(group []int, more []spot) bool {
	old := make([]spot, len(group))
	for k, j := range group {
		old[k] = f.spots[j]
		f.add(old[k], -1)
	}
	next := append(slices.Clone(old), more...)
	w := f.window(next)
	without, before := w.solve(f, old)
	with, after := w.solve(f, next)
	taken := before-after > moreCost && f.plausible(with)
	if !taken {
		with = without
	}
	for k, j := range group {
		f.spots[j] = with[k]
	}
	if taken {
		f.spots = append(f.spots, with[len(group):]...)
	}
	for _, s := range with {
		f.add(s, 1)
	}
	return taken
}

// leastSNR is what a spot must have to be one of several.
const leastSNR = 4

// plausible reports whether every spot of a fit stands for itself.
func (f *fit) plausible(spots []spot) bool {
	for i, s := range spots {
		if f.snr(s) < leastSNR {
			return false
		}
		for _, o := range spots[:i] {
			if f.apart(s, o) < mergeSD*s.sd() {
				return false
			}
		}
	}
	return true
}

// mergeSD is how near two spots, in standard deviations, are one.
const mergeSD = 0.6

// snr is the flux of a spot over its standard deviation, if its shape were known:
// 4 pi sd^2 pixels of noise, and the noise of its own light.
func (f *fit) snr(s spot) float64 {
	area := 4 * math.Pi * s.sd() * s.sd()
	return s.flux / math.Sqrt(area*f.noise+f.slope*s.flux)
}
