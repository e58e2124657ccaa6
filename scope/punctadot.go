package scope

import (
	"math"

	"respine/dendrite"
	"respine/img"
)

// fwhmPerSD is the full width at half maximum of a Gaussian in standard
// deviations, 2 sqrt(2 ln 2).
const fwhmPerSD = 2.3548200450309493

// dot is a Gaussian that gives photons to the slice through its middle.
type dot struct {
	at             dendrite.Point
	photons        float64
	lateral, axial float64 // standard deviations, um
}

// dots returns puncta and neurites as the microscope blurs them.
func (f PunctaField) dots() (channels [2][]dot) {
	lateral, axial := f.Confocal.LateralFWHMUm/fwhmPerSD, f.Confocal.AxialFWHMUm/fwhmPerSD
	for _, p := range f.Puncta {
		own := p.SizeUm / fwhmPerSD
		channels[PunctaChannel] = append(channels[PunctaChannel], dot{p.At, p.Photons, math.Hypot(lateral, own), math.Hypot(axial, own)})
	}
	for _, n := range f.Neurites {
		// The light of a rod of radius r has standard deviation r/2 across.
		own := n.RadiusUm / 2
		d := dot{lateral: math.Hypot(lateral, own), axial: math.Hypot(axial, own)}
		for i := 1; i < len(n.Points); i++ {
			a, b := n.Points[i-1], n.Points[i]
			length := math.Hypot(math.Hypot(b.X-a.X, b.Y-a.Y), b.Z-a.Z)
			// Dots a standard deviation apart make a line even to 1e-8.
			steps := max(1, int(math.Ceil(length/max(d.lateral, 1e-3))))
			d.photons = n.PhotonsPerUm * length / float64(steps)
			for k := range steps {
				u := (float64(k) + 0.5) / float64(steps)
				d.at = dendrite.Point{X: a.X + u*(b.X-a.X), Y: a.Y + u*(b.Y-a.Y), Z: a.Z + u*(b.Z-a.Z)}
				channels[NeuriteChannel] = append(channels[NeuriteChannel], d)
			}
		}
	}
	return channels
}

// dotReach is where a dot ends, in standard deviations: beyond lie 6e-7 of it.
const dotReach = 5

// draw adds the light that falls on each pixel's square in the slice at z um.
func (d dot) draw(m img.Image, v img.Voxel, z float64) {
	dz := 0.0
	if d.axial > 0 {
		dz = (z - d.at.Z) / d.axial
	}
	if math.Abs(dz) > dotReach {
		return
	}
	photons := d.photons * math.Exp(-dz*dz/2)
	x0, across := shares(d.at.X, d.lateral, v.X, m.W)
	y0, down := shares(d.at.Y, d.lateral, v.Y, m.H)
	if len(across) == 0 {
		return
	}
	for i, s := range down {
		row := m.Row(y0 + i)[x0:]
		for k, t := range across {
			row[k] += float32(photons * s * t)
		}
	}
}

// shares returns how much of a Gaussian at um falls on each pixel of a row of n,
// from the first it reaches; none beyond the ends. A pixel spans half its width to either side.
func shares(at, sd, pixel float64, n int) (first int, share []float64) {
	lo := max(0, int(math.Floor((at-dotReach*sd)/pixel+0.5)))
	hi := min(n-1, int(math.Floor((at+dotReach*sd)/pixel+0.5)))
	below := func(edge float64) float64 { return math.Erfc(-(edge*pixel-at)/(sd*math.Sqrt2)) / 2 }
	if sd == 0 {
		below = func(edge float64) float64 { return float64(bit(edge*pixel > at)) }
	}
	for i := lo; i <= hi; i++ {
		share = append(share, below(float64(i)+0.5)-below(float64(i)-0.5))
	}
	return lo, share
}
