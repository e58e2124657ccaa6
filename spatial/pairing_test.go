package spatial

import (
	"math"
	"testing"
)

// brute tries every one-to-one pairing.
func brute(formed, lost []Site, m Match, i int, used []bool) (count int, cost float64) {
	if i == len(formed) {
		return 0, 0
	}
	count, cost = brute(formed, lost, m, i+1, used)
	for j := range lost {
		d := math.Abs(formed[i].PositionUm - lost[j].PositionUm)
		if used[j] || d >= m.radius() || m.SameSide && formed[i].Side != lost[j].Side {
			continue
		}
		used[j] = true
		c, k := brute(formed, lost, m, i+1, used)
		used[j] = false
		if c+1 > count || c+1 == count && k+d < cost {
			count, cost = c+1, k+d
		}
	}
	return count, cost
}

func TestRestoredIsTheBestPairing(t *testing.T) {
	rng := seeded(2)
	for range 400 {
		formed, lost := uniformSites(rng.IntN(6), 12, rng), uniformSites(rng.IntN(6), 12, rng)
		m := Match{RadiusUm: 0.5 + 2*rng.Float64(), SameSide: rng.IntN(2) == 0}
		pairs := Restored(formed, lost, m)
		count, cost := brute(formed, lost, m, 0, make([]bool, len(lost)))
		sum := 0.0
		for _, p := range pairs {
			sum += p.DistanceUm
			if p.DistanceUm != math.Abs(formed[p.Formed].PositionUm-lost[p.Lost].PositionUm) {
				t.Fatalf("pair %+v reports a wrong distance", p)
			}
			if m.SameSide && formed[p.Formed].Side != lost[p.Lost].Side {
				t.Fatalf("pair %+v crosses the shaft", p)
			}
		}
		if len(pairs) != count || !near(sum, cost, rounding) {
			t.Fatalf("formed %v lost %v %+v: %d pairs of %v um, by trial %d of %v", formed, lost, m, len(pairs), sum, count, cost)
		}
	}
}

// What a draw counts is what Restored pairs.
func TestCountSortedAgreesWithRestored(t *testing.T) {
	rng := seeded(3)
	for range 500 {
		formed, lost := uniformSites(rng.IntN(9), 20, rng), uniformSites(rng.IntN(9), 20, rng)
		for _, many := range []bool{false, true} {
			m := Match{RadiusUm: 1.5, ManyToOne: many}
			f, l := ordered(formed), ordered(lost)
			if got, want := countSorted(f, l, 1.5, many), len(Restored(formed, lost, m)); got != want {
				t.Fatalf("formed %v lost %v many %v: count %d, pairs %d", f, l, many, got, want)
			}
		}
	}
}

func ordered(s []Site) []float64 {
	var out []float64
	for _, i := range byPosition(s, nil) {
		out = append(out, s[i].PositionUm)
	}
	return out
}

func TestRestoredRules(t *testing.T) {
	formed := []Site{{10, 1}, {10.5, 1}, {30, -1}, {52, 1}}
	lost := []Site{{11, 1}, {31, 1}, {50, 1}}
	for _, c := range []struct {
		name string
		m    Match
		want []Pair
	}{
		{"one to one, nearest kept, exactly 2 um is not nearer than 2", Match{}, []Pair{{1, 0, 0.5}, {2, 1, 1}}},
		{"many to one", Match{ManyToOne: true}, []Pair{{0, 0, 1}, {1, 0, 0.5}, {2, 1, 1}}},
		{"same side", Match{SameSide: true}, []Pair{{1, 0, 0.5}}},
		{"wider", Match{RadiusUm: 2.1}, []Pair{{1, 0, 0.5}, {2, 1, 1}, {3, 2, 2}}},
	} {
		got := Restored(formed, lost, c.m)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}
