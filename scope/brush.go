package scope

import (
	"math"

	"respine/dendrite"
)

// fwhmToSigma: the full width at half maximum of a Gaussian is 2.3548 sigma.
const fwhmToSigma = 1 / 2.3548200450309493

// The halo of Optics.TailFraction, relative to the point-spread function.
const (
	tailWider  = 3
	tailDeeper = 2
)

// referenceRadiusUm is the radius of the shaft whose middle has brightness 1.
const referenceRadiusUm = 0.5

// brush paints evenly filled shapes as splats, blurred by the optics.
type brush struct {
	lobes  []lobe
	unit   float64 // brightness per um^3 of fluorophore per um^3
	splats []splat
}

// lobe is one Gaussian of the point-spread function, with its share of light.
type lobe struct{ share, lateral, axial float64 }

func newBrush(o Optics) *brush {
	core := lobe{1 - o.TailFraction, o.LateralFWHMUm * fwhmToSigma, o.AxialFWHMUm * fwhmToSigma}
	b := &brush{lobes: []lobe{core}}
	if o.TailFraction > 0 {
		b.lobes = append(b.lobes, lobe{o.TailFraction, tailWider * core.lateral, tailDeeper * core.axial})
	}
	b.unit = 1 / b.shaftPeak(referenceRadiusUm)
	return b
}

// shaftPeak is the brightness, in fluorophore concentration, in the middle of a
// long straight shaft: its cross section spread over a Gaussian of the blurred
// width across it, and depth.
func (b *brush) shaftPeak(radius float64) float64 {
	var peak float64
	for _, l := range b.lobes {
		lateral, axial := l.blurred(discVariance(radius))
		peak += l.share * math.Pi * radius * radius / (2 * math.Pi * lateral * axial)
	}
	return peak
}

// discVariance and ballVariance are the variances along one axis of an evenly
// filled disc and ball.
func discVariance(radius float64) float64 { return radius * radius / 4 }
func ballVariance(radius float64) float64 { return radius * radius / 5 }

// blurred returns the widths of a shape of the given variance seen through l.
func (l lobe) blurred(variance float64) (lateral, axial float64) {
	return math.Sqrt(l.lateral*l.lateral + variance), math.Sqrt(l.axial*l.axial + variance)
}

// dab adds volume um^3 of fluorophore of the given variance at p, through l.
func (b *brush) dab(l lobe, p dendrite.Point, volume, variance float64) {
	lateral, axial := l.blurred(variance)
	peak := b.unit * l.share * volume / (math.Pow(2*math.Pi, 1.5) * lateral * lateral * axial)
	b.splats = append(b.splats, splat{p, peak, lateral, axial})
}

// ball paints a spine head.
func (b *brush) ball(p dendrite.Point, radius float64) {
	for _, l := range b.lobes {
		b.dab(l, p, 4*math.Pi/3*radius*radius*radius, ballVariance(radius))
	}
}

// glow paints a haze of Gaussian shape whose middle, blurred, has the given
// brightness.
func (b *brush) glow(p dendrite.Point, sigma, brightness float64) {
	lateral, axial := b.lobes[0].blurred(sigma * sigma)
	b.splats = append(b.splats, splat{p, brightness, lateral, axial})
}

// tube paints a process along points with a radius at each. Splats of width s
// stand closer than s, which makes their sum smooth to 1e-8.
func (b *brush) tube(points []dendrite.Point, radius []float64) {
	if len(points) < 2 {
		return
	}
	path := dendrite.Branch{Points: points}.PositionsUm()
	length := path[len(path)-1]
	for _, l := range b.lobes {
		n := int(math.Ceil(length / (0.9 * l.lateral)))
		step := length / float64(n)
		seg := 0
		for i := range n {
			at := (float64(i) + 0.5) * step
			for seg < len(path)-2 && path[seg+1] < at {
				seg++
			}
			f := (at - path[seg]) / (path[seg+1] - path[seg])
			r := radius[seg] + f*(radius[seg+1]-radius[seg])
			b.dab(l, between(points[seg], points[seg+1], f), math.Pi*r*r*step, discVariance(r))
		}
	}
}

// between returns the point a fraction f of the way from p to q.
func between(p, q dendrite.Point, f float64) dendrite.Point {
	return dendrite.Point{X: p.X + f*(q.X-p.X), Y: p.Y + f*(q.Y-p.Y), Z: p.Z + f*(q.Z-p.Z)}
}
