package spine

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
)

// Planting measures how often a spine would have been missed: the session's own
// clear spines are dimmed, copied to empty places of the same shaft, and looked
// for again. What is known is how bright each planted spine is and where, so the
// chance of finding one can be read off as a function of its contrast.

// planted is one trial.
type planted struct {
	contrast float64 // of the head over the bare shaft there, the shaft being 1
	found    bool
}

// graft is a spine cut out of a strip: what it adds to the bare shaft, around
// its head, on its own side turned to +1.
type graft struct {
	contrast, lateralUm float64
	along, across       int // half sizes in steps
	pix                 []float32
}

const (
	donorP      = 0.8  // spines surer than this are copied
	graftAlong  = 8    // steps of StepUm to either side of the head
	graftAcross = 8    // outward and inward
	plantEvery  = 25   // steps along one side between planted spines
	emptyUm     = 1.2  // free of candidates around a planted spine
	dimmest     = 0.15 // of the donor's contrast
)

// contrast is how far the head stands out of the bare shaft at its place.
func (v view) contrast(c Candidate) float64 {
	i, j := v.columnOf(c.Place), v.step(c.Side, c.LateralUm)
	return float64(v.near.At(i, j) - v.shaftOnly.At(i, j))
}

func (v view) columnOf(p Place) int { return columnAt(v.Frame, p.PositionUm) }

// cut copies the spine at c, or tells that it lies too near an end.
func (v view) cut(c Candidate) (graft, bool) {
	g := graft{contrast: v.contrast(c), lateralUm: c.LateralUm, along: graftAlong, across: graftAcross}
	i0, j0 := v.columnOf(c.Place), v.step(1, c.LateralUm)
	if i0 < g.along || i0 >= v.NS-g.along || j0+g.across >= v.NR || g.contrast <= 0 {
		return g, false
	}
	for k := range dendrite.Planes {
		for di := -g.along; di <= g.along; di++ {
			for dj := -g.across; dj <= g.across; dj++ {
				lateral := float64(j0+dj-v.NR/2) * dendrite.StepUm
				j := v.step(c.Side, lateral)
				p := v.Pix[(k*v.NS+i0+di)*v.NR+j] - v.planeShaft(k, j)
				w := window(di, g.along) * window(dj, g.across)
				if lateral < 0 {
					w = 0
				}
				g.pix = append(g.pix, max(0, p)*float32(w))
			}
		}
	}
	return g, true
}

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
	j0 := v.step(1, g.lateralUm)
	for k := range dendrite.Planes {
		for di := -g.along; di <= g.along; di++ {
			for dj := -g.across; dj <= g.across; dj++ {
				j := v.step(side, float64(j0+dj-v.NR/2)*dendrite.StepUm)
				pix[(k*v.NS+i+di)*v.NR+j] += float32(f) * g.pix[n]
				n++
			}
		}
	}
}

// plant runs one round of trials on one branch of one session. donors come from
// any branch of the session.
func (v view) plant(c Classifier, above float64, donors []graft, judgeable []bool, rng *rand.Rand) []planted {
	type trial struct {
		place    Place
		contrast float64
	}
	known := v.detect(c)
	with := v
	with.Pix = append([]float32(nil), v.Pix...)
	var trials []trial
	for s, side := range []int{1, -1} {
		for i := graftAlong + rng.IntN(plantEvery) + s; i < v.NS-graftAlong; i += plantEvery {
			at := Place{Side: side, PositionUm: float64(i) * dendrite.StepUm}
			if !judgeable[i] || !empty(known, at) {
				continue
			}
			g := donors[rng.IntN(len(donors))]
			f := math.Exp(math.Log(dimmest) * rng.Float64())
			at.LateralUm = g.lateralUm
			v.put(with.Pix, g, f, i, side)
			trials = append(trials, trial{at, f * g.contrast})
		}
	}
	with = with.look(c)
	var out []planted
	seen := with.detect(c)
	for _, t := range trials {
		out = append(out, planted{t.contrast, detectedAt(seen, t.place, above)})
	}
	return out
}

// empty tells whether no likely candidate stands near a place on its side.
func empty(known []Candidate, at Place) bool {
	for _, k := range known {
		if k.Side == at.Side && k.P > 0.1 && math.Abs(k.PositionUm-at.PositionUm) < emptyUm {
			return false
		}
	}
	return true
}

func detectedAt(seen []Candidate, at Place, above float64) bool {
	for _, c := range seen {
		if c.Side == at.Side && c.P >= above && math.Hypot(c.PositionUm-at.PositionUm, c.LateralUm-at.LateralUm) < 0.8 {
			return true
		}
	}
	return false
}
