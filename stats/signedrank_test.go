package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSignedRankMatchesR(t *testing.T) {
	a := readAnswers(t, oracle(t, "ranks_permutation.json"))
	d := differences(a.nums("signed_rank_HW", "u"), a.nums("signed_rank_HW", "v"))
	got := SignedRank(d, 0.95)
	check(t, "V", got.Statistic, a.num("signed_rank_HW", "W"), 0)
	check(t, "p, greater", got.PGreater, a.num("signed_rank_HW", "p"), closedForm)
	x, y := sleep(t)
	check(t, "p with ties and a zero", SignedRank(differences(x, y), 0.95).P, a.num("signed_rank_exact_sleep", "p"), closedForm)
}

func TestSignedRankMatchesRWithoutPackages(t *testing.T) {
	a := classical(t)
	got := SignedRank(a.nums("srexact", "d"), 0.95)
	check(t, "V", got.Statistic, a.num("srexact", "stat"), 0)
	check(t, "p", got.P, a.num("srexact", "p"), closedForm)
	check(t, "center", got.Estimate, a.num("srexact", "hl"), closedForm)
	check(t, "low end", got.Interval.Lo, a.num("srexact", "lo"), closedForm)
	check(t, "high end", got.Interval.Hi, a.num("srexact", "hi"), closedForm)
	big := SignedRank(a.nums("srbig", "d"), 0.95)
	check(t, "many values: V", big.Statistic, a.num("srbig", "stat"), 0)
	check(t, "many values: p", big.P, a.num("srbig", "p"), closedForm)
}

// Every pattern of signs, one by one.
func TestSignedRankIsAllSigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t, "d", 1, 8)
		for i := range d {
			d[i] = math.Round(d[i]) // ties and zeros
		}
		r := SignedRank(d, 0.9)
		if r.Undetermined != "" {
			t.Skip()
		}
		var size []float64
		seen := 0.0
		for _, v := range d {
			if v != 0 {
				size = append(size, math.Abs(v))
			}
		}
		rank, _ := midranks(size)
		i := 0
		for _, v := range d {
			if v != 0 {
				if v > 0 {
					seen += rank[i]
				}
				i++
			}
		}
		mean, far := 0.0, 0.0
		for _, k := range rank {
			mean += k / 2
		}
		for set := range 1 << len(rank) {
			w := 0.0
			for i, k := range rank {
				if set>>i&1 == 1 {
					w += k
				}
			}
			if math.Abs(w-mean) >= math.Abs(seen-mean) {
				far++
			}
		}
		if p := far / float64(int(1)<<len(rank)); r.Statistic != seen || !near(r.P, p, 1e-13) {
			t.Fatalf("W+ %v p %v, counted %v and %v", r.Statistic, r.P, seen, p)
		}
		if o := SignedRank(moved(d, -1, 0), 0.9); !near(o.P, r.P, 1e-13) || o.Estimate != -r.Estimate {
			t.Fatalf("turned signs: %+v, not %+v", o, r)
		}
	})
}
