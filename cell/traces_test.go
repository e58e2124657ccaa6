package cell

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"
)

func TestTracesOfAPlantedCell(t *testing.T) {
	m := planted{h: 61, w: 67, n: 700, y: 30, x: 30, unseen: 3}
	var f, edge Footprint
	for y := range 61 {
		for x := range 67 {
			if math.Hypot(float64(y)-30, float64(x)-30) <= 5 {
				f = append(f, Pixel{y, x, 1})
			}
			if y < 5 && x < 5 {
				edge = append(edge, Pixel{y, x, 1})
			}
		}
	}
	p := TraceParams{Params: Params{RateHz: 30}}
	r, err := Extract(context.Background(), m, []Footprint{f, edge}, p, &Memory{})
	if err != nil {
		t.Fatal(err)
	}
	raw, ring, err := r.Cell(0)
	if err != nil {
		t.Fatal(err)
	}
	tr := NewTrace(raw, ring, p)
	// 30 over 100 - 0.7*100; five standard errors of a frame's mean over 81 pixels.
	const tol = 5 * 5.0 / 9 / 30
	if math.Abs(float64(tr.DFF[65])-1) > 2*tol || math.Abs(float64(tr.DFF[10])) > 2*tol || tr.Reason != "" {
		t.Errorf("dF/F %v and %v, %q", tr.DFF[65], tr.DFF[10], tr.Reason)
	}
	raw, ring, _ = r.Cell(1)
	if tr = NewTrace(raw, ring, p); tr.Reason == "" || tr.Seen != 0 || tr.DFF[5] == tr.DFF[5] {
		t.Errorf("a cell that is not seen: %q, seen %v", tr.Reason, tr.Seen)
	}
}

// TestStoredTracesDoNotDependOnWorkers: one, two and five goroutines write the same
// bytes, over blocks that are and are not full.
func TestStoredTracesDoNotDependOnWorkers(t *testing.T) {
	m := planted{h: 31, w: 29, n: 2*blockFrames + 7, y: 15, x: 14, unseen: 3}
	prints := []Footprint{square(8, 9, 6), square(11, 12, 6), square(20, 0, 5)}
	var first []byte
	for _, workers := range []int{1, 2, 5} {
		var store Memory
		if _, err := Extract(context.Background(), m, prints, TraceParams{Params: Params{RateHz: 30, Workers: workers}}, &store); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = store.b
		}
		if len(store.b) != 8*len(prints)*m.n || !bytes.Equal(store.b, first) {
			t.Errorf("%d workers write %d other bytes", workers, len(store.b))
		}
	}
}

// broken is a movie whose frame 300 cannot be read.
type broken struct{ planted }

func (m broken) Read(i int, dst []float32) error {
	if i == 300 {
		return errors.New("a hole in the tape")
	}
	return m.planted.Read(i, dst)
}

func TestAFrameThatCannotBeReadIsNamed(t *testing.T) {
	m := broken{planted{h: 9, w: 9, n: 400}}
	const want = "frame 300: a hole in the tape"
	if _, err := Extract(context.Background(), m, []Footprint{square(2, 2, 3)}, TraceParams{Params: Params{RateHz: 30}}, &Memory{}); err == nil || err.Error() != want {
		t.Error(err)
	}
	if _, err := Summarise(context.Background(), m, Params{RateHz: 30}); err == nil || err.Error() != want {
		t.Error(err)
	}
}
