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
