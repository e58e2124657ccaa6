// Package register finds how the dendrites of one imaging day lie in the stack
// of another: a rigid start from the whole field of view (shift, small rotation
// and depth by phase correlation; Kuglin & Hines 1975), then a smooth local
// displacement along every branch by matching straightened windows.
//
// It returns where things are and how well the images agree there, as a
// correlation coefficient; it never resamples a stack. A pair of stacks that do
// not show the same place has a low correlation, and ErrUnalignable says so.
package register

import (
	"errors"
	"fmt"
	"math"

	"respine/dendrite"
	"respine/img"
)

// ErrUnalignable is returned when two stacks do not show the same tissue, as
// far as their images tell.
var ErrUnalignable = errors.New("the stacks do not show the same field of view")

// MinCorrelation is the correlation of two aligned fields below which they are
// held to be different places. The same field days apart has above 0.5; fields
// of unrelated dendrites 0.2 to 0.5, since any two bright lines can be laid on
// each other: what passes must also agree along its branches (Along).
const MinCorrelation = 0.3

// Rigid maps a point of the reference stack into the moving one: a rotation by
// AngleRad in the image plane about the centre (CentreX, CentreY), then a shift.
// All lengths in micrometres.
type Rigid struct {
	ShiftX, ShiftY, ShiftZ float64
	AngleRad               float64
	CentreX, CentreY       float64
	Correlation            float64 // of the two aligned fields, -1 to 1
}

// Apply returns where the reference point p lies in the moving stack.
func (r Rigid) Apply(p dendrite.Point) dendrite.Point {
	sin, cos := math.Sincos(r.AngleRad)
	x, y := p.X-r.CentreX, p.Y-r.CentreY
	return dendrite.Point{
		X: r.CentreX + cos*x - sin*y + r.ShiftX,
		Y: r.CentreY + sin*x + cos*y + r.ShiftY,
		Z: p.Z + r.ShiftZ,
	}
}

// Field is a stack reduced to what rigid alignment needs: pixels of about half
// a micrometre, square-rooted so that bright shafts do not drown the rest.
type Field struct {
	stack  img.Stack
	planar img.Image // largest over depth
}

const fieldPixelUm = 0.48

// NewField reduces a stack. The stack may be reused afterwards. It panics on
// voxels without a size.
func NewField(s img.Stack) Field {
	w := dendrite.Coarser(s, fieldPixelUm)
	for i, v := range w.Pix {
		w.Pix[i] = float32(math.Sqrt(math.Max(0, float64(v))))
	}
	return Field{stack: w, planar: img.MaxProject(w)}
}

// maxAngleDeg is the largest rotation of a head-fixed animal's field between
// two days that is looked for.
const maxAngleDeg = 6

// Align finds the rigid motion from ref to mov. It fails with ErrUnalignable
// when the best correlation is below MinCorrelation.
func Align(ref, mov Field) (Rigid, error) {
	a, b := ref.stack.Voxel, mov.stack.Voxel
	if math.Abs(a.X-b.X) > 0.01*a.X || math.Abs(a.Y-b.Y) > 0.01*a.Y {
		return Rigid{}, fmt.Errorf("register: pixels of %.3f x %.3f and %.3f x %.3f um\nhint: resample one recording first", a.Y, a.X, b.Y, b.X)
	}
	best := Rigid{Correlation: -1}
	try := func(deg float64) {
		if r := alignAt(ref, mov, deg*math.Pi/180); r.Correlation > best.Correlation {
			best = r
		}
	}
	for d := -maxAngleDeg; d <= maxAngleDeg; d += 2 {
		try(float64(d))
	}
	for _, step := range []float64{1, 0.5, 0.25} {
		at := best.AngleRad * 180 / math.Pi
		try(at - step)
		try(at + step)
	}
	best.ShiftZ = depthShift(ref, mov, best)
	if best.Correlation < MinCorrelation {
		return best, fmt.Errorf("register: %w (correlation %.2f, at least %.2f needed)", ErrUnalignable, best.Correlation, MinCorrelation)
	}
	return best, nil
}

// alignAt finds the shift at one angle: the highest peaks of the phase
// correlation are tried, and the one whose overlap correlates best is taken.
func alignAt(ref, mov Field, angle float64) Rigid {
	um := ref.stack.Voxel.X
	turned := rotate(mov.planar, -angle)
	best := Rigid{Correlation: -1}
	for _, p := range phasePeaks(ref.planar, turned, 4) {
		if c := overlapCorrelation(ref.planar, turned, p[0], p[1]); c > best.Correlation {
			best = rigidFrom(ref.planar, mov.planar, p, angle, um)
			best.Correlation = c
		}
	}
	return best
}

// rigidFrom turns a shift of the back-rotated image into the map of points.
// Both images are rotated about the centre of the moving one.
func rigidFrom(ref, mov img.Image, shift [2]int, angle, um float64) Rigid {
	cx, cy := float64(mov.W-1)/2*um, float64(mov.H-1)/2*um
	dx, dy := float64(shift[1])*um, float64(shift[0])*um
	sin, cos := math.Sincos(angle)
	return Rigid{
		AngleRad: angle, CentreX: cx, CentreY: cy,
		ShiftX: cos*dx - sin*dy, ShiftY: sin*dx + cos*dy,
	}
}

// rotate turns an image by angle about its centre, the border repeated outside.
func rotate(m img.Image, angle float64) img.Image {
	if angle == 0 {
		return m
	}
	out := img.NewImage(m.H, m.W)
	sin, cos := math.Sincos(-angle)
	cy, cx := float64(m.H-1)/2, float64(m.W-1)/2
	for y := range m.H {
		for x := range m.W {
			u, v := float64(x)-cx, float64(y)-cy
			out.Pix[y*m.W+x] = img.Bilinear(m, cy+sin*u+cos*v, cx+cos*u-sin*v)
		}
	}
	return out
}

// A placement says something where at least leastOverlap of the smaller field
// lies on the other. One that shows less than leastOverlap of the reference, as
// a small crop does, is held to more: on little overlap one dendrite can be laid
// on any other. Crops of a sixth of the reference reached a correlation of 0.70
// on 20 unrelated simulated fields, and 0.93 or more on their own; crops of an
// eleventh reached 0.84, too near to tell. Real crops of the same place days
// apart have 0.4 to 0.8, so sparse ones are still refused.
const (
	leastOverlap       = 1.0 / 5
	leastCrop          = 1.0 / 8 // of the reference
	minCropCorrelation = 0.75
)

// overlapCorrelation is the Pearson correlation of ref(y, x) with
// mov(y+dy, x+dx) over their overlap; -1 when the overlap is too small to say
// anything, or so small that its correlation could be chance.
func overlapCorrelation(ref, mov img.Image, dy, dx int) float64 {
	y0, y1 := max(0, -dy), min(ref.H, mov.H-dy)
	x0, x1 := max(0, -dx), min(ref.W, mov.W-dx)
	overlap := float64(max(0, y1-y0) * max(0, x1-x0))
	ofRef, ofMov := overlap/float64(ref.H*ref.W), overlap/float64(mov.H*mov.W)
	if max(ofRef, ofMov) < leastOverlap || ofRef < leastCrop {
		return -1
	}
	var m moments
	for y := y0; y < y1; y++ {
		a, b := ref.Row(y)[x0:x1], mov.Row(y + dy)[x0+dx:x1+dx]
		for i := range a {
			m.add(float64(a[i]), float64(b[i]))
		}
	}
	c := m.correlation()
	if ofRef < leastOverlap && c < minCropCorrelation {
		return -1
	}
	return c
}

// moments accumulates what a Pearson correlation needs.
type moments struct{ n, a, b, aa, bb, ab float64 }

func (m *moments) add(a, b float64) {
	m.n++
	m.a += a
	m.b += b
	m.aa += a * a
	m.bb += b * b
	m.ab += a * b
}

// correlation is zero where either side is constant.
func (m *moments) correlation() float64 {
	if m.n == 0 {
		return 0
	}
	va, vb := m.aa-m.a*m.a/m.n, m.bb-m.b*m.b/m.n
	if va <= 1e-9*m.aa || vb <= 1e-9*m.bb {
		return 0
	}
	return (m.ab - m.a*m.b/m.n) / math.Sqrt(va*vb)
}

// maxDepthUm is how far apart in depth two stacks of one field may start.
const maxDepthUm = 20

// depthShift finds the shift in depth at a given lateral alignment: the offset
// between slices with the highest correlation, refined by a parabola.
func depthShift(ref, mov Field, r Rigid) float64 {
	vz := ref.stack.Voxel.Z
	n := int(maxDepthUm / vz)
	c := make([]float64, 2*n+1)
	pairs := lateralPairs(ref.stack, mov.stack, r)
	for d := range c {
		c[d] = depthCorrelation(ref.stack, mov.stack, pairs, float64(d-n)*vz)
	}
	best := 0
	for d := range c {
		if c[d] > c[best] {
			best = d
		}
	}
	off := float64(best - n)
	if best > 0 && best < len(c)-1 {
		off += parabola(c[best-1], c[best], c[best+1])
	}
	return off * vz
}

// parabola returns the offset of the peak through three equally spaced values,
// the middle one the largest.
func parabola(a, b, c float64) float64 {
	if d := a - 2*b + c; d < 0 {
		return 0.5 * (a - c) / d
	}
	return 0
}

// lateralPairs lists, for every third pixel both ways, its place within a slice
// of s and the place within a slice of t that shows the same.
func lateralPairs(s, t img.Stack, r Rigid) [][2]int {
	var pairs [][2]int
	for y := 0; y < s.H; y += 3 {
		for x := 0; x < s.W; x += 3 {
			p := r.Apply(dendrite.Point{X: float64(x) * s.Voxel.X, Y: float64(y) * s.Voxel.Y})
			u, v := int(math.Round(p.X/t.Voxel.X)), int(math.Round(p.Y/t.Voxel.Y))
			if u >= 0 && v >= 0 && u < t.W && v < t.H {
				pairs = append(pairs, [2]int{y*s.W + x, v*t.W + u})
			}
		}
	}
	return pairs
}

// depthCorrelation correlates two stacks over pairs of pixels, the second read
// dz micrometres deeper; -1 when less than a fifth of the slices overlap.
func depthCorrelation(s, t img.Stack, pairs [][2]int, dz float64) float64 {
	var m moments
	slices := 0
	for z := range s.D {
		q := int(math.Round((float64(z)*s.Voxel.Z + dz) / t.Voxel.Z))
		if q < 0 || q >= t.D {
			continue
		}
		slices++
		a, b := s.Slice(z).Pix, t.Slice(q).Pix
		for _, p := range pairs {
			m.add(float64(a[p[0]]), float64(b[p[1]]))
		}
	}
	if slices*5 < s.D {
		return -1
	}
	return m.correlation()
}
