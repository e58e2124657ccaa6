package scope

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// TestStudyBranchesFillTheirLanes: a dendrite is as long as asked, stays in its lane
// and in depth, and goes on beyond both borders of the field in every session.
func TestStudyBranchesFillTheirLanes(t *testing.T) {
	field := studyFieldUm(3, 40, 16)
	for seed := range uint64(50) {
		b := studyBranch(7, laneStart(1, field), 40, newRand(seed))
		near(t, "length", b.LengthUm(), 40, 1e-9)
		for i, p := range b.Points {
			if math.Abs(p.Y-laneStart(1, field).Y) > laneUm/2+1 || math.Abs(p.Z-8) > 6 || b.RadiusUm[i] <= 0 {
				t.Fatalf("seed %d: %+v, radius %g", seed, p, b.RadiusUm[i])
			}
		}
		const shiftUm = 5 // of a session, with its warp and rotation
		left, right := b.beyond(true), b.beyond(false)
		if left.Points[0] != b.Points[0] || left.Points[1].X > -shiftUm || right.Points[0] != b.Points[len(b.Points)-1] || right.Points[1].X < field.X+shiftUm {
			t.Errorf("seed %d: from %+v to %+v", seed, left.Points, right.Points)
		}
	}
}

// TestLinesAreSmeared: of independent pixels smeared by a Gaussian of 0.45 pixels,
// weights 1 and w = exp(-1/(2 0.45^2)) beside it, neighbours are alike by
// 2w / (1 + 2w^2); along x they are not.
func TestLinesAreSmeared(t *testing.T) {
	d := Detector{PeakPhotons: 40, LineSmearPx: 0.45, Gain: 50, BitDepth: 16}
	s := img.NewStack(1, 300, 300, img.Voxel{Z: 1, Y: 1, X: 1})
	copy(s.Pix, exposed(d, 1))
	w := math.Exp(-1 / (2 * 0.45 * 0.45))
	near(t, "likeness along y", likeness(s.Slice(0), 1, 0), 2*w/(1+2*w*w), 0.015) // 4/sqrt(90000)
	near(t, "likeness along x", likeness(s.Slice(0), 0, 1), 0, 0.015)
}

// likeness is the correlation of pixels with those dy and dx further on.
func likeness(m img.Image, dy, dx int) float64 {
	mean, sd := img.Mean(m.Pix), img.Std(m.Pix)
	sum, n := 0.0, 0.0
	for y := range m.H - dy {
		for x := range m.W - dx {
			sum, n = sum+(float64(m.At(y, x))-mean)*(float64(m.At(y+dy, x+dx))-mean), n+1
		}
	}
	return sum / n / (sd * sd)
}

// TestHazeIsWideAndDim: in number as its density says.
func TestHazeIsWideAndDim(t *testing.T) {
	field := dendrite.Point{X: 100, Y: 100, Z: 50}
	total := 0
	for seed := range uint64(20) {
		for _, b := range haze(newRand(seed), field) {
			if total++; b.SigmaUm != hazeSigmaUm || b.Brightness <= 0 || b.Brightness > 0.2 {
				t.Errorf("%+v", b)
			}
		}
	}
	near(t, "clouds in a field", float64(total)/20, hazes, 4*math.Sqrt(hazes/20.0))
}
