package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// clubSandwich 0.5.8: coef_test(vcov = "CR2", test = "Satterthwaite").
func TestCR2MatchesClubSandwich(t *testing.T) {
	const eigen = 1e-9 // of a symmetric root
	a, fit, cluster := clusterData(t)
	for j := range fit.Coef {
		w := make([]float64, 3)
		w[j] = 1
		got := fit.ContrastCR2(w, cluster, 0.95)
		check(t, "SE", got.SE, a.nums("CR2se")[j], eigen)
		check(t, "df", got.DF, a.nums("CR2df")[j], eigen)
		check(t, "p", got.P, a.nums("CR2p")[j], eigen)
	}
}

// A treatment of whole clusters of one size: CR2 is Welch's test of the cluster
// means, degrees of freedom with equal variances and all.
func TestCR2OfBalancedClusters(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	var y, arm []float64
	var cluster []int
	means := [2][]float64{}
	for g := range 8 {
		v := gaussians(rng, 5, rng.NormFloat64(), 1)
		m, _ := meanVariance(v)
		means[g%2] = append(means[g%2], m)
		for _, x := range v {
			y, arm, cluster = append(y, x), append(arm, float64(g%2)), append(cluster, g)
		}
	}
	got := LeastSquares(columns(arm), y).ContrastCR2([]float64{0, 1}, cluster, 0.95)
	want := Welch(means[1], means[0], 0.95)
	check(t, "estimate", got.Estimate, want.Estimate, 1e-11)
	check(t, "SE", got.SE, want.SE, 1e-11)
	check(t, "df", got.DF, 6, 1e-9) // under the working model of one variance
}

func TestCR2SaysWhyThereIsNone(t *testing.T) {
	fit := LeastSquares(columns([]float64{1, 2, 3, 5}), []float64{1, 2, 4, 3})
	if got := fit.ContrastCR2([]float64{0, 1}, []int{1, 1, 1, 1}, 0.95).Undetermined; got != "fewer than two clusters" {
		t.Errorf("got %q", got)
	}
	if got := fit.Contrast([]float64{0, 1}, fit.CR1([]int{1, 1, 1, 1}), 1, 0.95).Undetermined; got != fewClusters {
		t.Errorf("CR1 says %q", got)
	}
	none := LeastSquares(columns([]float64{1, 1, 1}), []float64{1, 2, 4})
	for _, cov := range [][][]float64{none.HC3(), none.CR0([]int{1, 2, 3}), none.CR1([]int{1, 2, 3}), none.NeweyWest(1)} {
		if got := none.Contrast([]float64{0, 1}, cov, 1, 0.95).Undetermined; got != "column 1 is a combination of those before it" {
			t.Errorf("without a fit: %q", got)
		}
	}
}

// clustered draws 2·arms animals of 3 to 8 rows, half of them treated, with as
// much spread between animals as within.
func clustered(r *rand.Rand, arms int, effect float64) (x [][]float64, y []float64, cluster []int) {
	for g := range 2 * arms {
		between := r.NormFloat64()
		for range 3 + r.IntN(6) {
			arm := float64(g % 2)
			x = append(x, []float64{1, arm})
			y = append(y, effect*arm+between+r.NormFloat64())
			cluster = append(cluster, g)
		}
	}
	return x, y, cluster
}

// With four animals an arm the classical p is small far too often, CR1 still is,
// CR2 and the wild bootstrap are not.
func TestClusteredTestsAreCalibrated(t *testing.T) {
	const runs = 1000
	rng := rand.New(rand.NewPCG(12, 34))
	w := []float64{0, 1}
	var classic, cr1, cr2, wild float64
	cover := 0.0
	for range runs {
		x, y, cluster := clustered(rng, 4, 0)
		fit := LeastSquares(x, y)
		classic += small(fit.Contrast(w, fit.Cov, fit.DF, 0.95).P)
		cr1 += small(fit.Contrast(w, fit.CR1(cluster), 7, 0.95).P)
		r := fit.ContrastCR2(w, cluster, 0.95)
		cr2 += small(r.P)
		if r.Interval.Contains(0) {
			cover++
		}
		wild += small(WildCluster(x, y, cluster, 1, 0, 256, rng).P)
	}
	t.Logf("p <= 0.05: classical %.3f, CR1 %.3f, CR2 %.3f, wild %.3f; CR2 covers %.3f", classic/runs, cr1/runs, cr2/runs, wild/runs, cover/runs)
	if classic/runs < 0.15 {
		t.Errorf("ignoring animals is wrong in %.3f: the example shows nothing", classic/runs)
	}
	// Four standard errors of 5 % in 1000 runs are 2.8 %.
	for name, share := range map[string]float64{"CR2": cr2 / runs, "wild": wild / runs} {
		if math.Abs(share-0.05) > 0.028 {
			t.Errorf("%s: p <= 0.05 in %.3f", name, share)
		}
	}
	if cover/runs < 0.93 || cover/runs > 0.975 {
		t.Errorf("CR2 covers %.3f", cover/runs)
	}
}

func small(p float64) float64 {
	if p <= 0.05 {
		return 1
	}
	return 0
}
