package spike

import "math"

// RateParams says how EstimateRate reads a trace. The zero RateParams is GCaMP6s.
type RateParams struct {
	Params              // LeastSD is 1.5 by default here
	Power       float64 // of a jump; default 0.4, 1 for jumps as they are
	DecayAsSaid bool    // take the indicator's decay, and choose none
}

func (p RateParams) orDefaults() RateParams {
	if p.LeastSD == 0 {
		p.LeastSD = 1.5
	}
	if p.Power == 0 {
		p.Power = 0.4
	}
	p.Params = p.Params.orDefaults()
	return p
}

// decayTimes are the decays that are tried, as multiples of the indicator's. They
// span what the expression of an indicator makes of its decay: much of it in a cell
// buffers calcium and slows it.
func decayTimes() []float64 { return []float64{0.6, 0.8, 1, 1.4, 2, 2.8} }

// Rate is how a cell fired, as far as its fluorescence tells.
type Rate struct {
	PerFrame []float32 // follows the spikes in a frame, in a unit of its own; NaN where nothing is known
	DecaySec float64   // with which the trace was read
	NoiseSD  float64
	Reason   string // why nothing is known, if so
}

// EstimateRate returns for every frame of a trace of dF/F a number that follows the
// rate of spikes. From the jumps s of Deconvolve, with the noise sigma,
//
//	rate[t] = (s[t + DelaySec]/sigma)^Power
//
// A power below 1, because calcium binds to the indicator cooperatively: a burst
// jumps higher than its spikes do one by one (Chen et al. 2013, doi
// 10.1038/nature12354), and jumps as they are give bursts too much weight.
//
// Cells with one indicator differ in their decay. Of a few multiples of the
// indicator's that one is taken with which the fit is best for its number of jumps,
// each of which costs two parameters, its time and its height (Schwarz 1978, doi
// 10.1214/aos/1176344136):
//
//	min of sum (y - c)^2/sigma^2 + 2 jumps ln(frames)
//
// The spikes themselves are not needed for it. The unit is the same only within a
// trace: it is no number of spikes. docs/calcium.md has the scores on cells that had
// no part in choosing anything. It panics as Deconvolve does; a rise is not looked at.
func EstimateRate(trace []float32, rateHz float64, p RateParams) Rate {
	p = p.orDefaults()
	if !(rateHz > 0) || !(p.Indicator.DecaySec > 0) {
		panic("spike: the frame rate and the decay must be positive")
	}
	noise := NoiseSD(trace)
	if !(noise > 0) || math.IsInf(noise, 0) {
		return Rate{PerFrame: unknown(len(trace)), Reason: "the trace has no noise: too few frames with a value, or a constant"}
	}
	over := trace
	if p.BaselineSec > 0 {
		over = Baseline(trace, rateHz, p.BaselineSec, p.BaselinePercentile, noise)
		for t, v := range trace {
			over[t] = v - over[t]
		}
	}
	blocks, decay := p.decide(over, rateHz, noise)
	return Rate{PerFrame: p.perFrame(over, blocks, decay, rateHz, noise), DecaySec: decay, NoiseSD: noise}
}

// decide returns the fit with the best decay of a trace without baseline.
func (p RateParams) decide(over []float32, rateHz, noise float64) ([]block, float64) {
	times := decayTimes()
	if p.DecayAsSaid {
		times = []float64{1}
	}
	var best, buf []block
	bestSec, least := 0.0, math.Inf(1)
	for _, k := range times {
		sec := k * p.Indicator.DecaySec
		buf = oasis(over, math.Exp(-1/(sec*rateHz)), p.LeastSD*noise, buf)
		if cost := cost(buf, noise); len(times) == 1 || cost < least {
			bestSec, least = sec, cost
			best, buf = buf, best
		}
	}
	return best, bestSec
}

// cost is the criterion of EstimateRate, but for the sum of squares of the trace,
// which all fits share: a block of best value v and weight w leaves w v^2 less.
func cost(blocks []block, noise float64) float64 {
	if len(blocks) == 0 {
		return 0
	}
	end := blocks[len(blocks)-1]
	sum := 2 * float64(len(blocks)-1) * math.Log(float64(end.first+end.length))
	for _, b := range blocks {
		sum -= b.weight * b.value * b.value / (noise * noise)
	}
	return sum
}

// perFrame turns the jumps of a fit into a rate.
func (p RateParams) perFrame(over []float32, blocks []block, decaySec, rateHz, noise float64) []float32 {
	out := make([]float32, len(over))
	powers := newPowers(math.Exp(-1 / (decaySec * rateHz)))
	for i := 1; i < len(blocks); i++ {
		before := blocks[i-1]
		if jump := blocks[i].value - before.value*powers.at(before.length); jump > 0 {
			out[blocks[i].first] = float32(math.Pow(jump/noise, p.Power))
		}
	}
	for t, v := range over { // gaps, and the first frame after each
		if v != v || t == 0 || over[t-1] != over[t-1] {
			out[t] = nan
		}
	}
	return earlier(out, over, p.Indicator.DelaySec*rateHz)
}
