package cellmatch

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"
)

// Alignment is where a session's field lies: a place of the first field is
// found at row + RowPx, col + ColPx of the session.
type Alignment struct {
	RowPx, ColPx float64
	Correlation  float64 // of the two fields' footprints, smoothed, after the shift
	Used         bool
	// Of the cells found in both: how many they are, and by how much the session is
	// turned, clockwise with rows downward; NaN of fewer than turnCells.
	Joined  int
	TurnDeg float64
}

// turnCells is the least number of cells a turn is told from.
const turnCells = 5

// mapPx is the SD of the Gaussian by which centroids are drawn: an offset of a
// cell's radius still shows.
const mapPx = 2.0

// align finds the shift with the highest correlation of the two maps of
// centroids. A pattern fixed to the detector, which images have, is not in it.
func align(ref, s Session) Alignment {
	h, w := even(max(ref.Height, s.Height)+32), even(max(ref.Width, s.Width)+32)
	a, b := centroidMap(ref, h, w), centroidMap(s, h, w)
	c := correlate(a, b, h, w)
	best := 0
	for i, v := range c {
		if v > c[best] {
			best = i
		}
	}
	row, col := best/w, best%w
	norm := math.Sqrt(squares(a) * squares(b))
	if norm == 0 { // a session without cells lies nowhere
		return Alignment{}
	}
	out := Alignment{Correlation: c[best] / norm}
	at := func(r, k int) float64 { return c[(r+h)%h*w+(k+w)%w] }
	out.RowPx = wrap(row, h) + vertex(at(row-1, col), c[best], at(row+1, col))
	out.ColPx = wrap(col, w) + vertex(at(row, col-1), c[best], at(row, col+1))
	return out
}

func even(n int) int { return n + n%2 }

func wrap(i, n int) float64 {
	if i > n/2 {
		i -= n
	}
	return float64(i)
}

// vertex returns where the parabola through three neighbours has its top.
func vertex(before, at, after float64) float64 {
	if d := before - 2*at + after; d < 0 {
		return 0.5 * (before - after) / d
	}
	return 0
}

func squares(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return s
}

// centroidMap draws a Gaussian at each centroid, and takes off the mean.
func centroidMap(s Session, h, w int) []float64 {
	m := make([]float64, h*w)
	for _, f := range s.Cells {
		y, x := f.Centroid()
		for r := int(y) - 7; r <= int(y)+8; r++ {
			for c := int(x) - 7; c <= int(x)+8; c++ {
				if r >= 0 && c >= 0 && r < h && c < w {
					d := (float64(r)-y)*(float64(r)-y) + (float64(c)-x)*(float64(c)-x)
					m[r*w+c] += math.Exp(-d / (2 * mapPx * mapPx))
				}
			}
		}
	}
	mean := 0.0
	for _, v := range m {
		mean += v / float64(len(m))
	}
	for i := range m {
		m[i] -= mean
	}
	return m
}

// correlate returns sum of a(p) b(p+shift) per shift, circularly.
func correlate(a, b []float64, h, w int) []float64 {
	fa, fb := transform(a, h, w), transform(b, h, w)
	for i := range fa {
		fa[i] = fb[i] * complex(real(fa[i]), -imag(fa[i]))
	}
	return invert(fa, h, w)
}

func transform(x []float64, h, w int) []complex128 {
	z := make([]complex128, len(x))
	for i, v := range x {
		z[i] = complex(v, 0)
	}
	passes(z, h, w, (*fourier.CmplxFFT).Coefficients)
	return z
}

func invert(z []complex128, h, w int) []float64 {
	passes(z, h, w, (*fourier.CmplxFFT).Sequence)
	out := make([]float64, len(z))
	for i, v := range z {
		out[i] = real(v) / float64(h*w)
	}
	return out
}

func passes(z []complex128, h, w int, do func(*fourier.CmplxFFT, []complex128, []complex128) []complex128) {
	rows, cols := fourier.NewCmplxFFT(w), fourier.NewCmplxFFT(h)
	for r := range h {
		do(rows, z[r*w:(r+1)*w], slices.Clone(z[r*w:(r+1)*w]))
	}
	line, back := make([]complex128, h), make([]complex128, h)
	for c := range w {
		for r := range h {
			line[r] = z[r*w+c]
		}
		do(cols, back, line)
		for r := range h {
			z[r*w+c] = back[r]
		}
	}
}

// unbend moves the shapes of a session by a smooth field: each by the median
// displacement of the mutual nearest pairs around it, twice, so that a field
// bent by a few pixels lies on the first. Fewer than five pairs within 60 px
// leave a shape where it is.
func unbend(ref, mov []shape, within float64) {
	const nearPx, least = 60, 5
	for range 2 {
		pairs := mutual(ref, mov, within)
		by := make([][2]float64, len(mov))
		for i, s := range mov {
			var dr, dc []float64
			for _, q := range pairs {
				m := mov[q[1]]
				if math.Hypot(m.row-s.row, m.col-s.col) < nearPx {
					dr = append(dr, ref[q[0]].row-m.row)
					dc = append(dc, ref[q[0]].col-m.col)
				}
			}
			if len(dr) >= least {
				by[i] = [2]float64{middle(dr), middle(dc)}
			}
		}
		for i := range mov {
			mov[i].row += by[i][0]
			mov[i].col += by[i][1]
		}
	}
}

func middle(x []float64) float64 {
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// mutual returns the pairs that are each other's nearest.
func mutual(a, b []shape, within float64) [][2]int {
	var out [][2]int
	for i, s := range a {
		if j := nearest(b, s, within); j >= 0 && nearest(a, b[j], within) == i {
			out = append(out, [2]int{i, j})
		}
	}
	return out
}

func nearest(all []shape, s shape, within float64) int {
	best, at := within, -1
	for j, o := range all {
		if d := math.Hypot(o.row-s.row, o.col-s.col); d < best {
			best, at = d, j
		}
	}
	return at
}
