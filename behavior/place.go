package behavior

import (
	"fmt"
	"math"
)

// places gives every body a region that goes to its neighbours, and a pivot. A body
// without a tail above it hangs from nothing.
func (s *Scene) places(l look, cores []blob) ([]Place, error) {
	swept := sweptColumns(l)
	edges := []int{0}
	for i := range len(cores) - 1 {
		edges = append(edges, quietest(swept, cores[i].right, cores[i+1].left))
	}
	edges = append(edges, l.median.W)
	var out []Place
	for i, b := range cores {
		x, y, tails := s.pivot(l, b, edges[i], edges[i+1])
		if float64(tails) < tailPart*float64(len(l.samples)) {
			return nil, fmt.Errorf("%w: above the body at %.0f, %.0f px one is seen in %d of %d frames", ErrNoTail, float64(s.bin)*b.x, float64(s.bin)*b.y, tails, len(l.samples))
		}
		full := func(v float64) float64 { return (v+0.5)*float64(s.bin) - 0.5 }
		out = append(out, Place{Name: fmt.Sprintf("animal-%d", i+1),
			Left: edges[i] * s.bin, Right: min(edges[i+1]*s.bin, s.Width), Top: 0, Bottom: s.Height,
			PivotX: math.Round(10*full(x)) / 10, PivotY: math.Round(10*full(y)) / 10, StartSec: missing, EndSec: missing})
	}
	return out, nil
}

// sweptColumns counts in every column the pixels an animal sometimes covers.
func sweptColumns(l look) []int {
	out := make([]int, l.median.W)
	for i, n := range l.darkIn {
		if n > 0 && float64(n) < alwaysPart*float64(len(l.samples)) {
			out[i%l.median.W]++
		}
	}
	return out
}

// quietest returns the column from a to b that animals cover least, the one
// nearest to the middle among equals.
func quietest(swept []int, a, b int) int {
	best, middle := (a+b)/2, (a+b)/2
	off := func(x int) int { return max(x-middle, middle-x) }
	for x := a; x < b; x++ {
		if swept[x] < swept[best] || swept[x] == swept[best] && off(x) < off(best) {
			best = x
		}
	}
	return best
}

// A tail seen above a body gives the pivot.
const (
	tailStepPx  = 3   // sideways, from row to row
	tailWidthPx = 12  // at most
	leastTailPx = 5   // rows
	tailPart    = 0.2 // of the samples, in which a tail is seen above what hangs
	pivotSlack  = 0.1 // px of the line per px of height: how far the tails' common point is believed over their upper ends
)

// pivot returns where the tail is held, px of the binned frame. Each sample gives
// a line through the tail; the pivot is the height y at which the lines
// x = a + b y have the least variance, -cov(a, b)/var(b), drawn towards the
// median upper end of the tails where the mouse hardly swings. tails is in how many
// samples one is seen.
func (s *Scene) pivot(l look, body blob, left, right int) (x, y float64, tails int) {
	var a, b, top []float64
	for _, m := range l.samples {
		if p, q, t, ok := s.tail(m.Pix, l, body, left, right); ok {
			a, b, top = append(a, p), append(b, q), append(top, t)
		}
	}
	if len(a) < 3 {
		return body.x, s.under(int(body.x)), len(a)
	}
	end := median(top)
	// Lines about the upper end: x = c + b (y - end).
	c := make([]float64, len(a))
	for i := range a {
		c[i] = a[i] + b[i]*end
	}
	var cov, variance float64
	mc, mb := median(c), median(b)
	n := 0
	for i := range c {
		if math.Abs(c[i]-mc) > 10 || math.Abs(b[i]-mb) > 1 {
			continue // a climbing mouse, or not a tail
		}
		cov += (c[i] - mc) * (b[i] - mb)
		variance += (b[i] - mb) * (b[i] - mb)
		n++
	}
	dy := -cov / (variance + float64(n)*pivotSlack*pivotSlack)
	dy = max(-10, min(dy, 10))
	return mc + mb*dy, end + dy, len(a)
}

// under returns the row beneath the structures at the top of a column.
func (s *Scene) under(x int) float64 {
	y := 0
	for y < s.structure.h/2 && s.structure.at(y, x) {
		y++
	}
	return float64(y)
}

// tail follows the tail upwards from a body in one sample and returns its line
// x = a + b y and its upper end.
func (s *Scene) tail(pix []float32, l look, body blob, left, right int) (a, b, top float64, ok bool) {
	w := l.median.W
	dark := func(y, x int) bool {
		i := y*w + x
		return !s.structure.at(y, x) && l.sign*(s.wall.Pix[i]-pix[i]) > 0.3*float32(s.contrast)
	}
	var xs, ys []float64
	at := int(body.x)
	for y := body.top - 1; y >= 0; y-- {
		from := -1
		for d := 0; d <= tailStepPx*2 && from < 0; d++ {
			for _, x := range []int{at - d, at + d} {
				if x >= left && x < right && dark(y, x) {
					from = x
					break
				}
			}
		}
		if from < 0 {
			break
		}
		x0, x1 := from, from
		for x0 > left && dark(y, x0-1) {
			x0--
		}
		for x1 < right-1 && dark(y, x1+1) {
			x1++
		}
		at = (x0 + x1) / 2
		if x1-x0 < tailWidthPx {
			xs, ys = append(xs, float64(x0+x1)/2), append(ys, float64(y))
		}
	}
	if len(xs) < leastTailPx {
		return 0, 0, 0, false
	}
	a, b = line(ys, xs)
	return a, b, ys[len(ys)-1], true
}
