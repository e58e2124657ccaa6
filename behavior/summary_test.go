package behavior

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// handful is a test from 10 to 40 s of the film, by hand: 4 s struggling, 8 immobile, 3
// climbing, 6 immobile, 2 struggling, 7 immobile.
func handful() Result {
	return Result{StartSec: 10, EndSec: 40, Bouts: []Bout{{Struggling, 10, 14, false}, {Immobile, 14, 22, false}, {Climbing, 22, 25, false},
		{Immobile, 25, 31, false}, {Struggling, 31, 33, false}, {Immobile, 33, 40, true}}}
}

func TestSummaryByHand(t *testing.T) {
	s := summarise(handful(), Params{LastSec: 12}.orDefaults())
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"test", s.TestSec, 30}, {"immobile", s.ImmobileSec, 21}, {"percent", s.ImmobilePercent, 70},
		{"last part, from 28 s on", s.LastImmobileSec, 10}, {"its percent", s.LastPercent, 100 * 10. / 12}, {"latency", s.LatencySec, 4},
		{"bouts", float64(s.ImmobileBouts), 3}, {"median bout", s.MedianBoutSec, 7}, {"longest bout", s.LongestBoutSec, 8}, {"climbing", s.ClimbPart, 0.1},
	} {
		if math.Abs(c.got-c.want) > exact {
			t.Errorf("%s: %g, want %g", c.what, c.got, c.want)
		}
	}
	if !slices.Equal(s.Struggles, []float64{22, 31}) { // the first was not out of immobility
		t.Errorf("struggles at %v s", s.Struggles)
	}
	if s.Excluded != "" {
		t.Errorf("excluded: %s", s.Excluded)
	}
	never := summarise(Result{EndSec: 5, Bouts: []Bout{{Struggling, 0, 5, true}}}, Params{}.orDefaults())
	if !math.IsNaN(never.LatencySec) || !math.IsNaN(never.MedianBoutSec) || never.ImmobileSec != 0 {
		t.Errorf("without immobility: %+v", never)
	}
}

// A mouse that climbs for more than a fifth of its test is excluded, one that climbs for
// a fifth is not.
func TestClimbersAreExcluded(t *testing.T) {
	for sec, want := range map[float64]bool{5.9: false, 6: false, 6.1: true} {
		r := Result{EndSec: 30, Bouts: []Bout{{Climbing, 0, sec, false}, {Immobile, sec, 30, true}}}
		s := summarise(r, Params{}.orDefaults())
		if (s.Excluded != "") != want || want && !strings.Contains(s.Excluded, "climbed") {
			t.Errorf("%g s of 30: %q", sec, s.Excluded)
		}
	}
}

// The last settleSec of a struggle belong to the immobility after it, but no more than
// half of the struggle; nothing before climbing.
func TestSettleTakesHalfAtMost(t *testing.T) {
	sec := make([]float64, 40)
	for i := range sec {
		sec[i] = float64(i) * 0.05
	}
	states := func(struggle int, after State) []State {
		out := slices.Repeat([]State{Immobile}, 40)
		for i := range 40 - 10 {
			switch {
			case i < struggle:
				out[10+i] = Struggling
			default:
				out[10+i] = after
			}
		}
		return out
	}
	for _, c := range []struct {
		struggle, left int
		after          State
	}{{20, 17, Immobile}, {4, 2, Immobile}, {2, 1, Immobile}, {20, 20, Climbing}} {
		s := states(c.struggle, c.after)
		settle(sec, s)
		n := 0
		for _, v := range s {
			if v == Struggling {
				n++
			}
		}
		if n != c.left {
			t.Errorf("of %d frames of struggling before %v %d are left, want %d", c.struggle, c.after, n, c.left)
		}
	}
}

// A body is drawn up when it stays so for half a second.
func TestClimbingLasts(t *testing.T) {
	for frames, want := range map[int]bool{5: false, 6: true} { // at 10 Hz, 0.4 and 0.5 s from the first to the last
		trace := hangs(100, Place{})
		for i := range frames {
			trace.Reach[50+i] = 0.7 * 60
		}
		if got := slices.Contains(climbing(trace), true); got != want {
			t.Errorf("%d frames: climbing %v", frames, got)
		}
	}
}
