package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// field draws cells in a square field.
func field(rng *rand.Rand, cells int, um float64) []Place {
	out := make([]Place, cells)
	for c := range out {
		out[c] = Place{um * rng.Float64(), um * rng.Float64()}
	}
	return out
}

// pairsOf makes connections with an excess that is a function of the pair.
func pairsOf(places []Place, excess func(a, b int) float64) []Connection {
	var out []Connection
	for a := range places {
		for b := a + 1; b < len(places); b++ {
			out = append(out, Connection{A: a, B: b, Tiling: excess(a, b) + 0.01, Chance: 0.01, Q: 1, DistanceUm: apart(places, a, b)})
		}
	}
	return out
}

// With an excess that is linear in distance the correlation is -1, no permutation
// reaches it, and each bin has the mean of its pairs.
func TestDistanceOfAStraightLine(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 41))
	places := field(rng, 30, 300)
	all := pairsOf(places, func(a, b int) float64 { return 0.5 - apart(places, a, b)/1000 })
	got := ByDistance(all, places, DistanceParams{Draws: 200}, rng)
	if math.Abs(got.Correlation+1) > 1e-9 || got.P != 1.0/201 {
		t.Errorf("correlation %g, p %g", got.Correlation, got.P)
	}
	for _, b := range got.Bins {
		sum, n := 0.0, 0.0
		for _, c := range all {
			if c.DistanceUm >= b.FromUm && c.DistanceUm < b.ToUm {
				sum, n = sum+0.5-c.DistanceUm/1000, n+1
			}
		}
		if n != float64(b.Pairs) || n > 0 && math.Abs(b.Excess-sum/n) > 1e-9 {
			t.Errorf("%g to %g um: %d pairs with %g, want %g with %g", b.FromUm, b.ToUm, b.Pairs, b.Excess, n, sum/n)
		}
	}
}

// P is that of all 120 permutations of five places, one by one.
func TestMantelIsThatOfAllPermutations(t *testing.T) {
	const tolerance = 0.035 // four standard errors of 3000 draws
	rng := rand.New(rand.NewPCG(2, 42))
	places := field(rng, 5, 200)
	values := map[[2]int]float64{}
	all := pairsOf(places, func(a, b int) float64 {
		values[[2]int{a, b}] = rng.NormFloat64() - apart(places, a, b)/100
		return values[[2]int{a, b}]
	})
	var rows [][]Place
	var permute func(head, tail []Place)
	permute = func(head, tail []Place) {
		if len(tail) == 0 {
			rows = append(rows, slices.Clone(head))
		}
		for i := range tail {
			permute(append(slices.Clone(head), tail[i]), append(slices.Clone(tail[:i]), tail[i+1:]...))
		}
	}
	permute(nil, places)
	at := func(places []Place) float64 {
		var x, y []float64
		for a := range places {
			for b := a + 1; b < len(places); b++ {
				x, y = append(x, apart(places, a, b)), append(y, values[[2]int{a, b}])
			}
		}
		return math.Abs(correlation(x, y))
	}
	reach := 0.0
	for _, row := range rows {
		if at(row) >= at(places)-1e-12 {
			reach++
		}
	}
	got := ByDistance(all, places, DistanceParams{Draws: 3000}, rng)
	if want := reach / 120; math.Abs(got.P-want) > tolerance {
		t.Errorf("p %.3f, of all permutations %.3f", got.P, want)
	}
}

// Cells that go together with all others more or less make pairs depend on each
// other. The interval still holds the mean, 0, in about 95 % of fields, and P is at
// most 0.05 in about 5 %; an interval over pairs would hold it in far fewer.
func TestTheCurveKnowsThatPairsShareCells(t *testing.T) {
	n := sessions(100)
	held, overPairs, low := 0, 0, 0
	for i := range n {
		rng := rand.New(rand.NewPCG(uint64(i), 43))
		places := field(rng, 40, 300)
		own := make([]float64, len(places))
		for c := range own {
			own[c] = 0.1 * rng.NormFloat64()
		}
		all := pairsOf(places, func(a, b int) float64 { return own[a] + own[b] + 0.1*rng.NormFloat64() })
		got := ByDistance(all, places, DistanceParams{Draws: 199}, rng)
		b := got.Bins[2]
		if b.Lo <= 0 && 0 <= b.Hi {
			held++
		}
		if half := 1.96 * 0.1 * math.Sqrt(3/float64(b.Pairs)); math.Abs(b.Excess) <= half {
			overPairs++
		}
		if got.P <= 0.05 {
			low++
		}
	}
	t.Logf("of %d fields %d intervals hold 0, %d over pairs; %d have p <= 0.05", n, held, overPairs, low)
	if float64(held) < 0.86*float64(n) || overPairs > held {
		t.Errorf("of %d fields %d intervals hold 0, %d over pairs", n, held, overPairs)
	}
	if float64(low) > 0.12*float64(n) {
		t.Errorf("of %d fields without a trend %d have p <= 0.05", n, low)
	}
}

// Pairs that light could join are named, and have no part in the curve.
func TestNearPairsAreLeftOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 44))
	r := independent(rng, 5, 3000, 6, nil)
	r.Onsets[1], r.Onsets[2] = r.Onsets[0], r.Onsets[0] // light of cell 0 in cells 1 and 2
	places := []Place{{0, 0}, {0, 12}, {0, 45}, {100, 0}, {200, 0}}
	p := ConnectParams{Sharing: func(a, b int) bool { return a == 0 && b == 2 }}
	all := Connect(r, places, p)
	got := ByDistance(all, places, DistanceParams{BinUm: 30, Draws: 20}, rng)
	if all[0].Undetermined != tooNear || all[1].Undetermined != sharing || got.LeftOut != 2 || got.Bins[0].LeftOut != 1 || got.Bins[0].Pairs != 0 || got.Bins[1].LeftOut != 1 {
		t.Errorf("pairs %q and %q; %+v", all[0].Undetermined, all[1].Undetermined, got)
	}
	p = ConnectParams{LeastUm: -1}
	if all := Connect(r, places, p); all[0].Undetermined != "" || all[0].Tiling != 1 {
		t.Errorf("a pair that is asked for: %+v", all[0])
	}
}
