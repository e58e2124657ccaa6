package spatial

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Clustered is the clustering of lost, or of new, points in several animals. The animal is
// the unit: labels never leave their animal, and every animal weighs the same.
type Clustered struct {
	Animal []Clustering // as given, also the undetermined ones
	Used   int          // determined animals; the rest are in nothing below

	// The means over animals of the observed mean distance and of K, with the
	// means over animals of their draws: a permutation test stratified by animal.
	Pooled Clustering
	// FisherP combines the animals' p-values, -2·Σ ln p against chi-square with
	// 2·Used degrees of freedom: another question, whether any animal shows
	// clustering rather than whether they do on average. With p-values of n
	// draws it cannot fall below what 1/(n+1) in every animal gives.
	FisherP float64

	Undetermined string
}

// Clusterings tests the lost points of several animals, each given by its
// branches, as Shuffling says. Every animal has a generator of its own, seeded
// from rng in order: results do not depend on who computes them, and an animal
// added last changes none before it.
func Clusterings(animals [][]Labelled, s Shuffling, rng *rand.Rand) Clustered {
	var all []drawn
	for _, branches := range animals {
		all = append(all, clustering(branches, s, child(rng)))
	}
	return overAnimals(all, s.radii())
}

// overAnimals combines the animals that are determined.
func overAnimals(animals []drawn, radii []float64) Clustered {
	c := Clustered{FisherP: 1, Pooled: Clustering{P: 1, KP: 1}}
	var used []drawn
	fisher := 0.0
	for _, a := range animals {
		c.Animal = append(c.Animal, a.Clustering)
		if a.Undetermined == "" {
			used = append(used, a)
			fisher += -2 * math.Log(a.P)
		}
	}
	c.Used = len(used)
	if c.Used == 0 {
		c.Undetermined = fmt.Sprintf("none of %d animals could be tested", len(animals))
		if len(animals) > 0 {
			c.Undetermined += ": " + c.Animal[0].Undetermined
		}
		c.Pooled.Undetermined = c.Undetermined
		return c
	}
	c.Pooled = meanOf(used).summarise(radii)
	c.FisherP = distuv.ChiSquared{K: float64(2 * c.Used)}.Survival(fisher)
	return c
}

// child returns a generator seeded by the next two numbers of its parent.
func child(rng *rand.Rand) *rand.Rand { return rand.New(rand.NewPCG(rng.Uint64(), rng.Uint64())) }

// drawn is a clustering with what its p-values are made of.
type drawn struct {
	Clustering
	k     []float64   // observed, by radius
	draws [][]float64 // of K, by radius and draw
}

// clustering tests one animal.
func clustering(branches []Labelled, s Shuffling, rng *rand.Rand) drawn {
	l := newLabels(branches, s)
	d := drawn{Clustering: Clustering{Lost: l.total, Of: len(l.x), P: 1, KP: 1}}
	for _, k := range l.lost {
		if k == 1 {
			d.Alone++
		}
	}
	if d.Undetermined = undetermined(branches, s.How, d.Lost, d.Of); d.Undetermined != "" {
		return d
	}
	return d.permute(l.radii, l.perPair(), s.draws(), func() { l.draw(rng) }, l.measure)
}

// permute measures the observed points and as many draws. A pair adds perPair
// to K.
func (d drawn) permute(radii []float64, perPair float64, draws int, draw func(), measure func(pairs []float64) float64) drawn {
	pairs := make([]float64, len(radii))
	d.MeanUm = measure(pairs)
	d.Draws = make([]float64, draws)
	d.draws = make([][]float64, len(pairs))
	for r, n := range pairs {
		d.k = append(d.k, n*perPair)
		d.draws[r] = make([]float64, draws)
	}
	for i := range d.Draws {
		draw()
		d.Draws[i] = measure(pairs)
		for r, n := range pairs {
			d.draws[r][i] = n * perPair
		}
	}
	return drawn{d.summarise(radii), d.k, d.draws}
}

// meanOf averages observed values and draws over animals.
func meanOf(animals []drawn) drawn {
	n := float64(len(animals))
	out := drawn{Clustering: Clustering{Draws: make([]float64, len(animals[0].Draws))}}
	out.k = make([]float64, len(animals[0].k))
	out.draws = make([][]float64, len(out.k))
	for r := range out.draws {
		out.draws[r] = make([]float64, len(out.Draws))
	}
	for _, a := range animals {
		out.Lost, out.Of, out.Alone = out.Lost+a.Lost, out.Of+a.Of, out.Alone+a.Alone
		out.MeanUm += a.MeanUm / n
		for i, v := range a.Draws {
			out.Draws[i] += v / n
		}
		for r := range a.k {
			out.k[r] += a.k[r] / n
			for i, v := range a.draws[r] {
				out.draws[r][i] += v / n
			}
		}
	}
	return out
}

// slack lets the same label set, summed in another order, count as equal.
const slack = 1e-12

// summarise compares the observed values with their draws.
func (d drawn) summarise(radii []float64) Clustering {
	c := d.Clustering
	c.NullMeanUm, c.LoUm, c.HiUm = spread(c.Draws)
	extreme := 0
	for _, v := range c.Draws {
		if v <= c.MeanUm*(1+slack) {
			extreme++
		}
	}
	c.P = float64(extreme+1) / float64(len(c.Draws)+1)
	for r, draws := range d.draws {
		p := Pairs{RadiusUm: radii[r], KUm: d.k[r], P: upperP(d.k[r], draws)}
		p.NullMeanUm, p.LoUm, p.HiUm = spread(draws)
		c.K = append(c.K, p)
	}
	c.KP = globalP(d.k, d.draws)
	return c
}

// upperP is the share of draws, the observed value among them, at least as
// large as the observed value.
func upperP(observed float64, draws []float64) float64 {
	extreme := 1
	for _, v := range draws {
		if v >= observed-slack*math.Abs(observed) {
			extreme++
		}
	}
	return float64(extreme) / float64(len(draws)+1)
}

// spread returns mean and middle 95 % of the draws.
func spread(draws []float64) (mean, lo, hi float64) {
	for _, v := range draws {
		mean += v / float64(len(draws))
	}
	lo, hi = middle95(append([]float64(nil), draws...))
	return mean, lo, hi
}

// globalP is one p-value for a curve: the largest excess over the mean in units
// of the standard deviation, both taken at each radius from the draws and the
// observed curve together, so that all are exchangeable and the test is exact
// (Myllymäki et al. 2017, doi 10.1111/rssb.12172). Radii at which nothing
// varies say nothing; without any other p is 1.
func globalP(observed []float64, draws [][]float64) float64 {
	if len(observed) == 0 {
		return 1
	}
	n := float64(len(draws[0]) + 1)
	worst := make([]float64, len(draws[0])+1) // the observed curve last
	for i := range worst {
		worst[i] = math.Inf(-1)
	}
	for r, o := range observed {
		mean, ss := o/n, 0.0
		for _, v := range draws[r] {
			mean += v / n
		}
		all := append(append(make([]float64, 0, len(worst)), draws[r]...), o)
		for _, v := range all {
			ss += (v - mean) * (v - mean)
		}
		sd := math.Sqrt(ss / n)
		if sd <= slack*math.Abs(mean) {
			continue
		}
		for i, v := range all {
			worst[i] = math.Max(worst[i], (v-mean)/sd)
		}
	}
	last := len(worst) - 1
	if math.IsInf(worst[last], -1) {
		return 1
	}

	return upperP(worst[last], worst[:last])
}
