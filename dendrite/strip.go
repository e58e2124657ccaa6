package dendrite

import (
	"math"

	"respine/img"
)

// Grid of a straightened dendrite. The classifier of spines is trained on this
// grid, so it is fixed: finer than the lateral resolution of a two-photon
// microscope (0.35 um or more full width at half maximum) and as fine as its
// axial one needs.
const (
	StepUm  = 0.1 // along and across
	DepthUm = 1.0 // between planes
	HalfUm  = 4.5 // lateral reach on either side
	Planes  = 9   // depth planes, the middle one on the centreline
)

// Strip is a dendrite cut open along its centreline. Value (k, i, j) is
// Pix[(k*NS+i)*NR+j]: plane k, column i along the branch, lateral step j.
// Lateral offset is (j-NR/2)*StepUm, depth offset (k-Planes/2)*DepthUm.
// Inside[i] tells whether column i lies within the imaged volume.
type Strip struct {
	Frame
	NS, NR int
	Pix    []float32
	Inside []bool
}

// Straighten samples the stack along a frame whose step is StepUm.
func Straighten(s img.Stack, f Frame) Strip {
	if math.Abs(f.StepUm-StepUm) > 1e-9 {
		panic("dendrite: a strip needs a frame of StepUm")
	}
	half := int(math.Round(HalfUm / StepUm))
	t := Strip{Frame: f, NS: f.Len(), NR: 2*half + 1}
	t.Pix = make([]float32, Planes*t.NS*t.NR)
	t.Inside = make([]bool, t.NS)
	for i := range t.NS {
		t.Inside[i] = inside(s, f, i)
		for k := range Planes {
			row := t.Pix[(k*t.NS+i)*t.NR:][:t.NR]
			for j := range row {
				row[j] = Sample(s, f.At(i, t.OffsetUm(j), float64(k-Planes/2)*DepthUm))
			}
		}
	}
	return t
}

// OffsetUm is the lateral offset of step j from the centreline.
func (t Strip) OffsetUm(j int) float64 { return float64(j-t.NR/2) * StepUm }

// Plane returns plane k as an image of NS rows and NR columns sharing memory
// with the strip.
func (t Strip) Plane(k int) img.Image {
	return img.Image{H: t.NS, W: t.NR, Pix: t.Pix[k*t.NS*t.NR:][:t.NS*t.NR]}
}

// judgeReachUm is how far to either side of the shaft the stack must reach for
// absence of a spine to mean anything there; borderVoxel is how far beyond the
// centre of the outermost voxel a stack still reaches.
const (
	judgeReachUm = 2.0
	borderVoxel  = 0.5
)

func inside(s img.Stack, f Frame, i int) bool {
	for _, r := range []float64{-judgeReachUm, 0, judgeReachUm} {
		p := f.At(i, r, 0)
		x, y, z := p.X/s.Voxel.X, p.Y/s.Voxel.Y, p.Z/s.Voxel.Z
		if x < -borderVoxel || y < -borderVoxel || x > float64(s.W-1)+borderVoxel || y > float64(s.H-1)+borderVoxel {
			return false
		}
		if z < -borderVoxel || z > float64(s.D-1)+borderVoxel {
			return false
		}
	}
	return true
}
