package dendrite

import (
	"math"

	"respine/img"
)

// Frame is a branch resampled at equal steps of path length, with the in-plane
// normal at every step. It is the coordinate system of a straightened dendrite:
// column i lies StepUm*i along the branch, and a lateral offset r moves from
// Centre[i] by r along (NX[i], NY[i]), to the right of the direction of travel
// when y points down the page.
type Frame struct {
	StepUm float64
	Centre []Point
	NX, NY []float64
}

// Smoothing of a centreline before it is used as an axis, in micrometres of
// path. A hand-clicked or voxel-wise path jumps by a pixel laterally and by a
// whole slice in depth; a dendrite does not bend within a micrometre.
const (
	smoothXYUm = 0.7
	smoothZUm  = 1.4
	normalUm   = 1.0
)

// NewFrame resamples a branch every stepUm micrometres of its smoothed path.
func NewFrame(b Branch, stepUm float64) Frame {
	pts := smoothPoints(resample(b.Points, stepUm), smoothXYUm/stepUm, smoothZUm/stepUm)
	f := Frame{StepUm: stepUm, Centre: resample(pts, stepUm)}
	f.setNormals()
	return f
}

// Len is the number of columns.
func (f Frame) Len() int { return len(f.Centre) }

// At returns the point a lateral offset rUm and a depth offset zUm away from
// the centreline at column i.
func (f Frame) At(i int, rUm, zUm float64) Point {
	c := f.Centre[i]
	return Point{X: c.X + rUm*f.NX[i], Y: c.Y + rUm*f.NY[i], Z: c.Z + zUm}
}

// Branch returns the centreline of the frame as a branch with the given id.
func (f Frame) Branch(id int) Branch {
	return Branch{ID: id, Points: append([]Point(nil), f.Centre...)}
}

// Moved returns the frame with column i displaced by d[i], the normals turned
// to follow. Columns keep their index, so column i still names the same place
// on the dendrite.
func (f Frame) Moved(d []Point) Frame {
	g := Frame{StepUm: f.StepUm, Centre: make([]Point, len(f.Centre))}
	for i, c := range f.Centre {
		g.Centre[i] = Point{X: c.X + d[i].X, Y: c.Y + d[i].Y, Z: c.Z + d[i].Z}
	}
	g.setNormals()
	return g
}

// setNormals turns the smoothed tangent by a quarter. Where the branch runs
// straight down the optical axis the last normal is kept.
func (f *Frame) setNormals() {
	n := len(f.Centre)
	f.NX, f.NY = make([]float64, n), make([]float64, n)
	x, y := make([]float64, n), make([]float64, n)
	for i, c := range f.Centre {
		x[i], y[i] = c.X, c.Y
	}
	x, y = Smooth(x, normalUm/f.StepUm), Smooth(y, normalUm/f.StepUm)
	lastX, lastY := 0.0, 1.0
	for i := range f.Centre {
		a, b := max(i-1, 0), min(i+1, n-1)
		tx, ty := x[b]-x[a], y[b]-y[a]
		if l := math.Hypot(tx, ty); l > 1e-3*f.StepUm {
			lastX, lastY = -ty/l, tx/l
		}
		f.NX[i], f.NY[i] = lastX, lastY
	}
}

// Recentre moves every column of the frame sideways onto the ridge of the
// shaft, by at most maxUm, smoothly along the path. The depth is moved to the
// brightest plane within maxZUm in the same way, and not out of the stack.
func (f Frame) Recentre(s img.Stack, maxUm, maxZUm float64) Frame {
	for range 2 {
		f = f.recentreLateral(s, maxUm)
	}
	return f.recentreDepth(s, maxZUm)
}

func (f Frame) recentreLateral(s img.Stack, maxUm float64) Frame {
	half := int(math.Round(maxUm / f.StepUm))
	d := make([]float64, f.Len())
	prof := f.lateralProfile(s, half)
	for i := range d {
		d[i] = (summit(prof[i]) - float64(half)) * f.StepUm
	}
	d = Smooth(movingMedian(d, int(4/f.StepUm)|1), 0.8/f.StepUm)
	move := make([]Point, len(d))
	for i := range d {
		move[i] = Point{X: d[i] * f.NX[i], Y: d[i] * f.NY[i]}
	}
	return f.Moved(move)
}

// lateralProfile returns, per column, the brightness across the shaft at
// offsets -half..half steps: the largest of three planes one micrometre apart,
// smoothed by 0.8 um along the path and 0.3 um across it.
func (f Frame) lateralProfile(s img.Stack, half int) [][]float64 {
	n, w := f.Len(), 2*half+1
	across := make([][]float64, w)
	for j := range across {
		col := make([]float64, n)
		for i := range col {
			for _, dz := range []float64{-1, 0, 1} {
				p := f.At(i, float64(j-half)*f.StepUm, dz)
				col[i] = math.Max(col[i], float64(Sample(s, p)))
			}
		}
		across[j] = Smooth(col, 0.8/f.StepUm)
	}
	prof := make([][]float64, n)
	for i := range prof {
		row := make([]float64, w)
		for j := range row {
			row[j] = across[j][i]
		}
		prof[i] = Smooth(row, 0.3/f.StepUm)
	}
	return prof
}

// depthStepUm is the distance of the planes among which the depth is sought.
const depthStepUm = 0.5

func (f Frame) recentreDepth(s img.Stack, maxZUm float64) Frame {
	if s.D < 3 {
		return f
	}
	half := int(math.Round(maxZUm / depthStepUm))
	n := f.Len()
	planes := make([][]float64, 2*half+1)
	for k := range planes {
		col := make([]float64, n)
		for i := range col {
			col[i] = float64(Sample(s, f.At(i, 0, float64(k-half)*depthStepUm)))
		}
		planes[k] = Smooth(col, 1.5/f.StepUm)
	}
	d := make([]float64, n)
	row := make([]float64, len(planes))
	for i := range d {
		for k := range planes {
			row[k] = planes[k][i]
		}
		d[i] = f.depthOffset(s, i, row) * depthStepUm
	}
	d = Smooth(movingMedian(d, int(6/f.StepUm)|1), 2/f.StepUm)
	move := make([]Point, n)
	for i := range move {
		move[i].Z = d[i]
	}
	return f.Moved(move)
}

// depthOffset returns where the shaft lies in a column's profile over depth, in
// planes from its middle. Planes beyond the first and last slice would only
// repeat these, and draw a shaft near them out of the stack. Where there are
// some, what counts is the brightest plane within and as many planes on its far
// side as the stack holds on its near one. A column outside the stack comes in
// only for a shaft brighter inside than at the border: otherwise the shaft may
// be outside as well. A shaft just beyond the border is placed on it.
func (f Frame) depthOffset(s img.Stack, i int, row []float64) float64 {
	half, last := len(row)/2, float64(s.D-1)*s.Voxel.Z
	z := f.Centre[i].Z
	from := max(0, int(math.Ceil(-z/depthStepUm))+half)
	to := min(len(row)-1, int(math.Floor((last-z)/depthStepUm))+half)
	switch {
	case from == 0 && to == len(row)-1:
		return centroidAboveHalf(row, half)
	case from > to:
		return 0
	}
	top := int(math.Round(summit(row[from:to+1]))) + from
	if z < 0 && top == from || z > last && top == to {
		return 0
	}
	reach := min(top-from, to-top)
	return float64(top-half) + centroidAboveHalf(row[top-reach:top+reach+1], reach)
}

// centroidAboveHalf returns the centre of mass, relative to index zero, of the
// part of a profile above half its height. A saturated shaft is flat on top, so
// the brightest plane alone would be a toss.
func centroidAboveHalf(row []float64, zero int) float64 {
	lo, hi := row[0], row[0]
	for _, v := range row {
		lo, hi = min(lo, v), max(hi, v)
	}
	var m, w float64
	for k, v := range row {
		if e := v - (lo+hi)/2; e > 0 {
			w += e
			m += e * float64(k-zero)
		}
	}
	if w == 0 {
		return 0
	}
	return m / w
}

// Sample returns the stack's brightness at p by trilinear interpolation, with
// the nearest voxel beyond its borders.
func Sample(s img.Stack, p Point) float32 {
	return img.Trilinear(s, p.Z/s.Voxel.Z, p.Y/s.Voxel.Y, p.X/s.Voxel.X)
}

// PointAt returns the point of the centreline at a fractional column. Beyond
// the ends the branch goes on straight.
func (f Frame) PointAt(column float64) Point {
	n := f.Len()
	if n == 1 {
		return f.Centre[0]
	}
	i := min(max(int(math.Floor(column)), 0), n-2)
	return lerp(f.Centre[i], f.Centre[i+1], column-float64(i))
}

// Locate returns where a point lies in the frame: its column, lateral offset
// and depth offset. The column is the one nearest to it in the image plane.
func (f Frame) Locate(p Point) (column int, rUm, zUm float64) {
	best := math.Inf(1)
	for i, c := range f.Centre {
		if d := math.Hypot(p.X-c.X, p.Y-c.Y); d < best {
			best, column = d, i
		}
	}
	c := f.Centre[column]
	rUm = (p.X-c.X)*f.NX[column] + (p.Y-c.Y)*f.NY[column]
	return column, rUm, p.Z - c.Z
}
