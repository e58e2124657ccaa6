package stats

import (
	"math/rand/v2"
	"testing"
)

// car 3.1-1 on an unbalanced layout of 17 values in 2×3 cells.
func TestTwoWayMatchesCar(t *testing.T) {
	a := answers(classical(t).at("twoway").(map[string]any))
	y, fa, fb := a.nums("y"), toInts(a.nums("a")), toInts(a.nums("b"))
	for kind, key := range map[SumsOfSquares]string{TypeI: "1", TypeII: "2", TypeIII: "3"} {
		got := TwoWay(y, fa, fb, kind)
		for i, f := range []FTest{got.A, got.B, got.AB} {
			check(t, "F type "+key, f.Statistic, a.nums("F" + key)[i], 1e-10)
			check(t, "p type "+key, f.P, a.nums("p" + key)[i], 1e-10)
			if kind == TypeIII {
				check(t, "SS", f.SS, a.nums("ss3")[i], 1e-10)
			}
		}
	}
}

func TestTwoWayMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "anova_tukey_dunnett.json"))
	y, wool, tension := warp(t)
	for kind, want := range map[SumsOfSquares][][]float64{
		TypeI: a.rows("warp_typeI", "values"), TypeII: a.rows("warp_typeII", "values"), TypeIII: a.rows("warp_typeIII_sum", "values")[1:],
	} {
		got := TwoWay(y, wool, tension, kind)
		for i, f := range []FTest{got.A, got.B, got.AB} {
			n := len(want[i])
			check(t, "F", f.Statistic, want[i][n-2], 1e-11)
			check(t, "p", f.P, want[i][n-1], 1e-11)
		}
	}
}

// Balanced: the three types agree and sums of squares add up. Two by two: the
// interaction is the difference in differences with pooled variance, squared.
func TestTwoWayBalanced(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	var y []float64
	var a, b []int
	for i := range 24 {
		y, a, b = append(y, rng.NormFloat64()+float64(i%2)), append(a, i%2), append(b, i/2%2)
	}
	one, two, three := TwoWay(y, a, b, TypeI), TwoWay(y, a, b, TypeII), TwoWay(y, a, b, TypeIII)
	for _, p := range [][3]float64{{one.A.P, two.A.P, three.A.P}, {one.B.P, two.B.P, three.B.P}, {one.AB.P, two.AB.P, three.AB.P}} {
		check(t, "type II", p[1], p[0], 1e-11)
		check(t, "type III", p[2], p[0], 1e-11)
	}
	_, v := meanVariance(y)
	check(t, "sum", one.A.SS+one.B.SS+one.AB.SS+one.A.SSError, 23*v, 1e-12)
	cell := make([]int, 24)
	for i := range cell {
		cell[i] = 2*a[i] + b[i]
	}
	c := Contrast(split(y, cell), []float64{1, -1, -1, 1}, 0.95)
	check(t, "interaction", one.AB.Statistic, c.Statistic*c.Statistic, 1e-11)
}

func TestTwoWaySaysWhyThereIsNone(t *testing.T) {
	y := []float64{1, 3, 2, 5, 4, 7, 6}
	for _, c := range []struct {
		got  TwoWayTable
		want string
	}{
		{TwoWay(y, []int{0, 0, 1, 1, 0, 0, 1}, []int{0, 1, 0, 0, 0, 1, 0}, TypeII), "an empty cell"},
		{TwoWay(y, []int{0, 0, 0, 0, 0, 0, 0}, []int{0, 1, 0, 0, 0, 1, 0}, TypeII), "a factor has one level"},
		{TwoWay(y[:4], []int{0, 0, 1, 1}, []int{0, 1, 0, 1}, TypeII), "no more rows than columns"},
	} {
		if c.got.AB.Undetermined != c.want || c.got.A.Undetermined != c.want {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
}

func TestTwoWayIsCalibrated(t *testing.T) {
	a := []int{0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 0}
	b := []int{0, 1, 2, 0, 0, 1, 2, 0, 1, 1, 2, 2, 0}
	calibrated(t, "interaction, unbalanced", func(r *rand.Rand) float64 {
		y := gaussians(r, len(a), 0, 1)
		for i := range y {
			y[i] += float64(a[i]) - 2*float64(b[i])
		}
		return TwoWay(y, a, b, TypeIII).AB.P
	})
}
