package spine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/convnet"
	"respine/img"
)

func hills(w int, at ...peak) img.Image {
	m := img.NewImage(rows, w)
	for y := range rows {
		for x := range w {
			for _, p := range at {
				dx, dy := float64(x)-p.column, float64(y)-p.row
				m.Pix[y*w+x] = max(m.Pix[y*w+x], float32(p.heat*math.Exp(-(dx*dx+dy*dy)/(2*2.25))))
			}
		}
	}
	return m
}

func TestPeaksBetweenCells(t *testing.T) {
	want := []peak{{20.3, 10.6, 0.9}, {41.8, 17.2, 0.3}, {60.5, 8.1, 0.05}}
	got := peaks(hills(80, want...))
	slices.SortFunc(got, func(a, b peak) int { return int(math.Copysign(1, a.column-b.column)) })
	if len(got) != len(want) {
		t.Fatalf("%d peaks", len(got))
	}
	for i := range want {
		about(t, "column", got[i].column, want[i].column, 0.1)
		about(t, "row", got[i].row, want[i].row, 0.1)
		about(t, "height", got[i].heat, want[i].heat, 0.15*want[i].heat) // the nearest cell's
	}
}

func TestPeaksLeavesOutTheLowTheNearAndTheShaft(t *testing.T) {
	m := hills(80, peak{20, 12, 0.9}, peak{22, 12, 0.8}, peak{50, 12, 0.9 * minHeat}, peak{65, 3, 0.9})
	if got := peaks(m); len(got) != 1 || got[0].column < 19.5 || got[0].column > 20.5 {
		t.Errorf("%v", got)
	}
	if got := peaks(img.NewImage(rows, 40)); len(got) != 0 {
		t.Errorf("%d peaks of nothing", len(got))
	}
}

func TestTurningTwiceIsNothing(t *testing.T) {
	v := convnet.NewVolume(channelCount+1, 3, 5)
	for i := range v.Pix {
		v.Pix[i] = float32(i)
	}
	for _, c := range [][2]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
		once := turned(v, c[0], c[1])
		if same := slices.Equal(once.Pix, v.Pix); same != (c == [2]bool{}) {
			t.Errorf("%v changes nothing", c)
		}
		if !slices.Equal(turned(once, c[0], c[1]).Pix, v.Pix) {
			t.Errorf("%v twice is not the same", c)
		}
	}
	if deep := turned(v, true, false); deep.At(3, 1, 2) != v.At(5, 1, 2) || deep.At(4, 1, 2) != v.At(4, 1, 2) || deep.At(0, 1, 2) != v.At(0, 1, 2) {
		t.Error("the outer slabs of depth did not swap")
	}
	if back := turned(v, false, true); back.At(2, 1, 0) != v.At(2, 1, 4) {
		t.Error("the columns did not")
	}
}

// The map turns with the branch, and does not change with its depth.
func TestHeatTurnsWithTheBranch(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := Classifier{Nets: []convnet.Net{convnet.New(channelCount+1, 8, rng), convnet.New(channelCount+1, 8, rng)}, Slope: 1}
	v := convnet.NewVolume(channelCount+1, rows, 31)
	for i := range v.Pix {
		v.Pix[i] = rng.Float32()
	}
	m := c.heatMap(v)
	back, deep := reversed(c.heatMap(turned(v, false, true))), c.heatMap(turned(v, true, false))
	for i := range m.Pix {
		about(t, "reversed", float64(back.Pix[i]), float64(m.Pix[i]), 1e-5)
		about(t, "upside down", float64(deep.Pix[i]), float64(m.Pix[i]), 1e-5)
		if m.Pix[i] < 0 || m.Pix[i] > 1 {
			t.Fatalf("heat %v", m.Pix[i])
		}
	}
}

func TestVertex(t *testing.T) {
	f := func(x float64) float32 { return float32(3 - (x-0.2)*(x-0.2)) }
	about(t, "vertex", vertex(f(-1), f(0), f(1)), 0.2, 1e-6)
	about(t, "of a line", vertex(1, 2, 3), 0, 0)
	about(t, "far off", vertex(0, 1, 1.999), 0.5, 0)
}
