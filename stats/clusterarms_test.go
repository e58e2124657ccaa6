package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Pooled t by its definition, and the null by visiting every assignment in
// another way.
func TestClusterPermuteByHand(t *testing.T) {
	rng := rand.New(rand.NewPCG(45, 1))
	x := smoothTraces(rng, 7, 30)
	treated := []bool{true, false, true, false, false, true, false}
	for i := range x {
		if treated[i] {
			for j := 10; j < 20; j++ {
				x[i][j] += 2.5
			}
		}
	}
	pooled := func(arm []bool) []float64 {
		out := make([]float64, 30)
		for j := range out {
			var a, b []float64
			for i := range x {
				if arm[i] {
					a = append(a, x[i][j])
				} else {
					b = append(b, x[i][j])
				}
			}
			p, q := newSample(a), newSample(b)
			s2 := ((p.n-1)*p.variance + (q.n-1)*q.variance) / (p.n + q.n - 2)
			out[j] = (p.mean - q.mean) / math.Sqrt(s2*(1/p.n+1/q.n))
		}
		return out
	}
	got := ClusterPermute(x, treated, TraceParams{}, nil)
	for j, v := range pooled(treated) {
		if !near(got.T[j], v, 1e-10) {
			t.Errorf("t of sample %d: %v, by hand %v", j, got.T[j], v)
		}
	}
	extreme, ways := 0, 0
	for mask := range 1 << 7 {
		arm, k := make([]bool, 7), 0
		for i := range arm {
			if arm[i] = mask>>i&1 == 1; arm[i] {
				k++
			}
		}
		if k != 3 {
			continue
		}
		ways++
		if largestMass(pooled(arm), got.Threshold) >= largestMass(got.T, got.Threshold)-1e-9 {
			extreme++
		}
	}
	if !got.Exact || got.Assignments != ways || !near(got.P, float64(extreme)/float64(ways), rounding) || len(got.Clusters) == 0 {
		t.Errorf("%+v, by hand %d of %d", got, extreme, ways)
	}
	drawn := ClusterPermute(x, treated, TraceParams{ExactUpTo: 1, Draws: 4000}, rng)
	if drawn.Exact || !near(drawn.P, got.P, 4*math.Sqrt(got.P/4000)) {
		t.Errorf("drawn %v, exact %v", drawn.P, got.P)
	}
	for name, arm := range map[string][]bool{"one arm": make([]bool, 7)} {
		if r := ClusterPermute(x, arm, TraceParams{}, nil); r.Undetermined == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	flat := [][]float64{{0, 1}, {0, 1}, {0, 1}, {0, 1}}
	if r := ClusterPermute(flat, []bool{true, true, false, false}, TraceParams{}, nil); r.P != 1 || math.IsNaN(r.NullMean) {
		t.Errorf("no spread %+v", r)
	}
}

func TestClusterPermuteIsCalibrated(t *testing.T) {
	runs := 400
	if testing.Short() {
		runs = 120
	}
	rng := rand.New(rand.NewPCG(46, 1))
	treated := []bool{true, true, true, true, true, false, false, false, false}
	var p []float64
	for range runs {
		p = append(p, ClusterPermute(smoothTraces(rng, 9, 60), treated, TraceParams{}, rng).P)
	}
	checkValid(t, "clusters between arms", p)
	if s := share(p, 0.05); s < 0.015 {
		t.Errorf("clusters reject %.3f: too few to be of use", s)
	}
}
