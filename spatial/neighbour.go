package spatial

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Labelled is one branch with all its points, some of which were lost.
type Labelled struct {
	PositionsUm []float64
	Lost        []bool
	LengthUm    float64 // judgeable path
}

// NearestUm returns the path distance from each position to the nearest other
// one, in the order given. A single position has no neighbour: NaN.
func NearestUm(positionsUm []float64) []float64 {
	order := make([]int, len(positionsUm))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return positionsUm[order[a]] < positionsUm[order[b]] })
	out := make([]float64, len(positionsUm))
	for i, k := range order {
		d := math.Inf(1)
		if i > 0 {
			d = positionsUm[k] - positionsUm[order[i-1]]
		}
		if i+1 < len(order) {
			d = math.Min(d, positionsUm[order[i+1]]-positionsUm[k])
		}
		if math.IsInf(d, 1) {
			d = math.NaN()
		}
		out[k] = d
	}
	return out
}

// Shuffle says among which points the lost labels are exchanged.
type Shuffle int

const (
	WithinBranch   Shuffle = iota // N1: tests clustering on the branch
	AcrossBranches                // N2: tests clustering and the choice of branch together
)

// Clustering compares the nearest-neighbour distance of lost points with
// shuffled labels.
type Clustering struct {
	MeanUm     float64 // observed mean distance; NaN without lost points
	Lost       int
	Alone      int       // lost points that were the only one of their branch
	NullMeanUm float64   // mean of the draws
	LoUm, HiUm float64   // middle 95 % of the draws
	P          float64   // (draws <= observed + 1)/(draws + 1): small when lost points stand together
	Draws      []float64 `json:"-"`
}

// LostClustering shuffles which points were lost and compares the mean
// distance from a lost point to the nearest lost point of its branch. A lost
// point alone on its branch counts with the branch's judgeable length, which
// no neighbour could exceed. Without lost points there is nothing to test and
// P is NaN.
func LostClustering(branches []Labelled, how Shuffle, draws int, rng *rand.Rand) Clustering {
	if draws == 0 {
		draws = DefaultDraws
	}
	labels := make([][]bool, len(branches))
	c := Clustering{}
	for b, branch := range branches {
		if len(branch.Lost) != len(branch.PositionsUm) {
			panic("spatial: LostClustering: slice length mismatch")
		}
		labels[b] = append([]bool(nil), branch.Lost...)
		n := 0
		for _, l := range branch.Lost {
			if l {
				n++
			}
		}
		c.Lost += n
		if n == 1 {
			c.Alone++
		}
	}
	c.MeanUm = meanNearest(branches, labels)
	if c.Lost == 0 {
		c.NullMeanUm, c.LoUm, c.HiUm, c.P = math.NaN(), math.NaN(), math.NaN(), math.NaN()
		return c
	}
	c.Draws = make([]float64, draws)
	extreme := 0
	for d := range c.Draws {
		shuffle(labels, how, rng)
		c.Draws[d] = meanNearest(branches, labels)
		c.NullMeanUm += c.Draws[d] / float64(draws)
		if c.Draws[d] <= c.MeanUm*(1+1e-12) { // the same set, summed in another order
			extreme++
		}
	}
	c.LoUm, c.HiUm = middle95(append([]float64(nil), c.Draws...))
	c.P = float64(extreme+1) / float64(draws+1)
	return c
}

// shuffle exchanges the labels in place.
func shuffle(labels [][]bool, how Shuffle, rng *rand.Rand) {
	if how == WithinBranch {
		for _, l := range labels {
			rng.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		}
		return
	}
	var all []*bool
	for b := range labels {
		for i := range labels[b] {
			all = append(all, &labels[b][i])
		}
	}
	rng.Shuffle(len(all), func(i, j int) { *all[i], *all[j] = *all[j], *all[i] })
}

func meanNearest(branches []Labelled, labels [][]bool) float64 {
	sum, n := 0.0, 0
	for b, branch := range branches {
		var lost []float64
		for i, l := range labels[b] {
			if l {
				lost = append(lost, branch.PositionsUm[i])
			}
		}
		for _, d := range NearestUm(lost) {
			if math.IsNaN(d) {
				d = branch.LengthUm
			}
			sum += d
			n++
		}
	}
	return sum / float64(n)
}
