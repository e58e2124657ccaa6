package scope

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
)

// View is how the tissue lies under the microscope in one session, relative to
// the first. The zero View changes nothing.
type View struct {
	ShiftUm     dendrite.Point
	RotationRad float64 // about the optical axis through CentreUm
	CentreUm    dendrite.Point
	Warp        []Wave  // smooth local displacement
	Brightness  float64 // relative to the first session; 0 means 1
	// SliceShiftUm, if any, displaces slice z by its element z: the animal
	// moved while the stack was taken. Truth does not follow it.
	SliceShiftUm []dendrite.Point
}

// Wave is one plane wave of displacement: at p the tissue has moved by
// AmplitudeUm * sin(PhaseRad + the product of WaveRadPerUm and p).
type Wave struct {
	AmplitudeUm  dendrite.Point
	WaveRadPerUm dendrite.Point
	PhaseRad     float64
}

// Move returns where the view puts a point of the first session.
func (v View) Move(p dendrite.Point) dendrite.Point {
	cos, sin := math.Cos(v.RotationRad), math.Sin(v.RotationRad)
	x, y := p.X-v.CentreUm.X, p.Y-v.CentreUm.Y
	q := dendrite.Point{
		X: v.CentreUm.X + cos*x - sin*y + v.ShiftUm.X,
		Y: v.CentreUm.Y + sin*x + cos*y + v.ShiftUm.Y,
		Z: p.Z + v.ShiftUm.Z,
	}
	for _, w := range v.Warp {
		k := w.WaveRadPerUm
		q = along(q, w.AmplitudeUm, math.Sin(w.PhaseRad+k.X*p.X+k.Y*p.Y+k.Z*p.Z))
	}
	return q
}

func (v View) moveAll(points []dendrite.Point) []dendrite.Point {
	moved := make([]dendrite.Point, len(points))
	for i, p := range points {
		moved[i] = v.Move(p)
	}
	return moved
}

func (v View) moveAnatomy(a Anatomy) Anatomy {
	a.Base, a.Head, a.Tip = v.Move(a.Base), v.Move(a.Head), v.Move(a.Tip)
	return a
}

func (v View) brightness() float64 {
	if v.Brightness == 0 {
		return 1
	}
	return v.Brightness
}

func (v View) sliceShift(z int) dendrite.Point {
	if z < len(v.SliceShiftUm) {
		return v.SliceShiftUm[z]
	}
	return dendrite.Point{}
}

// Motion says how much sessions differ. The zero Motion means the defaults;
// Still means sessions that do not differ.
type Motion struct {
	Still       bool
	ShiftUm     float64 // largest shift along each axis; default 3
	RotationRad float64 // largest; default 3 degrees
	WarpUm      float64 // largest local displacement; default 1
	Brightness  float64 // largest relative change; default 0.3
	JitterUm    float64 // standard deviation of the shift of single slices; default 0
}

func (m Motion) orDefaults() Motion {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{{&m.ShiftUm, 3}, {&m.RotationRad, 3 * math.Pi / 180}, {&m.WarpUm, 1}, {&m.Brightness, 0.3}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return m
}

// warpWaves and warpLengthUm make the local displacement: a few waves along
// random directions of the plane, of the extent of a field.
const (
	warpWaves    = 3
	warpLengthUm = 60
)

// RandomView draws the view of a later session of a field.
func RandomView(rng *rand.Rand, fieldUm dendrite.Point, m Motion) View {
	if m.Still {
		return View{}
	}
	m = m.orDefaults()
	v := View{
		ShiftUm:     dendrite.Point{X: m.ShiftUm * pm(rng), Y: m.ShiftUm * pm(rng), Z: m.ShiftUm * pm(rng)},
		RotationRad: m.RotationRad * pm(rng),
		CentreUm:    along(dendrite.Point{}, fieldUm, 0.5),
		Brightness:  1 + m.Brightness*pm(rng),
	}
	a := m.WarpUm / warpWaves / math.Sqrt2 // waves in step add up to WarpUm in the plane
	for range warpWaves {
		direction, k := 2*math.Pi*rng.Float64(), 2*math.Pi/warpLengthUm*(0.5+rng.Float64())
		v.Warp = append(v.Warp, Wave{
			AmplitudeUm:  dendrite.Point{X: a * pm(rng), Y: a * pm(rng), Z: a * pm(rng)},
			WaveRadPerUm: dendrite.Point{X: k * math.Cos(direction), Y: k * math.Sin(direction)},
			PhaseRad:     2 * math.Pi * rng.Float64(),
		})
	}
	if m.JitterUm > 0 {
		for range int(math.Ceil(fieldUm.Z / jitterSliceUm)) {
			v.SliceShiftUm = append(v.SliceShiftUm,
				dendrite.Point{X: m.JitterUm * rng.NormFloat64(), Y: m.JitterUm * rng.NormFloat64()})
		}
	}
	return v
}

// jitterSliceUm is the finest slice distance a jittered view covers.
const jitterSliceUm = 0.5

// pm returns a number between -1 and 1.
func pm(rng *rand.Rand) float64 { return 2*rng.Float64() - 1 }
