package cell

import (
	"math"
	"slices"
	"testing"
)

// square is a footprint of side times side pixels that weigh 1.
func square(y, x, side int) Footprint {
	var f Footprint
	for i := range side * side {
		f = append(f, Pixel{y + i/side, x + i%side, 1})
	}
	return f
}

func TestMasksOfTwoThatOverlap(t *testing.T) {
	p := TraceParams{Params: Params{RateHz: 30}}.orDefaults()
	// 6 x 6 each; columns 14 and 15 are both's.
	m := masks([]Footprint{square(10, 10, 6), square(10, 14, 6)}, 60, 60, p)
	if math.Abs(m[0].Shared-1.0/3) > 1e-12 || m[0].Kept || len(m[0].Pixels) != 24 || slices.Contains(m[0].Pixels, 10*60+14) {
		t.Errorf("shared %v, kept %v, %d pixels", m[0].Shared, m[0].Kept, len(m[0].Pixels))
	}
	for _, at := range m[0].Ring {
		y, x := int(at)/60, int(at)%60
		if y >= 10 && y < 16 && x >= 10 && x < 20 {
			t.Fatalf("the ring holds (%d, %d) of a cell", y, x)
		}
		dy, dx := max(0, 10-y, y-15), max(0, 10-x, x-15)
		if d := math.Hypot(float64(dy), float64(dx)); d <= 2 || d > 15 {
			t.Fatalf("(%d, %d) of the ring is %.1f from the cell", y, x, d)
		}
	}
	// One inside another has nothing of its own, and keeps what it shares.
	m = masks([]Footprint{square(10, 10, 6), square(11, 11, 3)}, 60, 60, p)
	if m[1].Shared != 1 || !m[1].Kept || len(m[1].Pixels) != 9 || len(m[0].Pixels) != 27 {
		t.Errorf("inner: shared %v, kept %v, %d pixels; outer: %d", m[1].Shared, m[1].Kept, len(m[1].Pixels), len(m[0].Pixels))
	}
}

// TestARingFilledByNeighboursGrows: neighbours on all sides leave no pixel within
// the usual reach of 15, so the ring reaches beyond them; when the whole field is
// cells there is none, the trace of the ring is NaN and there is no dF/F.
func TestARingFilledByNeighboursGrows(t *testing.T) {
	p := TraceParams{Params: Params{RateHz: 30}}.orDefaults()
	var prints []Footprint
	for i := range 49 {
		prints = append(prints, square(30+6*(i/7-3), 30+6*(i%7-3), 6)) // rows and columns 12 to 53
	}
	middle := prints[24]
	m := masks(prints, 70, 70, p)[24]
	if len(m.Ring) < p.LeastRing {
		t.Fatalf("%d pixels", len(m.Ring))
	}
	for _, at := range m.Ring {
		y, x := int(at)/70, int(at)%70
		if y >= 12 && y < 54 && x >= 12 && x < 54 || middle.distance(y, x) <= p.RingPx {
			t.Fatalf("the ring holds (%d, %d)", y, x)
		}
	}
	full := masks([]Footprint{square(0, 0, 20), square(5, 5, 6)}, 20, 20, p)
	frame := make([]float32, 400)
	inner, ring := full[1].read(frame)
	if len(full[1].Ring) != 0 || inner != 0 || ring == ring {
		t.Errorf("%d pixels, cell %v, ring %v", len(full[1].Ring), inner, ring)
	}
	tr := NewTrace([]float32{5, 5, 5}, []float32{nan, nan, nan}, p)
	if tr.Reason == "" || tr.DFF[0] == tr.DFF[0] {
		t.Errorf("dF/F %v without a ring, %q", tr.DFF[0], tr.Reason)
	}
}
