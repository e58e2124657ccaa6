package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

type clusterOracle struct {
	Data      [][]float64
	Threshold float64 `json:"threshold_t"`
	Clusters  []struct {
		Start int
		End   int `json:"end_incl"`
		Mass  float64
		P     float64 `json:"p_exact"`
	}
	NullMean float64 `json:"max_null_mean"`
	NullQ95  float64 `json:"max_null_q95"`
}

func TestClusterSignFlipMatchesEnumeration(t *testing.T) {
	var all struct {
		W clusterOracle `json:"cluster_signflip_exact"`
	}
	readShipped(t, "exact_resampling.json", &all)
	w := all.W
	got := ClusterSignFlip(w.Data, TraceParams{}, nil)
	if !got.Exact || got.Assignments != 1024 || !near(got.Threshold, w.Threshold, 1e-10) || len(got.Clusters) != len(w.Clusters) ||
		!near(got.NullMean, w.NullMean, 1e-10) || !near(got.NullUpper, w.NullQ95, 1e-10) {
		t.Fatalf("%+v, enumerated %+v", got, w)
	}
	for i, c := range got.Clusters {
		if x := w.Clusters[i]; c.First != x.Start || c.Last != x.End || !near(c.Mass, x.Mass, 1e-10) || !near(c.P, x.P, rounding) {
			t.Errorf("%+v, enumerated %+v", c, x)
		}
	}
	drawn := ClusterSignFlip(w.Data, TraceParams{ExactUpTo: 1, Draws: 5000}, rand.New(rand.NewPCG(1, 1)))
	if drawn.Exact || !near(drawn.P, w.Clusters[0].P, 4*math.Sqrt(0.16*0.84/5000)) {
		t.Errorf("drawn %v, exact %v", drawn.P, w.Clusters[0].P)
	}
	// Turning every trace turns the clusters; a scale changes nothing.
	turned := make([][]float64, len(w.Data))
	for i, x := range w.Data {
		for _, v := range x {
			turned[i] = append(turned[i], -3*v)
		}
	}
	if o := ClusterSignFlip(turned, TraceParams{}, nil); !near(o.P, got.P, rounding) || !near(o.Clusters[0].Mass, -got.Clusters[0].Mass, 1e-9) {
		t.Errorf("turned %+v", o.Clusters)
	}
}

func TestClusterSignFlipWithoutAnswer(t *testing.T) {
	for _, c := range [][][]float64{nil, {{1, 2}}, {{}, {}}, {{1, math.NaN()}, {1, 2}}} {
		if got := ClusterSignFlip(c, TraceParams{}, nil); got.Undetermined == "" {
			t.Errorf("%v: %+v", c, got)
		}
		if got := MeanTraceBand(c, 0, TraceParams{}, nil); got.Undetermined == "" {
			t.Errorf("%v: %+v", c, got)
		}
	}
	got := ClusterSignFlip([][]float64{{0, 0}, {0, 0}, {0, 0}}, TraceParams{}, nil)
	if got.P != 1 || len(got.Clusters) != 0 || got.Undetermined != "" {
		t.Errorf("flat %+v", got)
	}
	// A sample without spread is infinitely clear, and still one flip in four.
	got = ClusterSignFlip([][]float64{{1, 0}, {1, 0}, {1, 0}}, TraceParams{}, nil)
	if !near(got.P, 0.25, rounding) || math.IsNaN(got.NullMean) {
		t.Errorf("constant %+v", got)
	}
}

// Two animals with 1 and 3: mean 2, standard error 1, t on one degree of
// freedom 12.706.
func TestTraceBandByHand(t *testing.T) {
	b := MeanTraceBand([][]float64{{1, 0}, {3, 0}}, 0.95, TraceParams{}, nil)
	if b.Mean[0] != 2 || !near(b.SE[0], 1, rounding) || !near(b.Pointwise[0].Hi, 2+12.7062047361747, 1e-6) ||
		b.Joint[0].Hi < b.Pointwise[0].Hi || b.Joint[1] != (Interval{0, 0}) {
		t.Errorf("%+v", b)
	}
}

func smoothTraces(rng *rand.Rand, n, samples int) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, samples)
		v := rng.NormFloat64()
		for j := range out[i] {
			v = 0.9*v + math.Sqrt(1-0.81)*rng.NormFloat64()
			out[i][j] = v
		}
	}
	return out
}

// The smallest p over a trace is valid: with 8 animals a true null is rejected
// no more often than said. Sample by sample it would be rejected in most runs.
func TestTraceCalibration(t *testing.T) {
	runs := 600
	if testing.Short() {
		runs = 150
	}
	rng := rand.New(rand.NewPCG(41, 1))
	var p []float64
	anySample, point, joint := 0, 0.0, 0
	for range runs {
		x := smoothTraces(rng, 8, 80)
		p = append(p, ClusterSignFlip(x, TraceParams{}, rng).P)
		b := MeanTraceBand(x, 0.95, TraceParams{}, rng)
		out, whole := false, true
		for j := range b.Mean {
			if b.Pointwise[j].Contains(0) {
				point += 1 / float64(len(b.Mean)*runs)
			} else {
				out = true
			}
			whole = whole && b.Joint[j].Contains(0)
		}
		if out {
			anySample++
		}
		if whole {
			joint++
		}
	}
	checkValid(t, "clusters", p)
	if s := share(p, 0.05); s < 0.02 {
		t.Errorf("clusters reject %.3f: too few to be of use", s)
	}
	if s := float64(anySample) / float64(runs); s < 0.2 {
		t.Errorf("sample by sample rejects %.3f of true nulls; expected far above 0.05", s)
	}
	if point < 0.93 || point > 0.97 {
		t.Errorf("pointwise band covers %.3f", point)
	}
	if c := float64(joint) / float64(runs); c < 0.90 || c > 0.99 {
		t.Errorf("joint band covers %.3f", c)
	}
	t.Logf("any sample %.3f, pointwise %.3f, joint %.3f", float64(anySample)/float64(runs), point, float64(joint)/float64(runs))
}
