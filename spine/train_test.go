package spine

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/convnet"
	"respine/dendrite"
)

// marked is the mark a scorer makes of a drawn head: the tip HeadInsetUm beyond.
func marked(t dendrite.Strip, b bump) Mark {
	c := columnAt(t.Frame, b.PositionUm)
	return Mark{Tip: t.At(c, float64(b.Side)*(b.LateralUm+HeadInsetUm), 0), Base: t.At(c, 0, 0)}
}

func TestTheHeadLiesWithinTheTip(t *testing.T) {
	m := Mark{Tip: dendrite.Point{X: 3, Y: 4, Z: 2}, Base: dendrite.Point{X: 0, Y: 0, Z: 9}}
	h := m.Head()
	about(t, "x", h.X, 3-HeadInsetUm*0.6, 1e-12)
	about(t, "y", h.Y, 4-HeadInsetUm*0.8, 1e-12)
	about(t, "z", h.Z, 2, 0)
	if h := (Mark{Tip: m.Tip, Base: m.Tip}).Head(); h != m.Tip {
		t.Errorf("a mark without length has its head at %v", h)
	}
}

func TestExamplesPutMarksInTheirCells(t *testing.T) {
	a, b := head(1, 6, 1.6), head(-1, 11, 2.4)
	strip := drawn(20, 0, a, b)
	ex := Examples("d", strip, []Mark{marked(strip, a), marked(strip, b)})
	if len(ex) != 2 || ex[0].Dendrite != "d" {
		t.Fatalf("%d examples", len(ex))
	}
	for i, h := range []bump{a, b} {
		if len(ex[i].heads) != 1 {
			t.Fatalf("side %d has %d heads", i, len(ex[i].heads))
		}
		got := ex[i].heads[0]
		about(t, "row", got.row, (h.LateralUm-innerUm)/CellUm-0.5, 1e-6)
		about(t, "column", got.column, (h.PositionUm/dendrite.StepUm-0.5)/2, 1e-6)
	}
}

// beacon is an example whose first channel is nothing but one bright cell at
// each mark.
func beacon(w int, heads ...target) Example {
	e := Example{volume: convnet.NewVolume(channelCount+1, rows, w), heads: heads}
	for _, h := range heads {
		e.volume.Plane(0).Pix[int(h.row)*w+int(h.column)] = 50
		e.volume.Plane(3).Pix[int(h.row)*w+int(h.column)] = 50
	}
	return e
}

func top(v convnet.Volume, c int) (row, column int, value float32) {
	p := v.Plane(c)
	best := 0
	for i := range p.Pix {
		if p.Pix[i] > p.Pix[best] {
			best = i
		}
	}
	return best / v.W, best % v.W, p.Pix[best]
}

// However a window is shifted, stretched and mirrored, the target stands where
// the picture of the head went.
func TestTheTargetStaysOnTheHead(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	seen, flipped := 0, 0
	for range 300 {
		x, want, weight := beacon(70, target{column: 35, row: 12}).window(rng)
		wr, wc, height := top(want, 0)
		xr, xc, bright := top(x, 0)
		if height < 0.7 || bright < 15 { // cut off
			continue
		}
		seen++
		if _, _, deep := top(x, 5); deep > 15 {
			flipped++
		}
		if math.Abs(float64(wr-xr)) > 1 || math.Abs(float64(wc-xc)) > 1 {
			t.Fatalf("the head is at (%d, %d), the target at (%d, %d)", xr, xc, wr, wc)
		}
		if weight.At(0, wr, wc) != 1 {
			t.Fatal("the head has no weight")
		}
	}
	if seen < 150 || flipped < seen/3 || flipped > 2*seen/3 {
		t.Errorf("%d heads in 300 windows, %d with the depth turned over", seen, flipped)
	}
}

// The target is a Gaussian of headSigmaUm, of height one where a cell is right
// on the head: 2 pi sigma^2 cells in all, along the branch as the window
// stretches it and a tenth more or less across.
func TestTargetsAreGaussian(t *testing.T) {
	e := beacon(200, target{column: 100, row: 12})
	want, weight := make([]float32, rows*windowCells), make([]float32, rows*windowCells)
	e.targets(want, weight, func(y float64) float64 { return y }, func(k float64) float64 { return 80 + k }, 1)
	var sum float64
	for _, v := range want {
		sum += float64(v)
	}
	s := headSigmaUm / CellUm
	about(t, "sum", sum, 2*math.Pi*s*s, 0.01)
	about(t, "height", float64(want[12*windowCells+20]), 1, 1e-6)
	about(t, "one cell off", float64(want[12*windowCells+21]), math.Exp(-1/(2*s*s)), 1e-6)
	clear(want)
	e.targets(want, weight, func(y float64) float64 { return y + 2 }, func(k float64) float64 { return 80 + 2*k }, 2)
	about(t, "in a window shifted by two rows and shrunk by half", float64(want[10*windowCells+10]), 1, 1e-6)
	about(t, "one cell off", float64(want[10*windowCells+11]), math.Exp(-1/(2*s*s)), 1e-6)
}

func TestIgnoredMarksHaveNoWeight(t *testing.T) {
	e := beacon(200, target{column: 100, row: 12, ignore: true}, target{column: 120, row: 12})
	want, weight := make([]float32, rows*windowCells), make([]float32, rows*windowCells)
	same := func(y float64) float64 { return y }
	e.targets(want, weight, same, func(k float64) float64 { return 80 + k }, 1)
	at := func(v []float32, c int) float32 { return v[12*windowCells+c-80] }
	if at(weight, 100) != 0 || at(want, 100) != 0 || at(weight, 102) != 0 {
		t.Error("an ignored mark counts")
	}
	if at(weight, 120) != 1 || at(want, 120) != 1 || at(weight, 106) != 1 {
		t.Error("what is near it does not")
	}
	clear(weight)
	e.targets(want, weight, same, func(k float64) float64 { return k - 10 }, 1)
	for k := range 20 {
		if w := weight[5*windowCells+k]; (w == 1) != (k >= 10) {
			t.Fatalf("column %d before the branch begins has weight %v", k-10, w)
		}
	}
}

func TestWindowsOfShortExamples(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, w := range []int{2, 5, 30} {
		x, want, weight := beacon(w, target{column: 1, row: 12}).window(rng)
		for _, v := range []convnet.Volume{x, want, weight} {
			for _, p := range v.Pix {
				if math.IsNaN(float64(p)) {
					t.Fatalf("%d cells: NaN", w)
				}
			}
		}
	}
}

// Examples are drawn by length times weight; what is never drawn teaches
// nothing, so a network does not change with it.
func TestWeightsSayHowOftenAnExampleIsDrawn(t *testing.T) {
	net := func(extra ...Example) convnet.Net {
		n, err := TrainNet(context.Background(), append([]Example{beacon(64, target{column: 30, row: 12})}, extra...),
			convnet.Recipe{Steps: 2, Workers: 1}, rand.New(rand.NewPCG(1, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	never := beacon(64, target{column: 9, row: 15})
	never.Weight = 1e-12
	often := never
	often.Weight = 5
	alone := net().Layers[0].W
	if !slices.Equal(alone, net(never).Layers[0].W) || slices.Equal(alone, net(often).Layers[0].W) {
		t.Error("weights do not matter as they should")
	}
}
