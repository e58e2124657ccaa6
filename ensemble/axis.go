package ensemble

import (
	"math"
	"slices"
)

// axis is the usable frames of a session put end to end: surrogates live on it.
type axis struct {
	frames []int   // of the recording, per place on the axis
	low    []int32 // per place: the first window that holds it
	high   []int32 // and the last; below low where none does
	window int
	gap    int
	rateHz float64
	epochs [][2]int  // places from:to between which nothing is shifted
	trains [][]int32 // places of each cell's onsets
	open   int       // windows that are looked at
	isOpen []bool
}

// newAxis drops bad frames, and with them their onsets. It panics when an onset
// lies outside the recording, or trains are out of order.
func newAxis(r Raster, p Params) *axis {
	if !(r.RateHz > 0) || r.Bad != nil && len(r.Bad) != r.Frames {
		panic("ensemble: a raster needs a frame rate, and bad frames as many as frames")
	}
	a := &axis{rateHz: r.RateHz, window: max(1, int(math.Round(p.WindowSec*r.RateHz))), gap: int(math.Round(p.GapSec * r.RateHz))}
	place := make([]int32, r.Frames)
	for f := range r.Frames {
		place[f] = -1
		if r.Bad == nil || !r.Bad[f] {
			place[f] = int32(len(a.frames))
			a.frames = append(a.frames, f)
		}
	}
	a.divide(r.Breaks)
	for _, train := range r.Onsets {
		if !slices.IsSorted(train) || len(train) > 0 && (train[0] < 0 || train[len(train)-1] >= r.Frames) {
			panic("ensemble: onsets must be frames of the recording in order")
		}
		places := make([]int32, 0, len(train))
		for _, f := range train {
			if place[f] >= 0 {
				places = append(places, place[f])
			}
		}
		a.trains = append(a.trains, places)
	}
	return a
}

// divide finds epochs, and for each place the windows that hold it. A window
// lies within frames that follow each other, on one side of every break.
func (a *axis) divide(breaks []int) {
	n := len(a.frames)
	a.low, a.high, a.isOpen = make([]int32, n), make([]int32, n), make([]bool, n)
	epoch, from := 0, 0
	for i := 1; i <= n; i++ {
		broken := i == n || hasBreak(breaks, a.frames[i-1], a.frames[i])
		if !broken && a.frames[i] == a.frames[i-1]+1 {
			continue
		}
		for k := from; k < i; k++ {
			a.low[k], a.high[k] = int32(max(from, k-a.window+1)), int32(min(k, i-a.window))
			if k <= i-a.window {
				a.isOpen[k] = true
				a.open++
			}
		}
		from = i
		if broken {
			a.epochs = append(a.epochs, [2]int{epoch, i})
			epoch = i
		}
	}
}

// hasBreak reports whether an epoch begins after frame a and by frame b.
func hasBreak(breaks []int, a, b int) bool {
	return slices.ContainsFunc(breaks, func(f int) bool { return f > a && f <= b })
}

func (a *axis) minutes() float64 { return float64(len(a.frames)) / a.rateHz / 60 }

func (a *axis) active() int {
	n := 0
	for _, t := range a.trains {
		if len(t) > 0 {
			n++
		}
	}
	return n
}

// lacking says why nothing can be found, if so.
func (a *axis) lacking(active int) string {
	switch {
	case a.open == 0:
		return "no stretch of usable frames is as long as the window"
	case active < 3:
		return "fewer than three cells are active"
	}
	return ""
}

// count returns n(t) per window: the number of trains with an onset in it.
func (a *axis) count(trains [][]int32) []int32 {
	n := make([]int32, len(a.frames)+1)
	for _, t := range trains {
		a.add(n, t)
	}
	sum(n)
	return n[:len(a.frames)]
}

// add adds one train to the differences of n(t): the windows of neighbouring
// onsets are joined, so that a cell counts once.
func (a *axis) add(n []int32, train []int32) {
	next := int32(0)
	for _, k := range train {
		lo, hi := max(a.low[k], next), a.high[k]
		if lo > hi {
			continue
		}
		n[lo]++
		n[hi+1]--
		next = hi + 1
	}
}

func sum(n []int32) {
	for i := 1; i < len(n); i++ {
		n[i] += n[i-1]
	}
}

// runs returns the stretches of windows from:to with at least least cells,
// those joined that lie at most gap frames apart within an epoch's frames.
func (a *axis) runs(n []int32, least int32) [][2]int {
	var out [][2]int
	for t := 0; t < len(n); t++ {
		if n[t] < least {
			continue
		}
		from := t
		for t < len(n) && n[t] >= least {
			t++
		}
		if k := len(out) - 1; k >= 0 && a.joined(out[k][1], from) {
			out[k][1] = t
			continue
		}
		out = append(out, [2]int{from, t})
	}
	return out
}

// joined reports whether a run that ends before one place and one that begins
// at another are one event: no longer apart than the gap, no break between.
func (a *axis) joined(end, from int) bool {
	return from-end < a.gap+1 && a.frames[from]-a.frames[end-1] == from-end+1
}
