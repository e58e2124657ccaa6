package scope

import (
	"math"

	"respine/random"
)

// TailCamera is the box, its light and the camera. The zero TailCamera is a
// pale box under even light seen by a plain webcam; in any other, 0 is none.
type TailCamera struct {
	WallGrey   float64 // of the back wall in the middle of the picture; 0: 185
	NoiseSD    float64 // grey values, at mid grey
	Vignette   float64 // share of the light lost in the corners
	Flicker    float64 // amplitude of the lamps, relative
	MainsHz    float64 // of the flicker of the lamps: twice the mains, 100 or 120
	RollingSec float64 // over which the rows are read; flicker then shows as bands
	Drift      float64 // slow change of the light, relative standard deviation
}

func (c TailCamera) orDefaults() TailCamera {
	if c == (TailCamera{}) {
		return TailCamera{WallGrey: 185, NoiseSD: 2.5, Vignette: 0.18, MainsHz: 100}
	}
	if c.WallGrey == 0 {
		c.WallGrey = 185
	}
	return c
}

// lane is the compartment of one mouse.
type lane struct {
	left, right    int // columns, right excluded
	pivotX, pivotY float64
	pxPerCm        float64
}

// The picture spans this many centimetres: beside a mouse, and beyond its nose.
const (
	laneCm  = 10.0
	belowCm = 2.0
	topPart = 0.09 // of the height, to the pivot
)

// lanes divides the picture evenly, at one scale for all.
func (v TailVideo) lanes() []lane {
	n := len(v.Animals)
	scale := float64(v.Width) / float64(n) / laneCm
	for _, a := range v.Animals {
		scale = min(scale, (1-topPart)*float64(v.Height)/(a.TailCm+a.BodyCm+belowCm))
	}
	var out []lane
	for i := range n {
		l := lane{left: i * v.Width / n, right: (i + 1) * v.Width / n, pxPerCm: scale}
		l.pivotX, l.pivotY = float64(l.left+l.right)/2, topPart*float64(v.Height)
		out = append(out, l)
	}
	return out
}

// scenery is what stands still: the wall with its stains, partitions and bar,
// and how much of the light reaches each pixel.
type scenery struct {
	wall, light []float32
}

const (
	barGrey       = 70.0
	partitionGrey = 105.0
	partitionPart = 0.02 // of a compartment's width, on either side
	stainPx       = 37.0
	stainGrey     = 5.0
)

func newScenery(v TailVideo, lanes []lane, key random.Key) scenery {
	s := scenery{make([]float32, v.Width*v.Height), make([]float32, v.Width*v.Height)}
	bar := int(0.06 * float64(v.Height))
	cy, cx := float64(v.Height-1)/2, float64(v.Width-1)/2
	for y := range v.Height {
		for x := range v.Width {
			i := y*v.Width + x
			s.wall[i] = float32(v.Camera.WallGrey + stainGrey*lattice(key, float64(x)/stainPx, float64(y)/stainPx))
			if y < bar {
				s.wall[i] = barGrey
			}
			dy, dx := (float64(y)-cy)/cy, (float64(x)-cx)/cx
			s.light[i] = float32(1 - v.Camera.Vignette*(dy*dy+dx*dx)/2)
		}
	}
	if len(lanes) > 1 {
		s.partitions(v, lanes)
	}
	return s
}

// partitions are drawn between the compartments; what swings past one is hidden
// by it.
func (s scenery) partitions(v TailVideo, lanes []lane) {
	for _, l := range lanes {
		w := max(1, int(partitionPart*float64(l.right-l.left)))
		for y := range v.Height {
			for x := range w {
				s.wall[y*v.Width+l.left+x] = partitionGrey
				s.wall[y*v.Width+l.right-1-x] = partitionGrey
			}
		}
	}
}

// inside returns the columns of a compartment a mouse can be seen in.
func (l lane) inside(alone bool) (left, right int) {
	if alone {
		return l.left, l.right
	}
	w := max(1, int(partitionPart*float64(l.right-l.left)))
	return l.left + w, l.right - w
}

// lattice is smooth noise in the plane with standard deviation near 0.74:
// a normal number at every whole point, and between them the blend.
func lattice(key random.Key, x, y float64) float64 {
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	wx, wy := fx*fx*(3-2*fx), fy*fy*(3-2*fy)
	at := func(dx, dy float64) float64 {
		return key.Normal(uint64(uint32(int32(x0+dx))) | uint64(uint32(int32(y0+dy)))<<32)
	}
	top := (1-wx)*at(0, 0) + wx*at(1, 0)
	bottom := (1-wx)*at(0, 1) + wx*at(1, 1)
	return (1-wy)*top + wy*bottom
}

// brightness is the light of the lamps in a row of a frame, relative.
func (c TailCamera) brightness(sec float64, row, rows int, key random.Key) float64 {
	b := 1.0
	if c.Flicker > 0 {
		when := sec + c.RollingSec*float64(row)/float64(rows)
		b += c.Flicker * math.Sin(2*math.Pi*c.MainsHz*when+2*math.Pi*key.Uniform(0))
	}
	if c.Drift > 0 {
		b += c.Drift * wobble(key.At(1), sec, 0.05)
	}
	return b
}
