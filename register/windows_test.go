package register

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// Every path of shifts through a tiny problem, tried one by one.
func TestSmoothestAgainstBruteForce(t *testing.T) {
	g := grid{reach: 0.6, step: 0.6} // 3 x 3 shifts: none out of reach of another
	rng := rand.New(rand.NewPCG(2, 2))
	worth := func(score [][]float64, path []int) float64 {
		var sum float64
		for n, k := range path {
			sum += score[n][k]
			if n > 0 {
				da, db := g.shift(k/3)-g.shift(path[n-1]/3), g.shift(k%3)-g.shift(path[n-1]%3)
				sum -= stiffness * (da*da + db*db)
			}
		}
		return sum
	}
	for range 30 {
		score := make([][]float64, 4)
		for n := range score {
			score[n] = make([]float64, 9)
			for k := range score[n] {
				score[n][k] = rng.Float64()
			}
		}
		best := math.Inf(-1)
		for all := range 9 * 9 * 9 * 9 {
			best = max(best, worth(score, []int{all % 9, all / 9 % 9, all / 81 % 9, all / 729}))
		}
		near(t, "worth", worth(score, g.smoothest(score)), best, 1e-12)
	}
}

// Between neighbouring windows no more than two grid steps are taken.
func TestSmoothestDoesNotJump(t *testing.T) {
	g := grid{reach: 1.2, step: 0.3} // 9 x 9
	score := [][]float64{make([]float64, 81), make([]float64, 81), make([]float64, 81)}
	score[0][0], score[1][80], score[2][80] = 9, 9, 9
	path := g.smoothest(score)
	for n := 1; n < 3; n++ {
		if d := path[n]/9 - path[n-1]/9; d > 2 || d < -2 {
			t.Errorf("jump of %d steps", d)
		}
	}
}

// b is a moved by (7, -4) steps; everywhere but near the ends that is found.
func TestMatchFindsAShiftedPattern(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	wide := img.NewImage(420, 111)
	for i := range wide.Pix {
		wide.Pix[i] = rng.Float32()
	}
	img.Gaussian(wide, wide, 4, 4)
	a, b := img.NewImage(400, 91), img.NewImage(400, 91)
	for i := range 400 {
		copy(a.Row(i), wide.Row(10 + i)[10:])
		copy(b.Row(i), wide.Row(10 + i - 7)[10+4:])
	}
	d := grid{reach: 1.2, step: 0.2}.match(a, b)
	for i := 60; i < 340; i++ {
		near(t, "along", d.along[i], 0.7, 0.03) // by the parabola, between steps of 0.2
		near(t, "across", d.across[i], -0.4, 0.03)
	}
}

func TestRefineStaysWithinHalfAStep(t *testing.T) {
	g := grid{reach: 0.3, step: 0.3}
	for _, c := range []struct {
		score         []float64
		k             int
		along, across float64
	}{
		{[]float64{0, 0, 0, 0, 1, 0, 0, 0, 0}, 4, 0, 0},
		{[]float64{0, 0.5, 0, 0.2, 1, 0.9, 0, 0.5, 0}, 4, 0, 0.3 * 0.5 * (0.2 - 0.9) / (0.2 - 2 + 0.9)},
		{[]float64{9, 0, 0, 0, 1, 0, 0, 0, 0}, 0, -0.3, -0.3}, // at the rim there is no other side
		{[]float64{0, 8, 0, 0, 1, 0, 0, 0, 0}, 4, 0, 0},       // not a peak
	} {
		along, across := g.refine(c.score, c.k)
		near(t, "along", along, c.along, 1e-12)
		near(t, "across", across, c.across, 1e-12)
	}
}

func TestWindowsOfConstantsCorrelateZero(t *testing.T) {
	a := img.NewImage(200, 91)
	for _, v := range (grid{reach: 0.6, step: 0.3}).window(a, a, 100) {
		if v != 0 {
			t.Fatalf("correlation %v", v)
		}
	}
	for _, v := range columnCorrelation(a, a) {
		if v != 0 {
			t.Fatalf("correlation %v", v)
		}
	}
}

// A ramp of node values is a ramp of columns, away from the ends; node n stands
// in the middle of the n-th part.
func TestSpreadNodes(t *testing.T) {
	got := spreadNodes([]float64{0, 1, 2, 3, 4, 5, 6, 7}, 800)
	for i := 150; i < 650; i++ {
		near(t, "ramp", got[i], (float64(i)+0.5)/100-0.5, 1e-3)
	}
	for _, v := range spreadNodes([]float64{3}, 50) {
		near(t, "one node", v, 3, 1e-9)
	}
}

func TestColumnCorrelationOfAStripWithItselfAndItsNegative(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	a, b := img.NewImage(300, 91), img.NewImage(300, 91)
	for i := range a.Pix {
		a.Pix[i] = rng.Float32()
		b.Pix[i] = a.Pix[i]
		if i >= 91*150 {
			b.Pix[i] = -a.Pix[i]
		}
	}
	got := columnCorrelation(a, b)
	half := int(windowUm / 2 / dendrite.StepUm)
	near(t, "same", got[50], 1, 1e-6)
	near(t, "negative", got[250], -1, 1e-6)
	if got[150-half/2] <= got[150+half/2] {
		t.Error("it does not fall in between")
	}
}
