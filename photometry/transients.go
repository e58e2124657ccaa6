package photometry

import "math"

// Transient is a rise of dF/F and its fall, times on the clock of the trace.
type Transient struct {
	OnsetSec float64 // see foot
	PeakSec  float64
	Rise     float64 // dF/F from that lowest point
	HalfSec  float64 // from the peak until half of the rise is gone; NaN where it was not seen
	MAD      float64 // that it was measured by
}

// Transients finds rises of dF/F by the two-step MAD of GuPPy (Sherathiya et al.
// 2021, doi 10.1038/s41598-021-03626-9): in a moving window, samples above the
// median + HighMAD·MAD are left out, and of the rest median and MAD are taken
// anew. A transient is a rise of more than TransientMAD·MAD, and of more than
// MinDFF, from the lowest point since the one before, whose peak lies by as much
// above that median, followed by an equal fall or by the end of the stretch.
//
// Because the MAD is of the window's own activity, a busy animal is measured by a
// coarser rule than a quiet one, and its peaks merge: the rates that Rises gives are
// comparable between animals, these are not.
//
// MAD is the median absolute deviation as it is; times 1.4826 it would be the
// standard deviation of normal noise, so that 3 MAD are 2.02 SD. Because whole
// rises are counted, not samples above a line, noise on the flank of one is not
// another. Stretches between missing samples are looked at one by one.
func Transients(dff []float64, start, rateHz float64, p Params) []Transient {
	p = p.orDefaults()
	level := movingLevel(dff, rateHz, p)
	var out []Transient
	for _, r := range runs(dff) {
		out = append(out, level.rises(dff, r[0], r[1], start, rateHz, p)...)
	}
	return out
}

// Rises finds rises of dF/F by the recording's noise: of more than NoiseMAD times
// noise, the MAD that noise left in the course (DFF.NoiseMAD), and of more than
// MinDFF, each followed by an equal fall or the end of its stretch.
func Rises(dff []float64, noise, start, rateHz float64, p Params) []Transient {
	p = p.orDefaults()
	level := movingMAD{median: make([]float64, len(dff)), mad: make([]float64, len(dff))}
	for i := range dff {
		level.median[i], level.mad[i] = math.Inf(-1), noise
	}
	p.TransientMAD = p.NoiseMAD
	var out []Transient
	for _, r := range runs(dff) {
		out = append(out, level.rises(dff, r[0], r[1], start, rateHz, p)...)
	}
	return out
}

// movingMAD is median and MAD of the baseline at every sample.
type movingMAD struct{ median, mad []float64 }

// levelEverySec is how often the moving window is looked at; between, lines.
const levelEverySec = 1

func movingLevel(x []float64, rateHz float64, p Params) movingMAD {
	step := max(1, int(math.Round(levelEverySec*rateHz)))
	half := int(math.Round(p.WindowSec * rateHz / 2))
	var at []int
	var med, dev []float64
	for i := 0; ; i += step {
		i = min(i, len(x)-1)
		m, d := twoStep(x[max(0, i-half):min(len(x), i+half+1)], p.HighMAD)
		if !math.IsNaN(m) {
			at, med, dev = append(at, i), append(med, m), append(dev, d)
		}
		if i == len(x)-1 {
			break
		}
	}
	return movingMAD{between(at, med, len(x)), between(at, dev, len(x))}
}

// twoStep is median and MAD without the samples above median + high·MAD; NaN of
// fewer than ten samples.
func twoStep(x []float64, high float64) (level, dev float64) {
	var all []float64
	for _, v := range x {
		if !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	if len(all) < 10 {
		return nan, nan
	}
	limit := median(all) + high*mad(all)
	var low []float64
	for _, v := range all {
		if v <= limit {
			low = append(low, v)
		}
	}
	return median(low), mad(low)
}

// between joins values at some samples by lines.
func between(at []int, v []float64, n int) []float64 {
	out := make([]float64, n)
	j := 0
	for i := range out {
		for j < len(at)-2 && at[j+1] <= i {
			j++
		}
		switch {
		case len(at) == 0:
			out[i] = nan
		case i <= at[0]:
			out[i] = v[0]
		case i >= at[len(at)-1]:
			out[i] = v[len(v)-1]
		default:
			w := float64(i-at[j]) / float64(at[j+1]-at[j])
			out[i] = (1-w)*v[j] + w*v[j+1]
		}
	}
	return out
}

// rises walks once over a stretch, as scope's truth does over a course without
// noise, but for the size that changes with the window.
func (m movingMAD) rises(x []float64, from, to int, start, rateHz float64, p Params) []Transient {
	var out []Transient
	low, high, rising := from, from, false
	at := func(i int) float64 { return start + float64(i)/rateHz }
	size := func(i int) float64 { return math.Max(p.TransientMAD*m.mad[i], p.MinDFF) }
	end := func() {
		rise := x[high] - x[low]
		if x[high]-m.median[high] < size(high) {
			return
		}
		onset := foot(x, low, high, size(high), rateHz)
		out = append(out, Transient{OnsetSec: at(onset), PeakSec: at(high), Rise: rise, HalfSec: halfTime(x[high:to], rise, rateHz), MAD: m.mad[high]})
	}
	for i := from; i < to; i++ {
		v := x[i]
		switch {
		case !rising && v < x[low]:
			low = i
		case !rising && v-x[low] > size(i):
			rising, high = true, i
		case rising && v > x[high]:
			high = i
		case rising && x[high]-v > size(high):
			end()
			rising, low = false, i
		}
	}
	if rising {
		end()
	}
	return out
}

// footSec is how far before the middle of a rise its foot is looked for: drift and
// noise before it are no part of it.
const footSec = 1.5

// foot is where a rise from low to high begins: where the course was last near its
// lowest point in the footSec before half of the rise was done, within a tenth of the
// rise or a third of the least size.
func foot(x []float64, low, high int, size, rateHz float64) int {
	half := high
	for half > low && x[half] > x[low]+(x[high]-x[low])/2 {
		half--
	}
	base := half
	for i := half; i >= low && float64(half-i) <= footSec*rateHz; i-- {
		if x[i] < x[base] {
			base = i
		}
	}
	near := x[base] + math.Max((x[high]-x[base])/10, size/3)
	onset := high
	for onset > base && x[onset-1] > near {
		onset--
	}
	return onset
}

// halfTime is how long it takes from the peak, at x[0], until half of a rise is
// gone.
func halfTime(x []float64, rise, rateHz float64) float64 {
	for i, v := range x {
		if v <= x[0]-rise/2 {
			return float64(i) / rateHz
		}
	}
	return nan
}

// Bout is a stretch of a behavioural state, in seconds of the film.
type Bout struct {
	State          string
	FromSec, ToSec float64
	Censored       bool
}

// Rate is the transients of a state per minute of it that was recorded.
type Rate struct {
	State   string // "" is all of the recording
	N       int
	Minutes float64
	PerMin  float64 // NaN without minutes
}

// Rates counts transients by the state in which they begin: a rate over the whole
// session changes with behaviour alone. Times of transients, bouts and the dF/F
// at start are on one clock; missing samples are no exposure.
func Rates(all []Transient, bouts []Bout, dff []float64, start, rateHz float64) []Rate {
	total := Rate{N: len(all), Minutes: float64(known(dff)) / rateHz / 60}
	out := []Rate{total}
	place := map[string]int{}
	for _, b := range bouts {
		i, ok := place[b.State]
		if !ok {
			i = len(out)
			place[b.State] = i
			out = append(out, Rate{State: b.State})
		}
		from, to := clampIndex((b.FromSec-start)*rateHz, len(dff)), clampIndex((b.ToSec-start)*rateHz, len(dff))
		out[i].Minutes += float64(known(dff[from:max(from, to)])) / rateHz / 60
		for _, t := range all {
			if t.OnsetSec >= b.FromSec && t.OnsetSec < b.ToSec {
				out[i].N++
			}
		}
	}
	for i := range out {
		out[i].PerMin = nan
		if out[i].Minutes > 0 {
			out[i].PerMin = float64(out[i].N) / out[i].Minutes
		}
	}
	return out
}

func clampIndex(v float64, n int) int { return max(0, min(n, int(math.Ceil(v-1e-9)))) }
