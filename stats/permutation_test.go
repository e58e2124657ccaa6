package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestPermutationMatchesEnumeration(t *testing.T) {
	var want struct {
		Animal struct {
			A, B    []float64
			Diff    float64
			N       int
			Mean    float64 `json:"p_mean"`
			Student float64 `json:"p_welch_studentised"`
		} `json:"animal_permutation_exact"`
	}
	readShipped(t, "exact_resampling.json", &want)
	w := want.Animal
	got := PermuteTwo(w.A, w.B, PermutationParams{}, nil)
	if !got.Exact || got.Assignments != w.N || !near(got.P, w.Mean, rounding) || !near(got.Estimate, w.Diff, 1e-11) ||
		!near(got.MinimumP, 2/float64(w.N), rounding) {
		t.Errorf("%+v, enumerated %+v", got, w)
	}
	if got := PermuteTwo(w.A, w.B, PermutationParams{Statistic: Studentised}, nil); !near(got.P, w.Student, rounding) {
		t.Errorf("studentised %+v, enumerated %+v", got, w)
	}
	drawn := PermuteTwo(w.A, w.B, PermutationParams{ExactUpTo: 1, Draws: 40000}, rand.New(rand.NewPCG(1, 2)))
	if drawn.Exact || !near(drawn.P, w.Mean, 4*math.Sqrt(w.Mean/40000)) || drawn.MinimumP != 1/40001.0 {
		t.Errorf("drawn %+v, exact %v", drawn, w.Mean)
	}
}

func TestPermutationMatchesCoin(t *testing.T) {
	var want struct {
		A, B []float64
		Mean struct {
			P float64 `json:"p_two_sided"`
		} `json:"perm_mean_exact_ab"`
		Sleep struct{ P float64 } `json:"block_perm_exact_sleep"`
	}
	readOracle(t, "ranks_permutation.json", &want)
	if got := PermuteTwo(want.A, want.B, PermutationParams{}, nil); !got.Exact || !near(got.P, want.Mean.P, rounding) {
		t.Errorf("%+v, coin %v", got, want.Mean.P)
	}
	s := readRows(t, "sleep.csv")
	d := make([]float64, 10)
	var x []float64
	var treated []bool
	var id []int
	for i, g := range s["group"] {
		v, k := number(t, s["extra"][i]), int(number(t, s["ID"][i]))
		x, treated, id = append(x, v), append(treated, g == "2"), append(id, k)
		if g == "2" {
			d[k-1] += v
		} else {
			d[k-1] -= v
		}
	}
	if got := SignFlip(d, PermutationParams{}, nil); !got.Exact || !near(got.P, want.Sleep.P, rounding) {
		t.Errorf("sign flips %+v, coin %v", got, want.Sleep.P)
	}
	// Pairs are strata of two.
	if got := Permute(x, treated, id, PermutationParams{}, nil); !got.Exact || !near(got.P, want.Sleep.P, rounding) || got.Assignments != 1024 {
		t.Errorf("strata of two %+v, coin %v", got, want.Sleep.P)
	}
}

// The book's example: 4 against 4, all of one arm above: 2/70.
func TestAttainableMinimum(t *testing.T) {
	got := PermuteTwo([]float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, PermutationParams{}, nil)
	if !near(got.P, 2.0/70, rounding) || !near(got.MinimumP, 2.0/70, rounding) {
		t.Errorf("%+v", got)
	}
	got = PermuteTwo([]float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, PermutationParams{Tail: LowerTail}, nil)
	if got.P != 1 || !near(got.MinimumP, 1.0/70, rounding) {
		t.Errorf("lower tail %+v", got)
	}
	// A difference of zero but for rounding: half of what lies below, and all of
	// what equals it.
	a, b := []float64{0.1, 0.2, 0.3}, []float64{0.3, 0.2, 0.1}
	up, low := PermuteTwo(a, b, PermutationParams{Tail: UpperTail}, nil), PermuteTwo(a, b, PermutationParams{Tail: LowerTail}, nil)
	if !near(up.P, low.P, rounding) || up.P < 0.5 {
		t.Errorf("ties by rounding: %v above, %v below", up.P, low.P)
	}
	if got := SignFlip([]float64{1, 2, 3, 4, 5}, PermutationParams{}, nil); !near(got.P, 2.0/32, rounding) || !near(got.MinimumP, 2.0/32, rounding) {
		t.Errorf("five animals %+v", got)
	}
}

// Nine draws, none of which will find 1 of 12870: the one seen counts, 1/10.
func TestDrawnPIsNeverZero(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	few := PermutationParams{ExactUpTo: 1, Draws: 9, Tail: UpperTail}
	a, b := []float64{11, 12, 13, 14, 15, 16, 17, 18}, []float64{1, 2, 3, 4, 5, 6, 7, 8}
	for name, got := range map[string]Permutation{"arms": PermuteTwo(a, b, few, rng), "signs": SignFlip(append(a, b...), few, rng)} {
		if got.P != 0.1 || got.MinimumP != 0.1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestPermutationWithoutAnswer(t *testing.T) {
	for name, got := range map[string]Permutation{
		"one arm":        PermuteTwo([]float64{1, 2}, nil, PermutationParams{}, nil),
		"missing":        PermuteTwo([]float64{1, math.NaN()}, []float64{2}, PermutationParams{}, nil),
		"one in an arm":  PermuteTwo([]float64{1, 2}, []float64{3}, PermutationParams{Statistic: Studentised}, nil),
		"no differences": SignFlip(nil, PermutationParams{}, nil),
		"divided animal": PermuteGroups([]float64{1, 2, 3}, []int{1, 1, 2}, []bool{true, false, false}, nil, PermutationParams{}, nil),
		"apart strata":   Permute([]float64{1, 2}, []bool{true, false}, []int{1, 2}, PermutationParams{}, nil),
		"thin cell":      Interaction([2][2][]float64{{{1, 2}, {1, 2}}, {{1}, {1, 2}}}, PermutationParams{}, nil),
		"no spread":      Dissociation([]float64{1, 1}, []float64{1, 2}, []bool{true, false}, nil, PermutationParams{}, nil),
		"no events":      LogRankByGroup([]float64{1, 2}, []bool{false, false}, []int{1, 2}, []bool{true, false}, nil, PermutationParams{}, nil),
	} {
		if got.Undetermined == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// No spread at all is an answer: nothing is more extreme.
	for _, s := range []PermutationStatistic{MeanDifference, Studentised} {
		if got := PermuteTwo([]float64{3, 3, 3}, []float64{3, 3}, PermutationParams{Statistic: s}, nil); got.P != 1 || got.MinimumP != 1 || got.Undetermined != "" {
			t.Errorf("all equal %+v", got)
		}
	}
	if got := PermuteTwo([]float64{1, 1}, []float64{0, 0}, PermutationParams{Statistic: Studentised}, nil); math.IsNaN(got.P) || !near(got.P, 2.0/6, rounding) {
		t.Errorf("no spread within %+v", got)
	}
}

// Laws: order, shift and scale change nothing but the estimate; exchanging the
// arms turns its sign; the inputs stay.
func TestPermutationLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(5, 9).Draw(t, "n")
		p := PermutationParams{Statistic: rapid.SampledFrom([]PermutationStatistic{MeanDifference, Studentised}).Draw(t, "statistic")}
		x, treated, stratum := make([]float64, 2*n), make([]bool, 2*n), make([]int, 2*n)
		for i := range x {
			x[i], treated[i], stratum[i] = rng.NormFloat64(), i%n < n/2, i/n
		}
		before := Permute(x, treated, stratum, p, nil)
		scale, shift := rapid.Float64Range(0.01, 100).Draw(t, "scale"), rapid.Float64Range(-100, 100).Draw(t, "shift")
		y, arm, block := make([]float64, 2*n), make([]bool, 2*n), make([]int, 2*n)
		keep := append([]float64(nil), x...)
		for k, i := range rng.Perm(2 * n) {
			y[k], arm[k], block[k] = shift+scale*x[i], !treated[i], 7-stratum[i]
		}
		after := Permute(y, arm, block, p, nil)
		if !near(before.P, after.P, rounding) || !near(before.Estimate*scale, -after.Estimate, 1e-9*scale) {
			t.Fatalf("%+v\n%+v", before, after)
		}
		for i := range x {
			if x[i] != keep[i] {
				t.Fatal("the input changed")
			}
		}
	})
}

func TestPermutationIsCalibrated(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(21, 1))
	var nested, rowwise, flips, ranks, interaction, dissociation, unequal, unequalMean []float64
	few := PermutationParams{Draws: 199, ExactUpTo: 2000}
	for range runs {
		var x, time []float64
		var group []int
		var treated, event []bool
		for g := range 12 {
			level := rng.NormFloat64()
			for range 6 {
				x = append(x, level+rng.NormFloat64())
				tt := rng.ExpFloat64() * math.Exp(level)
				time, event = append(time, math.Min(tt, 2)), append(event, tt < 2)
				group, treated = append(group, g), append(treated, g%2 == 0)
			}
		}
		nested = append(nested, PermuteGroups(x, group, treated, nil, few, rng).P)
		rowwise = append(rowwise, Permute(x, treated, nil, few, rng).P)
		ranks = append(ranks, LogRankByGroup(time, event, group, treated, nil, few, rng).P)
		d := make([]float64, 12)
		a, b := make([]float64, 12), make([]float64, 12)
		arm := make([]bool, 12)
		for i := range d {
			d[i] = rng.NormFloat64()
			a[i] = rng.NormFloat64()
			b[i] = 5 * (a[i] + rng.NormFloat64())
			arm[i] = i%2 == 0
		}
		flips = append(flips, SignFlip(d, PermutationParams{}, rng).P)
		dissociation = append(dissociation, Dissociation(a, b, arm, nil, few, rng).P)
		var cell [2][2][]float64
		for i := range 2 {
			for j := range 2 {
				for range 6 + 2*i {
					cell[i][j] = append(cell[i][j], float64(3*i-2*j)+rng.NormFloat64())
				}
			}
		}
		interaction = append(interaction, Interaction(cell, few, rng).P)
		wide, narrow := make([]float64, 6), make([]float64, 18)
		for i := range narrow {
			narrow[i] = rng.NormFloat64()
			if i < 6 {
				wide[i] = 4 * rng.NormFloat64()
			}
		}
		unequal = append(unequal, PermuteTwo(wide, narrow, PermutationParams{Statistic: Studentised, Draws: 199, ExactUpTo: 1}, rng).P)
		unequalMean = append(unequalMean, PermuteTwo(wide, narrow, PermutationParams{Draws: 199, ExactUpTo: 1}, rng).P)
	}
	checkUniform(t, "animals", nested)
	checkUniform(t, "sign flips", flips)
	checkUniform(t, "log-rank over animals", ranks)
	checkUniform(t, "interaction", interaction)
	checkUniform(t, "dissociation", dissociation)
	if s := share(rowwise, 0.05); s < 0.15 {
		t.Errorf("rows for animals reject %.3f of true nulls; expected far above 0.05", s)
	}
	// Six wide against eighteen narrow: the mean is far off, studentised close.
	if s, m := share(unequal, 0.05), share(unequalMean, 0.05); s > 0.12 || m < 0.15 {
		t.Errorf("unequal spread: studentised rejects %.3f, mean %.3f", s, m)
	}
	t.Logf("rows for animals %.3f; unequal spread: studentised %.3f, mean %.3f", share(rowwise, 0.05), share(unequal, 0.05), share(unequalMean, 0.05))
}

// The log-rank over groups adds up to the log-rank itself.
func TestLogRankScoresAddUp(t *testing.T) {
	d := simulatedSurvival(rand.New(rand.NewPCG(22, 1)), 60, 0.5, 0.3)
	group, treated := make([]int, 60), make([]bool, 60)
	stratum := make([]int, 60)
	for i := range group {
		treated[i], group[i], stratum[i] = d.X[i][0] == 1, int(d.X[i][0]), i%3
	}
	r := LogRank(d.Time, d.Event, group, stratum, LogRankWeight)
	sum := 0.0
	for i, s := range logRankScores(d.Time, d.Event, strataOrOne(stratum, 60)) {
		if treated[i] {
			sum += s
		}
	}
	if want := r.Observed[1] - r.Expected[1]; !near(sum, want, 1e-10) {
		t.Errorf("scores add up to %v, O-E %v", sum, want)
	}
}

func BenchmarkPermuteExact9v9(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := make([]float64, 9), make([]float64, 9)
	for i := range x {
		x[i], y[i] = rng.NormFloat64(), rng.NormFloat64()
	}
	for b.Loop() {
		PermuteTwo(x, y, PermutationParams{Statistic: Studentised}, nil)
	}
}
