package spine

import (
	"math"
	"slices"
	"testing"

	"respine/dendrite"
)

func affine(t dendrite.Strip, gain, offset float32) dendrite.Strip {
	u := t
	u.Pix = make([]float32, len(t.Pix))
	for i, v := range t.Pix {
		u.Pix[i] = gain*v + offset
	}
	return u
}

// Neither the gain of the detector nor its offset, which may be below zero, is
// anything to the classifier.
func TestChannelsDoNotSeeGainAndOffset(t *testing.T) {
	strip := drawn(20, 2, head(1, 6, 1.2), head(-1, 12, 0.9))
	for _, c := range [][2]float32{{3, 0}, {3, 500}, {1, -200}, {0.01, 0}} {
		for _, side := range []int{1, -1} {
			a, b := normalise(strip).channels(side), normalise(affine(strip, c[0], c[1])).channels(side)
			for i := range a.Pix {
				if d := math.Abs(float64(a.Pix[i] - b.Pix[i])); d > 1e-3 { // float32 of 500 and more
					t.Fatalf("gain %v offset %v: channel %d differs by %v", c[0], c[1], i/(a.H*a.W), d)
				}
			}
		}
	}
}

func TestMirroringSwapsTheSides(t *testing.T) {
	strip := drawn(20, 2, head(1, 6, 1.2), head(-1, 12, 0.9))
	a, b := normalise(strip), normalise(mirrored(strip))
	for _, side := range []int{1, -1} {
		u, v := a.channels(side), b.channels(-side)
		for i := range u.Pix {
			about(t, "channel", float64(u.Pix[i]), float64(v.Pix[i]), 1e-4)
		}
	}
}

// The shaft is 1 and the background 0, up to the smoothing of a strip: a tenth
// of a micrometre narrows nothing, sqrt(0.35^2+0.12^2) lowers the ridge by 5 %
// with the planes' 10 %, for shaft and heads alike.
func TestNormaliseMakesTheShaftOne(t *testing.T) {
	n := normalise(drawn(20, 0, head(1, 10, 1.8)))
	mid := n.Plane(dendrite.Planes / 2)
	for i := 30; i < n.NS-30; i += 10 {
		about(t, "shaft", float64(mid.At(i, 45)), 1, 0.02)
		about(t, "background", float64(mid.At(i, 2)), 0, 0.01)
	}
	about(t, "head", float64(mid.At(100, 45+18)), 0.6, 0.06)
	about(t, "head on the other side", float64(mid.At(100, 45-18)), 0, 0.02)
}

// Every channel has its brightest cell of a head where the head is; the
// coordinate channel is half the lateral offset of the row's middle.
func TestAHeadLiesInItsCell(t *testing.T) {
	b := head(-1, 8, 2.2)
	b.sigma = 0.4
	v := normalise(drawn(16, 0, b)).channels(-1)
	for _, c := range []int{0, 1, 2, 4} {
		p, top := v.Plane(c), 0
		for i := 14 * v.W; i < len(p.Pix); i++ { // rows clear of the shaft
			if p.Pix[i] > p.Pix[top] || top == 0 {
				top = i
			}
		}
		about(t, "row", float64(top/v.W), (2.2-innerUm)/CellUm-0.5, 1)
		about(t, "column", float64(top%v.W), (80-0.5)/2, 1)
	}
	if v.C != channelCount+1 || v.H != rows || v.W != 80 {
		t.Errorf("%d x %d x %d", v.C, v.H, v.W)
	}
	for y := range rows {
		about(t, "coordinate", float64(v.At(channelCount, y, 3)), (-1+(float64(y)+0.5)*0.2)/2, 1e-6)
	}
}

func TestSlabsTellDepth(t *testing.T) {
	b := head(1, 8, 2.2)
	b.DepthUm = 2.5
	v := normalise(drawn(16, 0, b)).channels(1)
	at := func(c int) float32 { return v.At(c, 15, 40) }
	if !(at(5) > at(4) && at(4) > at(3)) {
		t.Errorf("slabs of a deep head: %v above, %v level, %v below", at(3), at(4), at(5))
	}
}

// A shaft without spines has no bumps; a head is one by its own brightness.
func TestBumps(t *testing.T) {
	n := normalise(drawn(20, 0, head(1, 10, 1.8)))
	b := bumps(n.project(1, dendrite.Planes-2))
	about(t, "head", float64(b.At(100, 63)), 0.6, 0.06)
	for i := 20; i < 70; i++ {
		for j := range b.W {
			about(t, "bare", float64(b.At(i, j)), 0, 0.01)
		}
	}
}

// Where spines crowd one side, its own lower quartile is spines; the other side
// tells what a bare shaft is.
func TestBumpsOfACrowdedSide(t *testing.T) {
	var row []bump
	for s := 2.0; s < 18; s += 0.7 {
		row = append(row, head(1, s, 1.5))
	}
	n := normalise(drawn(20, 0, row...))
	b := bumps(n.project(1, dendrite.Planes-2))
	for i := 60; i < 140; i++ {
		if b.At(i, 60) < 0.25 {
			t.Fatalf("column %d stands out by %v", i, b.At(i, 60))
		}
	}
}

func TestProjectAndMeanOfPlanes(t *testing.T) {
	n := relative{Strip: dendrite.Strip{NS: 1, NR: 2, Pix: []float32{0, 0, 1, 8, 2, 4, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}}
	if got := n.project(1, 3).Pix; !slices.Equal(got, []float32{6, 8}) {
		t.Errorf("largest %v", got)
	}
	about(t, "mean", float64(n.mean(1, 3).Pix[0]), 3, 1e-6)
	about(t, "mean", float64(n.mean(1, 3).Pix[1]), 4, 1e-6)
}

// A black strip, and one too short to hold a window, give numbers all the same.
func TestChannelsOfPoorStrips(t *testing.T) {
	black := drawn(10, 0)
	clear(black.Pix)
	for name, s := range map[string]dendrite.Strip{"black": black, "one column": drawn(0.05, 1), "two": drawn(0.11, 1), "five": drawn(0.4, 1)} {
		v := normalise(s).channels(1)
		for _, x := range v.Pix {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				t.Fatalf("%s: %v", name, x)
			}
		}
		Detect(s, standard(t))
	}
}
