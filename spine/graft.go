package spine

import (
	"math"

	"respine/dendrite"
)

// Planting measures how often a spine would have been missed: the spines called
// in the sessions are copied to other places of the same shafts, beside the
// spines that stand there too, and followed as spines are. What is known is how
// bright each planted spine is and where, so the chance of finding one can be
// read off as a function of its contrast.

// planted is one trial.
type planted struct {
	contrast float64 // of the head over the bare shaft there, the shaft being 1
	found    bool
}

// graft is a spine cut out of a strip: what it adds to the bare shaft, from the
// shaft to beyond its head, on its own side turned to +1.
type graft struct {
	contrast, lateralUm float64
	along               int // half size in steps
	inner, outer        int // first and last lateral step
	pix                 []float32
}

const (
	graftAlong  = 8   // steps of StepUm to either side of the head
	graftAcross = 8   // outward of the head
	neckUm      = 0.3 // lateral offset where a graft begins
)

// contrast is how far the head stands out of the bare shaft at its place.
func (v view) contrast(c Candidate) float64 {
	i, j := v.columnOf(c.Place), v.step(c.Side, c.LateralUm)
	return float64(v.near.At(i, j) - v.shaftOnly.At(i, j))
}

func (v view) columnOf(p Place) int { return columnAt(v.Frame, p.PositionUm) }

// cut copies the spine at c, or tells that it lies too near an end.
func (v view) cut(c Candidate) (graft, bool) {
	i0, head := v.columnOf(c.Place), v.step(1, c.LateralUm)
	g := graft{contrast: v.contrast(c), lateralUm: c.LateralUm, along: graftAlong,
		inner: min(v.step(1, neckUm), head), outer: head + graftAcross}
	if i0 < g.along || i0 >= v.NS-g.along || g.outer >= v.NR || g.contrast <= 0 {
		return g, false
	}
	for k := range dendrite.Planes {
		for di := -g.along; di <= g.along; di++ {
			for s := g.inner; s <= g.outer; s++ {
				j := v.mirrored(s, c.Side)
				p := v.Pix[(k*v.NS+i0+di)*v.NR+j] - v.planeShaft(k, j)
				w := window(di, g.along) * window(max(0, s-head), graftAcross)
				g.pix = append(g.pix, max(0, p)*float32(w))
			}
		}
	}
	return g, true
}

// mirrored is the lateral step s of side +1, or its mirror image on side -1.
func (v view) mirrored(s, side int) int { return v.NR/2 + side*(s-v.NR/2) }

// window fades a graft to nothing at its rim.
func window(d, half int) float64 {
	return math.Pow(math.Cos(math.Pi/2*float64(d)/float64(half+1)), 0.5)
}

// planeShaft is the bare shaft of one plane at one lateral step: the lower
// quartile along the branch.
func (v view) planeShaft(k, j int) float32 { return v.bareOf[k*v.NR+j] }

// put adds a graft, dimmed by f, to pix at column i on one side.
func (v view) put(pix []float32, g graft, f float64, i, side int) {
	n := 0
	for k := range dendrite.Planes {
		for di := -g.along; di <= g.along; di++ {
			for s := g.inner; s <= g.outer; s++ {
				pix[(k*v.NS+i+di)*v.NR+v.mirrored(s, side)] += float32(f) * g.pix[n]
				n++
			}
		}
	}
}
