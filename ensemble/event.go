package ensemble

import "slices"

// events returns the stretches in which n(t) reaches the threshold, with the
// cells that have an onset in them.
func (a *axis) events(n []int32, threshold int) []Event {
	var out []Event
	for _, run := range a.runs(n, int32(threshold)) {
		from, to := run[0], run[1]+a.window-1
		e := Event{Start: a.frames[from], End: a.frames[to-1] + 1}
		for t := from; t < run[1]; t++ {
			if int(n[t]) > e.Peak {
				e.Peak, e.PeakFrame = int(n[t]), a.frames[t]
			}
		}
		for c, train := range a.trains {
			if fallsIn(train, int32(from), int32(to)) {
				e.Cells = append(e.Cells, c)
			}
			e.ChanceCells += a.share(train, to-from)
		}
		out = append(out, e)
	}
	return out
}

// fallsIn reports whether a train has an onset in from:to.
func fallsIn(train []int32, from, to int32) bool {
	i, _ := slices.BinarySearch(train, from)
	return i < len(train) && train[i] < to
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
