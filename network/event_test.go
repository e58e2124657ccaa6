package network

import (
	"math"
	"slices"
	"testing"
)

// salvo returns the spikes of cells from:to, one each step from a step on.
func salvo(step, from, to int32) []Spike {
	var out []Spike
	for c := from; c < to; c++ {
		out = append(out, Spike{step + c - from, c})
	}
	return out
}

// TestEventsByHand: 20 cells of 100 fire one after the other from 1.000 s, and
// again, with ten new ones, from 2.000 s; between them the second salvo has a gap
// shorter than GapSec. The threshold is 20 cells in 0.2 s.
func TestEventsByHand(t *testing.T) {
	a := Activity{Seconds: 3, StepSec: 0.001, Neurons: 100}
	a.Spikes = slices.Concat(salvo(200, 0, 19), salvo(1000, 0, 20), salvo(2000, 0, 20), salvo(2400, 10, 30))
	got := a.Events(EventParams{})
	want := []Event{{1.019, 1.2, 20}, {2.019, 2.6, 30}}
	if len(got) != len(want) {
		t.Fatalf("%d events, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		if math.Abs(got[i].StartSec-want[i].StartSec) > 1e-9 || math.Abs(got[i].EndSec-want[i].EndSec) > 1e-9 || got[i].Cells != want[i].Cells {
			t.Errorf("event %d is %v, want %v", i, got[i], want[i])
		}
	}
	if p := a.Participation(got[1]); p != 0.3 {
		t.Errorf("participation %v, want 0.3", p)
	}
	if n := len(a.Events(EventParams{GapSec: 0.1})); n != 3 {
		t.Errorf("%d events with a gap of 0.1 s, want 3", n)
	}
	if n := len(a.Events(EventParams{Cells: 19})); n != 3 {
		t.Errorf("%d events of 19 cells, want 3", n)
	}
	a.Seconds = 2.5
	if e := a.Events(EventParams{}); e[1].EndSec != 2.5 {
		t.Errorf("an event ends at %v, after the recording", e[1].EndSec)
	}
}

// TestEventsAgainstEveryWindow: the stretches found by walking through the spikes
// are those found by counting the cells of the window anew at every step.
func TestEventsAgainstEveryWindow(t *testing.T) {
	const window, seconds = 50, 2
	for seed := range uint64(20) {
		a := made(seed, 9, 300, seconds)
		for least := 1; least <= 9; least++ {
			var want []stretch
			on := false
			for step := int32(0); step <= seconds*1000+window; step++ {
				seen := map[int32]bool{}
				for _, s := range a.Spikes {
					if s.Step > step-window && s.Step <= step {
						seen[s.Neuron] = true
					}
				}
				if now := len(seen) >= least; now != on {
					on = now
					if on {
						want = append(want, stretch{from: step})
					} else {
						want[len(want)-1].to = step
					}
				}
			}
			got := a.together(window, least)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, %d cells: %v, want %v", seed, least, got, want)
			}
		}
	}
}

func TestSilenceHasNoEvents(t *testing.T) {
	if e := (Activity{Seconds: 10, StepSec: 0.001, Neurons: 100}).Events(EventParams{}); e != nil {
		t.Errorf("a silent network has events: %v", e)
	}
}
