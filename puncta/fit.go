package puncta

import (
	"math"

	"respine/img"
)

// spot is one Gaussian of the model. Lengths are pixels across and slices along z.
type spot struct {
	flux    float64 // summed over a slice through its middle
	x, y, z float64
	logSD   float64 // logarithm of its standard deviation across
}

func (s spot) sd() float64 { return math.Exp(s.logSD) }

// fit is an image as background and spots.
type fit struct {
	image  img.Stack
	second *img.Stack
	back   img.Stack // what lies under the spots
	model  img.Stack // the sum of the spots
	spots  []spot
	noise  float64 // variance of a pixel without spots
	slope  float64 // rise of the variance with the model
	// The logarithm of the standard deviation of a spot lies about mean, with
	// spread; both are estimated from what is found.
	mean, spread float64
	// and so does the logarithm of its flux.
	logFlux, fluxSpread float64
	axial               float64 // variance along z beyond that across, slices squared
	pxPerSlice          float64
	crosstalk           float64
	index               grid // of the spots, as they stood when it was made
}

// sd is the usual standard deviation of a spot.
func (f *fit) sd() float64 { return math.Exp(f.mean) }

// usualSpread is how far sizes vary about their median before any were seen: a
// quarter, as of volumes of postsynaptic densities.
const usualSpread = 0.2

func newFit(s img.Stack, second *img.Stack, p Params) *fit {
	f := &fit{image: s, second: second, back: img.NewStack(s.D, s.H, s.W, s.Voxel), model: img.NewStack(s.D, s.H, s.W, s.Voxel),
		mean: math.Log(p.SizeUm / fwhmPerSD / s.Voxel.X), spread: usualSpread, crosstalk: math.NaN()}
	if s.D > 1 {
		f.pxPerSlice = s.Voxel.Z / s.Voxel.X
		f.axial = (p.AxialUm*p.AxialUm - p.LateralUm*p.LateralUm) / (fwhmPerSD * fwhmPerSD * s.Voxel.Z * s.Voxel.Z)
	}
	f.firstBackground()
	// Until some were seen, any flux is as usual as another.
	f.logFlux, f.fluxSpread = math.Log(math.Max(1, 10*math.Sqrt(f.noise)*f.sd())), 10
	return f
}

// axialSD is the standard deviation of a spot along z, in slices.
func (f *fit) axialSD(sd float64) float64 {
	own := sd / f.pxPerSlice
	return math.Sqrt(math.Max(own*own+f.axial, 0.04))
}

// reachSD is where a spot ends, in standard deviations: 1e-4 of it lie beyond.
const reachSD = 4.3

// box is a range of voxels, the ends not included.
type box struct{ z0, z1, y0, y1, x0, x1 int }

// around is where a spot is not zero; reach is in standard deviations.
func (f *fit) around(s spot, reach float64) box {
	r := reach * s.sd()
	b := box{0, 1, int(math.Ceil(s.y - r)), int(s.y+r) + 1, int(math.Ceil(s.x - r)), int(s.x+r) + 1}
	if f.image.D > 1 {
		r := reach * f.axialSD(s.sd())
		b.z0, b.z1 = int(math.Ceil(s.z-r)), int(s.z+r)+1
	}
	return box{max(b.z0, 0), min(b.z1, f.image.D), max(b.y0, 0), min(b.y1, f.image.H), max(b.x0, 0), min(b.x1, f.image.W)}
}

func (b box) join(o box) box {
	return box{min(b.z0, o.z0), max(b.z1, o.z1), min(b.y0, o.y0), max(b.y1, o.y1), min(b.x0, o.x0), max(b.x1, o.x1)}
}

func (b box) size() int { return max(0, b.z1-b.z0) * max(0, b.y1-b.y0) * max(0, b.x1-b.x0) }

// add adds a spot to the model, times a sign.
func (f *fit) add(s spot, sign float64) {
	b := f.around(s, reachSD)
	sd := s.sd()
	height := sign * s.flux / (2 * math.Pi * sd * sd)
	across := make([]float64, max(0, b.x1-b.x0))
	for i := range across {
		d := (float64(b.x0+i) - s.x) / sd
		across[i] = math.Exp(-d * d / 2)
	}
	for z := b.z0; z < b.z1; z++ {
		deep := height
		if f.image.D > 1 {
			d := (float64(z) - s.z) / f.axialSD(sd)
			deep *= math.Exp(-d * d / 2)
		}
		m := f.model.Slice(z)
		for y := b.y0; y < b.y1; y++ {
			d := (float64(y) - s.y) / sd
			h := deep * math.Exp(-d*d/2)
			row := m.Row(y)[b.x0:b.x1]
			for i, a := range across {
				row[i] += float32(h * a)
			}
		}
	}
}

// rebuild sums the model anew, so that rounding does not add up.
func (f *fit) rebuild() {
	clear(f.model.Pix)
	for _, s := range f.spots {
		f.add(s, 1)
	}
}
