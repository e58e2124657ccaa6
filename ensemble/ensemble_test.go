package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

const frameHz = 10

// independent draws trains of onsets at rates spread eightfold around perMin,
// modulated in time by slow (nil: not).
func independent(rng *rand.Rand, cells, frames int, perMin float64, slow func(int) float64) Raster {
	r := Raster{Frames: frames, RateHz: frameHz, Onsets: make([][]int, cells)}
	for c := range r.Onsets {
		rate := perMin / 60 / frameHz * math.Exp(rng.NormFloat64()*0.5) / math.Exp(0.125)
		for t, ready := 0, 0; t < frames; t++ {
			p := rate
			if slow != nil {
				p *= slow(t)
			}
			if t >= ready && rng.Float64() < p {
				r.Onsets[c] = append(r.Onsets[c], t)
				ready = t + 5 // no cell starts twice within half a second
			}
		}
	}
	return r
}

// plant adds events each everySec in which the first size cells start with a
// probability, at times up to a frame apart; it returns their frames.
func plant(r *Raster, rng *rand.Rand, size int, reliability, everySec float64) []int {
	var at []int
	for t := 50; t < r.Frames-50; t += int(everySec * frameHz * (0.7 + 0.6*rng.Float64())) {
		at = append(at, t)
		for c := range size {
			if rng.Float64() < reliability {
				r.Onsets[c] = append(r.Onsets[c], t+rng.IntN(2))
			}
		}
	}
	for c := range r.Onsets {
		slices.Sort(r.Onsets[c])
		r.Onsets[c] = slices.Compact(r.Onsets[c])
	}
	return at
}

// sessions cuts a number of simulated sessions down in short mode.
func sessions(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}

// A share of 0.05 of 200 sessions is at most 16 in 98 % of draws, and of 50 at
// most 5 in 96 %.
func TestIndependentCellsHaveEventsInATwentiethOfSessions(t *testing.T) {
	n := sessions(200)
	for _, null := range []Null{CircularShift, Jitter} {
		fired := 0
		for i := range n {
			rng := rand.New(rand.NewPCG(uint64(i), 3))
			res := Find(independent(rng, 40, 3000, 3, nil), Params{Surrogates: 99, Null: null}, rng)
			if len(res.Events) > 0 {
				fired++
			}
		}
		t.Logf("%v: %d of %d", null, fired, n)
		if most := map[int]int{200: 16, 50: 6}[n]; fired > most {
			t.Errorf("%v: %d of %d sessions of independent cells have an event", null, fired, n)
		}
	}
}

func TestPlantedEventsAreFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	var planted, found, events, real int
	for range sessions(20) {
		r := independent(rng, 100, 6000, 3, nil)
		at := plant(&r, rng, 15, 0.8, 20)
		res := Find(r, Params{Surrogates: 200}, rng)
		near := func(e Event, f int) bool { return f >= e.Start-3 && f < e.End+3 }
		for _, f := range at {
			planted++
			if slices.ContainsFunc(res.Events, func(e Event) bool { return near(e, f) }) {
				found++
			}
		}
		for _, e := range res.Events {
			events++
			if slices.ContainsFunc(at, func(f int) bool { return near(e, f) }) {
				real++
			}
		}
	}
	recall, precision := float64(found)/float64(planted), float64(real)/float64(events)
	t.Logf("recall %.3f of %d, precision %.3f of %d", recall, planted, precision, events)
	if recall < 0.9 || precision < 0.9 {
		t.Errorf("planted events: recall %.3f, precision %.3f, want 0.9 of both", recall, precision)
	}
}

func TestDoubledRatesLeaveTheExcess(t *testing.T) {
	n := sessions(16)
	events, pairs := make([]float64, n), make([]float64, n)
	eventsHeld, pairsHeld := 0, 0
	for i := range n {
		find := func(perMin float64) Result {
			rng := rand.New(rand.NewPCG(uint64(i), 6))
			r := independent(rng, 100, 6000, perMin, nil)
			plant(&r, rand.New(rand.NewPCG(uint64(i), 7)), 20, 0.8, 20)
			return Find(r, Params{Surrogates: 200}, rng)
		}
		one, two := find(3), find(6)
		events[i] = two.ExcessPerMin() - one.ExcessPerMin()
		pairs[i] = (two.Synchrony.Excess() - one.Synchrony.Excess()) / one.Synchrony.Excess()
		if one.Interval.Holds(two.ExcessPerMin()) && two.Interval.Holds(one.ExcessPerMin()) {
			eventsHeld++
		}
		if one.Synchrony.Interval.Holds(two.Synchrony.Excess()) {
			pairsHeld++
		}
	}
	// of sessions with the same events: each interval holds the other's excess
	t.Logf("of %d sessions the interval holds the excess at doubled rates in %d by events, %d by pairs", n, eventsHeld, pairsHeld)
	if eventsHeld < n-1 || pairsHeld < n-1 {
		t.Errorf("of %d sessions doubled rates leave the interval of the excess in %d by events, %d by pairs", n, n-eventsHeld, n-pairsHeld)
	}
	for what, x := range map[string][]float64{"events per minute": events, "share of the excess of pairs": pairs} {
		mean, sd := moments(x)
		half := 2.2 * sd / math.Sqrt(float64(n)) // t of some 20 degrees of freedom, with room
		t.Logf("%s: %.3f +- %.3f", what, mean, half)
		if math.Abs(mean) > half+0.1 || half > 0.3 {
			t.Errorf("doubled rates move the excess by %.3f +- %.3f %s", mean, half, what)
		}
	}
}

func TestCommonSlowRateIsForTheShiftNotForTheJitter(t *testing.T) {
	slow := func(t int) float64 { return 1 + 0.95*math.Sin(2*math.Pi*float64(t)/(100*frameHz)) }
	n := sessions(16)
	fired := map[Null]int{}
	for i := range n {
		for _, null := range []Null{CircularShift, Jitter} {
			rng := rand.New(rand.NewPCG(uint64(i), 8))
			r := independent(rng, 100, 6000, 8, slow)
			if res := Find(r, Params{Surrogates: 99, Null: null}, rng); res.P <= 0.05 {
				fired[null]++
			}
		}
	}
	t.Logf("of %d: shift %d, jitter %d", n, fired[CircularShift], fired[Jitter])
	if fired[CircularShift] < n*9/10 || fired[Jitter] > n/5+1 {
		t.Errorf("a common slow rate: shift fires in %d of %d, jitter in %d", fired[CircularShift], n, fired[Jitter])
	}
}

func TestThePooledPercentileIsNotCorrected(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	res := Find(independent(rng, 60, 6000, 3, nil), Params{Surrogates: 100, PooledAtOnly: 95}, rng)
	if len(res.Events) < 5 {
		t.Errorf("independent cells have %d events over the pooled 95th percentile; it is known to make many", len(res.Events))
	}
}

func BenchmarkFind300Cells10Min(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	r := independent(rng, 300, 18000, 5, nil)
	r.RateHz = 30
	for b.Loop() {
		Find(r, Params{}, rng)
	}
}
