package dendrite

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestResampleDropsTheRest(t *testing.T) {
	pts := resample([]Point{{0, 0, 0}, {0, 0, 0}, {1, 0, 0}, {1, 0.55, 0}}, 0.5)
	want := []Point{{0, 0, 0}, {0.5, 0, 0}, {1, 0, 0}, {1, 0.5, 0}}
	if len(pts) != len(want) {
		t.Fatalf("%v", pts)
	}
	for i := range want {
		if dist(pts[i], want[i]) > 1e-12 {
			t.Errorf("point %d at %v, want %v", i, pts[i], want[i])
		}
	}
	if resample(nil, 1) != nil || len(resample([]Point{{1, 2, 3}}, 1)) != 1 {
		t.Error("no point and one point")
	}
}

// A Gaussian of s samples lowers a sine of w radians a sample by exp(-(ws)^2/2).
func TestSmoothLowersASineByItsTransferFunction(t *testing.T) {
	const w, s = 0.2, 4.0
	v := make([]float64, 400)
	for i := range v {
		v[i] = math.Sin(w * float64(i))
	}
	got := Smooth(v, s)
	for i := 100; i < 300; i++ {
		// the kernel ends at three standard deviations: 0.3 % of its mass
		near(t, "smoothed sine", got[i], math.Exp(-w*w*s*s/2)*v[i], 0.005)
	}
	if slices.Equal(got, v) || !slices.Equal(Smooth(v, 0), v) {
		t.Error("sigma 0 must change nothing, and 4 something")
	}
}

func TestSmoothPathKeepsAStraightLineAndItsEnds(t *testing.T) {
	v := make([]float64, 30)
	for i := range v {
		v[i] = 3 + 0.7*float64(i)
	}
	for i, x := range smoothPath(v, 5) {
		near(t, "line", x, v[i], 1e-9)
	}
	for _, short := range [][]float64{{4}, {1, 5}} {
		got := smoothPath(short, 9)
		near(t, "first", got[0], short[0], 1e-9)
		near(t, "last", got[len(got)-1], short[len(short)-1], 1e-9)
	}
}

func TestMovingMedianAgainstSorting(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	v := make([]float64, 40)
	for i := range v {
		v[i] = rng.Float64()
	}
	got := movingMedian(v, 7)
	for i := 3; i < 37; i++ {
		w := slices.Sorted(slices.Values(v[i-3 : i+4]))
		if got[i] != w[3] {
			t.Fatalf("%d: %v, want %v", i, got[i], w[3])
		}
	}
}

func TestSummitOfAFlatTopIsItsMiddle(t *testing.T) {
	for _, c := range []struct {
		v    []float64
		want float64
	}{
		{[]float64{0, 1, 3, 2}, 2}, {[]float64{0, 0, 0, 0, 0}, 2}, {[]float64{1, 5, 5, 5, 2}, 2},
		{[]float64{7, 7, 1, 0}, 0.5}, {[]float64{-3, -1, -2}, 1}, {[]float64{4, 0, 4}, 0},
	} {
		if got := summit(c.v); got != c.want {
			t.Errorf("%v: %v, want %v", c.v, got, c.want)
		}
	}
}
