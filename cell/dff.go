package cell

import (
	"math"
	"slices"

	"respine/img"
)

// Neuropil says which share of the light of the ring is taken off that of the cell.
// Without Fit it is Share (0.7: Chen et al. 2013, doi 10.1038/nature12354).
type Neuropil struct {
	Share float64 // default 0.7; below 0 for none
	// Fit finds the share of each cell by robust regression, between 0 and 1, and
	// uses Share where ring and cell do not change enough to tell.
	Fit bool
}

func (n Neuropil) orDefaults() Neuropil {
	if n.Share == 0 {
		n.Share = 0.7
	}
	n.Share = max(0, n.Share)
	return n
}

// Baseline says what the brightness at rest is. The zero Baseline is the running
// 20th percentile over 60 s.
type Baseline struct {
	WindowSec  float64 // default 60, many times the decay of any indicator
	Percentile float64 // default 20
	// Maximin takes the running largest of the running smallest value instead, as
	// Suite2p does.
	Maximin bool
}

func (b Baseline) orDefaults() Baseline {
	if b.WindowSec == 0 {
		b.WindowSec = 60
	}
	if b.Percentile == 0 {
		b.Percentile = 20
	}
	return b
}

// Trace is what is read of one cell. Slices have a value a frame, NaN where the cell
// or its ring was not seen.
type Trace struct {
	Raw, Ring []float32 // grey values
	// Corrected is Raw - Offset - Share (Ring - Offset), in grey values. It may be
	// below 0, and is not cut.
	Corrected []float32
	Baseline  []float32 // F0 of Corrected, grey values
	DFF       []float32 // (Corrected - F0) / F0; all NaN when Reason is set
	Share     float64   // of the ring that was taken off
	Fitted    bool      // by regression
	// Noise is the median of |dF/F(t+1) - dF/F(t)| times 100 over the root of the
	// rate: per cent per root hertz, 1 is very good, above 5 poor (Rupprecht et al.
	// 2021, doi 10.1038/s41593-021-00895-5). NaN without dF/F.
	Noise float64
	// Bleached is the share of F0 lost from the first to the last tenth; below 0
	// when it rose.
	Bleached float64
	Seen     float64 // share of frames with a value
	Reason   string  // why there is no dF/F
}

// leastBaseline is the smallest F0 that is divided by, as a share of the median of
// the raw trace above the offset.
const leastBaseline = 0.1

// NewTrace takes the neuropil off a raw trace and relates it to its baseline.
func NewTrace(raw, ring []float32, p TraceParams) Trace {
	p = p.orDefaults()
	t := Trace{Raw: raw, Ring: ring, Share: p.Neuropil.Share, Noise: math.NaN(), Bleached: math.NaN()}
	t.DFF = slices.Repeat([]float32{nan}, len(raw))
	t.Corrected, t.Baseline = slices.Clone(t.DFF), slices.Clone(t.DFF)
	if p.Neuropil.Fit {
		t.Share, t.Fitted = fitShare(raw, ring, p)
	}
	n := 0
	for i := range raw {
		off := float32(0)
		if t.Share > 0 {
			off = float32(t.Share) * (ring[i] - float32(p.Offset))
		}
		t.Corrected[i] = raw[i] - off - float32(p.Offset)
		if t.Corrected[i] == t.Corrected[i] {
			n++
		}
	}
	t.Seen = float64(n) / float64(max(1, len(raw)))
	if n == 0 {
		t.Reason = "the cell was seen in no frame"
		return t
	}
	t.relate(p)
	return t
}

// relate fills in baseline, dF/F, noise and bleaching.
func (t *Trace) relate(p TraceParams) {
	p.Baseline.of(t.Baseline, t.Corrected, p.RateHz)
	least := leastBaseline * (medianOf(t.Raw) - float32(p.Offset))
	for i, f0 := range t.Baseline {
		if f0 == f0 && !(f0 > least && f0 > 0) {
			t.Reason = "its brightness at rest is too little to divide by"
			break
		}
		t.DFF[i] = (t.Corrected[i] - f0) / f0
	}
	if t.Reason != "" {
		for i := range t.DFF {
			t.DFF[i] = nan
		}
		return
	}
	var steps []float32
	for i := 1; i < len(t.DFF); i++ {
		if d := t.DFF[i] - t.DFF[i-1]; d == d {
			steps = append(steps, float32(math.Abs(float64(d))))
		}
	}
	if len(steps) > 0 {
		t.Noise = 100 * float64(img.Median(steps)) / math.Sqrt(p.RateHz)
	}
	tenth := max(1, len(t.Baseline)/10)
	first, last := medianOf(t.Baseline[:tenth]), medianOf(t.Baseline[len(t.Baseline)-tenth:])
	t.Bleached = 1 - float64(last)/float64(first)
}

// medianOf returns the median of what is a number, NaN if nothing is.
func medianOf(x []float32) float32 {
	seen := slices.DeleteFunc(slices.Clone(x), func(v float32) bool { return v != v })
	return img.Median(seen)
}

// of sets dst to the baseline of a trace. The trace is averaged over a second, the
// running percentile (or largest of smallest) taken over the window, and drawn
// straight between the middles of the seconds. Seconds without a value take that
// of the last with one. It is NaN where no window has a value.
func (b Baseline) of(dst, trace []float32, rateHz float64) {
	per := max(1, int(math.Round(rateHz)))
	n := max(1, len(trace)/per)
	means := make([]float32, n)
	for k := range means {
		means[k] = meanOf(trace[k*len(trace)/n : (k+1)*len(trace)/n])
	}
	bridge(means)
	window := max(1, min(n, int(math.Round(b.WindowSec*rateHz))/per))
	low := make([]float32, n)
	if b.Maximin {
		least := make([]float32, n)
		img.MovingPercentile(least, means, window, 0)
		img.MovingPercentile(low, least, window, 100)
	} else {
		img.MovingPercentile(low, means, window, b.Percentile)
	}
	for i := range dst {
		at := (float64(i)+0.5)*float64(n)/float64(len(trace)) - 0.5
		at = max(0, min(at, float64(n-1)))
		k := min(int(at), max(0, n-2))
		f := float32(at - float64(k))
		dst[i] = low[k] + f*(low[min(k+1, n-1)]-low[k])
	}
}

// meanOf returns the mean of what is a number, NaN if nothing is.
func meanOf(x []float32) float32 {
	var sum float64
	n := 0
	for _, v := range x {
		if v == v {
			sum += float64(v)
			n++
		}
	}
	return float32(sum / float64(n))
}

// bridge fills what is missing with the last value before it, or the first there is.
func bridge(x []float32) {
	first := slices.IndexFunc(x, func(v float32) bool { return v == v })
	if first < 0 {
		return
	}
	for i := range x[:first] {
		x[i] = x[first]
	}
	for i := first + 1; i < len(x); i++ {
		if x[i] != x[i] {
			x[i] = x[i-1]
		}
	}
}

// Regression of a cell on its ring.
const (
	fitRounds = 10
	fitAbove  = 1.5 // residuals above so many robust standard deviations are the cell's own activity
	fitBelow  = 3
	surestSE  = 0.2 // the share is used where its standard error is below that
)

// fitShare returns the slope of the cell on its ring, both less their running
// baselines over ten seconds, cut to 0 to 1: least squares over the frames that are
// left after those of the cell's own activity were taken out, again and again. It
// returns the fixed share and false where the slope is not known to surestSE.
func fitShare(raw, ring []float32, p TraceParams) (share float64, fitted bool) {
	var x, y []float64
	for i := range raw {
		if raw[i] == raw[i] && ring[i] == ring[i] {
			x, y = append(x, float64(ring[i])), append(y, float64(raw[i]))
		}
	}
	if len(x) < 30 {
		return p.Neuropil.Share, false
	}
	use := make([]bool, len(x))
	for i := range use {
		use[i] = true
	}
	var slope, se float64
	for range fitRounds {
		var mid float64
		slope, mid, se = line(x, y, use)
		if !(se > 0) {
			return p.Neuropil.Share, false
		}
		rest := make([]float32, len(x))
		for i := range rest {
			rest[i] = float32(y[i] - mid - slope*x[i])
		}
		centre, spread := img.Median(rest), 1.4826*img.MAD(rest)
		for i, v := range rest {
			use[i] = v-centre < fitAbove*spread && centre-v < fitBelow*spread
		}
	}
	if se > surestSE {
		return p.Neuropil.Share, false
	}
	return max(0, min(slope, 1)), true
}

// line fits y = mid + slope x to what is used, and returns the standard error of the
// slope, NaN when x does not change.
func line(x, y []float64, use []bool) (slope, mid, se float64) {
	var n, mx, my float64
	for i, u := range use {
		if u {
			n, mx, my = n+1, mx+x[i], my+y[i]
		}
	}
	mx, my = mx/n, my/n
	var xx, xy, yy float64
	for i, u := range use {
		if u {
			xx, xy, yy = xx+(x[i]-mx)*(x[i]-mx), xy+(x[i]-mx)*(y[i]-my), yy+(y[i]-my)*(y[i]-my)
		}
	}
	slope = xy / xx
	return slope, my - slope*mx, math.Sqrt(max(0, yy-slope*xy) / (n - 2) / xx)
}
