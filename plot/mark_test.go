package plot

import (
	"slices"
	"testing"
)

func TestMarksByHand(t *testing.T) {
	const n, o, x = NotJudgeable, Absent, Present
	for _, c := range []struct {
		seen []Seen
		want []Mark
	}{
		{[]Seen{x, x, o, o}, []Mark{Standing, Standing, Eliminated, None}},
		{[]Seen{o, x, x}, []Mark{None, Formed, Standing}},
		{[]Seen{x, o, x}, []Mark{Standing, Eliminated, Formed}},
		{[]Seen{x, n, o}, []Mark{Standing, Unjudged, Eliminated}},
		{[]Seen{x, n, x}, []Mark{Standing, Unjudged, Standing}},
		{[]Seen{o, n, x}, []Mark{None, Unjudged, Formed}},
		{[]Seen{n, x}, []Mark{Unjudged, Standing}}, // not known to be new
		{[]Seen{n, o, x}, []Mark{Unjudged, None, Formed}},
		{[]Seen{x, o, n, n, x, n, o}, []Mark{Standing, Eliminated, Unjudged, Unjudged, Formed, Unjudged, Eliminated}},
		{[]Seen{o, n, o, n, x}, []Mark{None, Unjudged, None, Unjudged, Formed}},
		{nil, []Mark{}},
	} {
		if got := Marks(c.seen); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.seen, got, c.want)
		}
	}
}

// Every mark has its colour where its shape says, and none elsewhere; the
// middle is open in all.
func TestMarkShapes(t *testing.T) {
	const r, mid = 20.0, 50
	diagonal := mid + int(r*0.5) // well within the ring
	for _, c := range []struct {
		mark                       Mark
		filopodium                 bool
		centre, edge, slant, outer bool // coloured: in the middle, above it at r, on the diagonal, above it at the outer ring
	}{
		{Standing, false, false, true, false, false},
		{Formed, false, false, true, false, true},
		{Eliminated, false, false, false, true, false},
		{Standing, true, false, false, false, false}, // the diamond is wider than the circle
		{Formed, true, false, false, false, false},
		{Eliminated, true, false, false, true, false},
		{None, false, false, false, false, false},
	} {
		v := newCanvas(100, 100, Black)
		v.mark(mid, mid, r, c.mark, c.filopodium)
		coloured := func(x, y int) bool { p := v.RGBAAt(x, y); return int(p.R)+int(p.G)+int(p.B) > 60 }
		got := [4]bool{coloured(mid, mid), coloured(mid, mid-int(r)), coloured(diagonal, diagonal), coloured(mid, mid-int((doubleRing+0.1)*r))}
		if got != [4]bool{c.centre, c.edge, c.slant, c.outer} {
			t.Errorf("%v (filopodium %v): centre, edge, diagonal, outer ring %v", c.mark, c.filopodium, got)
		}
	}
}

func TestADottedRingIsHalfThere(t *testing.T) {
	v := newCanvas(80, 80, Black)
	v.mark(40, 40, 20, Unjudged, false)
	on := 0
	ring := circle(40, 40, 20)
	for _, p := range ring {
		if v.RGBAAt(int(p.x), int(p.y)).R > 60 {
			on++
		}
	}
	if f := float64(on) / float64(len(ring)); f < 0.4 || f > 0.9 {
		t.Errorf("%.0f %% of the ring is drawn", 100*f)
	}
}
