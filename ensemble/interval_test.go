package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Limits of Poisson counts as R gives them: poisson.test(n)$conf.int.
func TestGarwoodIsThatOfR(t *testing.T) {
	const tolerance = 1e-6 // digits printed
	for n, want := range map[int][2]float64{0: {0, 3.688879}, 1: {0.02531781, 5.571643}, 5: {1.623486, 11.668332}, 9: {4.115373, 17.084803}} {
		if lo, hi := garwood(n); math.Abs(lo-want[0]) > tolerance || math.Abs(hi-want[1]) > tolerance {
			t.Errorf("%d events: %.6f to %.6f, want %v", n, lo, hi, want)
		}
	}
}

// The interval holds the mean excess of sessions made in the same way, which many
// other sessions give, in 95 % of sessions: at least 34 of 40 in 98 % of draws.
// Events come independently, at exponential intervals. Chance goes with rates, so
// that intervals of pairs are wider than need be; how wide is printed.
func TestTheIntervalHoldsTheExcessAsOftenAsItSays(t *testing.T) {
	n := sessions(40)
	for _, c := range []struct {
		name       string
		everySec   float64
		seconds    int
		slow, null bool
	}{{name: "events every 20 s", everySec: 20, seconds: 600}, {name: "every 100 s", everySec: 100, seconds: 300}, {name: "none", seconds: 300, null: true},
		{name: "every 20 s, common rate with a period of 100 s", everySec: 20, seconds: 600, slow: true}} {
		var events, pairs []float64
		var eventIn, pairIn []Interval
		for i := range n {
			rng := rand.New(rand.NewPCG(uint64(i), 21))
			var slow func(int) float64
			if c.slow {
				phase := rng.Float64()
				slow = func(t int) float64 { return 1 + 0.5*math.Sin(2*math.Pi*(phase+float64(t)/(100*frameHz))) }
			}
			r := independentEven(rng, 60, c.seconds*frameHz, 3, slow)
			if !c.null {
				plantAnytime(&r, rng, 15, 0.8, c.everySec)
			}
			res := Find(r, Params{Surrogates: 60}, rng)
			events, pairs = append(events, res.ExcessPerMin()), append(pairs, res.Synchrony.Excess())
			eventIn, pairIn = append(eventIn, res.Interval), append(pairIn, res.Synchrony.Interval)
		}
		for what, v := range map[string]struct {
			x  []float64
			in []Interval
		}{"events": {events, eventIn}, "pairs": {pairs, pairIn}} {
			mean, sd := moments(v.x)
			held, width := 0, 0.0
			for _, in := range v.in {
				if in.Holds(mean) {
					held++
				}
				width += (in.Hi - in.Lo) / float64(n)
			}
			t.Logf("%s, %s: %.3f, SD %.3f; held by %d of %d intervals, %.2f wide", c.name, what, mean, sd, held, n, width)
			if float64(held) < 0.85*float64(n) {
				t.Errorf("%s: the excess of %s is held by %d of %d intervals", c.name, what, held, n)
			}
			if what == "events" && width > 12*sd+0.5 || what == "pairs" && width > 12*sd {
				t.Errorf("%s: intervals of %s are %.2f wide, for an SD of %.3f", c.name, what, width, sd)
			}
		}
	}
}

// plantAnytime is plant with events at any time, also soon after each other.
func plantAnytime(r *Raster, rng *rand.Rand, size int, reliability, everySec float64) {
	for t := everySec * frameHz * rng.ExpFloat64(); t < float64(r.Frames-1); t += everySec * frameHz * rng.ExpFloat64() {
		for c := range size {
			if rng.Float64() < reliability {
				r.Onsets[c] = append(r.Onsets[c], int(t)+rng.IntN(2))
			}
		}
	}
	for c := range r.Onsets {
		slices.Sort(r.Onsets[c])
		r.Onsets[c] = slices.Compact(r.Onsets[c])
	}
}

// independentEven is independent with one rate for all cells, so that sessions
// have one true excess.
func independentEven(rng *rand.Rand, cells, frames int, perMin float64, slow func(int) float64) Raster {
	r := Raster{Frames: frames, RateHz: frameHz, Onsets: make([][]int, cells)}
	for c := range r.Onsets {
		for t := range frames {
			p := perMin / 60 / frameHz
			if slow != nil {
				p *= slow(t)
			}
			if rng.Float64() < p {
				r.Onsets[c] = append(r.Onsets[c], t)
			}
		}
	}
	return r
}

func TestShortSessionsHaveNoInterval(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 22))
	res := Find(independent(rng, 20, 79*frameHz, 10, nil), Params{Surrogates: 20}, rng)
	if res.Interval.Undetermined == "" || res.Interval.Lo == res.Interval.Lo || res.Synchrony.Interval.Undetermined == "" {
		t.Errorf("79 s have an interval: %+v", res.Interval)
	}
}
