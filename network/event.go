package network

import "slices"

// EventParams says what counts as an event of the ensemble. The threshold is a
// fixed number of cells, never one that follows the activity of the recording:
// one that does hides a fall of activity.
type EventParams struct {
	WindowSec float64 // default 0.2
	Cells     int     // co-active within the window; default a fifth of the E cells
	GapSec    float64 // events closer than this are one; default 0.5
}

// Event is a time in which enough cells were active together.
type Event struct {
	StartSec float64 // when the threshold was reached
	EndSec   float64 // when the window fell below it
	Cells    int     // different cells that fired from a window before the start to the end
}

// Participation returns the share of the cells that took part.
func (a Activity) Participation(e Event) float64 { return float64(e.Cells) / float64(a.Neurons) }

// Events returns the times in which at least p.Cells different cells fired within
// the last p.WindowSec, in order. An event that is on at the end of the recording
// ends there. It panics when the window is shorter than a step.
func (a Activity) Events(p EventParams) []Event {
	fill(&p.WindowSec, 0.2)
	fill(&p.Cells, max(1, ceilDiv(a.Neurons, 5)))
	fill(&p.GapSec, 0.5)
	window := int32(round(p.WindowSec / a.StepSec))
	if window < 1 || p.Cells < 1 {
		panic("network: an event needs a window of a step and a cell")
	}
	var out []Event
	for _, s := range a.merge(a.together(window, p.Cells), p.GapSec) {
		out = append(out, Event{
			StartSec: float64(s.from) * a.StepSec,
			EndSec:   min(a.Seconds, float64(s.to)*a.StepSec),
			Cells:    a.cells(s.from-window, s.to),
		})
	}
	return out
}

// stretch is the steps from:to.
type stretch struct{ from, to int32 }

// together returns the stretches in which at least least cells fired within the
// last window steps, this one included. Going through the spikes in order, a cell
// counts until its last spike leaves the window.
func (a Activity) together(window int32, least int) []stretch {
	var out []stretch
	newest := make([]int32, a.Neurons)
	for c := range newest {
		newest[c] = -window
	}
	active, on, oldest := 0, false, 0
	for _, s := range a.Spikes {
		for ; a.Spikes[oldest].Step <= s.Step-window; oldest++ {
			if gone := a.Spikes[oldest]; newest[gone.Neuron] == gone.Step {
				active--
				if on && active < least {
					out[len(out)-1].to, on = gone.Step+window, false
				}
			}
		}
		if newest[s.Neuron] <= s.Step-window {
			active++
		}
		newest[s.Neuron] = s.Step
		if !on && active >= least {
			if k := len(out); k == 0 || out[k-1].to < s.Step {
				out = append(out, stretch{from: s.Step})
			}
			on = true
		}
	}
	if on {
		out[len(out)-1].to = a.fall(newest, window, least)
	}
	return out
}

// fall returns the step at which fewer than least cells are left in the window
// when no more spikes come: when the least-th newest spike leaves it.
func (a Activity) fall(newest []int32, window int32, least int) int32 {
	sorted := slices.Clone(newest)
	slices.Sort(sorted)
	return sorted[len(sorted)-least] + window
}

// merge joins stretches whose gap is shorter than gapSec.
func (a Activity) merge(all []stretch, gapSec float64) []stretch {
	var out []stretch
	for _, s := range all {
		if k := len(out); k > 0 && float64(s.from-out[k-1].to)*a.StepSec < gapSec {
			out[k-1].to = s.to
			continue
		}
		out = append(out, s)
	}
	return out
}

// cells returns how many cells fired after one step and before another.
func (a Activity) cells(after, to int32) int {
	first, _ := slices.BinarySearchFunc(a.Spikes, after+1, func(s Spike, step int32) int { return int(s.Step - step) })
	seen, n := make([]bool, a.Neurons), 0
	for _, s := range a.Spikes[first:] {
		if s.Step >= to {
			break
		}
		if !seen[s.Neuron] {
			seen[s.Neuron] = true
			n++
		}
	}
	return n
}
