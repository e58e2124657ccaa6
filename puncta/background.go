package puncta

import (
	"math"
	"slices"

	"respine/img"
)

// backgroundUm is the grain in which background varies, as a standard deviation of
// the smoothing; wider than puncta, narrower than what is uneven in a section.
const backgroundUm = 1.2

// firstBackground estimates background and noise before anything is found: places
// far above what lies around them are left out, again and again. Whether a place is
// above is asked of the image smoothed by a spot, for where a pixel holds less than a
// photon most pixels are darker than their mean.
func (f *fit) firstBackground() {
	smooth := img.NewStack(f.image.D, f.image.H, f.image.W, f.image.Voxel)
	copy(smooth.Pix, f.image.Pix)
	img.GaussianStack(smooth, 0, f.sd(), f.sd(), 1)
	start, low := img.Median(slices.Clone(smooth.Pix)), img.Percentile(slices.Clone(smooth.Pix), 16)
	for i := range f.back.Pix {
		f.back.Pix[i] = start
	}
	sd := math.Max(float64(start-low), 0.1)
	weight := img.NewStack(f.image.D, f.image.H, f.image.W, f.image.Voxel)
	for range 5 {
		sum, n := 0.0, 0.0
		for i, v := range smooth.Pix {
			weight.Pix[i] = 0
			if r := float64(v - f.back.Pix[i]); r < 2*sd {
				weight.Pix[i] = 1
				if r < 0 { // above lie faint spots as well
					sum, n = sum+r*r, n+1
				}
			}
		}
		f.smoothBackground(weight)
		if n > 0 {
			sd = math.Max(math.Sqrt(sum/n), 0.1)
		}
	}
	f.noise = f.noiseOf(func(i int) bool { return weight.Pix[i] > 0 })
	// With a few photons in a pixel of background the standard deviation is of the
	// order of what a photon gives.
	f.slope = math.Sqrt(f.noise) / 2
}

// smoothBackground sets the background to what is left of the image without the
// model, smoothed over pixels of weight; where there are none nearby it stays.
func (f *fit) smoothBackground(weight img.Stack) {
	sd := backgroundUm / f.image.Voxel.X
	for z := range f.image.D {
		back, w, m := f.back.Slice(z), weight.Slice(z), f.model.Slice(z)
		sum, of := img.NewImage(back.H, back.W), img.NewImage(back.H, back.W)
		for i, v := range f.image.Slice(z).Pix {
			sum.Pix[i] = w.Pix[i] * (v - m.Pix[i])
		}
		copy(of.Pix, w.Pix)
		img.Gaussian(sum, sum, sd, sd)
		img.Gaussian(of, of, sd, sd)
		for i, o := range of.Pix {
			if o > 0.01 {
				back.Pix[i] = sum.Pix[i] / o
			}
		}
	}
}

// noiseOf is the variance of what is left in some pixels, those beyond six standard
// deviations left out.
func (f *fit) noiseOf(of func(int) bool) float64 {
	v := math.Inf(1)
	for range 3 {
		sum, n := 0.0, 0.0
		for i, x := range f.image.Pix {
			r := float64(x - f.back.Pix[i] - f.model.Pix[i])
			if of(i) && r*r < 36*v {
				sum, n = sum+r*r, n+1
			}
		}
		if n == 0 {
			break
		}
		v = sum / n
	}
	return math.Max(v, 1e-2) // a grey value is a tenth off, if rounding is all
}

// estimate takes background, crosstalk, noise and sizes from the image as it is
// understood by now.
func (f *fit) estimate() {
	weight := img.NewStack(f.image.D, f.image.H, f.image.W, f.image.Voxel)
	sd := math.Sqrt(f.noise)
	dark := func(i int) bool { return float64(f.model.Pix[i]) < sd/4 }
	for i := range f.image.Pix {
		// A pixel under a spot tells less of the background.
		m := math.Max(0, float64(f.model.Pix[i]))
		vari := f.noise + f.slope*m
		weight.Pix[i] = float32(f.noise / vari / (1 + m*m/vari))
	}
	f.takeCrosstalk(weight)
	f.noise = f.noiseOf(dark)
	f.slope = f.slopeOf()
	f.sizes()
}

// takeCrosstalk estimates the background, and how much of the second channel is in
// it: the slope of what is left on what of the second channel stands out.
func (f *fit) takeCrosstalk(weight img.Stack) {
	if f.second == nil {
		f.smoothBackground(weight)
		return
	}
	out := img.NewStack(f.second.D, f.second.H, f.second.W, f.second.Voxel)
	sd := backgroundUm / f.image.Voxel.X
	for z := range out.D {
		m, s := out.Slice(z), f.second.Slice(z)
		of := img.NewImage(m.H, m.W)
		for i, w := range weight.Slice(z).Pix {
			m.Pix[i], of.Pix[i] = w*s.Pix[i], w
		}
		img.Gaussian(m, m, sd, sd)
		img.Gaussian(of, of, sd, sd)
		for i, o := range of.Pix {
			if o > 0.01 {
				m.Pix[i] = s.Pix[i] - m.Pix[i]/o
			} else {
				m.Pix[i] = 0
			}
		}
		// Noise of the second channel would flatten the slope.
		img.Gaussian(m, m, f.sd(), f.sd())
	}
	f.smoothBackground(weight)
	xy, xx := 0.0, 0.0
	for i, w := range weight.Pix {
		x, y := float64(out.Pix[i]), float64(f.image.Pix[i]-f.model.Pix[i]-f.back.Pix[i])
		xy, xx = xy+float64(w)*x*y, xx+float64(w)*x*x
	}
	const most = 0.5 // more is another channel of the same
	f.crosstalk = 0
	if xx > 0 {
		f.crosstalk = math.Max(0, math.Min(xy/xx, most))
	}
	for i, x := range out.Pix {
		f.back.Pix[i] += float32(f.crosstalk) * x
	}
}

// slopeOf is how the variance rises with the light of spots: the slope through the
// noise, pixels that are far off left out.
func (f *fit) slopeOf() float64 {
	xy, xx := 0.0, 0.0
	for i, v := range f.image.Pix {
		m := float64(f.model.Pix[i])
		if m < math.Sqrt(f.noise) {
			continue
		}
		r := float64(v-f.back.Pix[i]) - m
		if r*r < 9*(f.noise+f.slope*m) {
			w := 1 / (f.noise + f.slope*m)
			xy, xx = xy+w*m*(r*r-f.noise), xx+w*m*m
		}
	}
	if xx == 0 {
		return f.slope
	}
	return math.Max(0, xy/xx)
}

// sizes are the median and the spread of the sizes of spots that stand alone and are
// bright; with fewer than twenty, nothing is learnt from them.
func (f *fit) sizes() {
	f.index = grid{}
	var all, light []float32
	for i, s := range f.spots {
		if f.snr(s) > 1.25*leastSNR && len(f.group(i, 2, func(int) bool { return true })) == 1 {
			light = append(light, float32(math.Log(s.flux)))
		}
		if f.snr(s) > 8 && len(f.group(i, 2, func(int) bool { return true })) == 1 {
			all = append(all, float32(s.logSD))
		}
	}
	const least = 20
	if len(light) >= least {
		f.logFlux = float64(img.Median(slices.Clone(light)))
		f.fluxSpread = math.Max(0.2, math.Min(1.4826*float64(img.MAD(light)), 1))
	}
	if len(all) < least {
		return
	}
	f.mean = float64(img.Median(slices.Clone(all)))
	f.spread = math.Max(0.08, math.Min(1.4826*float64(img.MAD(all)), 0.3))
}
