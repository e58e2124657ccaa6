package spike

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The criterion is the sum of squares of what the fit leaves, less that of the
// trace, and the price of the jumps: summed frame by frame here.
func TestCostIsTheSumOfSquaresAndThePriceOfJumps(t *testing.T) {
	const decay, noise, tolerance = 0.96, 0.2, 1e-3 // calcium is float32
	rng := rand.New(rand.NewPCG(11, 1))
	y, _ := simulated(rng, 2000, decay, 0, 0.03, noise)
	for i := range 30 {
		y[700+i] = nan
	}
	blocks := oasis(y, decay, 0.3, nil)
	calcium, jumps := unknown(len(y)), unknown(len(y))
	unroll(calcium, jumps, blocks, decay)
	want, n := 0.0, 0
	for i, v := range y {
		if v == v {
			left := float64(v - calcium[i])
			want += (left*left - float64(v)*float64(v)) / (noise * noise)
		}
		if i > 0 && jumps[i] > 0 {
			n++
		}
	}
	want += 2 * float64(n) * math.Log(2000)
	if got := cost(blocks, noise); math.Abs(got-want) > tolerance*math.Abs(want) {
		t.Errorf("cost %g, summed frame by frame %g", got, want)
	}
}

func TestTheDecayOfACellIsChosen(t *testing.T) {
	const rate = 30.0
	p := RateParams{Params: Params{Indicator: Indicator{DecaySec: 0.5}, BaselineSec: -1}}
	right, n := 0, 0
	for _, times := range decayTimes() {
		for range 5 {
			n++
			rng := rand.New(rand.NewPCG(12, uint64(n)))
			y, _ := simulated(rng, 6000, math.Exp(-1/(rate*0.5*times)), 0, 0.02, 0.2)
			if got := EstimateRate(y, rate, p).DecaySec; math.Abs(math.Log(got/(0.5*times))) < math.Log(1.5) {
				right++ // it or its neighbour
			}
		}
	}
	t.Logf("%d of %d", right, n)
	if right < n-1 {
		t.Errorf("of %d cells, %d were read with their decay or the next one", n, right)
	}
}

// A rate does not change with the unit of the trace; with power 1 and the decay as
// said it is the jumps of Deconvolve over the noise; and a gap is unknown.
func TestRateFollowsDeconvolve(t *testing.T) {
	const tolerance = 1e-3 // of float32 jumps, differences of calcium
	rng := rand.New(rand.NewPCG(13, 1))
	y, _ := simulated(rng, 3000, 0.96, 0, 0.02, 0.2)
	for i := range 10 {
		y[1000+i] = nan
	}
	in := Indicator{DecaySec: 0.8, DelaySec: 0.05}
	one := EstimateRate(y, 30, RateParams{Params: Params{Indicator: in}, Power: 1, DecayAsSaid: true})
	tr := Deconvolve(y, 30, Params{Indicator: in, LeastSD: 1.5})
	twice := make([]float32, len(y))
	for i, v := range y {
		twice[i] = 2 * v
	}
	a, b := EstimateRate(y, 30, RateParams{}), EstimateRate(twice, 30, RateParams{})
	for i := range y {
		want := tr.Spikes[i] / float32(tr.NoiseSD)
		if got := one.PerFrame[i]; (got != got) != (want != want) || math.Abs(float64(got-want)) > tolerance*(1+float64(want)) {
			t.Fatalf("frame %d: rate %g, jump over noise %g", i, got, want)
		}
		if x, z := a.PerFrame[i], b.PerFrame[i]; (x != x) != (z != z) || math.Abs(float64(x-z)) > tolerance {
			t.Fatalf("frame %d: %g, and %g in another unit", i, x, z)
		}
	}
	if none := EstimateRate(make([]float32, 50), 30, RateParams{}); none.Reason == "" || none.PerFrame[7] == none.PerFrame[7] {
		t.Error("a constant trace has a rate")
	}
}

// On cells that answer bursts more than in proportion, as GCaMP6 does (dF/F goes
// with the power 1.6 of a burst here), the power brings the rate nearer to the
// spikes than jumps as they are. The threshold is high: a power lifts what noise makes, too.
func TestThePowerUndoesCooperativity(t *testing.T) {
	const rate, decay, noise = 30.0, 0.96, 0.1
	rng := rand.New(rand.NewPCG(14, 1))
	better := 0
	for range 10 {
		y, spikes := make([]float32, 6000), make([]float64, 6000)
		c := 0.0
		for i := range y {
			if rng.Float64() < 0.015 {
				spikes[i] = float64(1 + rng.IntN(6))
			}
			c = decay*c + math.Pow(spikes[i], 1.6)
			y[i] = float32(c + noise*rng.NormFloat64())
		}
		r := recorded{rateHz: rate, truth: smoothed(spikes, 0.2*rate)}
		p := RateParams{DecayAsSaid: true, Params: Params{Indicator: Indicator{DecaySec: -1 / (rate * math.Log(decay))}, LeastSD: 4}}
		powered := r.likeness(EstimateRate(y, rate, p).PerFrame)
		p.Power = 1
		if powered > r.likeness(EstimateRate(y, rate, p).PerFrame) {
			better++
		}
	}
	if better < 9 {
		t.Errorf("the power is better for %d of 10 cells", better)
	}
}

// BenchmarkRate: a trace without baseline at a fixed decay, and with the choice.
func BenchmarkRate(b *testing.B) {
	rng := rand.New(rand.NewPCG(8, 8))
	y, _ := simulated(rng, 20000, math.Exp(-1/36.0), 0, 0.02, 0.3)
	for _, said := range []bool{true, false} {
		b.Run(map[bool]string{true: "as said", false: "chosen"}[said], func(b *testing.B) {
			p := RateParams{DecayAsSaid: said, Params: Params{BaselineSec: -1}}
			for b.Loop() {
				EstimateRate(y, 30, p)
			}
			b.ReportMetric(20000*float64(b.N)/b.Elapsed().Seconds(), "samples/s")
		})
	}
}
