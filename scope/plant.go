package scope

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
	"respine/img"
)

// Planted is a synthetic spine to be set on a real dendrite.
type Planted struct {
	PositionUm   float64 // along the centreline
	AzimuthRad   float64 // as in Spine
	LengthUm     float64 // from the surface of the shaft to the tip
	HeadRadiusUm float64
	NeckRadiusUm float64
	Brightness   float64 // of the blurred head, in units of the shaft beside it
}

// Ground is what planting has to know about the recording.
type Ground struct {
	Optics        Optics   // the point-spread function; the voxel size is the stack's own
	Noise         NoiseLaw // of the stack, by EstimateNoise
	ShaftRadiusUm float64  // of the dendrite; 0 means 0.5
}

// PlantSpines adds spines to the pixels of dst along a centreline, so that it
// can be counted which of them a measurement finds. Light is added, never taken
// away, with the noise that the law gives so much more light, and cut at the
// stack's ceiling. It returns where the spines stand, in the order given.
//
// The shaft's own brightness is the upper quartile along 4 um of centreline
// less the stack's median; where the shaft is saturated it is more than can be
// read off, and planted spines are dimmer than asked.
func PlantSpines(dst img.Stack, b dendrite.Branch, spines []Planted, g Ground, rng *rand.Rand) []Anatomy {
	if len(b.Points) < 2 {
		panic("scope: planting on a branch of less than two points")
	}
	if g.ShaftRadiusUm == 0 {
		g.ShaftRadiusUm = referenceRadiusUm
	}
	shaft := Branch{Branch: b, RadiusUm: make([]float64, len(b.Points))}
	for i := range shaft.RadiusUm {
		shaft.RadiusUm[i] = g.ShaftRadiusUm
	}
	dark := float64(img.Median(dst.Pix))
	var where []Anatomy
	var brightness []float64 // of all shafts before the first spine is planted
	for _, p := range spines {
		brightness = append(brightness, shaft.brightness(dst, p.PositionUm)-dark)
	}
	for i, p := range spines {
		a := shaft.Anatomy(Spine{PositionUm: p.PositionUm, AzimuthRad: p.AzimuthRad,
			LengthUm: p.LengthUm, HeadRadiusUm: p.HeadRadiusUm})
		where = append(where, a)
		g.plant(dst, a, p, max(0, p.Brightness*brightness[i]), rng)
	}
	return where
}

// plant adds one spine whose head peaks at the given grey value.
func (g Ground) plant(dst img.Stack, a Anatomy, p Planted, peak float64, rng *rand.Rand) {
	o := Microscope{Optics: g.Optics}.orDefaults().Optics
	brush := newBrush(o)
	brush.ball(a.Head, p.HeadRadiusUm)
	var head float64
	for _, s := range brush.splats {
		head += s.peak
	}
	brush.tube([]dendrite.Point{a.Base, a.Head}, []float64{p.NeckRadiusUm, p.NeckRadiusUm})
	for i := range brush.splats {
		brush.splats[i].peak *= peak / head
	}
	around := boxAround(dst, brush.splats)
	for z := around.z0; z < around.z1; z++ {
		light := around.draw(dst, z, brush.splats)
		g.Noise.disturb(light, rng)
		g.Noise.add(dst.Slice(z), light, around)
	}
}

// disturb gives light its photon noise: whole photons of which each makes the
// grey value that leads to the slope of the law, after the smear.
func (n NoiseLaw) disturb(light img.Image, rng *rand.Rand) {
	if n.Slope <= 0 {
		return
	}
	photon := n.Slope / smearedPower(n.SmearPx)
	for i, v := range light.Pix {
		light.Pix[i] = float32(photon * poisson(rng, float64(v)/photon))
	}
	if n.SmearPx > 0 {
		img.Gaussian(light, light, 0, n.SmearPx)
	}
}

// smearedPower is the factor by which a smear along x reduces the variance of
// independent pixels: the sum of the squares of its weights.
func smearedPower(px float64) float64 {
	if px == 0 {
		return 1
	}
	r := int(math.Ceil(4 * px))
	var sum, squares float64
	for k := -r; k <= r; k++ {
		w := bell(float64(k), px)
		sum, squares = sum+w, squares+w*w
	}
	return squares / (sum * sum)
}

// add puts light on the pixels of m in the box, and cuts them at the ceiling.
func (n NoiseLaw) add(m, light img.Image, b box) {
	top := n.Ceiling
	if top == 0 {
		top = math.Inf(1)
	}
	for y := b.y0; y < b.y1; y++ {
		row := m.Row(y)[b.x0:b.x1]
		for x, v := range light.Row(y - b.y0) {
			if v == 0 {
				continue
			}
			sum := float64(row[x]) + float64(v)
			if n.Whole {
				sum = math.Round(sum)
			}
			row[x] = float32(max(float64(row[x]), min(sum, top)))
		}
	}
}

// besideUm is the half length of centreline that counts as beside a spine.
const besideUm = 2.0

// brightness is the upper quartile of the grey values along the centreline
// beside a position.
func (b Branch) brightness(s img.Stack, positionUm float64) float64 {
	path := b.PositionsUm()
	var grey []float32
	for d := -besideUm; d <= besideUm; d += 0.1 {
		p, _ := b.interpolate(path, positionUm+d)
		grey = append(grey, dendrite.Sample(s, p))
	}
	return float64(img.Percentile(grey, 75))
}
