package spine

import (
	"cmp"
	"math"
	"slices"

	"respine/dendrite"
	"respine/img"
)

// Candidate is a place on one day's straightened dendrite where a spine may
// stand.
type Candidate struct {
	Place
	Heat float64        // height of the peak of the heat map, 0 to 1
	P    float64        // probability that a trained scorer marks a spine here
	Tip  dendrite.Point // in the stack, micrometres
	Base dendrite.Point // where it meets the shaft
	Shape
}

// view is one branch on one day, ready to be asked about any place.
type view struct {
	relative
	heat [2]img.Image // of side +1 and -1
	near img.Image    // largest of the planes within 3 um of the axis

	shaftOnly img.Image // near without spines
	edge      []float64 // lateral offset, outward, where the bare shaft ends: half its brightness
	bareOf    []float32 // per plane and lateral step, the bare shaft over the whole branch
}

func newView(t dendrite.Strip, c Classifier) view {
	v := view{relative: normalise(t)}.look(c)
	v.shaftOnly = bareShaft(v.near)
	v.edge = shaftEdge(v.shaftOnly)
	v.bareOf = make([]float32, dendrite.Planes*v.NR)
	column := make([]float32, v.NS)
	for k := range dendrite.Planes {
		for j := range v.NR {
			for i := range column {
				column[i] = v.Pix[(k*v.NS+i)*v.NR+j]
			}
			v.bareOf[k*v.NR+j] = img.Percentile(column, 25)
		}
	}
	return v
}

// look applies the classifier to the pixels as they are.
func (v view) look(c Classifier) view {
	for s := range v.heat {
		v.heat[s] = c.heatMap(v.channels(1 - 2*s))
	}
	v.near = v.project(1, dendrite.Planes-2)
	return v
}

// Detect lists the candidates on a straightened dendrite by position.
func Detect(t dendrite.Strip, c Classifier) []Candidate { return newView(t, c).detect(c) }

func (v view) detect(c Classifier) []Candidate {
	var out []Candidate
	for s, m := range v.heat {
		for _, p := range peaks(m) {
			out = append(out, v.candidate(c, 1-2*s, p))
		}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(a.PositionUm, b.PositionUm) })
	return out
}

// candidate measures a peak of the heat map of one side.
func (v view) candidate(c Classifier, side int, p peak) Candidate {
	column := min(max(int(math.Round(2*p.column+0.5)), 0), v.NS-1)
	lateral := rowUm(p.row)
	depth := v.depthAt(column, lateral*float64(side))
	edge := math.Min(v.edge[column], lateral)
	return Candidate{
		Place: Place{Side: side, PositionUm: float64(column) * dendrite.StepUm, LateralUm: lateral, DepthUm: depth},
		Heat:  p.heat, P: c.Probability(p.heat),
		Tip:   v.At(column, float64(side)*(lateral+HeadInsetUm), depth),
		Base:  v.At(column, float64(side)*edge, 0),
		Shape: v.shape(column, side, lateral, edge),
	}
}

// depthAt is the depth of the brightest plane at a place, to a fraction of a
// plane.
func (v view) depthAt(column int, rUm float64) float64 {
	j := min(max(v.NR/2+int(math.Round(rUm/dendrite.StepUm)), 0), v.NR-1)
	best := 1
	at := func(k int) float32 { return v.Pix[(k*v.NS+column)*v.NR+j] }
	for k := 1; k < dendrite.Planes-1; k++ {
		if at(k) > at(best) {
			best = k
		}
	}
	return (float64(best-dendrite.Planes/2) + vertex(at(best-1), at(best), at(best+1))) * dendrite.DepthUm
}

// shaftEdge is, per column, the lateral offset at which the darker side of the
// bare shaft has fallen to half its brightness.
func shaftEdge(bare img.Image) []float64 {
	out := make([]float64, bare.H)
	mid := bare.W / 2
	for i := range out {
		row := bare.Row(i)
		j := 0
		for j < bare.W-mid-1 && min(row[mid+j], row[mid-j]) > 0.5*row[mid] {
			j++
		}
		out[i] = float64(j) * dendrite.StepUm
	}
	return out
}
