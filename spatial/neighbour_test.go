package spatial

import (
	"math"
	"testing"
)

func TestNearestUm(t *testing.T) {
	got := NearestUm([]float64{7, 1, 2, 20})
	for i, want := range []float64{5, 1, 1, 13} {
		if got[i] != want {
			t.Errorf("nearest = %v", got)
		}
	}
	if one := NearestUm([]float64{3}); !math.IsNaN(one[0]) {
		t.Errorf("a single position has neighbour %v", one)
	}
}

// meanNearest says in plain words what labels.measure computes.
func meanNearest(branches []Labelled, labels [][]bool, alone bool) float64 {
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
				if !alone {
					continue
				}
				d = branch.LengthUm
			}
			sum += d
			n++
		}
	}
	return sum / float64(n)
}

// exactP enumerates every choice of lost points the shuffle could make.
func exactP(branches []Labelled, within, alone bool, observed float64) (p, mean float64, sets int) {
	labels := make([][]bool, len(branches))
	quota := make([]int, len(branches))
	total := 0
	type place struct{ b, i int }
	var places []place
	for b, br := range branches {
		labels[b] = make([]bool, len(br.Lost))
		for i, l := range br.Lost {
			places = append(places, place{b, i})
			if l {
				quota[b]++
				total++
			}
		}
	}
	hits, sum := 0, 0.0
	var walk func(k, left int)
	walk = func(k, left int) {
		if k == len(places) {
			if left > 0 {
				return
			}
			for b := range labels {
				n := 0
				for _, l := range labels[b] {
					if l {
						n++
					}
				}
				if within && n != quota[b] {
					return
				}
			}
			sets++
			v := meanNearest(branches, labels, alone)
			sum += v
			if v <= observed+rounding {
				hits++
			}
			return
		}
		walk(k+1, left)
		if left > 0 {
			labels[places[k].b][places[k].i] = true
			walk(k+1, left-1)
			labels[places[k].b][places[k].i] = false
		}
	}
	walk(0, total)
	return float64(hits) / float64(sets), sum / float64(sets), sets
}

func TestClusteringMatchesEnumeration(t *testing.T) {
	branches := []Labelled{
		{[]float64{1, 2, 4, 8, 15, 16.5}, []bool{true, true, false, false, true, false}, 20},
		{[]float64{3, 3.5, 9, 11}, []bool{false, false, true, true}, 15},
		{[]float64{5, 6, 12}, []bool{false, true, false}, 14},
	}
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		c := LostClustering(branches, how, 20000, seeded(11))
		want, mean, _ := exactP(branches, how == WithinBranch, true, c.MeanUm)
		if !near(c.NullMeanUm, mean, 0.05) { // sd of a draw is below 3, so of the mean 0.02
			t.Errorf("shuffle %d: mean of draws %v, by enumeration %v", how, c.NullMeanUm, mean)
		}
		// sd of a proportion over 20000 draws is below 0.0036
		if !near(c.P, want, 0.012) {
			t.Errorf("shuffle %d: p %v, by enumeration %v", how, c.P, want)
		}
		if c.Lost != 6 || c.Alone != 1 {
			t.Errorf("%d lost, %d alone; want 6, 1", c.Lost, c.Alone)
		}
	}
	// nearest: 1, 1, 13 | 2, 2 | alone 14
	if c := LostClustering(branches, WithinBranch, 1, seeded(1)); !near(c.MeanUm, 33.0/6, rounding) {
		t.Errorf("mean nearest %v, want 5.5", c.MeanUm)
	}
	if !branches[0].Lost[0] || branches[2].Lost[0] {
		t.Error("the input labels were shuffled")
	}
}

func TestClusteringPIsUniformUnderTheNull(t *testing.T) {
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		rng := seeded(12)
		const reps = 300
		p := make([]float64, reps)
		for r := range p {
			branches := make([]Labelled, 4)
			labels := make([][]bool, 4)
			for b := range branches {
				branches[b].LengthUm = 40
				for range 18 {
					branches[b].PositionsUm = append(branches[b].PositionsUm, rng.Float64()*40)
					labels[b] = append(labels[b], rng.Float64() < 0.3)
				}
				branches[b].Lost = labels[b]
			}
			p[r] = LostClustering(branches, how, 199, rng).P
		}
		if d := ksUniform(p); d > ksOnePercent(reps) {
			t.Errorf("shuffle %d: Kolmogorov-Smirnov distance %v > %v", how, d, ksOnePercent(reps))
		}
	}
}

// A planted cluster is found: all losses of a branch side by side.
func TestClusteringFindsACluster(t *testing.T) {
	rng := seeded(13)
	b := Labelled{LengthUm: 80}
	for i := range 36 {
		b.PositionsUm = append(b.PositionsUm, float64(i)*2.2)
		b.Lost = append(b.Lost, i >= 10 && i < 16)
	}
	if c := LostClustering([]Labelled{b}, WithinBranch, 0, rng); c.P > 0.02 { // three separate pairs are as close, and not so rare
		t.Errorf("p = %v", c.P)
	}
}
