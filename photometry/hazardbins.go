package photometry

import (
	"math"

	"respine/stats"
)

// settleSec is how much of the beginning of immobility is not looked at beside
// ReachSec: the low-pass filter still carries the struggle before.
const settleSec = 0.3

// bins are a session cut into equal bins of film time, from the first second that
// recorder and film share.
type bins struct {
	start, width float64
	n            int
}

func newBins(s Session, p Params) bins {
	from, to := s.filmEnds()
	if n := len(s.Bouts); n > 0 {
		from, to = math.Max(from, s.Bouts[0].FromSec), math.Min(to, s.Bouts[n-1].ToSec)
	}
	return bins{from, p.BinSec, max(0, int((to-from)/p.BinSec))}
}

func (b bins) at(i int) float64 { return b.start + float64(i)*b.width }

// course is a trace averaged within bins, as median and robust standard deviation
// of the session make it comparable with other sessions; NaN where a sample of the
// bin is missing.
func (b bins) course(s Session, x []float64) []float64 {
	per := max(1, int(math.Round(b.width*s.Data.Trace.RateHz)))
	out := make([]float64, b.n)
	var all []float64
	for i := range out {
		for k := range per {
			out[i] += s.sample(x, b.at(i)+(float64(k)+0.5)/float64(per)*b.width) / float64(per)
		}
		if !math.IsNaN(out[i]) {
			all = append(all, out[i])
		}
	}
	if len(all) == 0 {
		return out
	}
	middle, spread := median(all), robustSD*mad(all)
	if spread == 0 {
		spread = 1
	}
	for i := range out {
		out[i] = (out[i] - middle) / spread
	}
	return out
}

// waiting marks the bins in which the animal has been immobile for longer than
// calcium may reach back, so that no lag falls into a struggle, and the bins in
// which a struggle begins: those that hold the last instant of the immobility, so that
// one that ends on the edge between two bins ends in the earlier.
func (b bins) waiting(s Session, p Params) (at, event []bool) {
	at, event = make([]bool, b.n), make([]bool, b.n)
	starts := map[float64]bool{}
	for _, o := range s.Onsets() {
		starts[o.Sec] = true
	}
	for k, v := range s.Bouts {
		if v.State != immobile {
			continue
		}
		last := b.ending(v.ToSec)
		for i := range min(b.n, last+1) {
			at[i] = at[i] || b.at(i) >= v.FromSec+p.ReachSec+settleSec
		}
		if k+1 < len(s.Bouts) && starts[s.Bouts[k+1].FromSec] && last >= 0 && last < b.n && at[last] {
			event[last] = true
		}
	}
	return at, event
}

// ending is the last bin that begins before a time.
func (b bins) ending(sec float64) int { return int(math.Ceil((sec-b.start)/b.width-1e-6)) - 1 }

// struggling is the share of each bin spent in anything but immobility.
func (b bins) struggling(s Session) []float64 {
	out := make([]float64, b.n)
	for i := range out {
		out[i] = 1
		for _, v := range s.Bouts {
			if v.State == immobile {
				out[i] -= math.Max(0, math.Min(b.at(i+1), v.ToSec)-math.Max(b.at(i), v.FromSec)) / b.width
			}
		}
		out[i] = math.Max(0, out[i])
	}
	return out
}

// hazardParams are the lags looked at: from one bin back to ReachSec.
func (p Params) hazardParams() stats.HazardParams {
	return stats.HazardParams{FirstLag: 1, LastLag: int(math.Round(p.ReachSec / p.BinSec))}
}

// series makes the hazard's input of one course of every session; nil courses leave
// their session out.
func series(all []Session, p Params, course func(Session, bins) []float64) []stats.EventSeries {
	number := map[string]int{}
	for i, a := range animals(all) {
		number[a] = i
	}
	var out []stats.EventSeries
	for _, s := range all {
		b := newBins(s, p)
		x := course(s, b)
		if x == nil || b.n == 0 {
			continue
		}
		at, event := b.waiting(s, p)
		out = append(out, stats.EventSeries{Group: number[s.Animal], Signal: x, AtRisk: at, Event: event})
	}
	return out
}

// reversed makes the input of the opposite question: whether struggling tells of a
// transient to come. At risk is all the time that is no rise.
func reversed(all []Session, p Params, pipeline string) []stats.EventSeries {
	number := map[string]int{}
	for i, a := range animals(all) {
		number[a] = i
	}
	var out []stats.EventSeries
	for _, s := range all {
		b, d := newBins(s, p), s.Data.dff(pipeline)
		if b.n == 0 || d == nil {
			continue
		}
		e := stats.EventSeries{Group: number[s.Animal], Signal: b.struggling(s), AtRisk: make([]bool, b.n), Event: make([]bool, b.n)}
		for k := range e.AtRisk {
			e.AtRisk[k] = !math.IsNaN(s.sample(d.Smooth, b.at(k)))
		}
		for _, t := range s.InFilmTime(Rises(d.Smooth, d.NoiseMAD, s.Data.Trace.StartSec, s.Data.Trace.RateHz, p)) {
			first := int(math.Floor((t.OnsetSec - b.start) / b.width))
			last := int(math.Floor((t.PeakSec - b.start) / b.width))
			for k := max(0, first+1); k <= last && k < b.n; k++ {
				e.AtRisk[k] = false
			}
			if first >= 0 && first < b.n && e.AtRisk[first] {
				e.Event[first] = true
			}
		}
		out = append(out, e)
	}
	return out
}
