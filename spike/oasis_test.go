package spike

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestOasisIsTheLeastSquaresSolution checks the conditions that only the
// solution of the convex problem meets (Karush, Kuhn, Tucker): with the
// residual r, sum of d^(u-t) r[u] over u >= t is 0 where calcium jumps and not
// above 0 elsewhere.
func TestOasisIsTheLeastSquaresSolution(t *testing.T) {
	const decay, tolerance = 0.95, 1e-4 // float32 calcium of a few hundred frames
	rng := rand.New(rand.NewPCG(1, 1))
	y, _ := simulated(rng, 400, decay, 0, 0.05, 0.3)
	c, s := unknown(400), unknown(400)
	for i := range 20 {
		y[100+i] = nan // a gap weighs nothing
	}
	unroll(c, s, oasis(y, decay, 0, nil), decay)
	slope := 0.0
	for u := len(y) - 1; u > 0; u-- {
		slope *= decay
		if y[u] == y[u] {
			slope += float64(y[u] - c[u])
		}
		if slope > tolerance || s[u] > 1e-6 && math.Abs(slope) > tolerance {
			t.Fatalf("frame %d: jump %g, slope %g", u, s[u], slope)
		}
		if s[u] < 0 {
			t.Fatalf("frame %d: calcium jumps by %g", u, s[u])
		}
	}
}

func TestOasis2RecoversSpikesWithoutNoise(t *testing.T) {
	const decay, rise, tolerance = 0.95, 0.5, 1e-4
	rng := rand.New(rand.NewPCG(2, 2))
	y, spikes := simulated(rng, 500, decay, rise, 0.05, 0)
	for range 5 { // begin in silence
		y, spikes = append([]float32{0}, y...), append([]float32{0}, spikes...)
	}
	c, s := unknown(len(y)), unknown(len(y))
	unroll2(c, s, oasis2(y, decay, rise, 0.1), decay, rise)
	for u := range y {
		if math.Abs(float64(s[u]-spikes[u])) > tolerance || math.Abs(float64(c[u]-y[u])) > tolerance {
			t.Fatalf("frame %d: jump %g for %g, calcium %g for %g", u, s[u], spikes[u], c[u], y[u])
		}
	}
}

func TestWithoutARiseBothOrdersAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	y, _ := simulated(rng, 1000, 0.96, 0, 0.03, 0.2)
	c1, s1, c2, s2 := unknown(1000), unknown(1000), unknown(1000), unknown(1000)
	unroll(c1, s1, oasis(y, 0.96, 0.3, nil), 0.96)
	unroll2(c2, s2, oasis2(y, 0.96, 1e-9, 0.3), 0.96, 1e-9)
	for u := range y {
		if math.Abs(float64(c1[u]-c2[u])) > 1e-4 {
			t.Fatalf("frame %d: first order %g, second %g", u, c1[u], c2[u])
		}
	}
}

func TestAGapIsUnknown(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	y, _ := simulated(rng, 600, 0.96, 0, 0.03, 0.1)
	for i := range 10 {
		y[300+i] = nan
	}
	tr := Deconvolve(y, 30, Params{Indicator: Indicator{DecaySec: 1}})
	for u := range y {
		gap := u == 0 || u >= 300 && u <= 310
		if gap != (tr.Jumps[u] != tr.Jumps[u]) {
			t.Fatalf("frame %d: jump %g", u, tr.Jumps[u])
		}
	}
	if tr.Usable != 600-12 {
		t.Errorf("%d usable frames, want 588", tr.Usable)
	}
}

func TestNoiseOfWhiteNoise(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	y, _ := simulated(rng, 20000, 0, 0, 0, 0.7)
	if sd := NoiseSD(y); math.Abs(sd-0.7) > 0.02 { // 3 standard errors of the median
		t.Errorf("noise %g, want 0.7", sd)
	}
	if tr := Deconvolve(make([]float32, 100), 30, Params{}); tr.Reason == "" {
		t.Error("a constant trace has no reason for not being known")
	}
}

func TestTheMirrorTellsNoiseFromTransients(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	noise, _ := simulated(rng, 60000, 0, 0, 0, 1)
	got := Find(noise, 30, OnsetParams{AboveSD: 1.5}, Params{BaselineSec: -1})
	if share := got.FalseShare(); len(got.Onsets) < 100 || math.Abs(share-1) > 0.3 {
		t.Errorf("noise alone: %d onsets, false share %.2f, want 1", len(got.Onsets), share)
	}
	y, spikes := simulated(rng, 60000, 0.97, 0, 0.002, 0.05)
	n := 0
	for _, s := range spikes {
		n += int(s)
	}
	got = Find(y, 30, OnsetParams{}, Params{BaselineSec: -1})
	if got.FalseShare() > 0.05 || math.Abs(got.UsableMin-60000.0/30/60) > 1e-9 {
		t.Errorf("clear transients: false share %.2f of %d onsets, %d spikes, %.2f min", got.FalseShare(), len(got.Onsets), n, got.UsableMin)
	}
}

func TestDecayIsEstimated(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	y, _ := simulated(rng, 60000, math.Exp(-1/30.0), 0, 0.02, 0.3)
	tau, err := EstimateDecaySec(y, 30, 0)
	if err != nil || math.Abs(tau-1) > 0.1 {
		t.Errorf("decay %.3f s (%v), want 1", tau, err)
	}
}

func BenchmarkOasis(b *testing.B) {
	rng := rand.New(rand.NewPCG(8, 8))
	y, _ := simulated(rng, 20000, math.Exp(-1/36.0), 0, 0.02, 0.3)
	c, s := unknown(20000), unknown(20000)
	var buf []block
	for b.Loop() {
		buf = oasis(y, math.Exp(-1/36.0), 0.3, buf)
		unroll(c, s, buf, math.Exp(-1/36.0))
	}
	b.ReportMetric(20000*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
}
