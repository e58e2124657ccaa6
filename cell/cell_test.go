package cell

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// planted is a movie of noise of standard deviation 5 around 100 with a disc of
// radius 5 that is 30 brighter in every tenth stretch of 20 frames.
type planted struct {
	h, w, n int
	y, x    float64
	unseen  int // columns at the left that are NaN
}

func (m planted) Size() (h, w int) { return m.h, m.w }
func (m planted) Len() int         { return m.n }
func (m planted) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(1, uint64(i)))
	for j := range dst {
		dst[j] = 100 + 5*float32(rng.NormFloat64())
		if math.Hypot(float64(j/m.w)-m.y, float64(j%m.w)-m.x) <= 5 && m.n > 1 && i/20%10 == 3 {
			dst[j] += 30
		}
		if j%m.w < m.unseen {
			dst[j] = nan
		}
	}
	return nil
}

func TestAPlantedCellIsFoundWhateverTheWorkers(t *testing.T) {
	m := planted{h: 71, w: 83, n: 800, y: 30, x: 41, unseen: 3}
	_, one, err := Find(context.Background(), m, Params{RateHz: 30})
	if err != nil || len(one) == 0 {
		t.Fatal(len(one), err)
	}
	best := one[0]
	y, x := best.Footprint.Centroid()
	if math.Hypot(y-30, x-41) > 1 || best.Area < 0.7 || best.Area > 1.5 || !best.Active {
		t.Errorf("at (%.1f, %.1f), %+v", y, x, best.Features)
	}
	_, three, err := Find(context.Background(), m, Params{RateHz: 30, Workers: 3})
	if err != nil || !reflect.DeepEqual(one, three) {
		t.Error("cells depend on the number of workers", err)
	}
}

func TestMoviesWithoutCells(t *testing.T) {
	for _, m := range []Movie{planted{h: 37, w: 53, n: 1}, planted{h: 41, w: 43, n: 400, y: -99, unseen: 43}} {
		_, cells, err := Find(context.Background(), m, Params{RateHz: 30})
		if kept := Keep(cells, 0.5); err != nil || len(kept) > 0 {
			t.Errorf("%d cells, %v", len(kept), err)
		}
	}
	if _, err := Extract(context.Background(), planted{h: 9, w: 9, n: 3}, nil, TraceParams{Params: Params{RateHz: 30}}, &Memory{}); err != nil {
		t.Error("no cells:", err)
	}
}

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

func TestAFittedShareIsThatOfTheRing(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	raw, ring := make([]float32, 2000), make([]float32, 2000)
	for i := range raw {
		ring[i] = 100 + 10*float32(math.Sin(float64(i)/40))
		raw[i] = 50 + 0.4*ring[i] + float32(rng.NormFloat64())
		if i/50%8 == 2 {
			raw[i] += 40 // the cell's own
		}
	}
	p := TraceParams{Params: Params{RateHz: 30}, Neuropil: Neuropil{Fit: true}}
	tr := NewTrace(raw, ring, p)
	const tol = 0.02 // five standard errors of the slope
	if !tr.Fitted || math.Abs(tr.Share-0.4) > tol {
		t.Errorf("share %v", tr.Share)
	}
	flat := make([]float32, 2000)
	if tr = NewTrace(raw, flat, p); tr.Fitted || tr.Share != 0.7 {
		t.Errorf("a ring that does not change: share %v", tr.Share)
	}
}
