package ensemble

import "slices"

// events returns the stretches in which n(t) reaches the threshold, with the cells
// that have an onset in the windows of them. An event is from the first to the last of
// these onsets: windows begin before and end after.
func (a *axis) events(n []int32, threshold int) []Event {
	var out []Event
	for _, run := range a.runs(n, int32(threshold)) {
		from, to := run[0], run[1]+a.window-1
		at := slices.Index(n[from:run[1]], slices.Max(n[from:run[1]])) + from
		e := Event{Peak: int(n[at]), PeakFrame: a.frames[at+a.window-1]}
		first, last := int32(to), int32(from)
		for c, train := range a.trains {
			within := onsetsIn(train, int32(from), int32(to))
			if len(within) > 0 {
				e.Cells = append(e.Cells, c)
				first, last = min(first, within[0]), max(last, within[len(within)-1])
			}
			if within = onsetsIn(train, int32(at), int32(at+a.window)); len(within) > 0 {
				e.PeakFrame = min(e.PeakFrame, a.frames[within[0]])
			}
			e.ChanceCells += a.share(train, to-from)
		}
		e.Start, e.End = a.frames[first], a.frames[last]+1
		out = append(out, e)
	}
	return out
}

// onsetsIn returns the onsets of a train in from:to.
func onsetsIn(train []int32, from, to int32) []int32 {
	i, _ := slices.BinarySearch(train, from)
	k, _ := slices.BinarySearch(train, to)
	return train[i:k]
}

// share returns the share of stretches of a length, around the end of the axis,
// that hold an onset of a train: the chance that a cell takes part.
func (a *axis) share(train []int32, length int) float64 {
	n := len(a.frames)
	held := 0
	for i, t := range train {
		gap := n
		if len(train) > 1 {
			gap = int(train[(i+1)%len(train)]) - int(t)
			if gap <= 0 {
				gap += n
			}
		}
		held += min(gap, length)
	}
	return float64(held) / float64(n)
}

// Synchrony is how much more pairs of cells are active together than surrogates
// have it, without a threshold: the mean over windows of the number of pairs of
// cells with an onset in them. What onsets of cells add that follow nothing but
// their own rate is in the surrogates as well, so that the excess does not rise
// with rates.
type Synchrony struct {
	Pairs       float64  // pairs per window
	ChancePairs float64  // mean of surrogates
	SD          float64  // over surrogates
	P           float64  // one-sided
	Interval    Interval // of Excess
}

// Excess is pairs per window beyond chance.
func (s Synchrony) Excess() float64 { return s.Pairs - s.ChancePairs }

func (s *nulls) synchrony(a *axis, seen []int32) Synchrony {
	var out Synchrony
	for t, v := range seen {
		if a.isOpen[t] {
			out.Pairs += float64(v) * float64(v-1) / 2 / float64(a.open)
		}
	}
	out.ChancePairs, out.SD = moments(s.pairs)
	k := 1
	for _, x := range s.pairs {
		if x >= out.Pairs {
			k++
		}
	}
	out.P = float64(k) / float64(len(s.pairs)+1)
	out.Interval = a.pairInterval(seen, out.ChancePairs)
	return out
}
