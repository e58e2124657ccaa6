package spine

import (
	"math"

	"respine/dendrite"
)

// Shape is what a protrusion looks like. Lengths are as the microscope shows
// them, blurred by its point spread function.
type Shape struct {
	LengthUm    float64 // from the edge of the shaft to the tip, in the image plane
	HeadWidthUm float64 // full width at half maximum along the branch, at the head
	NeckWidthUm float64 // the same half way to the shaft; NaN for a stubby spine
	Brightness  float64 // of the head over background, the shaft being 1
	Filopodium  bool    // long, thin and headless
	Merged      bool    // so wide that it may be two spines
}

// A filopodium is longer than filopodiumUm and its head is less than
// headRatio times as wide as its neck: the field's usual rule (Zuo et al. 2005,
// doi:10.1016/j.neuron.2005.04.001, take heads under twice the neck and lengths
// over three times the head; widths here are blurred, so the ratio is lower).
const (
	filopodiumUm = 2.5
	headRatio    = 1.2
	mergedUm     = 1.4
)

func (v view) shape(column, side int, lateralUm, edgeUm float64) Shape {
	s := Shape{
		LengthUm:    math.Max(0, lateralUm+HeadInsetUm-edgeUm),
		HeadWidthUm: v.widthAt(column, side, lateralUm),
		NeckWidthUm: math.NaN(),
		Brightness:  float64(v.near.At(column, v.step(side, lateralUm))),
	}
	if s.LengthUm > 1 {
		s.NeckWidthUm = v.widthAt(column, side, (lateralUm+edgeUm)/2)
	}
	s.Filopodium = s.LengthUm > filopodiumUm && s.HeadWidthUm < headRatio*s.NeckWidthUm
	s.Merged = s.HeadWidthUm > mergedUm
	return s
}

func (v view) step(side int, rUm float64) int {
	return min(max(v.NR/2+side*int(math.Round(rUm/dendrite.StepUm)), 0), v.NR-1)
}

// widthAt is the full width at half maximum of the profile along the branch
// through a place, over the lower of the two valleys within 1.5 um.
func (v view) widthAt(column, side int, rUm float64) float64 {
	j := v.step(side, rUm)
	at := func(i int) float64 { return float64(v.near.At(min(max(i, 0), v.NS-1), j)) }
	const reach = 15
	floor := math.Inf(1)
	for d := -reach; d <= reach; d++ {
		floor = math.Min(floor, at(column+d))
	}
	half := (at(column) + floor) / 2
	walk := func(dir int) float64 {
		for d := 1; d <= reach; d++ {
			if a, b := at(column+dir*(d-1)), at(column+dir*d); b < half {
				return float64(d-1) + (a-half)/math.Max(a-b, 1e-9)
			}
		}
		return reach
	}
	return (walk(1) + walk(-1)) * dendrite.StepUm
}
