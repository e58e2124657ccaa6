package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// by hand: windows of 3 frames; cells 0, 1 and 2 begin at 20, 20 and 22, cell 3 at 40.
func byHand() (*axis, Raster) {
	r := Raster{Onsets: [][]int{{20}, {20}, {22}, {40}}, Frames: 100, RateHz: 10}
	return newAxis(r, Params{WindowSec: 0.3}.orDefaults()), r
}

// n(t) is the number of cells with an onset in t, t+1, t+2.
func TestCellsPerWindow(t *testing.T) {
	a, r := byHand()
	n := a.count(a.trains)
	for f := range r.Frames {
		want := int32(0)
		for _, train := range r.Onsets {
			if train[0] >= f && train[0] < f+3 {
				want++
			}
		}
		if n[f] != want {
			t.Errorf("window at %d: %d cells, want %d", f, n[f], want)
		}
	}
}

// An event is from its first onset to its last; its windows reach further, and so do
// the cells that chance would have in them: a single onset of 100 frames lies in a
// stretch of 5 frames (windows at 18, 19 and 20 cover 18 to 22) in 5 places of 100.
func TestAnEventLastsFromItsFirstOnsetToItsLast(t *testing.T) {
	a, _ := byHand()
	two := a.events(a.count(a.trains), 2)
	want := Event{Start: 20, End: 23, Peak: 3, PeakFrame: 20, Cells: []int{0, 1, 2}, ChanceCells: 4 * 5.0 / 100}
	if len(two) != 1 || math.Abs(two[0].ChanceCells-want.ChanceCells) > 1e-12 {
		t.Fatalf("%+v", two)
	}
	if !slices.Equal(two[0].Cells, want.Cells) || two[0].Start != want.Start || two[0].End != want.End || two[0].Peak != want.Peak || two[0].PeakFrame != want.PeakFrame {
		t.Errorf("%+v, want %+v", two[0], want)
	}
	three := a.events(a.count(a.trains), 3)
	if len(three) != 1 || three[0].Start != 20 || three[0].End != 23 {
		t.Errorf("at three cells: %+v", three)
	}
}

// The share of stretches round the axis that hold an onset is that of counting them.
func TestShareOfStretches(t *testing.T) {
	a := &axis{frames: make([]int, 100)}
	train := []int32{0, 10, 50}
	for _, length := range []int{1, 5, 20, 60} {
		held := 0
		for from := range 100 {
			for _, on := range train {
				if (int(on)-from+100)%100 < length {
					held++
					break
				}
			}
		}
		if got := a.share(train, length); math.Abs(got-float64(held)/100) > 1e-12 {
			t.Errorf("stretches of %d: %g, want %d of 100", length, got, held)
		}
	}
}

// No window reaches over bad frames or a break, and runs are not joined over them.
func TestWindowsStopAtGapsAndBreaks(t *testing.T) {
	bad := make([]bool, 40)
	bad[20], bad[21] = true, true
	a := newAxis(Raster{Onsets: [][]int{{19}, {22}, {30}}, Frames: 40, RateHz: 10, Bad: bad, Breaks: []int{30}}, Params{WindowSec: 0.3}.orDefaults())
	open := map[int]bool{}
	for i, is := range a.isOpen {
		if is {
			open[a.frames[i]] = true
		}
	}
	for f := range 40 {
		if want := f <= 17 || f >= 22 && f <= 27 || f >= 30 && f <= 37; open[f] != want {
			t.Errorf("window at %d: %v", f, open[f])
		}
	}
	if want := [][2]int{{0, 28}, {28, 38}}; !slices.Equal(a.epochs, want) {
		t.Errorf("epochs %v, want %v", a.epochs, want)
	}
	// 19 and 22 are neighbours on the axis but not in time; 3 windows hold each.
	n := a.count(a.trains)
	if runs := a.runs(n, 1); len(runs) != 3 || runs[0] != [2]int{17, 18} || runs[1] != [2]int{20, 21} || runs[2] != [2]int{28, 29} {
		t.Errorf("runs %v", runs)
	}
}

// Runs no further apart than the gap are one.
func TestRunsAreJoinedUpToTheGap(t *testing.T) {
	a := newAxis(Raster{Onsets: [][]int{}, Frames: 30, RateHz: 10}, Params{WindowSec: 0.1, GapSec: 0.3}.orDefaults())
	n := make([]int32, 30)
	n[5], n[9], n[14] = 1, 1, 1 // 3 frames between, then 4
	if runs := a.runs(n, 1); !slices.Equal(runs, [][2]int{{5, 10}, {14, 15}}) {
		t.Errorf("runs %v", runs)
	}
}

// Of 99 surrogates whose maxima are 0 to 98 the least number that 5 of 100 reach, the
// recording being one, is 95: 95, 96, 97 and 98 are four.
func TestThresholdAndReach(t *testing.T) {
	var s nulls
	for v := range int32(99) {
		s.maxima = append(s.maxima, (v*37)%99)
	}
	at := s.threshold(Params{}.orDefaults())
	if p, below := s.reach(int32(at)), s.reach(int32(at-1)); p > 0.05 || below <= 0.05 {
		t.Errorf("threshold %d: p %g, and of one cell less %g", at, p, below)
	}
	if got := s.reach(98); got != 2.0/100 {
		t.Errorf("p of the largest of 99 is %g, want 0.02", got)
	}
}

// A train is turned by at least LeastShift seconds either way, and by every amount
// between: no onset is ever nearer its own place.
func TestATrainIsTurnedByEnough(t *testing.T) {
	const frames, rate = 200, 10.0
	a := newAxis(Raster{Onsets: [][]int{{30}}, Frames: frames, RateHz: rate}, Params{}.orDefaults())
	rng := rand.New(rand.NewPCG(3, 1))
	nearest, farthest := frames, 0
	for range 2000 {
		dst := []int32{0}
		a.surrogate(dst, []int32{30}, Params{LeastShift: 4}.orDefaults(), rng)
		d := (int(dst[0]) - 30 + frames) % frames
		d = min(d, frames-d)
		nearest, farthest = min(nearest, d), max(farthest, d)
	}
	if nearest != 40 || farthest != 100 {
		t.Errorf("turned by %d to %d frames, want 40 to 100", nearest, farthest)
	}
}

// The moments of a cell are those at which the others reach the threshold less one: of
// three cells of which a threshold of three has all, each is tested where two are.
func TestMembersAreTestedWhereTheOthersAreEnough(t *testing.T) {
	r := Raster{Onsets: [][]int{{100, 300}, {101, 500}, {102, 501}}, Frames: 1000, RateHz: 10}
	m := Members(r, Result{Threshold: 3, Params: Params{}.orDefaults()})
	for c, want := range []struct{ joined, of int }{{1, 2}, {1, 1}, {1, 1}} {
		if m[c].Joined != want.joined || m[c].Of != want.of {
			t.Errorf("cell %d joined %d of %d, want %d of %d", c, m[c].Joined, m[c].Of, want.joined, want.of)
		}
	}
}

// Tables have seconds: from the first onset to the end of the last one's frame.
func TestEventTableIsInSeconds(t *testing.T) {
	r := Result{Active: 4, Events: []Event{{Start: 20, End: 23, Peak: 3, Cells: []int{0, 1, 2}}}}
	e := r.Tables(10)[1]
	if e.Floats("from_s")[0] != 2 || e.Floats("to_s")[0] != 2.3 || e.Floats("participation")[0] != 0.75 {
		t.Errorf("from %g to %g s, participation %g", e.Floats("from_s")[0], e.Floats("to_s")[0], e.Floats("participation")[0])
	}
}
