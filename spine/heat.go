package spine

import (
	"math"
	"slices"

	"respine/convnet"
	"respine/img"
)

// heatMap is the smoothed mean of the networks' maps on one side of a strip:
// rows outward, columns of CellUm along the branch, values 0 to 1. Every
// network looks four times, with the branch reversed and with the depth axis
// turned over, since neither changes where a spine is; the mean of the four
// logits is steadier than one.
func (c Classifier) heatMap(v convnet.Volume) img.Image {
	m := img.NewImage(rows, v.W)
	if v.W == 0 { // a strip shorter than a cell
		return m
	}
	logits := make([]float32, len(m.Pix))
	for _, n := range c.Nets {
		clear(logits)
		for _, depth := range []bool{false, true} {
			for _, along := range []bool{false, true} {
				out := img.Image{H: rows, W: v.W, Pix: n.Forward(turned(v, depth, along)).Pix}
				if along {
					out = reversed(out)
				}
				img.AddScaled(logits, out.Pix, 0.25)
			}
		}
		for i, z := range logits {
			m.Pix[i] += float32(logistic(float64(z))) / float32(len(c.Nets))
		}
	}
	img.Gaussian(m, m, heatSmooth, heatSmooth)
	return m
}

// turned is the classifier's input with the depth axis turned over, the branch
// reversed, or both.
func turned(v convnet.Volume, depth, along bool) convnet.Volume {
	if !depth && !along {
		return v
	}
	out := convnet.NewVolume(v.C, v.H, v.W)
	for c := range v.C {
		p := v.Plane(depthFlipped(c, depth))
		if along {
			p = reversed(p)
		}
		copy(out.Plane(c).Pix, p.Pix)
	}
	return out
}

// reversed is an image with its columns in the opposite order.
func reversed(m img.Image) img.Image {
	out := img.NewImage(m.H, m.W)
	for y := range m.H {
		from, to := m.Row(y), out.Row(y)
		for x, v := range from {
			to[m.W-1-x] = v
		}
	}
	return out
}

// Peaks of the heat map: smoothing, the reach within which only the highest
// survives (0.6 um, about the width of a head), and the lowest worth keeping.
const (
	heatSmooth = 0.7
	peakReach  = 3
	minHeat    = 0.02
	minRowUm   = 0.3
)

// peak is a local maximum of a heat map in cells, to a fraction of a cell.
type peak struct {
	column, row float64
	heat        float64
}

func peaks(m img.Image) []peak {
	top := img.NewImage(m.H, m.W)
	img.MaxFilter(top, m, peakReach, peakReach)
	var out []peak
	for y := range m.H {
		for x := range m.W {
			v := m.At(y, x)
			if v < minHeat || v != top.At(y, x) {
				continue
			}
			p := peak{column: float64(x), row: float64(y), heat: float64(v)}
			if x > 0 && x < m.W-1 {
				p.column += vertex(m.At(y, x-1), v, m.At(y, x+1))
			}
			if y > 0 && y < m.H-1 {
				p.row += vertex(m.At(y-1, x), v, m.At(y+1, x))
			}
			if rowUm(p.row) >= minRowUm && !slices.ContainsFunc(out, p.ties) {
				out = append(out, p)
			}
		}
	}
	return out
}

// ties tells whether two peaks are one summit of equal cells.
func (p peak) ties(q peak) bool {
	return p.heat == q.heat && math.Abs(p.column-q.column) <= peakReach && math.Abs(p.row-q.row) <= peakReach
}

// vertex is the offset of the top of the parabola through three values.
func vertex(a, b, c float32) float64 {
	d := float64(a - 2*b + c)
	if d >= 0 {
		return 0
	}
	return math.Max(-0.5, math.Min(0.5, 0.5*float64(a-c)/d))
}
