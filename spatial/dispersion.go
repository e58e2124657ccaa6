package spatial

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/combin"
	"gonum.org/v1/gonum/stat/distuv"
)

// Tally is what happened on one branch: so many of its points, as lost of
// those present.
type Tally struct {
	Count, Of int
}

// Dispersion asks whether events fall on some branches of an animal more than
// on others. When Undetermined is not empty, the numbers are 0 and P is 1.
type Dispersion struct {
	ChiSquare float64 // Σ (count - E)²/E, E in proportion to the points of a branch
	// NullMean is the mean of ChiSquare when the events are exchanged among all
	// points, (B-1)(N-K)/(N-1) for K events among N points on B branches: smaller
	// than the B-1 of the table of chi-square, which is therefore too strict.
	NullMean float64
	Ratio    float64 // ChiSquare/NullMean: 1 by chance, above when branches differ
	P        float64 // of a ChiSquare at least as large, from exchanging the events
	Exact    bool    // P is of all tables, not of draws
	Branches int     // with points on them
	Events   int
	Of       int

	draws        []float64 // of Ratio, when P is of draws
	Undetermined string
}

// exactTables is how many tables at most are gone through one by one.
const exactTables = 200000

// BranchDispersion tests the branches of one animal. With few branches and
// events P is exact, from every table of the multivariate hypergeometric law;
// otherwise from draws (0 means 999).
func BranchDispersion(branches []Tally, draws int, rng *rand.Rand) Dispersion {
	d, b := newDispersion(branches)
	if d.Undetermined != "" {
		return d
	}
	if tables(b, d.Events) <= exactTables {
		d.P, d.Exact = exactChiP(b, d.Events, d.Of, d.ChiSquare), true
		return d
	}
	d.sample(b, draws, rng)
	d.P = upperP(d.Ratio, d.draws)
	return d
}

// newDispersion computes all but P, and returns the branches with points.
func newDispersion(branches []Tally) (Dispersion, []Tally) {
	d := Dispersion{P: 1}
	var b []Tally
	for _, t := range branches {
		if t.Count < 0 || t.Count > t.Of {
			panic(fmt.Sprintf("spatial: %d events among %d points of a branch", t.Count, t.Of))
		}
		if t.Of > 0 {
			b = append(b, t)
			d.Events, d.Of = d.Events+t.Count, d.Of+t.Of
		}
	}
	d.Branches = len(b)
	switch {
	case d.Branches < 2:
		d.Undetermined = "fewer than two branches with points"
	case d.Events == 0:
		d.Undetermined = "nothing happened on any branch"
	case d.Events == d.Of:
		d.Undetermined = "it happened to every point"
	default:
		d.ChiSquare = chiSquare(b, d.Events, d.Of)
		d.NullMean = float64(d.Branches-1) * float64(d.Of-d.Events) / float64(d.Of-1)
		d.Ratio = d.ChiSquare / d.NullMean
	}
	return d, b
}

func chiSquare(b []Tally, events, of int) float64 {
	sum := 0.0
	for _, t := range b {
		e := float64(events) * float64(t.Of) / float64(of)
		sum += (float64(t.Count) - e) * (float64(t.Count) - e) / e
	}
	return sum
}

// tables counts the ways to spread the events over the branches, +Inf-safe: it
// stops at more than exactTables.
func tables(b []Tally, events int) int {
	ways := make([]int, events+1)
	ways[0] = 1
	for _, t := range b {
		next := make([]int, events+1)
		for k, w := range ways {
			for c := 0; c <= t.Of && k+c <= events; c++ {
				next[k+c] = min(next[k+c]+w, exactTables+1)
			}
		}
		ways = next
	}
	return ways[events]
}

// exactChiP adds up the chances of all tables whose chi-square is at least the
// observed one.
func exactChiP(b []Tally, events, of int, observed float64) float64 {
	table := append([]Tally(nil), b...)
	all := combin.LogGeneralizedBinomial(float64(of), float64(events))
	p := 0.0
	var walk func(i, left int, logChance float64)
	walk = func(i, left int, logChance float64) {
		if i == len(table) {
			if left == 0 && chiSquare(table, events, of) >= observed*(1-slack) {
				p += math.Exp(logChance - all)
			}
			return
		}
		for c := 0; c <= min(left, b[i].Of); c++ {
			table[i].Count = c
			walk(i+1, left-c, logChance+combin.LogGeneralizedBinomial(float64(b[i].Of), float64(c)))
		}
	}
	walk(0, events, 0)
	return math.Min(p, 1)
}

// sample fills draws with ratios of events exchanged among all points.
func (d *Dispersion) sample(b []Tally, draws int, rng *rand.Rand) {
	table := append([]Tally(nil), b...)
	d.draws = make([]float64, Placement{Draws: draws}.draws())
	for i := range d.draws {
		spreadEvents(table, d.Events, d.Of, rng)
		d.draws[i] = chiSquare(table, d.Events, d.Of) / d.NullMean
	}
}

// spreadEvents draws a table of the multivariate hypergeometric law: point by
// point, an event with the chance of those that are left.
func spreadEvents(table []Tally, events, of int, rng *rand.Rand) {
	for i := range table {
		table[i].Count = 0
		for range table[i].Of {
			if int(rng.Uint32N(uint32(of))) < events {
				table[i].Count++
				events--
			}
			of--
		}
	}
}

// Dispersions is the dispersion over branches in several animals.
type Dispersions struct {
	Animal []Dispersion
	Used   int // determined animals; the rest are in nothing below
	// Ratio is the mean over animals of their ratios, P its chance when events
	// are exchanged within every animal, never between them.
	Ratio   float64
	P       float64
	FisherP float64 // of the animals' own p-values: does any animal show it

	Undetermined string
}

// BranchDispersions tests several animals, each given by its branches. Every
// animal has its own generator, seeded from rng in order.
func BranchDispersions(animals [][]Tally, draws int, rng *rand.Rand) Dispersions {
	out := Dispersions{P: 1, FisherP: 1}
	var sums []float64
	fisher := 0.0
	for _, branches := range animals {
		own := child(rng)
		a := BranchDispersion(branches, draws, own)
		out.Animal = append(out.Animal, a)
		if a.Undetermined != "" {
			continue
		}
		if a.Exact { // its draws are needed all the same, to be added to others'
			_, b := newDispersion(branches)
			a.sample(b, draws, own)
		}
		if sums == nil {
			sums = make([]float64, len(a.draws))
		}
		for i, v := range a.draws {
			sums[i] += v
		}
		out.Used++
		out.Ratio += a.Ratio
		fisher += -2 * math.Log(a.P)
	}
	if out.Used == 0 {
		out.Undetermined = fmt.Sprintf("none of %d animals could be tested", len(animals))
		return out
	}
	out.P = upperP(out.Ratio, sums)
	out.Ratio /= float64(out.Used)
	out.FisherP = distuv.ChiSquared{K: float64(2 * out.Used)}.Survival(fisher)
	return out
}
