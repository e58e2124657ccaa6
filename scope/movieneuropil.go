package scope

import (
	"math"
	"math/rand/v2"

	"respine/img"
)

// grain is one scale of the unevenness of neuropil: it is multiplied by the
// exponential of a Gaussian field.
type grain struct{ sigmaPx, sigmaUm, logSD float64 }

// grains from single boutons to the patchwork of the tissue. The depth over which
// a scale is alike is its own size or that of the point-spread function.
var grains = [...]grain{
	{0.8, axialSigmaUm, 0.22},
	{2.5, axialSigmaUm * 1.5, 0.12},
	{40, 0, 0.25}, // 0: the same at all depths
}

// randomNeuropil returns neuropil of the given mean.
func (g grid) randomNeuropil(rng *rand.Rand, mean float64) [][]float32 {
	v := g.volume()
	if mean < 0 {
		return v
	}
	var meanSquare float64
	for _, gr := range grains {
		field := g.field(rng, gr)
		meanSquare += gr.logSD * gr.logSD
		for k := range v {
			img.AddScaled(v[k], field.Slice(min(k, field.D-1)).Pix, float32(gr.logSD))
		}
	}
	for _, plane := range v {
		for i, log := range plane {
			plane[i] = float32(mean * math.Exp(float64(log)-meanSquare/2))
		}
	}
	return v
}

// field returns Gaussian noise of mean 0 and variance 1, smooth on the scale of a
// grain. A coarse field is drawn on fewer pixels.
func (g grid) field(rng *rand.Rand, gr grain) img.Stack {
	every := max(1, int(gr.sigmaPx/4))
	depth := g.planes
	if gr.sigmaUm == 0 {
		depth = 1
	}
	small := img.NewStack(depth, g.h/every+2, g.w/every+2, img.Voxel{Z: planeStepUm, Y: g.pixelUm, X: g.pixelUm})
	for i := range small.Pix {
		small.Pix[i] = float32(rng.NormFloat64())
	}
	s := gr.sigmaPx / float64(every)
	img.GaussianStack(small, gr.sigmaUm/planeStepUm, s, s, 2)
	if every == 1 {
		out := crop(small, g.h, g.w)
		standardise(out.Pix)
		return out
	}
	full := img.NewStack(depth, g.h, g.w, small.Voxel)
	for z := range depth {
		for y := range g.h {
			for x := range g.w {
				full.Pix[(z*g.h+y)*g.w+x] = img.Bilinear(small.Slice(z), float64(y)/float64(every), float64(x)/float64(every))
			}
		}
	}
	standardise(full.Pix)
	return full
}

func standardise(v []float32) {
	mean, sd := img.Mean(v), img.Std(v)
	for i := range v {
		v[i] = float32((float64(v[i]) - mean) / sd)
	}
}

func crop(s img.Stack, h, w int) img.Stack {
	out := img.NewStack(s.D, h, w, s.Voxel)
	for z := range s.D {
		for y := range h {
			copy(out.Slice(z).Row(y), s.Slice(z).Row(y)[:w])
		}
	}
	return out
}

// Fibres are the dendrites and axons that can be told from the neuropil and never
// change.
const (
	um2PerFibre   = 1400
	fibreGrey     = 0.12 // median, relative to cytoplasm
	fibreLogSD    = 0.7
	fibreTiltUm   = 0.15 // standard deviation of depth gained for each um
	beadedShare   = 0.6
	beadEveryUm   = 4
	fibreLengthUm = 60
)

func (ti *tissue) addFibres(rng *rand.Rand) {
	area := float64(ti.h*ti.w) * ti.pixelUm * ti.pixelUm
	for range int(area / um2PerFibre) {
		ti.addFibre(rng)
	}
}

// addFibre draws one fibre as a wandering row of spots, some of them larger.
func (ti *tissue) addFibre(rng *rand.Rand) {
	whole := footprint{h: ti.h, w: ti.w, planes: ti.still}
	y, x := rng.Float64()*float64(ti.h), rng.Float64()*float64(ti.w)
	z := ti.z(0) + rng.Float64()*planeStepUm*float64(ti.planes) + 2*axialSigmaUm*pm(rng)
	angle, tilt := 2*math.Pi*rng.Float64(), fibreTiltUm*rng.NormFloat64()
	grey, beaded := fibreGrey*math.Exp(fibreLogSD*rng.NormFloat64()), rng.Float64() < beadedShare
	const step = 0.5 // pixels
	length := fibreLengthUm / ti.pixelUm * rng.ExpFloat64()
	for s := 0.0; s < length; s += step {
		for k := range ti.planes {
			dz := (z - ti.z(k)) / axialSigmaUm
			h := grey * math.Exp(-dz*dz/2) * step
			whole.dot(k, y, x, stemPx, h)
			if beaded && rng.Float64() < step*ti.pixelUm/beadEveryUm/float64(ti.planes) {
				whole.dot(k, y, x, 1.2*stemPx, 6*h)
			}
		}
		angle += 0.1 * rng.NormFloat64()
		y, x, z = y+step*math.Sin(angle), x+step*math.Cos(angle), z+step*ti.pixelUm*tilt
	}
}

// What is dark: cells without indicator and capillaries seen end on, and vessels
// along the plane above it.
const (
	darkDepth       = 0.9
	darkRadiusUm    = 4.2
	vesselDepth     = 0.75
	vesselRadiusUm  = 4
	vesselLogSD     = 0.6
	vesselTurn      = 0.02 // rad a pixel, standard deviation
	vesselEdgeShare = 0.25 // of the radius over which it fades
)

// randomDark draws a body without indicator. It displaces neuropil as others do.
func (m Movie) randomDark(rng *rand.Rand, slabUm float64) MovieCell {
	c := randomBody(rng, rng.Float64()*float64(m.Height), rng.Float64()*float64(m.Width), slabUm/2*pm(rng))
	c.RadiusUm = darkRadiusUm * (0.8 + 0.4*rng.Float64())
	c.shape.stemUm = 0
	return c
}

// addVessel draws the shadow of a vessel that crosses the field.
func (ti *tissue) addVessel(rng *rand.Rand) {
	shadow := make([]float32, ti.h*ti.w)
	radius := vesselRadiusUm * math.Exp(vesselLogSD*rng.NormFloat64()) / ti.pixelUm
	angle := 2 * math.Pi * rng.Float64()
	y, x := float64(ti.h)*rng.Float64(), float64(ti.w)*rng.Float64()
	diagonal := math.Hypot(float64(ti.h), float64(ti.w))
	y, x = y-diagonal*math.Sin(angle), x-diagonal*math.Cos(angle)
	for range int(2 * diagonal) {
		ti.stamp(shadow, y, x, radius)
		angle += vesselTurn * rng.NormFloat64()
		y, x = y+math.Sin(angle), x+math.Cos(angle)
	}
	for k := range ti.planes {
		for i, s := range shadow {
			left := 1 - vesselDepth*s
			ti.neuropil[k][i] *= left
			ti.still[k][i] *= left
		}
	}
	for _, f := range ti.feet {
		f.dim(shadow, ti.w)
	}
}

// stamp raises the shadow to that of a soft disc.
func (ti *tissue) stamp(shadow []float32, y, x, radius float64) {
	edge := max(1, vesselEdgeShare*radius)
	reach := radius + edge
	for iy := max(0, int(y-reach)); iy < min(ti.h, int(y+reach)+1); iy++ {
		for ix := max(0, int(x-reach)); ix < min(ti.w, int(x+reach)+1); ix++ {
			d := math.Hypot(float64(iy)-y, float64(ix)-x)
			if v := float32(max(0, min(1, (reach-d)/(2*edge)))); v > shadow[iy*ti.w+ix] {
				shadow[iy*ti.w+ix] = v
			}
		}
	}
}

// dim takes from a footprint what a vessel above it swallows.
func (f footprint) dim(shadow []float32, width int) {
	for _, plane := range f.planes {
		for i := range plane {
			plane[i] *= 1 - vesselDepth*shadow[(f.y0+i/f.w)*width+f.x0+i%f.w]
		}
	}
}
