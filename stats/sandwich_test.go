package stats

import (
	"math"
	"testing"
)

func checkMatrix(t *testing.T, name string, got, want [][]float64, tolerance float64) {
	t.Helper()
	for i := range want {
		for j := range want[i] {
			check(t, name, got[i][j], want[i][j], tolerance)
		}
	}
}

// clusterData is the layout of testdata/classical.R: a treatment given to whole
// clusters, seven of them, and a covariate of rows.
func clusterData(t *testing.T) (answers, LinearFit, []int) {
	a := answers(classical(t).at("cluster").(map[string]any))
	return a, LeastSquares(columns(a.nums("treat"), a.nums("z")), a.nums("y")), toInts(a.nums("cluster"))
}

// sandwich 3.0-2 and clubSandwich 0.5.8.
func TestSandwichesMatchR(t *testing.T) {
	a, fit, cluster := clusterData(t)
	for j := range fit.Coef {
		check(t, "coefficient", fit.Coef[j], a.nums("coef")[j], 10*closedForm)
		check(t, "SE", fit.SE[j], a.nums("se")[j], 10*closedForm)
	}
	checkMatrix(t, "CR0", fit.CR0(cluster), a.rows("CR0"), 100*closedForm)
	checkMatrix(t, "CR1", fit.CR1(cluster), a.rows("CR1S"), 100*closedForm)
	checkMatrix(t, "HC3", fit.HC3(), a.rows("HC3"), 100*closedForm)
	checkMatrix(t, "Newey-West", fit.NeweyWest(2), a.rows("NW2"), 100*closedForm)
}

// Sleep deprivation, Belenky et al. 2003.
func TestSandwichesMatchPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "cluster_robust_ols.json"))
	s := readCells(t, oracle(t, "sleepstudy.csv"))
	fit := LeastSquares(columns(toFloats(s["Days"])), toFloats(s["Reaction"]))
	cluster := toInts(toFloats(s["Subject"]))
	for j, row := range a.rows("ols", "values") {
		check(t, "coefficient", fit.Coef[j], row[0], 10*closedForm)
		check(t, "SE", fit.SE[j], row[1], 10*closedForm)
	}
	checkMatrix(t, "CR0", fit.CR0(cluster), a.rows("CR0", "values"), 100*closedForm)
	checkMatrix(t, "CR1", fit.CR1(cluster), a.rows("CR1_stata", "values"), 100*closedForm)
	checkMatrix(t, "HC3", fit.HC3(), a.rows("HC3", "values"), 100*closedForm)
	checkMatrix(t, "Newey-West", fit.NeweyWest(3), a.rows("NeweyWest_lag3", "values"), 100*closedForm)
}

// Clusters of one row are HC0; without lag Newey-West is HC0 as well. The mean
// alone: HC3 with leverage 1/n is Σe²/(n-1)²; of clusters of equal size CR0 is
// the variance of cluster means, divisor G, over G.
func TestSandwichesOfSpecialDesigns(t *testing.T) {
	_, fit, cluster := clusterData(t)
	own := indices(len(cluster))
	checkMatrix(t, "one row a cluster", fit.CR0(own), fit.NeweyWest(0), 10*closedForm)
	y := []float64{1, 4, 2, 8, 5, 7}
	mean := LeastSquares(ones(6), y)
	_, v := meanVariance(y)
	check(t, "HC3 of a mean", mean.HC3()[0][0], v/5, closedForm)
	pairs := []float64{2.5, 5, 6}
	_, vp := meanVariance(pairs)
	check(t, "CR0 of a mean", mean.CR0([]int{1, 1, 2, 2, 3, 3})[0][0], vp*2/3/3, closedForm)
	if se := math.Sqrt(mean.CR1([]int{1, 1, 2, 2, 3, 3})[0][0]); !agrees(se, math.Sqrt(vp/3), closedForm) {
		t.Errorf("CR1 of a mean %v, standard error of cluster means %v", se, math.Sqrt(vp/3))
	}
}
