package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestTaroneMatchesR(t *testing.T) {
	var want struct {
		Z float64 `json:"tarone_Z"`
		P float64 `json:"tarone_p_one_sided"`
	}
	readOracle(t, "overdispersion_counts.json", &want)
	c := readRows(t, "cbpp.csv")
	var k, n []int
	for i := range c["size"] {
		k = append(k, int(number(t, c["incidence"][i])))
		n = append(n, int(number(t, c["size"][i])))
	}
	got := TaroneZ(k, n)
	if !near(got.Statistic, want.Z, 1e-10) || math.Abs(got.P/want.P-1) > 1e-8 {
		t.Errorf("%+v, R %+v", got, want)
	}
}

func TestBranchCountsMatchEnumeration(t *testing.T) {
	var want struct {
		W struct {
			Lost [][]int
			X2   struct {
				Observed float64
				P        float64 `json:"exact_p"`
				Mean     float64 `json:"null_mean"`
			} `json:"branch_X2"`
		} `json:"nn_label_permutation_1d"`
	}
	readShipped(t, "exact_resampling.json", &want)
	var k, n []int
	for _, branch := range want.W.Lost {
		sum := 0
		for _, v := range branch {
			sum += v
		}
		k, n = append(k, sum), append(n, len(branch))
	}
	w := want.W.X2
	got := BranchCounts(k, n, PermutationParams{}, nil)
	if !near(got.ChiSquare, w.Observed, rounding) || !near(got.Expected, w.Mean, rounding) || !near(got.P, w.P, 1e-10) || !got.Exact {
		t.Errorf("%+v, enumerated %+v", got, w)
	}
	drawn := BranchCounts(k, n, PermutationParams{ExactUpTo: 1, Draws: 20000}, rand.New(rand.NewPCG(1, 1)))
	if drawn.Exact || !near(drawn.P, w.P, 4*math.Sqrt(w.P*(1-w.P)/20000)) {
		t.Errorf("drawn %+v, enumerated %+v", drawn, w)
	}
}

// The stated mean is the mean of the exact distribution, and its masses sum to
// one, whatever the counts.
func TestBranchExpectationIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		branches := rapid.IntRange(2, 4).Draw(t, "branches")
		k, n, room := make([]int, branches), make([]int, branches), 0
		for i := range n {
			n[i] = rapid.IntRange(1, 7).Draw(t, "n")
			room += n[i]
		}
		DrawHypergeometric(k, n, rapid.IntRange(1, room-1).Draw(t, "taken"), rand.New(rand.NewPCG(1, 1)))
		a := newBranchDraw(k, n)
		dist, _, ok := exactBranches([]*branchDraw{a}, 100000)
		sum, mean := 0.0, 0.0
		for i, m := range dist.mass {
			sum += m
			mean += m * dist.value[i]
		}
		if !ok || !near(sum, 1, 1e-9) || !near(mean, a.expected, 1e-8) {
			t.Fatalf("mass %v mean %v, formula %v", sum, mean, a.expected)
		}
		// Naming the branches otherwise changes nothing.
		x := BranchCounts(k, n, PermutationParams{}, nil)
		for i, j := 0, branches-1; i < j; i, j = i+1, j-1 {
			k[i], k[j], n[i], n[j] = k[j], k[i], n[j], n[i]
		}
		if y := BranchCounts(k, n, PermutationParams{}, nil); !near(x.P, y.P, 1e-9) {
			t.Fatalf("%+v %+v", x, y)
		}
	})
}

func TestOverdispersionWithoutAnswer(t *testing.T) {
	for _, c := range []Difference{TaroneZ([]int{1, 0}, []int{1, 1}), TaroneZ([]int{0, 0}, []int{4, 4}), TaroneZ(nil, nil)} {
		if c.Undetermined == "" {
			t.Errorf("%+v", c)
		}
	}
	for _, c := range [][2][]int{{{0, 0}, {3, 4}}, {{3, 4}, {3, 4}}, {{2}, {5}}, {{2, 0}, {5, 0}}, {nil, nil}} {
		if got := BranchCounts(c[0], c[1], PermutationParams{}, nil); got.Undetermined == "" {
			t.Errorf("%v: %+v", c, got)
		}
	}
}

// Counts per branch of several animals with rates of their own: the sum within
// animals is valid, Tarone's pooled Z takes the animals for branches.
func TestBranchCountsAreCalibrated(t *testing.T) {
	runs := 600
	if testing.Short() {
		runs = 150
	}
	rng := rand.New(rand.NewPCG(91, 1))
	var within, pooled, alone []float64
	for range runs {
		var k, n [][]int
		var allK, allN []int
		for range 6 {
			size := []int{12, 20, 15, 9, 14}
			p := 0.05 + 0.4*rng.Float64()
			c := make([]int, 5)
			for i, m := range size {
				for range m {
					if rng.Float64() < p {
						c[i]++
					}
				}
			}
			k, n = append(k, c), append(n, size)
			allK, allN = append(allK, c...), append(allN, size...)
		}
		within = append(within, BranchCountsOver(k, n, PermutationParams{ExactUpTo: 1, Draws: 199}, rng).P)
		pooled = append(pooled, TaroneZ(allK, allN).P)
		one := make([]int, 30)
		for i := range one {
			for range 15 {
				if rng.Float64() < 0.3 {
					one[i]++
				}
			}
			allN[i] = 15
		}
		alone = append(alone, TaroneZ(one, allN).P)
	}
	checkUniform(t, "branches within animals", within)
	if s := share(pooled, 0.05); s < 0.3 {
		t.Errorf("pooled over animals Tarone rejects %.3f; expected far above 0.05", s)
	}
	if s := share(alone, 0.05); s < 0.02 || s > 0.09 {
		t.Errorf("Tarone's Z rejects %.3f of binomial nulls", s)
	}
	t.Logf("pooled Tarone %.3f, of true binomials %.3f", share(pooled, 0.05), share(alone, 0.05))
}
