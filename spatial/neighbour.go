package spatial

import (
	"math"
	"math/rand/v2"
	"sort"
)

// Labelled is one branch with all its points, some of which were lost. Where
// new points are asked about, Lost says which are new.
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

// Clustering compares how near lost points lie to each other with shuffled
// labels. When Undetermined is not empty, only Lost, Of and Alone mean
// anything: the other numbers are 0 and the p-values 1, so that who forgets to
// ask is not misled.
type Clustering struct {
	MeanUm       float64 // observed mean distance to the nearest lost point
	Lost, Of     int
	Alone        int       // lost points that were the only one of their branch
	NullMeanUm   float64   // mean of the draws
	LoUm, HiUm   float64   // middle 95 % of the draws
	P            float64   // (draws <= observed + 1)/(draws + 1): small when lost points stand together
	Draws        []float64 `json:"-"`
	K            []Pairs   // by radius; empty when none was asked for
	KP           float64   // one p-value for all radii, see globalP
	Undetermined string
}

// Pairs is K of the lost points at one radius against shuffled labels.
type Pairs struct {
	RadiusUm   float64
	KUm        float64 // observed: path length × ordered pairs within the radius / n(n-1)
	NullMeanUm float64
	LoUm, HiUm float64 // middle 95 % of the draws
	P          float64 // (draws >= observed + 1)/(draws + 1): small when lost points stand together
}

// LostClustering shuffles which points of one animal were lost and compares
// the mean distance from a lost point to the nearest lost point of its branch.
// A lost point alone on its branch counts with the branch's judgeable length,
// which no neighbour could exceed. It is Clusterings for a single animal,
// without K.
func LostClustering(branches []Labelled, how Shuffle, draws int, rng *rand.Rand) Clustering {
	return clustering(branches, Shuffling{How: how, Draws: draws, RadiiUm: []float64{}}, rng).Clustering
}

// undetermined says why labels cannot speak of clustering, "" if they can.
func undetermined(branches []Labelled, how Shuffle, lost, of int) string {
	switch {
	case of == 0:
		return "no points"
	case lost < 2:
		return "fewer than two points lost: there is no pair to be near"
	case lost == of:
		return "all points lost: every label set is the same"
	}
	if how == AcrossBranches {
		for _, b := range branches {
			if len(b.PositionsUm) > 1 {
				return ""
			}
		}
		return "no branch has two points"
	}
	for _, b := range branches {
		if k := count(b.Lost); k > 1 && k < len(b.Lost) {
			return ""
		}
	}
	return "no branch has two lost points and one that stayed: within branches every label set is the same"
}

func count(labels []bool) int {
	n := 0
	for _, l := range labels {
		if l {
			n++
		}
	}
	return n
}
