package spine

import (
	"math"
	"slices"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// Round bright heads beside a shaft, with little noise, are all found where they
// are, and nothing else is likely.
func TestDetectFindsDrawnHeads(t *testing.T) {
	heads := []bump{head(1, 4, 1.2), head(-1, 6, 1.5), head(1, 9, 1.8), head(-1, 11, 1.1), head(1, 14.5, 1.4), head(-1, 17, 2)}
	got := Detect(drawn(20, 3, heads...), standard(t))
	if !slices.IsSortedFunc(got, func(a, b Candidate) int { return int(math.Copysign(1, a.PositionUm-b.PositionUm)) }) {
		t.Error("not by position")
	}
	var likely []Candidate
	for _, c := range got {
		if c.P > 0.5 {
			likely = append(likely, c)
		}
	}
	if len(likely) != len(heads) {
		t.Fatalf("%d likely candidates of %d heads", len(likely), len(heads))
	}
	for i, h := range heads {
		c := likely[i]
		if c.Side != h.Side {
			t.Errorf("head %d on side %d", i, c.Side)
		}
		about(t, "position", c.PositionUm, h.PositionUm, 0.15)
		about(t, "lateral", c.LateralUm, h.LateralUm, 0.3)
		about(t, "depth", c.DepthUm, 0, 0.3)
		// the branch runs along x at (10, 10), y pointing down
		about(t, "tip x", c.Tip.X, c.PositionUm, 1e-9)
		about(t, "tip y", c.Tip.Y, 10+float64(h.Side)*(c.LateralUm+HeadInsetUm), 1e-9)
		about(t, "base y", c.Base.Y, 10+float64(h.Side)*0.43, 0.1) // where the shaft has fallen to half
	}
}

func TestDetectOnTheMirroredStripSwapsSides(t *testing.T) {
	strip := drawn(14, 3, head(1, 4, 1.2), head(-1, 9, 1.5))
	a, b := Detect(strip, standard(t)), Detect(mirrored(strip), standard(t))
	if len(a) != len(b) {
		t.Fatalf("%d and %d candidates", len(a), len(b))
	}
	for _, c := range a {
		if !slices.ContainsFunc(b, func(d Candidate) bool {
			return d.Side == -c.Side && d.PositionUm == c.PositionUm && math.Abs(d.P-c.P) < 0.01
		}) {
			t.Errorf("%+v has no mirror image", c.Place)
		}
	}
}

func TestDepthOfAHead(t *testing.T) {
	for _, z := range []float64{-2, -0.4, 0, 1.3} {
		b := head(1, 6, 1.8)
		b.DepthUm = z
		v := newView(drawn(12, 0, b), Classifier{})
		about(t, "depth", v.depthAt(60, 1.8), z, 0.1)
	}
}

// A Gaussian shaft falls to half at sqrt(2 ln 2) sigma; a spine on one side does
// not move the edge, since the darker side counts.
func TestShaftEdge(t *testing.T) {
	want := math.Sqrt(2*math.Ln2) * math.Hypot(0.35, 0.12)
	v := newView(drawn(20, 0, head(1, 10, 0.8)), Classifier{})
	for i := 0; i < v.NS; i += 10 {
		about(t, "edge", v.edge[i], want, dendrite.StepUm)
	}
}

func TestShaftEdgeIsThatOfTheDarkerSide(t *testing.T) {
	left, right := []float32{0, 4, 9, 9, 10, 9, 2, 1, 0}, []float32{0, 1, 2, 9, 10, 9, 9, 4, 0}
	for _, row := range [][]float32{left, right} {
		got := shaftEdge(img.Image{H: 1, W: len(row), Pix: row})
		about(t, "edge", got[0], 2*dendrite.StepUm, 1e-12)
	}
}
