package scope

import (
	"cmp"
	"math"

	"respine/dendrite"
	"respine/random"
)

// PunctaParams describes a field to draw at random.
type PunctaParams struct {
	SizeUm        dendrite.Point // default 40 x 40 um, one slice
	PerUm2        float64        // puncta per area of a slice's field, or per volume where SizeUm.Z > 0, per um³; default 0.3
	Neurites      int            // default 6
	OnNeurite     float64        // share of the puncta that stands on one; default 0.7
	Photons       float64        // median of a punctum; default 300
	PhotonsLogSD  float64        // default 0.45
	DiameterUm    float64        // median size; default 0.25
	DiameterLogSD float64        // default 0.2
	// Intensity of each punctum in turn, relative to the median, in place of
	// the random ones: that of simulated spines, say. As many puncta are
	// drawn.
	Intensities []float64
}

func (p PunctaParams) orDefaults() PunctaParams {
	p.SizeUm.X, p.SizeUm.Y = cmp.Or(p.SizeUm.X, 40), cmp.Or(p.SizeUm.Y, 40)
	p.PerUm2, p.Neurites = cmp.Or(p.PerUm2, 0.3), cmp.Or(p.Neurites, 6)
	p.OnNeurite, p.Photons = cmp.Or(p.OnNeurite, 0.7), cmp.Or(p.Photons, 300)
	p.PhotonsLogSD, p.DiameterUm, p.DiameterLogSD = cmp.Or(p.PhotonsLogSD, 0.45), cmp.Or(p.DiameterUm, 0.25), cmp.Or(p.DiameterLogSD, 0.2)
	return p
}

// punctaMarginUm is kept free of puncta along the edges of a field, so that each
// lies in it whole.
const punctaMarginUm = 1

// RandomPuncta draws a field. Puncta may overlap, as they do in tissue.
func RandomPuncta(p PunctaParams, key random.Key) PunctaField {
	p = p.orDefaults()
	f := PunctaField{SizeUm: p.SizeUm}
	for i := range p.Neurites {
		f.Neurites = append(f.Neurites, p.neurite(key.At(0, uint64(i))))
	}
	count := len(p.Intensities)
	if count == 0 {
		inner := (p.SizeUm.X - 2*punctaMarginUm) * (p.SizeUm.Y - 2*punctaMarginUm) * cmp.Or(p.SizeUm.Z, 1)
		count = int(poisson(key.At(1).Rand(), p.PerUm2*max(0, inner)))
	}
	for i := range count {
		k := key.At(2, uint64(i))
		relative := math.Exp(p.PhotonsLogSD * k.Normal(0))
		if len(p.Intensities) > 0 {
			relative = p.Intensities[i]
		}
		d := Punctum{SizeUm: p.DiameterUm * math.Exp(p.DiameterLogSD*k.Normal(1)), Photons: p.Photons * relative}
		if len(f.Neurites) > 0 && k.Uniform(2) < p.OnNeurite {
			d.At, d.OnNeurite = p.onNeurite(f.Neurites, k)
		}
		if !d.OnNeurite {
			d.At = dendrite.Point{X: within(p.SizeUm.X, k.Uniform(3)), Y: within(p.SizeUm.Y, k.Uniform(4)), Z: p.SizeUm.Z * k.Uniform(5)}
		}
		f.Puncta = append(f.Puncta, d)
	}
	return f
}

// within is a place along a side, clear of the margin.
func within(side, u float64) float64 { return punctaMarginUm + u*(side-2*punctaMarginUm) }

// neurite winds across the field from one side to the other.
func (p PunctaParams) neurite(k random.Key) Neurite {
	n := Neurite{RadiusUm: 0.25 + 0.35*k.Uniform(0), PhotonsPerUm: 600 * math.Exp(0.3*k.Normal(1))}
	angle := 2 * math.Pi * k.Uniform(2)
	at := dendrite.Point{X: p.SizeUm.X * k.Uniform(3), Y: p.SizeUm.Y * k.Uniform(4), Z: p.SizeUm.Z * k.Uniform(5)}
	reach := math.Hypot(p.SizeUm.X, p.SizeUm.Y)
	at.X, at.Y = at.X-reach*math.Cos(angle), at.Y-reach*math.Sin(angle)
	for i := range int(2 * reach) { // steps of a micrometre
		n.Points = append(n.Points, at)
		angle += 0.09 * k.At(1).Normal(uint64(i))
		at.X, at.Y = at.X+math.Cos(angle), at.Y+math.Sin(angle)
		at.Z = max(0, min(at.Z+0.05*k.At(2).Normal(uint64(i)), p.SizeUm.Z))
	}
	return n
}

// onNeurite tries places along the neurites until one lies in the field: beside
// the axis by up to a radius.
func (p PunctaParams) onNeurite(all []Neurite, k random.Key) (dendrite.Point, bool) {
	const tries = 200
	for i := range uint64(tries) {
		t := k.At(1 + i)
		n := all[int(t.Uniform(0)*float64(len(all)))]
		at := n.Points[int(t.Uniform(1)*float64(len(n.Points)))]
		at.X += n.RadiusUm * (2*t.Uniform(2) - 1)
		at.Y += n.RadiusUm * (2*t.Uniform(3) - 1)
		m := float64(punctaMarginUm)
		if at.X > m && at.Y > m && at.X < p.SizeUm.X-m && at.Y < p.SizeUm.Y-m {
			return at, true
		}
	}
	return dendrite.Point{}, false
}
