package scope

import (
	"math"
	"math/rand/v2"

	"respine/img"
)

// MovieCell is one source of changing light in a movie: a cell body, or a stretch
// of a process whose cell lies elsewhere.
type MovieCell struct {
	Kind       CellKind
	Y, X       float64 // of the centre in the reference, pixels
	ZUm        float64 // of the centre below the focal plane of the reference
	RadiusUm   float64 // of the body, mean of its axes; half the length of a process
	Brightness float64 // at rest, relative to the median cell
	// Nucleus is the brightness of the nucleus relative to the cytoplasm: most
	// cells keep the indicator out of it, overfilled ones do not.
	Nucleus float64
	Spikes  []float64 // seconds from the start of the movie, in order
	shape   cellShape
}

// CellKind says what a MovieCell is.
type CellKind string

// The kinds of source.
const (
	Soma    CellKind = "soma"
	Process CellKind = "process"
)

// cellShape is what makes bodies differ from balls.
type cellShape struct {
	long     float64 // of the larger lateral axis over the mean
	angle    float64 // of that axis, rad
	dent     float64 // relative amplitude of the outline's third harmonic
	dentAt   float64 // rad
	nucleusY float64 // centre of the nucleus, in radii
	nucleusX float64
	stemRad  float64 // direction of the dendrite leaving the body, or of a process
	stemUm   float64 // its length
	curl     float64 // how it turns, rad per um
}

// Sizes of cell bodies: cortical neurons are 10 to 14 um wide, and their nucleus
// fills most of them.
const (
	bodyRadiusUm    = 6.0
	bodyRadiusSDUm  = 0.5
	smallestBodyUm  = 5.0
	largestBodyUm   = 7.0
	nucleusRadius   = 0.66 // of the body's
	nucleusGrey     = 0.15 // of the cytoplasm's brightness
	overfilledShare = 0.06 // of cells, with bright nuclei
	overfilledTimes = 2.5  // how much brighter they are
	brightnessLogSD = 0.5
)

// randomBody draws a cell body at a place.
func randomBody(rng *rand.Rand, y, x, zUm float64) MovieCell {
	c := MovieCell{
		Kind: Soma, Y: y, X: x, ZUm: zUm, Nucleus: nucleusGrey,
		RadiusUm:   max(smallestBodyUm, min(bodyRadiusUm+bodyRadiusSDUm*rng.NormFloat64(), largestBodyUm)),
		Brightness: math.Exp(brightnessLogSD * rng.NormFloat64()),
	}
	if rng.Float64() < overfilledShare {
		c.Nucleus, c.Brightness = 1, overfilledTimes*c.Brightness
	}
	c.shape = cellShape{
		long: 1 + 0.2*rng.Float64(), angle: math.Pi * rng.Float64(),
		dent: 0.12 * rng.Float64(), dentAt: 2 * math.Pi * rng.Float64(),
		nucleusY: 0.08 * pm(rng), nucleusX: 0.08 * pm(rng),
		stemRad: 2 * math.Pi * rng.Float64(), stemUm: 4 + 20*rng.Float64(), curl: 0.03 * pm(rng),
	}
	return c
}

// randomProcess draws a stretch of an active dendrite or axon.
func randomProcess(rng *rand.Rand, y, x, zUm float64) MovieCell {
	length := 2 + 8*rng.ExpFloat64()
	return MovieCell{
		Kind: Process, Y: y, X: x, ZUm: zUm, RadiusUm: min(length, 40) / 2,
		Brightness: math.Exp(brightnessLogSD * rng.NormFloat64()), Nucleus: 1,
		shape: cellShape{stemRad: 2 * math.Pi * rng.Float64(), stemUm: min(length, 40), curl: 0.05 * pm(rng)},
	}
}

// footprint is the light of a source on the scene's pixels at rest, in units of
// the median cell's cytoplasm, with the focus at each of the scene's planes.
type footprint struct {
	y0, x0, h, w int
	planes       [][]float32 // h*w each
}

// blurPx is the standard deviation of the lateral blur left by the point-spread
// function and by motion within a pixel's time.
const blurPx = 0.45

// light returns the footprint of c on the planes of g, and what its body takes
// from the neuropil: the share of the light of a place that comes from inside it.
func (c MovieCell) light(g grid) (foot, inside footprint) {
	const wide, blurred = 1.4, 3 // of the longest axis with its dent, um
	body := c.RadiusUm*wide + blurred
	foot = g.around(c.Y, c.X, body)
	if c.Kind == Process || c.shape.stemUm > 0 {
		foot = g.around(c.Y, c.X, max(body, c.RadiusUm+c.shape.stemUm))
	}
	inside = g.around(c.Y, c.X, body)
	for k := range g.planes {
		dz := c.ZUm - g.z(k) // of the centre below the focus
		if c.Kind == Soma {
			c.body(g, dz, &foot, &inside, k)
		}
		c.stem(g, dz, &foot, k)
		for _, f := range []footprint{foot, inside} {
			m := img.Image{H: f.h, W: f.w, Pix: f.planes[k]}
			img.Gaussian(m, m, blurPx, blurPx)
		}
	}
	return foot.trimmed(), inside
}

// bodySamples is how finely a pixel is sampled along each axis.
const bodySamples = 3

// body adds the light of the cell body to plane k: along the optical axis the part
// of the axial point-spread function that falls into the body, less most of what
// falls into the nucleus.
func (c MovieCell) body(g grid, dz float64, foot, inside *footprint, k int) {
	const share = 1.0 / (bodySamples * bodySamples)
	for i := range inside.planes[k] {
		var light, within float64
		for s := range bodySamples * bodySamples {
			y := (float64(inside.y0+i/inside.w) + (float64(s/bodySamples)+0.5)/bodySamples - 0.5 - g.row(c.Y)) * g.pixelUm
			x := (float64(inside.x0+i%inside.w) + (float64(s%bodySamples)+0.5)/bodySamples - 0.5 - g.column(c.X)) * g.pixelUm
			body := slab(c.RadiusUm*c.chord(y, x), dz)
			nucleus := slab(nucleusRadius*c.RadiusUm*c.chord(y/nucleusRadius-c.shape.nucleusY*c.RadiusUm, x/nucleusRadius-c.shape.nucleusX*c.RadiusUm), dz)
			light += body - (1-c.Nucleus)*nucleus
			within += body
		}
		inside.planes[k][i] = float32(share * within)
		foot.planes[k][(inside.y0-foot.y0+i/inside.w)*foot.w+inside.x0-foot.x0+i%inside.w] = float32(c.Brightness * share * light)
	}
}

// chord returns half the height of the body at a place beside its centre, in
// micrometres, as a share of its radius: 0 outside.
func (c MovieCell) chord(y, x float64) float64 {
	cos, sin := math.Cos(c.shape.angle), math.Sin(c.shape.angle)
	u, v := (cos*x+sin*y)/c.shape.long, (cos*y-sin*x)*c.shape.long
	edge := c.RadiusUm
	if c.shape.dent != 0 {
		edge *= 1 + c.shape.dent*math.Cos(3*math.Atan2(v, u)+c.shape.dentAt)
	}
	r := (u*u + v*v) / (edge * edge)
	return math.Sqrt(max(0, 1-r))
}

// axialSigmaUm is the standard deviation of the point-spread function along the
// optical axis: 4 um full width at half maximum, as in vivo through thick tissue
// or a prism.
const axialSigmaUm = 4 / 2.3548

// slab returns which part of the axial point-spread function falls into a slab of
// half a height, whose middle lies dz below the focus.
func slab(half, dz float64) float64 {
	if half <= 0 {
		return 0
	}
	const w = axialSigmaUm * math.Sqrt2
	return (math.Erf((dz+half)/w) - math.Erf((dz-half)/w)) / 2
}

// Processes are about a micrometre thick, which fills a fifth of the axial
// point-spread function and less than a pixel.
const (
	stemGrey = 0.45 // relative to cytoplasm, in focus
	stemPx   = 0.6  // standard deviation of its width, before the blur
)

// stem adds the dendrite that leaves a body, thinning out, or a whole process.
func (c MovieCell) stem(g grid, dz float64, foot *footprint, k int) {
	const step = 0.5 // um
	grey := c.Brightness * stemGrey * math.Exp(-dz*dz/(2*axialSigmaUm*axialSigmaUm))
	angle := c.shape.stemRad
	y, x := g.row(c.Y), g.column(c.X)
	begin := 0.0
	if c.Kind == Soma {
		begin = 0.8 * c.RadiusUm
	} else {
		begin = -c.shape.stemUm / 2
	}
	end := begin + c.shape.stemUm
	y, x = y+begin*math.Sin(angle)/g.pixelUm, x+begin*math.Cos(angle)/g.pixelUm
	for s := begin; s < end; s += step {
		left := 1.0
		if c.Kind == Soma {
			left = (end - s) / c.shape.stemUm
		}
		foot.dot(k, y, x, stemPx, grey*left*step/g.pixelUm)
		angle += c.shape.curl * step
		y, x = y+step*math.Sin(angle)/g.pixelUm, x+step*math.Cos(angle)/g.pixelUm
	}
}

// faintestKept is the light below which the edge of a footprint is cut off, relative
// to the median cell's cytoplasm.
const faintestKept = 1e-4

// trimmed returns the part of f that holds its light on all planes.
func (f footprint) trimmed() footprint {
	y0, y1, x0, x1 := f.h, 0, f.w, 0
	for _, plane := range f.planes {
		for i, v := range plane {
			if v > faintestKept {
				y0, y1 = min(y0, i/f.w), max(y1, i/f.w+1)
				x0, x1 = min(x0, i%f.w), max(x1, i%f.w+1)
			}
		}
	}
	if y0 >= y1 {
		y0, y1, x0, x1 = 0, 0, 0, 0
	}
	t := footprint{y0: f.y0 + y0, x0: f.x0 + x0, h: y1 - y0, w: x1 - x0, planes: make([][]float32, len(f.planes))}
	for k, plane := range f.planes {
		for y := y0; y < y1; y++ {
			t.planes[k] = append(t.planes[k], plane[y*f.w+x0:y*f.w+x1]...)
		}
	}
	return t
}

// dot adds a round spot to plane k so that a row of them a pixel apart is a ridge
// of the given height.
func (f *footprint) dot(k int, y, x, sigma, height float64) {
	norm := height / (math.Sqrt(2*math.Pi) * sigma)
	reach := 3*sigma + 1
	for iy := max(f.y0, int(y-reach)); iy < min(f.y0+f.h, int(y+reach)+1); iy++ {
		for ix := max(f.x0, int(x-reach)); ix < min(f.x0+f.w, int(x+reach)+1); ix++ {
			ry, rx := float64(iy)-y, float64(ix)-x
			f.planes[k][(iy-f.y0)*f.w+ix-f.x0] += float32(norm * math.Exp(-(ry*ry+rx*rx)/(2*sigma*sigma)))
		}
	}
}
