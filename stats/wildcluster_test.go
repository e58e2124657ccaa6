package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The statistic is t with CR1; every pattern by refitting from scratch gives
// the same P.
func TestWildClusterIsAllSigns(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	x, y, cluster := clustered(rng, 3, 0.7)
	for i := range x {
		x[i] = append(x[i], rng.NormFloat64())
	}
	kept := slices.Clone(y)
	const null = 0.25
	got := WildCluster(x, y, cluster, 1, null, 64, nil)
	statistic := func(y []float64) float64 {
		fit := LeastSquares(x, y)
		return (fit.Coef[1] - null) / math.Sqrt(fit.CR1(cluster)[1][1])
	}
	// Under the null: y - null·x on the other columns.
	others := make([][]float64, len(x))
	rest := make([]float64, len(x))
	for i, r := range x {
		others[i] = []float64{r[0], r[2]}
		rest[i] = y[i] - null*r[1]
	}
	restricted := LeastSquares(others, rest)
	extreme := 0.0
	for set := range 64 {
		draw := make([]float64, len(y))
		for i := range draw {
			s := 1.0
			if set>>cluster[i]&1 == 1 {
				s = -1
			}
			draw[i] = null*x[i][1] + restricted.Fitted[i] + s*restricted.Residuals[i]
		}
		if math.Abs(statistic(draw)) >= math.Abs(statistic(y))*(1-1e-9) {
			extreme++
		}
	}
	check(t, "t", got.Statistic, statistic(y), 1e-10)
	check(t, "p", got.P, extreme/64, 1e-14)
	if !got.Exact || got.Draws != 64 || got.Least != 2.0/64 || !slices.Equal(y, kept) {
		t.Errorf("got %+v", got)
	}
}

func TestWildClusterDraws(t *testing.T) {
	x, y, cluster := clustered(rand.New(rand.NewPCG(4, 5)), 5, 0.5)
	exact := WildCluster(x, y, cluster, 1, 0, 1024, nil)
	drawn := WildCluster(x, y, cluster, 1, 0, 1000, rand.New(rand.NewPCG(1, 1)))
	if again := WildCluster(x, y, cluster, 1, 0, 1000, rand.New(rand.NewPCG(1, 1))); again != drawn {
		t.Error("the same seed gave another answer")
	}
	if drawn.Exact || math.Abs(drawn.P-exact.P) > 4*math.Sqrt(exact.P*(1-exact.P)/1000)+0.001 {
		t.Errorf("drawn %+v, all %+v", drawn, exact)
	}
}

func TestWildClusterSaysWhyThereIsNone(t *testing.T) {
	x := columns([]float64{0, 1, 0, 1})
	for _, c := range []struct {
		got  WildTest
		want string
	}{
		{WildCluster(x, []float64{1, 2, 3, 5}, []int{3, 3, 3, 3}, 1, 0, 99, nil), "fewer than two clusters"},
		{WildCluster(x, []float64{1, 2, 1, 2}, []int{1, 1, 2, 2}, 1, 0, 99, nil), allEqual},
		{WildCluster(x[:2], []float64{1, 2}, []int{1, 2}, 1, 0, 99, nil), "no more rows than columns"},
	} {
		if c.got.Undetermined != c.want {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
}
