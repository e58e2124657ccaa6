package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Hollander & Wolfe 1973 p. 69; ties by exactRankTests 0.8-35.
func TestMannWhitneyMatchesR(t *testing.T) {
	a := readAnswers(t, oracle(t, "ranks_permutation.json"))
	got := MannWhitney(a.nums("a"), a.nums("b"), 0.95)
	check(t, "W", got.Statistic, a.num("mw_exact", "W"), 0)
	check(t, "p", got.P, a.num("mw_exact", "p"), closedForm)
	check(t, "greater", got.PGreater, a.num("mw_exact_greater", "p"), closedForm)
	check(t, "shift", got.Estimate, a.num("mw_exact", "hl"), closedForm)
	check(t, "low end", got.Interval.Lo, a.nums("mw_exact", "ci")[0], 1e-11)
	check(t, "high end", got.Interval.Hi, a.nums("mw_exact", "ci")[1], 1e-11)
	tied := MannWhitney(a.nums("ties1"), a.nums("ties2"), 0.95)
	check(t, "W with ties", tied.Statistic, a.num("mw_ties_exact_cond", "W"), 0)
	check(t, "p with ties", tied.P, a.num("mw_ties_exact_cond", "p"), closedForm)
	_, _, normal := correctedNormal(got.Statistic-25, math.Sqrt(10*5*16/12.0))
	check(t, "normal", normal, a.num("mw_normal_cc", "p"), closedForm)
}

func TestMannWhitneyMatchesRWithoutPackages(t *testing.T) {
	a := classical(t)
	got := MannWhitney(a.nums("mwexact", "x"), a.nums("mwexact", "y"), 0.95)
	check(t, "p", got.P, a.num("mwexact", "p"), closedForm)
	check(t, "shift", got.Estimate, a.num("mwexact", "hl"), closedForm)
	check(t, "low end", got.Interval.Lo, a.num("mwexact", "lo"), closedForm)
	check(t, "high end", got.Interval.Hi, a.num("mwexact", "hi"), closedForm)
	big := MannWhitney(a.nums("mwbig", "x"), a.nums("mwbig", "y"), 0.95)
	if big.Exact {
		t.Error("95 values were counted out")
	}
	check(t, "many values: W", big.Statistic, a.num("mwbig", "stat"), 0)
	check(t, "many values: p", big.P, a.num("mwbig", "p"), closedForm)
}

// Every arrangement of the values seen, one by one: the definition of P.
func TestMannWhitneyIsAllArrangements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.IntRange(0, 6), 3, 9).Draw(t, "values")
		all[0] += 7
		nx := rapid.IntRange(1, len(all)-1).Draw(t, "nx")
		v := make([]float64, len(all))
		for i, a := range all {
			v[i] = float64(a)
		}
		u := func(set uint) float64 {
			s := 0.0
			for i := range v {
				for j := range v {
					if set>>i&1 == 1 && set>>j&1 == 0 {
						s += (1 + aboveOrBelow(v[i], v[j])) / 2
					}
				}
			}
			return s
		}
		seen, mean := u(1<<nx-1), float64(nx*(len(v)-nx))/2
		count, far, below, most, mostCount := 0.0, 0.0, 0.0, 0.0, 0.0
		for set := range uint(1) << len(v) {
			members := 0
			for i := range v {
				members += int(set >> i & 1)
			}
			if members != nx {
				continue
			}
			count++
			off := math.Abs(u(set) - mean)
			if off >= math.Abs(seen-mean) {
				far++
			}
			if off > most {
				most, mostCount = off, 0
			}
			if off == most {
				mostCount++
			}
			if u(set) <= seen {
				below++
			}
		}
		r := MannWhitney(v[:nx], v[nx:], 0.9)
		if r.Statistic != seen || !near(r.P, far/count, 1e-13) || !near(r.PLess, below/count, 1e-13) || !near(r.Least, mostCount/count, 1e-13) || !r.Exact {
			t.Fatalf("U %v p %v %v, counted %v, %v, %v", r.Statistic, r.P, r.PLess, seen, far/count, below/count)
		}
	})
}

// Any rising change of scale leaves p; a shift of both groups leaves the
// estimate; swapping the groups turns it.
func TestRankLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x", 2, 12), drawn(t, "y", 2, 12)
		x0 := slices.Clone(x)
		r := MannWhitney(x, y, 0.9)
		if SignedRank(x, 0.9); !slices.Equal(x, x0) {
			t.Fatal("the input was changed")
		}
		shifted := MannWhitney(moved(x, 1, 3), y, 0.9)
		if !near(shifted.Estimate, r.Estimate+3, 1e-9) || !near(shifted.Interval.Lo, r.Interval.Lo+3, 1e-9) {
			t.Fatalf("x shifted by 3: %+v, not %+v", shifted, r)
		}
		cube := func(v []float64) []float64 {
			out := make([]float64, len(v))
			for i, a := range v {
				out[i] = a * a * a
			}
			return out
		}
		if c := MannWhitney(cube(x), cube(y), 0.9); c.P != r.P || c.Statistic != r.Statistic {
			t.Fatalf("cubes: %+v, not %+v", c, r)
		}
		s := MannWhitney(y, x, 0.9)
		if !near(s.P, r.P, 1e-12) || !near(s.Estimate, -r.Estimate, 1e-12) || !near(s.Interval.Lo, -r.Interval.Hi, 1e-12) || !near(s.PLess, r.PGreater, 1e-12) {
			t.Fatalf("swapped: %+v, not %+v", s, r)
		}
		if !r.Interval.Contains(r.Estimate) || r.Coverage <= 0 {
			t.Fatalf("%+v is outside its interval", r)
		}
		if k := KruskalWallis(x, y); k.Undetermined != "" {
			t.Fatalf("Kruskal-Wallis of the same groups: %s", k.Undetermined)
		}
	})
}

func TestRankTestsSayWhyThereIsNone(t *testing.T) {
	for _, c := range []struct {
		got  RankTest
		want string
	}{
		{MannWhitney([]float64{2, 2}, []float64{2}, 0.95), allEqual},
		{MannWhitney(nil, []float64{2}, 0.95), "an empty group"},
		{MannWhitney([]float64{math.NaN()}, []float64{2}, 0.95), notFinite},
		{SignedRank([]float64{0, 0}, 0.95), "no difference other than zero"},
		{SignedRank([]float64{math.Inf(1)}, 0.95), notFinite},
	} {
		if c.got.Undetermined != c.want || !math.IsNaN(c.got.P) {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
	// Three against three cannot give more than 90 %.
	r := MannWhitney([]float64{4, 5, 6}, []float64{1, 2, 3}, 0.95)
	check(t, "coverage", r.Coverage, 0.9, closedForm)
	check(t, "smallest p", r.P, 0.1, closedForm)
	check(t, "smallest p", r.Least, 0.1, closedForm)
	if r.Interval != (Interval{1, 5}) {
		t.Errorf("interval %v", r.Interval)
	}
}

// Ranks take few values: p is at most as often small as it says, and close to
// that when there are many arrangements.
func TestMannWhitneyIsCalibrated(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	const runs = 2000
	small := map[int]int{}
	for range runs {
		for _, n := range []int{4, 10} {
			if MannWhitney(gaussians(rng, n, 0, 1), gaussians(rng, n, 0, 1), 0.95).P <= 0.05 {
				small[n]++
			}
		}
	}
	// Exact: 4 against 4 has P <= 0.05 in 2 of 70 arrangements, 10 against 10 in 4.326 %.
	for n, want := range map[int]float64{4: 2.0 / 70, 10: 0.04326} {
		if got := float64(small[n]) / runs; math.Abs(got-want) > 4*math.Sqrt(want/runs) {
			t.Errorf("%d against %d: p <= 0.05 in %.4f, counted %.4f", n, n, got, want)
		}
	}
	covers(t, "shift, 8 and 9", 1, func(r *rand.Rand) Interval {
		return MannWhitney(gaussians(r, 8, 1, 1), gaussians(r, 9, 0, 1), 0.95).Interval
	})
	covers(t, "center of symmetry, 10", 1, func(r *rand.Rand) Interval { return SignedRank(gaussians(r, 10, 1, 1), 0.95).Interval })
}
