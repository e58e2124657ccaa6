package spine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func on(side int, positions ...float64) []Place {
	var p []Place
	for _, s := range positions {
		p = append(p, Place{Side: side, PositionUm: s, LateralUm: 1})
	}
	return p
}

func TestLinkByHand(t *testing.T) {
	sd := Spread{AlongUm: 0.35, AcrossUm: 0.5, DepthUm: 1.5, Unlinked: 4.5}
	far := []Place{{Side: 1, PositionUm: 1, LateralUm: 1}, {Side: 1, PositionUm: 1.1, LateralUm: 3}}
	crossed := []Place{{Side: 1, PositionUm: 1.02, LateralUm: 3}, {Side: 1, PositionUm: 1.12, LateralUm: 1}}
	deep := on(1, 1)
	deep[0].DepthUm = 40
	for _, c := range []struct {
		name string
		a, b []Place
		want [][2]int
	}{
		{"nothing", nil, nil, nil},
		{"one gone", on(1, 1, 5, 9), on(1, 1.1, 9.2), [][2]int{{0, 0}, {2, 1}}},
		{"one new", on(1, 1, 9), on(1, 1, 5, 9), [][2]int{{0, 0}, {1, 2}}},
		{"3 SD apart is the limit", on(1, 1, 20), on(1, 1+3.01*0.35, 20+2.99*0.35), [][2]int{{1, 1}}},
		{"other side", on(1, 1), on(-1, 1), nil},
		{"each on its side", append(on(1, 1), on(-1, 1.2)...), append(on(-1, 1.2), on(1, 1)...), [][2]int{{0, 1}, {1, 0}}},
		{"two change places", far, crossed, [][2]int{{0, 1}, {1, 0}}},
		{"depth alone costs two SD at most", on(1, 1), deep, [][2]int{{0, 0}}},
		{"the nearer of two", on(1, 1), on(1, 0.6, 1.2), [][2]int{{0, 1}}},
	} {
		if got := Link(c.a, c.b, sd); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// cheapestPairing tries every set of pairs. Allowed are those that keep the
// order, or turn it round between two neighbours of both lists.
func cheapestPairing(a, b []Place, sd Spread) float64 {
	ia, ib := alongOrder(a, 1), alongOrder(b, 1)
	best := math.Inf(1)
	var pairs [][2]int
	var try func(i int, used []bool, cost float64)
	try = func(i int, used []bool, cost float64) {
		if i == len(ia) {
			if ordered(pairs) {
				best = min(best, cost+sd.Unlinked*float64(len(ib)-len(pairs)))
			}
			return
		}
		try(i+1, used, cost+sd.Unlinked)
		for j := range ib {
			if !used[j] {
				used[j] = true
				pairs = append(pairs, [2]int{i, j})
				p, q := a[ia[i]], b[ib[j]]
				s, r, z := (p.PositionUm-q.PositionUm)/sd.AlongUm, (p.LateralUm-q.LateralUm)/sd.AcrossUm, (p.DepthUm-q.DepthUm)/sd.DepthUm
				try(i+1, used, cost+s*s+r*r+min(z*z, 4))
				pairs = pairs[:len(pairs)-1]
				used[j] = false
			}
		}
	}
	try(0, make([]bool, len(ib)), 0)
	return best
}

func ordered(pairs [][2]int) bool {
	turned := make([]int, len(pairs))
	for n := range pairs {
		for m := n + 1; m < len(pairs); m++ {
			if pairs[n][1] < pairs[m][1] {
				continue
			}
			if pairs[m][0] != pairs[n][0]+1 || pairs[m][1] != pairs[n][1]-1 {
				return false
			}
			turned[n]++
			turned[m]++
		}
	}
	return len(turned) == 0 || slices.Max(turned) <= 1
}

var places = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Place {
	return Place{
		Side:       rapid.SampledFrom([]int{1, 1, 1, -1}).Draw(t, "side"),
		PositionUm: float64(rapid.IntRange(0, 40).Draw(t, "position")) / 40, LateralUm: rapid.Float64Range(0.3, 3).Draw(t, "lateral"),
		DepthUm: rapid.Float64Range(-3, 3).Draw(t, "depth"),
	}
}), 0, 5)

func price(a, b []Place, pairs [][2]int, sd Spread) float64 {
	cost := 0.0
	n := 0
	for _, p := range a {
		if p.Side == 1 {
			n++
		}
	}
	for _, p := range b {
		if p.Side == 1 {
			n++
		}
	}
	for _, p := range pairs {
		if a[p[0]].Side == 1 {
			cost += sd.distance2(a[p[0]], b[p[1]])
			n -= 2
		}
	}
	return cost + float64(n)*sd.Unlinked
}

func TestLinkIsTheCheapestPairing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := places.Draw(t, "a"), places.Draw(t, "b")
		pairs := Link(a, b, Measured())
		for i, p := range pairs {
			if a[p[0]].Side != b[p[1]].Side {
				t.Fatal("sides mixed")
			}
			for _, q := range pairs[:i] {
				if q[0] == p[0] || q[1] == p[1] {
					t.Fatal("a place has two partners")
				}
			}
		}
		if got, want := price(a, b, pairs, Measured()), cheapestPairing(a, b, Measured()); math.Abs(got-want) > 1e-9 {
			t.Fatalf("price %v, cheapest %v: %v", got, want, pairs)
		}
	})
}

func TestLinkDoesNotDependOnTheOrderGiven(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var a, b []Place
	for i := range 30 {
		p := Place{Side: 1 - 2*(i%2), PositionUm: 0.6*float64(i) + 0.2*rng.Float64(), LateralUm: 1 + rng.Float64()}
		a = append(a, p)
		if i%5 != 0 {
			p.PositionUm += 0.1 * rng.NormFloat64()
			b = append(b, p)
		}
	}
	want := map[[2]Place]bool{}
	for _, p := range Link(a, b, Measured()) {
		want[[2]Place{a[p[0]], b[p[1]]}] = true
	}
	if len(want) < 20 {
		t.Fatalf("%d pairs", len(want))
	}
	for range 5 {
		rng.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		rng.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
		pairs := Link(a, b, Measured())
		if len(pairs) != len(want) {
			t.Fatal("another number of pairs")
		}
		for _, p := range pairs {
			if !want[[2]Place{a[p[0]], b[p[1]]}] {
				t.Fatal("another pair")
			}
		}
	}
}
