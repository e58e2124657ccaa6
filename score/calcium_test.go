package score

import (
	"math"
	"slices"
	"strings"
	"testing"

	"respine/table"
)

// square is a region of side n whose pixels weigh 1.
func square(id int64, y, x, n int) Region {
	r := Region{ID: id}
	for i := range n * n {
		r.Pixels = append(r.Pixels, RegionPixel{y + i/n, x + i%n, 1})
	}
	return r
}

func TestRegionsMatchByCentreAndOverlap(t *testing.T) {
	truth := []Region{square(0, 10, 10, 10), square(1, 40, 40, 10), square(2, 70, 70, 10)}
	truth[2].Ignored = true
	measured := []Region{
		square(0, 11, 11, 10), // 81 of 119 pixels
		square(1, 43, 43, 10), // 49 of 151: too little
		square(2, 70, 71, 10), // of ignored truth
		square(3, 90, 10, 10), // of nothing
	}
	c, pairs := Regions(measured, truth, RegionParams{})
	if c.TP != 1 || c.FP != 2 || c.FN != 1 || c.Ignored != 1 || !slices.Equal(pairs, []RegionPair{{0, 0}}) {
		t.Errorf("%+v %v", c, pairs)
	}
	c, _ = Regions(measured, truth, RegionParams{Overlap: -1}) // centres 4.2 pixels apart
	if c.TP != 2 || c.FP != 1 || c.FN != 0 {
		t.Errorf("by centres alone: %+v", c)
	}
}

func TestARingIsItsDisc(t *testing.T) {
	disc, ring := square(0, 10, 10, 9), square(0, 10, 10, 9)
	ring.Pixels = slices.DeleteFunc(ring.Pixels, func(p RegionPixel) bool { return p.Y > 11 && p.Y < 17 && p.X > 11 && p.X < 17 })
	faint := append(slices.Clone(disc.Pixels), RegionPixel{30, 30, 0.1})
	c, _ := Regions([]Region{ring}, []Region{{Pixels: faint}}, RegionParams{Overlap: 0.999})
	if c.TP != 1 {
		t.Errorf("%+v", c)
	}
}

func TestCalciumScoresFolders(t *testing.T) {
	measured, truth := t.TempDir(), t.TempDir()
	prints := func(regions ...Region) *table.Table {
		f := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
		for _, r := range regions {
			for _, p := range r.Pixels {
				f.Append(int(r.ID), p.Y, p.X, p.Weight)
			}
		}
		return f
	}
	cells := table.New("cells", table.Int("cell_id", ""), table.String("kind", ""), table.Bool("visible", ""))
	cells.Append(0, "soma", true)
	cells.Append(1, "soma", false)
	cells.Append(2, "process", true)
	shifts := func(add float64) *table.Table {
		s := table.New("shifts", table.Int("frame", ""), table.Float("dy_px", "px"), table.Float("dx_px", "px"))
		for f := range 4 {
			s.Append(f, float64(f)+add+[]float64{0.3, -0.3, 0.3, -0.3}[f]*add/5, 2.0)
		}
		return s
	}
	traces := func(id int, scale float64) *table.Table {
		s := table.New("traces", table.Int("cell_id", ""), table.Int("frame", ""), table.Float("dff", ""))
		for f, v := range []float64{0, 1, 0.5, math.NaN(), 0.2} {
			s.Append(id, f, scale*v+1)
		}
		return s
	}
	events := func(name string, id int) *table.Table {
		s := table.New(name, table.Int("cell_id", ""), table.Float("t_s", "s"))
		for _, v := range []float64{1, 3, 3.1} {
			s.Append(id, v)
		}
		return s
	}
	ensembles := table.New("ensemble_events", table.Float("onset_s", "s"))
	ensembles.Append(2.0)
	ensembles.Append(9.0)
	trueEnsembles := table.New("ensemble_events", table.Float("onset_s", "s"))
	trueEnsembles.Append(2.4)
	trueEnsembles.Append(5.0)
	// Truth number 0 is measured number 7.
	if err := table.WriteFiles(measured, prints(square(7, 10, 10, 8)), shifts(5), traces(7, 3), events("events", 7), ensembles); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteFiles(truth, prints(square(0, 10, 11, 8), square(1, 30, 30, 8), square(2, 50, 50, 8)), cells, shifts(0), traces(0, 1), events("spikes", 0), trueEnsembles); err != nil {
		t.Fatal(err)
	}
	r, err := Calcium(measured, truth, CalciumParams{})
	if err != nil {
		t.Fatal(err)
	}
	const tol = 1e-9 // rounding
	near := func(what string, got Number, want float64) {
		if !(math.Abs(float64(got)-want) < tol) {
			t.Errorf("%s %v, want %v", what, got, want)
		}
	}
	if r.Cells.TP != 1 || r.Cells.FP != 0 || r.Cells.FN != 0 {
		t.Errorf("cells %+v", r.Cells)
	}
	near("registration", r.Registration.RMSPx, 0.3) // the constant 5 is no error
	near("trace correlation", r.Traces.Median, 1)
	near("spike correlation", r.Spikes.Median, 1)
	near("ensemble precision", r.Ensembles.Precision, 0.5)
	near("ensemble recall", r.Ensembles.Recall, 0.5)
	if len(r.NotScored) != 0 {
		t.Errorf("not scored %v", r.NotScored)
	}
}

func TestCalciumTellsWhatIsMissing(t *testing.T) {
	measured, truth := t.TempDir(), t.TempDir()
	f := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	f.Append(0, 1, 1, 1.0)
	cells := table.New("cells", table.Int("cell_id", ""), table.String("kind", ""), table.Bool("visible", ""))
	cells.Append(0, "soma", true)
	if err := table.WriteFiles(measured, f); err != nil {
		t.Fatal(err)
	}
	if _, err := Calcium(measured, truth, CalciumParams{}); err == nil {
		t.Error("no truth, no error")
	}
	if err := table.WriteFiles(truth, f, cells); err != nil {
		t.Fatal(err)
	}
	r, err := Calcium(measured, truth, CalciumParams{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Registration != nil || r.Traces != nil || r.Spikes != nil || r.Ensembles != nil || len(r.NotScored) != 4 || !strings.Contains(r.NotScored[0], "shifts") {
		t.Errorf("%+v", r)
	}
}
