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
		{nil, []Mark{}},
	} {
		if got := Marks(c.seen); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.seen, got, c.want)
		}
	}
}

// Every mark has its colour where its shape says, and none elsewhere.
func TestMarkShapes(t *testing.T) {
	const r, mid = 20.0, 40
	diagonal := mid + int(r*0.35)
	for _, c := range []struct {
		mark                Mark
		filopodium          bool
		centre, edge, slant bool // coloured: in the middle, above it at r, on the diagonal
	}{
		{Standing, false, false, true, false},
		{Formed, false, true, true, true},
		{Eliminated, false, true, false, true},
		{Standing, true, false, false, false}, // the diamond is wider than the circle
		{Formed, true, true, true, true},
		{None, false, false, false, false},
	} {
		v := newCanvas(80, 80, Black)
		v.mark(mid, mid, r, c.mark, c.filopodium)
		coloured := func(x, y int) bool { p := v.RGBAAt(x, y); return int(p.R)+int(p.G)+int(p.B) > 60 }
		if coloured(mid, mid) != c.centre || coloured(mid, mid-int(r)) != c.edge || coloured(diagonal, diagonal) != c.slant {
			t.Errorf("%v (filopodium %v): centre %v, edge %v, diagonal %v", c.mark, c.filopodium,
				coloured(mid, mid), coloured(mid, mid-int(r)), coloured(diagonal, diagonal))
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
