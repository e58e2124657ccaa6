package calcium

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"respine/cell"
	"respine/ensemble"
	"respine/motion"
	"respine/scope"
	"respine/spike"
)

// kept is a rendered movie held in memory.
type kept struct {
	h, w   int
	frames [][]uint16
}

func (k kept) Size() (h, w int) { return k.h, k.w }
func (k kept) Len() int         { return len(k.frames) }
func (k kept) Read(i int, dst []float32) error {
	for p, v := range k.frames[i] {
		dst[p] = float32(v)
	}
	return nil
}

const (
	bodies  = 60
	seconds = 60.0
	rateHz  = 15.0
	pixelUm = 1.4
)

// planted draws cells that fire by themselves now and then, and together in bursts
// at known times, each with 40 % of the cells.
func planted(rng *rand.Rand) (spikes [][]float64, at []float64) {
	for t := 5.0; t < seconds-3; t += 6 + 4*rng.Float64() {
		at = append(at, t)
	}
	spikes = make([][]float64, bodies)
	burst := func(c int, t float64) {
		for k := range 6 {
			spikes[c] = append(spikes[c], t+0.02*float64(k))
		}
	}
	for c := range spikes {
		for t := rng.ExpFloat64() * 40; t < seconds; t += rng.ExpFloat64() * 40 {
			burst(c, t)
		}
		for _, t := range at {
			if rng.Float64() < 0.4 {
				burst(c, t+0.1*rng.Float64())
			}
		}
		slices.Sort(spikes[c])
	}
	return spikes, at
}

var rendered = sync.OnceValues(func() (kept, []float64) {
	rng := rand.New(rand.NewPCG(11, 1))
	spikes, at := planted(rng)
	m := scope.RandomMovie(rng, scope.MovieParams{Width: 192, Height: 192, Frames: int(seconds * rateHz), RateHz: rateHz, PixelUm: pixelUm, Spikes: spikes,
		Motion: scope.MovieMotion{Rigid: true}})
	k := kept{192, 192, make([][]uint16, m.Frames)}
	for i := range k.frames {
		k.frames[i] = make([]uint16, k.h*k.w)
		m.Frame(k.frames[i], i)
	}
	return k, at
})

func measure(t *testing.T, k Frames, p Params) *Result {
	t.Helper()
	if p.RateHz == 0 {
		p.RateHz, p.PixelUm = rateHz, pixelUm
	}
	r, err := Measure(context.Background(), k, new(cell.Memory), p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Planted events come through the microscope, motion and all, and nothing else is
// called one. A quarter of a second is four frames.
func TestPlantedEventsAreFound(t *testing.T) {
	k, at := rendered()
	r := measure(t, k, Params{})
	const within = 0.4
	hit := 0
	for _, want := range at {
		if slices.ContainsFunc(r.Together.Events, func(e ensemble.Event) bool { return math.Abs(float64(e.Start)/rateHz-want) < within }) {
			hit++
		}
	}
	false_ := 0
	for _, e := range r.Together.Events {
		if !slices.ContainsFunc(at, func(want float64) bool { return math.Abs(float64(e.Start)/rateHz-want) < within }) {
			false_++
		}
	}
	t.Logf("%d cells of %d bodies; %d of %d events, %d false; chance %.2g a minute", len(r.Cells), bodies, hit, len(at), false_, r.Together.ChancePerMin)
	if float64(hit) < 0.75*float64(len(at)) || false_ > 1 {
		t.Errorf("%d of %d events, %d false", hit, len(at), false_)
	}
	if in := r.Together.Interval; in.Undetermined == "" {
		t.Errorf("a minute has an interval of the excess: %+v", in)
	}
	// every pair is there once, and those are named that light could join
	n, near, places := len(r.Cells), 0, r.places()
	for _, c := range r.Connections {
		if close := math.Hypot(places[c.A].YUm-places[c.B].YUm, places[c.A].XUm-places[c.B].XUm) < 20; close && c.Undetermined == "" {
			t.Errorf("cells %d and %d are %.0f um apart and have a coefficient", c.A, c.B, c.DistanceUm)
		} else if close {
			near++
		}
	}
	if len(r.Connections) != n*(n-1)/2 || r.Distance.LeftOut < near || len(r.Recurrence.Groups) != len(r.Together.Events) || len(r.Members) != n {
		t.Errorf("%d connections of %d cells, %d left out of %d that are near; %d groups, %d members", len(r.Connections), n, r.Distance.LeftOut, near, len(r.Recurrence.Groups), len(r.Members))
	}
}

// The same movie gives the same tables on one core and on two, and traces have a
// row for every frame of every cell.
func TestWorkersChangeNothing(t *testing.T) {
	k, _ := rendered()
	k.frames = k.frames[:300]
	var out [2]bytes.Buffer
	for i, workers := range []int{1, 2} {
		r := measure(t, k, Params{RateHz: rateHz, PixelUm: pixelUm, Workers: workers})
		for _, v := range r.Tables() {
			if err := v.WriteCSV(&out[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.WriteTraces(&out[i]); err != nil {
			t.Fatal(err)
		}
		if got := len(r.Cells); got == 0 {
			t.Fatal("no cell was found")
		}
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		t.Error("tables differ between one core and two")
	}
}

// What no movie is is refused with a hint, before anything is measured.
func TestWhatIsNoMovieIsRefused(t *testing.T) {
	frames := func(n int, fill func(i, p int) uint16) kept {
		k := kept{40, 48, make([][]uint16, n)}
		for i := range k.frames {
			k.frames[i] = make([]uint16, k.h*k.w)
			for p := range k.frames[i] {
				k.frames[i][p] = fill(i, p)
			}
		}
		return k
	}
	flat := func(int, int) uint16 { return 100 }
	good := Params{RateHz: 10, PixelUm: 1.2}
	for name, c := range map[string]struct {
		k    kept
		p    Params
		want string
	}{
		"no rate":        {frames(200, flat), Params{PixelUm: 1}, "frame rate is not known"},
		"no pixel":       {frames(200, flat), Params{RateHz: 10}, "size of a pixel is not known"},
		"rate of a line": {frames(200, flat), Params{RateHz: 8000, PixelUm: 1}, "no rate of a calcium movie"},
		"nanometres":     {frames(200, flat), Params{RateHz: 10, PixelUm: 1170}, "none of a two-photon movie"},
		"indicator":      {frames(200, flat), Params{RateHz: 10, PixelUm: 1, Indicator: "gfp"}, "gfp"},
		"its capitals":   {frames(200, flat), Params{RateHz: 10, PixelUm: 1, Indicator: "GCaMP6s"}, "constant"},
		"one frame":      {frames(1, flat), good, "too short"},
		"constant":       {frames(200, flat), good, "constant"},
		"saturated":      {frames(200, func(i, p int) uint16 { return uint16(65535 - 65535*((i+p)%2)) }), good, "saturated"},
	} {
		_, err := Measure(context.Background(), c.k, new(cell.Memory), c.p)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Outlines close, go along the edges of pixels, and run around holes.
func TestOutlines(t *testing.T) {
	var f cell.Footprint
	for y := range 5 {
		for x := range 5 {
			if y != 2 || x != 2 {
				f = append(f, cell.Pixel{Y: y, X: x, Weight: 1})
			}
		}
	}
	f = append(f, cell.Pixel{Y: 9, X: 9, Weight: 0.1}) // too faint
	y, x := Outlines(f)
	if len(y) != 2 {
		t.Fatalf("%d outlines, want one around and one within", len(y))
	}
	area := 0.0
	for k := range y {
		n := len(y[k]) - 1
		if y[k][0] != y[k][n] || x[k][0] != x[k][n] {
			t.Errorf("outline %d does not close", k)
		}
		for i := range n {
			area += (x[k][i]*y[k][i+1] - x[k][i+1]*y[k][i]) / 2
		}
	}
	if area != 24 {
		t.Errorf("the outlines enclose %g pixels, want 24", area)
	}
}

// Pairs without a coefficient are counted with the reason of most, near ones apart.
func TestUnconnectedPairsHaveAReason(t *testing.T) {
	r := Result{Cells: []Cell{{}, {}, {}, {}}}
	raster := ensemble.Raster{Onsets: [][]int{{5, 900}, {9, 700}, {300}, {4, 800}}, Frames: 1000, RateHz: 10}
	r.Connections = ensemble.Connect(raster, []ensemble.Place{{}, {XUm: 10}, {XUm: 100}, {XUm: 200}}, ensemble.ConnectParams{})
	if n, why := r.Unconnected(); n != 3 || why != "fewer than two onsets of a cell" {
		t.Errorf("%d pairs, %q", n, why)
	}
}

// Times and lengths of a Result written by hand: frame i is at i/rate, a pixel is
// PixelUm wide, a bad frame is none that can be used.
func byHand() *Result {
	r := &Result{Params: Params{RateHz: 10, PixelUm: 2}, Motion: &motion.Result{Shifts: make([]motion.Shift, 600)}}
	for i := 100; i < 160; i++ {
		r.Motion.Shifts[i].Bad = motion.Unsure
	}
	square := func(y, x int) (f cell.Footprint) {
		for k := range 9 {
			f = append(f, cell.Pixel{Y: y + k/3, X: x + k%3, Weight: 1})
		}
		return f
	}
	for i, at := range [][2]int{{10, 10}, {10, 30}, {12, 32}, {40, 50}} {
		c := Cell{Cell: cell.Cell{Footprint: square(at[0], at[1])}}
		c.Onsets = []spike.Onset{{Frame: 50, Length: 5, Height: 1}, {Frame: 300 + 10*i, Length: 5, Height: 1}}
		r.Cells = append(r.Cells, c)
	}
	r.together()
	return r
}

func TestTablesAreInSecondsAndMicrometres(t *testing.T) {
	r := byHand()
	if got := r.UsableSec(); got != 54 {
		t.Errorf("%g s can be used, want 54", got)
	}
	e := r.eventTable()
	if e.Floats("t_s")[1] != 30 || e.Floats("lasts_s")[1] != 0.5 || e.Ints("frame")[1] != 300 {
		t.Errorf("onset at frame %d is at %g s and lasts %g s", e.Ints("frame")[1], e.Floats("t_s")[1], e.Floats("lasts_s")[1])
	}
	s := r.ensembleTable()
	if s.Len() != 1 || s.Floats("from_s")[0] != 5 || s.Floats("to_s")[0] != 5.1 || s.Floats("peak_s")[0] != 5 || s.Floats("participation")[0] != 1 {
		t.Errorf("%d synchronous events, from %v to %v s, peak at %v, participation %v; want one from 5 to 5.1 of all", s.Len(), s.Floats("from_s"), s.Floats("to_s"), s.Floats("peak_s"), s.Floats("participation"))
	}
	if y, x := r.cellTable().Floats("y_um")[0], r.cellTable().Floats("x_um")[0]; y != 22 || x != 22 {
		t.Errorf("cell 0 lies at %g, %g um, want 22, 22", y, x)
	}
	for _, c := range r.Connections {
		if c.A == 0 && c.B == 1 && c.DistanceUm != 40 {
			t.Errorf("cells 0 and 1 are %g um apart, want 40", c.DistanceUm)
		}
		if c.A == 1 && c.B == 2 && !strings.Contains(c.Undetermined, "share pixels") {
			t.Errorf("cells 1 and 2 share a pixel: %+v", c)
		}
	}
	if r.Together.Params.Null != ensemble.CircularShift || r.Jittered.Params.Null != ensemble.Jitter {
		t.Error("the two nulls are", r.Together.Params.Null, r.Jittered.Params.Null)
	}
	if raster := r.raster(); raster.Bad[99] || !raster.Bad[100] || !raster.Bad[159] || raster.Bad[160] {
		t.Error("bad frames are not those of the motion")
	}
}

// one is a movie of ones.
type one struct{}

func (one) Size() (h, w int) { return 16, 16 }
func (one) Len() int         { return 3 }
func (one) Read(_ int, dst []float32) error {
	for i := range dst {
		dst[i] = 1
	}
	return nil
}

// A frame that is not to be used shows nothing to cells and traces.
func TestABadFrameShowsNothing(t *testing.T) {
	m := &motion.Result{H: 16, W: 16, Shifts: make([]motion.Shift, 3)}
	m.Shifts[1].Bad = motion.Unlike
	for i, want := range []bool{false, true, false} {
		dst := make([]float32, 256)
		if err := (usable{m.Correct(one{})}).Read(i, dst); err != nil || math.IsNaN(float64(dst[8*16+8])) != want {
			t.Errorf("frame %d: %g, %v", i, dst[8*16+8], err)
		}
	}
}
