package plot

import (
	"math"
	"testing"
)

// Names stand where they were asked to stand if that is free, else elsewhere
// around the mark, else nowhere; never on a mark or on another name.
func TestNamesKeepOff(t *testing.T) {
	c := newCanvas(200, 100, Black)
	n := names{style: style{size: 11, colour: White}}
	whole := box{0, 0, 200, 100}
	at := point{100, 50}
	n.keepOff(at, 8)
	marks := len(n.taken)
	if !n.write(c, whole, at, 8, point{0, -1}, "s01") {
		t.Fatal("no room in an empty picture")
	}
	if b := n.taken[marks]; b.y1 > 42 || math.Abs(b.x0+b.x1-200) > 1e-9 {
		t.Errorf("not above the mark: %+v", b)
	}
	written := 1
	for written < 20 && n.write(c, whole, at, 8, point{0, -1}, "s01") {
		written++
	}
	if written != 8 {
		t.Errorf("%d names around one mark, want one in each of eight directions", written)
	}
	for i, a := range n.taken {
		if !a.within(whole) {
			t.Errorf("%+v is outside", a)
		}
		for _, b := range n.taken[:i] {
			if a.meets(b) {
				t.Errorf("%+v covers %+v", a, b)
			}
		}
	}
	if n.write(c, box{90, 40, 110, 60}, at, 8, point{0, -1}, "s02") {
		t.Error("a name was written outside")
	}
}

func TestCompass(t *testing.T) {
	for towards, want := range map[point][2]point{
		{0, -3}:   {{0, -1}, {1, -1}},
		{2, 0.1}:  {{1, 0}, {1, 1}},
		{-1, -1}:  {{-1, -1}, {-1, 0}},
		{-1, 0.9}: {{-1, 1}, {-1, 0}},
	} {
		if got := compass(towards); len(got) != 8 || got[0] != want[0] || towards != (point{0, -3}) && got[1] != want[1] && towards != (point{-1, -1}) {
			t.Errorf("%v: %v, want %v first", towards, got[:2], want)
		}
	}
	if got := compass(point{}); len(got) != 8 {
		t.Errorf("no direction: %v", got)
	}
}

// An id is written in one session only, and every one that has room is.
func TestKymographIDs(t *testing.T) {
	k := sampleKymograph()
	plain := k.Draw()
	k.IDs = true
	named := k.Draw()
	if plain.Bounds() != named.Bounds() {
		t.Fatal("names change the size")
	}
	g := k.layout(newFaces())
	changed := func(row, day int) int {
		n, b := 0, g.box(row, day)
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if plain.RGBAAt(x, y) != named.RGBAAt(x, y) {
					n++
				}
			}
		}
		return n
	}
	// s0 and s2 in the first session, s1 in the last; s3 in the first, s4 in the last
	for _, c := range []struct {
		row, day int
		names    bool
	}{{0, 0, true}, {0, 1, false}, {0, 2, true}, {1, 0, true}, {1, 1, false}, {1, 2, true}} {
		if n := changed(c.row, c.day); n > 0 != c.names {
			t.Errorf("row %d, session %d: %d pixels of names", c.row, c.day, n)
		}
	}
}
