package ensemble

import (
	"math"

	"respine/stats"
)

// Interval is where the excess over chance lies, with 95 %: how much it would
// vary if the session went on in the same way, not how much animals differ.
// NaN ends with the reason where there is none.
type Interval struct {
	Lo, Hi       float64
	Blocks       int // of time that it comes from; 0 where the events alone give it
	Undetermined string
}

// Holds reports whether a value lies in the interval.
func (i Interval) Holds(x float64) bool { return i.Lo <= x && x <= i.Hi }

const (
	confidence   = 0.95
	blockSec     = 30.0 // several decays of GCaMP6s, so that blocks know little of each other
	leastBlocks  = 8    // of which a t interval can be made
	shortestSec  = 10.0 // a block, in sessions that have not leastBlocks of blockSec
	fewEvents    = 10   // below it the mean of counts per block is not normal
	tooFewBlocks = "fewer than 80 s of usable frames"
)

// blocks returns the ends of stretches of time of equal length, at least
// leastBlocks; nil where they would be shorter than shortestSec.
func (a *axis) blocks() []int {
	sec := float64(len(a.frames)) / a.rateHz
	k := max(leastBlocks, int(sec/blockSec))
	if sec < shortestSec*float64(k) {
		return nil
	}
	ends := make([]int, k)
	for i := range ends {
		ends[i] = (i + 1) * len(a.frames) / k
	}
	return ends
}

// eventInterval returns the interval of the excess of events per minute: that of
// the mean count over blocks of time, by Student's t; below fewEvents, where such
// counts are skewed, the exact interval of a Poisson count (Garwood 1936, doi
// 10.1093/biomet/28.3-4.437), which takes events to come independently. Chance is
// a mean over many surrogates and taken as known. The threshold is taken as given.
func (a *axis) eventInterval(events []Event, chance float64) Interval {
	ends := a.blocks()
	if ends == nil {
		return Interval{Lo: math.NaN(), Hi: math.NaN(), Undetermined: tooFewBlocks}
	}
	lo, hi := garwood(len(events))
	alone := Interval{Lo: lo/a.minutes() - chance, Hi: hi/a.minutes() - chance}
	if len(events) < fewEvents {
		return alone
	}
	perMin := make([]float64, len(ends))
	next, from := 0, 0
	for k, end := range ends {
		for next < len(events) && events[next].PeakFrame < a.after(end) {
			perMin[k]++
			next++
		}
		perMin[k] *= a.rateHz * 60 / float64(end-from)
		from = end
	}
	if in := over(perMin, chance); in.Undetermined == "" {
		return in
	}
	return alone // all blocks have as many
}

// after returns the first frame of the recording after a number of places.
func (a *axis) after(end int) int {
	if end == len(a.frames) {
		return math.MaxInt
	}
	return a.frames[end]
}

// pairInterval is eventInterval for pairs of cells per window.
func (a *axis) pairInterval(seen []int32, chance float64) Interval {
	ends := a.blocks()
	if ends == nil {
		return Interval{Lo: math.NaN(), Hi: math.NaN(), Undetermined: tooFewBlocks}
	}
	var mean []float64
	from := 0
	for _, end := range ends {
		sum, n := 0.0, 0
		for t := from; t < end; t++ {
			if a.isOpen[t] {
				sum += float64(seen[t]) * float64(seen[t]-1) / 2
				n++
			}
		}
		if n > 0 {
			mean = append(mean, sum/float64(n))
		}
		from = end
	}
	if len(mean) < leastBlocks {
		return Interval{Lo: math.NaN(), Hi: math.NaN(), Undetermined: tooFewBlocks}
	}
	return over(mean, chance)
}

// over returns the interval of the mean of blocks, less chance.
func over(blocks []float64, chance float64) Interval {
	test := stats.OneSample(blocks, confidence)
	return Interval{Lo: test.Interval.Lo - chance, Hi: test.Interval.Hi - chance, Blocks: len(blocks), Undetermined: test.Undetermined}
}

// garwood returns the means of Poisson counts of which n or more, and n or fewer,
// come with a chance of 2.5 %.
func garwood(n int) (lo, hi float64) {
	tail := (1 - confidence) / 2
	upTo := func(n int, mean float64) float64 { // chance of n or fewer
		term, sum := math.Exp(-mean), 0.0
		for k := 0; k <= n; k++ {
			sum += term
			term *= mean / float64(k+1)
		}
		return sum
	}
	solve := func(n int, want float64) float64 {
		lo, hi := 0.0, 10+4*float64(n)
		for range 60 {
			if mid := (lo + hi) / 2; upTo(n, mid) > want {
				lo = mid
			} else {
				hi = mid
			}
		}
		return (lo + hi) / 2
	}
	if n > 0 {
		lo = solve(n-1, 1-tail)
	}
	return lo, solve(n, tail)
}
