package spike

import (
	"slices"
	"testing"
)

// sets are the data sets, simulated the set that is not of real cells, and slow
// those of GCaMP6s; all others are of GCaMP6f.
var sets, simulatedSet, slow = []string{"DS09", "DS10", "DS11", "DS14", "X"}, "X", []string{"DS14"}

// slower is how many times the decay and delay of GCaMP6s are those of GCaMP6f,
// so that a set of either can be tuned on all the others. There is one set of
// GCaMP6s, which can therefore not choose it: it is the ratio of the decays that
// Suite2p's documentation advises, 1.25 to 1.5 s and 0.7 s.
const slower = 2.0

// of returns the parameters for a set, from those for GCaMP6f.
func (p RateParams) of(set string, slower float64) RateParams {
	if slices.Contains(slow, set) {
		p.Indicator.DecaySec *= slower
		p.Indicator.DelaySec *= slower
	}
	return p
}

// choices is every combination that may be chosen, the baseline slowest and delay
// and power fastest.
func choices() []RateParams {
	windows, percentiles, thresholds, decays := []float64{10, 20}, []float64{10, 20}, []float64{1, 2}, []float64{0.4, 0.7}
	if testing.Short() {
		windows, percentiles = windows[:1], percentiles[:1]
	}
	var out []RateParams
	for _, window := range windows {
		for _, percentile := range percentiles {
			for _, threshold := range thresholds {
				for _, decay := range decays {
					for _, delay := range []float64{0.02, 0.04} {
						for _, power := range []float64{0.3, 0.5, 0.7, 1} {
							out = append(out, RateParams{Power: power, Params: Params{LeastSD: threshold,
								Indicator: Indicator{DecaySec: decay, DelaySec: delay}, BaselineSec: window, BaselinePercentile: percentile}})
						}
					}
				}
			}
		}
	}
	return out
}

// scores returns the correlation of one recording under every choice, which is what
// EstimateRate gives: choices with the same baseline, and then with the same fit,
// share it.
func (r recorded) scores(choices []RateParams, slower float64) []float64 {
	noise := NoiseSD(r.trace)
	var before RateParams
	var over []float32
	var blocks []block
	var decay float64
	out := make([]float64, len(choices))
	for i, p := range choices {
		p = p.of(r.set, slower).orDefaults()
		fresh := i == 0 || p.BaselineSec != before.BaselineSec || p.BaselinePercentile != before.BaselinePercentile
		if fresh {
			over = Baseline(r.trace, r.rateHz, p.BaselineSec, p.BaselinePercentile, noise)
			for t, v := range r.trace {
				over[t] = v - over[t]
			}
		}
		if fresh || p.LeastSD != before.LeastSD || p.Indicator.DecaySec != before.Indicator.DecaySec {
			blocks, decay = p.decide(over, r.rateHz, noise)
		}
		before = p
		out[i] = r.likeness(p.perFrame(over, blocks, decay, r.rateHz, noise))
	}
	return out
}

// medians returns for each choice the median correlation per data set.
func medians(all []recorded, choices []RateParams, slower float64) []map[string]float64 {
	by := map[string][][]float64{}
	for _, r := range all {
		by[r.set] = append(by[r.set], r.scores(choices, slower))
	}
	out := make([]map[string]float64, len(choices))
	for i := range choices {
		out[i] = map[string]float64{}
		for set, rows := range by {
			var x []float64
			for _, row := range rows {
				x = append(x, row[i])
			}
			out[i][set] = middleOf(x)
		}
	}
	return out
}

// TestRateOfRealCellsHeldOut: on every data set the median correlation with the
// true rate is at least 0.80 with every parameter chosen without that set: the
// combination of the list with the highest mean, over the other sets, of their
// medians. What is simulated may have kinetics of its own, so that the choice is
// made a second time on the other real sets only. Chosen with all sets in sight
// were the list itself, the multiples of the decay, and the form of the rate; no
// combination of the list at all may fall below 0.75.
func TestRateOfRealCellsHeldOut(t *testing.T) {
	const least, leastOfAny = 0.80, 0.75
	all := groundTruth(t)
	params := choices()
	scores := medians(all, params, slower)
	for _, left := range sets {
		for _, rule := range []struct {
			name string
			use  func(string) bool
		}{
			{"all other sets", func(set string) bool { return set != left }},
			{"the other real sets", func(set string) bool { return set != left && set != simulatedSet }},
		} {
			k := best(scores, rule.use)
			p := params[k]
			t.Logf("%s: %.3f chosen on %s (decay %g s, delay %g s, threshold %g SD, percentile %g of %g s, power %g)",
				left, scores[k][left], rule.name, p.Indicator.DecaySec, p.Indicator.DelaySec, p.LeastSD, p.BaselinePercentile, p.BaselineSec, p.Power)
			if scores[k][left] < least {
				t.Errorf("%s: median correlation %.3f with parameters chosen on %s, want %.2f", left, scores[k][left], rule.name, least)
			}
		}
		lowest, above := 1.0, 0
		for _, m := range scores {
			lowest = min(lowest, m[left])
			if m[left] >= least {
				above++
			}
		}
		t.Logf("%s: of all %d combinations the worst has %.3f, and %d have at least %.2f", left, len(params), lowest, above, least)
		if lowest < leastOfAny {
			t.Errorf("%s: a combination has %.3f", left, lowest)
		}
	}
}

// best returns the parameters with the highest sum of medians over the sets that
// may be used.
func best(scores []map[string]float64, use func(string) bool) int {
	k, top := 0, 0.0
	for i, m := range scores {
		sum := 0.0
		for _, s := range sets {
			if use(s) {
				sum += m[s]
			}
		}
		if sum > top {
			k, top = i, sum
		}
	}
	return k
}

// TestDefaultsOnRealCells: the defaults of each indicator, which were chosen with
// all sets in sight; what choosing the decay and the power add; and DS14, the one set
// of GCaMP6s, with other ratios of its decay to that of GCaMP6f, which no other set
// can choose.
func TestDefaultsOnRealCells(t *testing.T) {
	all := groundTruth(t)
	rate, said, jumps := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
	for _, r := range all {
		name := "gcamp6f"
		if slices.Contains(slow, r.set) {
			name = "gcamp6s"
		}
		in, err := IndicatorNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		p := RateParams{Params: Params{Indicator: in}}
		rate[r.set] = append(rate[r.set], r.likeness(EstimateRate(r.trace, r.rateHz, p).PerFrame))
		p.DecayAsSaid = true
		said[r.set] = append(said[r.set], r.likeness(EstimateRate(r.trace, r.rateHz, p).PerFrame))
		jumps[r.set] = append(jumps[r.set], r.likeness(Deconvolve(r.trace, r.rateHz, p.Params).Spikes))
	}
	for _, set := range sets {
		a, b, c := middleOf(rate[set]), middleOf(said[set]), middleOf(jumps[set])
		t.Logf("%s: rate %.3f, with the decay as said %.3f, jumps as they are %.3f", set, a, b, c)
		if a < 0.82 || c < 0.79 { // what they reached when this was written, less a hundredth
			t.Errorf("%s: median correlation %.3f of the rate and %.3f of jumps, want 0.82 and 0.79", set, a, c)
		}
	}
	f, _ := IndicatorNamed("gcamp6f")
	for _, times := range []float64{1.5, 2, 3, 3.9} {
		m := medians(all, []RateParams{{Params: Params{Indicator: f}}}, times)[0]["DS14"]
		t.Logf("DS14: %.3f with %g times the decay of GCaMP6f", m, times)
		if m < 0.80 {
			t.Errorf("DS14: %.3f with %g times the decay of GCaMP6f", m, times)
		}
	}
}
