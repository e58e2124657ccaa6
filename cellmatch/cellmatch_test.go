package cellmatch

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// field draws cells that keep 6 px apart.
func field(rng *rand.Rand, n, h, w int) Session {
	s := Session{Height: h, Width: w}
	var ys, xs []float64
	for try := 0; len(s.Cells) < n && try < 100*n; try++ {
		y, x := 10+rng.Float64()*float64(h-20), 10+rng.Float64()*float64(w-20)
		free := true
		for i := range ys {
			free = free && math.Hypot(ys[i]-y, xs[i]-x) >= 6
		}
		if free {
			ys, xs = append(ys, y), append(xs, x)
			s.Cells = append(s.Cells, blob(rng, y, x))
		}
	}
	return s
}

// blob is an ellipse of a cell's size.
func blob(rng *rand.Rand, y, x float64) Footprint {
	var f Footprint
	a, b := 2.5+rng.Float64(), 2.5+rng.Float64()
	for r := int(y) - 8; r <= int(y)+8; r++ {
		for c := int(x) - 8; c <= int(x)+8; c++ {
			d := math.Pow((float64(r)-y)/a, 2) + math.Pow((float64(c)-x)/b, 2)
			if v := math.Exp(-d / 2); v > 0.1 {
				f.Rows, f.Cols, f.Weights = append(f.Rows, r), append(f.Cols, c), append(f.Weights, v)
			}
		}
	}
	return f
}

// another returns a session of the same field: a share of cells missing, as
// many new ones, all shifted and bent by up to bend px, weights redrawn by a
// tenth; and which cell of the first each is, -1 for new ones.
func another(rng *rand.Rand, s Session, missing float64, shiftY, shiftX int, bend float64) (Session, []int) {
	out := Session{Height: s.Height, Width: s.Width}
	var who []int
	add := func(f Footprint, id int) {
		y, x := f.Centroid()
		dy := shiftY + int(math.Round(bend*math.Sin(2*math.Pi*x/float64(s.Width))+0.5*rng.NormFloat64()))
		dx := shiftX + int(math.Round(bend*math.Cos(2*math.Pi*y/float64(s.Height))+0.5*rng.NormFloat64()))
		g := Footprint{}
		for i := range f.Rows {
			g.Rows, g.Cols = append(g.Rows, f.Rows[i]+dy), append(g.Cols, f.Cols[i]+dx)
			g.Weights = append(g.Weights, f.Weights[i]*math.Exp(0.1*rng.NormFloat64()))
		}
		out.Cells, who = append(out.Cells, g), append(who, id)
	}
	for i, f := range s.Cells {
		if rng.Float64() >= missing {
			add(f, i)
			continue
		}
		for range 50 { // a new cell elsewhere, clear of the others
			y, x := 10+rng.Float64()*float64(s.Height-20), 10+rng.Float64()*float64(s.Width-20)
			free := true
			for _, o := range s.Cells {
				r, c := o.Centroid()
				free = free && math.Hypot(r-y, c-x) >= 5
			}
			if free {
				add(blob(rng, y, x), -1)
				break
			}
		}
	}
	rng.Shuffle(len(who), func(i, j int) {
		out.Cells[i], out.Cells[j] = out.Cells[j], out.Cells[i]
		who[i], who[j] = who[j], who[i]
	})
	return out, who
}

// scored returns precision and recall of the links of two sessions.
func scored(res Result, who []int) (precision, recall float64) {
	var links, right, there float64
	for _, id := range who {
		if id >= 0 {
			there++
		}
	}
	for _, c := range res.Cells {
		if c.Of[0] >= 0 && c.Of[1] >= 0 {
			links++
			if who[c.Of[1]] == c.Of[0] {
				right++
			}
		}
	}
	return right / links, right / there
}

func TestKnownCellsAreFoundAgain(t *testing.T) {
	for _, k := range []struct{ bend, least float64 }{{0, 0.95}, {1, 0.95}, {2, 0.95}, {3, 0.93}, {4, 0.9}} {
		rng := rand.New(rand.NewPCG(1, uint64(10*k.bend)))
		one := field(rng, 250, 250, 320)
		two, who := another(rng, one, 0.3, 9, -13, k.bend)
		res := Match([]Session{one, two}, Params{})
		p, r := scored(res, who)
		t.Logf("bent by %g px: shift %.1f %.1f, correlation %.2f, precision %.3f, recall %.3f", k.bend, res.Alignments[1].RowPx, res.Alignments[1].ColPx, res.Alignments[1].Correlation, p, r)
		if p < k.least || r < k.least {
			t.Errorf("bent by %g px: precision %.3f, recall %.3f, want %.2f", k.bend, p, r, k.least)
		}
	}
}

func TestAnotherFieldIsNamedAndNotMatched(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	one := field(rng, 200, 250, 320)
	same, _ := another(rng, one, 0.3, 3, 4, 1)
	res := Match([]Session{one, same, field(rng, 200, 250, 320)}, Params{})
	if res.Worst != 2 || res.Alignments[2].Used || !res.Alignments[1].Used {
		t.Errorf("worst is session %d, alignments %+v; session 2 is another field", res.Worst, res.Alignments)
	}
	for _, c := range res.Cells {
		if c.Of[2] >= 0 && (c.Of[0] >= 0 || c.Of[1] >= 0) {
			t.Fatal("a cell of another field was matched")
		}
	}
}

func TestNothingIsChained(t *testing.T) {
	// Three footprints in a row, each pair of neighbours the same, the ends not.
	moved := [][]shape{make([]shape, 1), make([]shape, 1), make([]shape, 1)}
	cells := group(moved, []pair{{a: 0, b: 1, same: 0.9}, {a: 1, b: 2, same: 0.8}, {a: 0, b: 2, same: 0.1}}, 0.5)
	if len(cells) != 2 || cells[0].Of[0] != 0 || cells[0].Of[1] != 0 || cells[0].Of[2] != -1 {
		t.Errorf("cells %+v: the third footprint was chained", cells)
	}
}

// realSession reads footprints in the way of the shared data, or skips.
func realSession(t *testing.T, n int) Session {
	dir := os.Getenv("RESPINE_DATA")
	if dir == "" {
		dir = "../../shared/data"
	}
	f, err := os.Open(fmt.Sprintf("%s/calcium/cellreg_sessions/spatial_footprints_%02d.csv", dir, n))
	if err != nil {
		t.Skipf("NOT TESTED ON REAL FOOTPRINTS: %v", err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Scan()
	var out Session
	var cells int
	fmt.Sscanf(s.Text(), "# shape cells=%d,rows=%d,cols=%d", &cells, &out.Height, &out.Width)
	out.Cells = make([]Footprint, cells)
	s.Scan()
	for s.Scan() {
		var c, y, x int
		var w float64
		if _, err := fmt.Sscanf(s.Text(), "%d,%d,%d,%g", &c, &y, &x, &w); err != nil {
			t.Fatal(err)
		}
		f := &out.Cells[c]
		f.Rows, f.Cols, f.Weights = append(f.Rows, y), append(f.Cols, x), append(f.Weights, w)
	}
	return out
}

func TestRealFootprintsDroppedShiftedAndBent(t *testing.T) {
	one := realSession(t, 1)
	for _, k := range []struct{ bend, least float64 }{{0, 0.95}, {1, 0.95}, {2, 0.9}, {3, 0.85}} {
		rng := rand.New(rand.NewPCG(3, uint64(k.bend)))
		two, who := another(rng, one, 0.3, 5, -4, k.bend)
		p, r := scored(Match([]Session{one, two}, Params{}), who)
		t.Logf("bent by %g px: precision %.3f, recall %.3f", k.bend, p, r)
		if p < k.least || r < k.least {
			t.Errorf("bent by %g px: precision %.3f, recall %.3f, want %.2f", k.bend, p, r, k.least)
		}
	}
	res := Match([]Session{one, realSession(t, 2), realSession(t, 3)}, Params{})
	n := [4]int{}
	for _, c := range res.Cells {
		k := 0
		for _, i := range c.Of {
			if i >= 0 {
				k++
			}
		}
		n[k]++
	}
	t.Logf("three real sessions: %d cells in all, %d in two, %d in one; alignments %+v", n[3], n[2], n[1], res.Alignments)
}

// A session without cells matches worst, at a correlation of 0, and is not used.
func TestASessionWithoutCellsIsTheWorst(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	one := field(rng, 100, 200, 200)
	same, _ := another(rng, one, 0.1, 2, 1, 0)
	res := Match([]Session{one, same, {Height: 200, Width: 200}}, Params{})
	if a := res.Alignments[2]; a.Used || a.Correlation != 0 || res.Worst != 2 {
		t.Errorf("worst is session %d, alignments %+v", res.Worst, res.Alignments)
	}
}

// Where a missing cell lies in a session is moved by the shift of its field: one near
// the lower edge of the first field lies outside a session that is 40 px lower.
func TestOutsideIsToldWithTheShift(t *testing.T) {
	r := Result{Alignments: []Alignment{{Used: true}, {Used: true, RowPx: 40}}, Cells: []Cell{{Of: []int{0, -1}}, {Of: []int{1, -1}}}}
	moved := [][]shape{{{row: 90, col: 50}, {row: 10, col: 50}}, nil}
	r.explain([]Session{{Height: 100, Width: 100}, {Height: 100, Width: 100}}, moved)
	if r.Cells[0].Reason[1] != Outside || r.Cells[1].Reason[1] != NotFound {
		t.Errorf("reasons %q and %q", r.Cells[0].Reason, r.Cells[1].Reason)
	}
}
