package spatial

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// exactPoints is the labelled set of exact_resampling.json.
func exactPoints(t *testing.T) (branches []Labelled, want exactAnswers) {
	t.Helper()
	var all struct {
		Label struct {
			Positions [][]float64 `json:"positions_um"`
			Lost      [][]int
			exactAnswers
		} `json:"nn_label_permutation_1d"`
	}
	readJSON(t, "testdata/exact_resampling.json", &all)
	for b, x := range all.Label.Positions {
		row := Labelled{PositionsUm: x, LengthUm: 30}
		for _, l := range all.Label.Lost[b] {
			row.Lost = append(row.Lost, l == 1)
		}
		branches = append(branches, row)
	}
	return branches, all.Label.exactAnswers
}

type exactAnswers struct {
	Observed float64
	Within   exactNearest `json:"exact_within_branch"`
	Pooled   exactNearest `json:"exact_pooled"`
	Chi      struct {
		Observed float64
		P        float64 `json:"exact_p"`
		Mean     float64 `json:"null_mean"`
	} `json:"branch_X2"`
}

type exactNearest struct {
	N    int
	Mean float64
	P    float64 `json:"p_lower"`
}

// Every label set enumerated by another program: our enumeration agrees to
// rounding, our draws within their error.
func TestClusteringsMatchExactEnumeration(t *testing.T) {
	branches, want := exactPoints(t)
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		w := want.Within
		if how == AcrossBranches {
			w = want.Pooled
		}
		const draws = 40000
		c := Clusterings([][]Labelled{branches}, Shuffling{How: how, Draws: draws, LeaveAlone: true}, seeded(21)).Animal[0]
		if !near(c.MeanUm, want.Observed, rounding) {
			t.Errorf("shuffle %d: mean nearest %v, want %v", how, c.MeanUm, want.Observed)
		}
		p, mean, sets := exactP(branches, how == WithinBranch, false, c.MeanUm)
		if !near(p, w.P, rounding) || !near(mean, w.Mean, 1e-8) || sets != w.N {
			t.Errorf("shuffle %d: by enumeration p %v, mean %v of %d; reference %+v", how, p, mean, sets, w)
		}
		if !near(c.P, w.P, 0.007) || !near(c.NullMeanUm, w.Mean, 0.08) { // sd 0.0017 and 0.02
			t.Errorf("shuffle %d: drawn p %v, mean %v; reference %+v", how, c.P, c.NullMeanUm, w)
		}
	}
}

// K of one branch whose length is the network is the network's own K.
func TestKOfABranchIsKOfTheNetwork(t *testing.T) {
	rng := seeded(22)
	b := Labelled{LengthUm: 50}
	n := Network{Vertices: 2, Edges: []Edge{{0, 1, 50}}}
	var lost []On
	for i := range 30 {
		x := rng.Float64() * 50
		b.PositionsUm, b.Lost = append(b.PositionsUm, x), append(b.Lost, i%3 == 0)
		if i%3 == 0 {
			lost = append(lost, On{0, x / 50})
		}
	}
	s := Shuffling{RadiiUm: []float64{1, 3, 9}, Draws: 19}
	c := Clusterings([][]Labelled{{b}}, s, rng).Animal[0]
	for i, want := range n.K(lost, s.RadiiUm, Uncorrected).Value {
		if !near(c.K[i].KUm, want, rounding) {
			t.Errorf("K(%v) = %v, on the network %v", s.RadiiUm[i], c.K[i].KUm, want)
		}
	}
}

// randomAnimals draws labels at random; with cohesion, a lost point takes its
// neighbour along.
func randomAnimals(animals, branches, points int, cohesion float64, rng *rand.Rand) [][]Labelled {
	out := make([][]Labelled, animals)
	for a := range out {
		for range branches {
			b := Labelled{LengthUm: 2 * float64(points), PositionsUm: make([]float64, points), Lost: make([]bool, points)}
			for i := range b.PositionsUm {
				b.PositionsUm[i] = rng.Float64() * b.LengthUm
			}
			slices.Sort(b.PositionsUm)
			for i := range b.Lost {
				if rng.Float64() < 0.2 {
					b.Lost[i] = true
					if i+1 < points && rng.Float64() < cohesion {
						b.Lost[i+1] = true
					}
				}
			}
			out[a] = append(out[a], b)
		}
	}
	return out
}

// clusteringReps is how many simulated studies a calibration looks at.
func clusteringReps() int {
	if testing.Short() {
		return 250
	}
	return 1000
}

// Random labels: the p-values over animals are uniform, for the mean distance,
// for K at all radii, and combined. Fisher's combination of discrete p-values is
// on the safe side of uniform.
func TestStratifiedPIsUniformUnderRandomLabels(t *testing.T) {
	t.Parallel()
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		rng := seeded(23)
		reps := clusteringReps()
		var p, k, fisher []float64
		for range reps {
			c := Clusterings(randomAnimals(3, 4, 20, 0, rng), Shuffling{How: how, Draws: 199}, rng)
			p, k, fisher = append(p, c.Pooled.P), append(k, c.Pooled.KP), append(fisher, c.FisherP)
		}
		for i, x := range [][]float64{p, k} {
			name := []string{"nearest", "K"}[i]
			if d := ksUniform(x); d > ksOnePercent(reps) {
				t.Errorf("shuffle %d, %s: Kolmogorov-Smirnov distance %v > %v", how, name, d, ksOnePercent(reps))
			} else {
				t.Logf("shuffle %d, %s: distance %.4f of %d, at most %.4f; p <= 0.05 in %.3f", how, name, d, reps, ksOnePercent(reps), shareBelow(x, 0.05))
			}
		}
		if s := shareBelow(fisher, 0.05); s > 0.05+3*0.0069*1.9 { // three sd of 1000, twice that of 250
			t.Errorf("shuffle %d: Fisher below 0.05 in %v", how, s)
		}
	}
}

func shareBelow(p []float64, at float64) float64 {
	n := 0
	for _, v := range p {
		if v <= at {
			n++
		}
	}
	return float64(n) / float64(len(p))
}

// What the two questions see: neighbours lost together show in both, branches
// that differ in their share of losses only across branches, and there in K: a
// point lost alone on a spared branch counts a branch's length in the mean
// distance and hides the rest (that found 13 % of these).
func TestClusteringsPower(t *testing.T) {
	t.Parallel()
	rng := seeded(24)
	const reps = 60
	var together, within, across []float64
	for range reps {
		c := randomAnimals(4, 6, 30, 0.5, rng)
		together = append(together, Clusterings(c, Shuffling{Draws: 199}, rng).Pooled.P)
		uneven := randomAnimals(4, 6, 30, 0, rng)
		for _, a := range uneven {
			for b := range a {
				share := []float64{0.05, 0.45}[b%2]
				for i := range a[b].Lost {
					a[b].Lost[i] = rng.Float64() < share
				}
			}
		}
		within = append(within, Clusterings(uneven, Shuffling{Draws: 199}, rng).Pooled.P)
		across = append(across, Clusterings(uneven, Shuffling{How: AcrossBranches, Draws: 199}, rng).Pooled.KP)
	}
	if s := shareBelow(together, 0.05); s < 0.9 {
		t.Errorf("losses of neighbours found in %v of the studies", s)
	}
	if s := shareBelow(across, 0.05); s < 0.9 {
		t.Errorf("uneven branches found across branches in %v of the studies", s)
	}
	if s := shareBelow(within, 0.05); s > 0.15 { // sd of 60 at 5 % is 0.028
		t.Errorf("uneven branches taken for clustering within them in %v of the studies", s)
	}
}

// An animal added last changes no other; a seed is all that chance hangs on;
// the input stays as it was.
func TestClusteringsAreReproducible(t *testing.T) {
	animals := randomAnimals(4, 3, 15, 0.2, seeded(25))
	before := slices.Clone(animals[0][0].Lost)
	s := Shuffling{How: AcrossBranches, Draws: 50}
	a, b := Clusterings(animals, s, seeded(26)), Clusterings(animals, s, seeded(26))
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave another result")
	}
	if c := Clusterings(animals[:3], s, seeded(26)); !reflect.DeepEqual(c.Animal, a.Animal[:3]) {
		t.Error("leaving the last animal out changed the others")
	}
	if !slices.Equal(before, animals[0][0].Lost) {
		t.Error("the input was changed")
	}
	scaled := randomAnimals(4, 3, 15, 0.2, seeded(25))
	for _, branches := range scaled {
		for i := range branches {
			branches[i].LengthUm *= 4
			for j := range branches[i].PositionsUm {
				branches[i].PositionsUm[j] *= 4
			}
		}
	}
	s.RadiiUm = []float64{4, 8, 12, 16, 20}
	if c := Clusterings(scaled, s, seeded(26)); c.Pooled.P != a.Pooled.P || c.Pooled.KP != a.Pooled.KP {
		t.Error("another unit gave another p-value")
	}
}

func TestClusteringUndetermined(t *testing.T) {
	x := []float64{1, 2, 3}
	for _, c := range []struct {
		name     string
		branches []Labelled
		how      Shuffle
	}{
		{"no points", nil, WithinBranch},
		{"one lost", []Labelled{{x, []bool{true, false, false}, 9}}, WithinBranch},
		{"all lost", []Labelled{{x, []bool{true, true, true}, 9}}, AcrossBranches},
		{"one per branch", []Labelled{{x, []bool{true, false, false}, 9}, {x, []bool{false, true, false}, 9}}, WithinBranch},
		{"all of one branch", []Labelled{{x, []bool{true, true, true}, 9}, {x, []bool{false, false, false}, 9}}, WithinBranch},
	} {
		got := LostClustering(c.branches, c.how, 19, seeded(1))
		if got.Undetermined == "" || got.P != 1 || got.MeanUm != 0 {
			t.Errorf("%s: %+v", c.name, got)
		}
		if s := Clusterings([][]Labelled{c.branches}, Shuffling{How: c.how}, seeded(1)); s.Undetermined == "" || s.FisherP != 1 || s.Pooled.P != 1 {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
	// The same labels can be tested across branches.
	b := []Labelled{{x, []bool{true, true, true}, 9}, {x, []bool{false, false, false}, 9}}
	if got := LostClustering(b, AcrossBranches, 99, seeded(1)); got.Undetermined != "" || got.P > 0.3 { // 2 of 20 sets
		t.Errorf("across branches: %+v", got)
	}
	determined := []Labelled{{[]float64{1, 2, 8, 9}, []bool{true, true, false, false}, 9}}
	s := Clusterings([][]Labelled{b, determined}, Shuffling{Draws: 99}, seeded(1))
	if s.Used != 1 || s.Undetermined != "" || s.Pooled.P != s.Animal[1].P {
		t.Errorf("one of two animals: %+v", s)
	}
}

// BenchmarkTenThousandPermutationsOf100BranchesOf40Spines is the speed this
// package promises: 10,000 permutations, nearest neighbour and K at five radii.
func BenchmarkTenThousandPermutationsOf100BranchesOf40Spines(b *testing.B) {
	rng := seeded(27)
	animals := randomAnimals(1, 100, 40, 0.3, rng)
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		b.Run([]string{"within", "across"}[how], func(b *testing.B) {
			for b.Loop() {
				Clusterings(animals, Shuffling{How: how, Draws: 10000}, rng)
			}
		})
	}
}
