// Package calcium measures one calcium movie from its frames to its ensembles:
// motion is undone (package motion), cells are found and their dF/F is read
// (cell), transients begin where it rises out of its noise (spike), and moments at
// which more cells begin one than chance makes are synchronous events (ensemble).
//
// It takes frames in order with their rate and the size of a pixel, and reads them
// three times: for motion, for cells, for traces. Memory does not grow with the
// number of frames but for some bytes a frame; raw traces go to a Store. A frame
// that motion names bad shows nothing to what follows, and no minute counts it.
//
// What each stage cannot see stands in its package. Cells of one session are
// numbered by themselves; package cellmatch finds the same ones on other days.
package calcium

import (
	"context"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"respine/cell"
	"respine/ensemble"
	"respine/motion"
	"respine/spike"
)

// Params says what a movie is, and how it is measured. RateHz and PixelUm must be
// given: nothing is guessed. The zero value of the others means the default.
type Params struct {
	RateHz     float64
	PixelUm    float64
	Indicator  string       // as spike.IndicatorNamed knows it; default gcamp6s
	DiameterUm float64      // of a cell body; default 12; 3 pixels to half the field
	LeastScore float64      // of a cell that is kept; default 0.5
	Given      []cell.Given // cells that are given; nil to find them
	Motion     motion.Params
	Traces     cell.TraceParams // neuropil and baseline; rate and diameter are set from the above
	Onsets     spike.OnsetParams
	Ensemble   ensemble.Params
	Seed       uint64
	Workers    int // goroutines; default 1. The result does not depend on it.
	// Say, if not nil, is told what is being done.
	Say func(format string, args ...any)
	// Images, if not nil, is given the images of the field as soon as there are any,
	// before cells are looked for in them. Measure waits for it.
	Images func(cell.Summary)
}

// Cell is one cell that was kept, with what its trace showed.
type Cell struct {
	cell.Cell
	Given          bool    // its footprint was given, not found: it has no score and no features
	Name           string  // of a given cell, where it comes from
	Noise, Share   float64 // see cell.Trace
	Bleached, Seen float64
	spike.Transients
}

// Result is what was measured of a movie. Traces are read out of the store one by
// one, with Trace.
type Result struct {
	Params     Params // as used
	Motion     *motion.Result
	Summary    cell.Summary
	Candidates int // found, of which Cells were kept
	Cells      []Cell
	Together   ensemble.Result // against cells turned in time against each other
	Jittered   ensemble.Result // against onsets moved by some seconds: what slow changes of state cannot make
	// Members says of every cell whether it joins events, Recurrence whether events
	// are of the same cells, Connections and Distance how pairs go together.
	Members     []ensemble.Member
	Recurrence  ensemble.Recurrence
	Connections []ensemble.Connection
	Distance    ensemble.Distance
	raw         cell.Raw
}

// Frames is a movie read one frame at a time, from several goroutines at once; NaN
// marks a pixel that shows nothing.
type Frames = motion.Frames

// MostHz is the highest frame rate that a movie is believed to have.
const MostHz = 1000.0

const (
	bodyUm     = 12.0 // a layer 2/3 cell body in the plane: Chen et al. 2013, doi 10.1038/nature12354, fig. 3
	leastScore = 0.5  // as likely a cell as not
	leastHz    = 1.0  // below it a transient of GCaMP6 passes between frames
	leastUm    = 0.05
	mostUm     = 10.0
	// mostOfField is the largest share of the shorter side that a cell can take: the
	// neuropil around it must be seen.
	mostOfField = 0.5
)

// settled returns the parameters with defaults in place, or what is wrong.
func (p Params) settled() (Params, error) {
	switch {
	case p.RateHz == 0:
		return p, fmt.Errorf("the frame rate is not known\nhint: --rate-hz 30, or rate_hz in the manifest; it is never guessed")
	case !(p.RateHz >= leastHz && p.RateHz <= MostHz):
		return p, fmt.Errorf("%g frames a second is no rate of a calcium movie: %g to %g can be used\nhint: frames a second of one plane, not of the line clock or of all planes", p.RateHz, leastHz, MostHz)
	case p.PixelUm == 0:
		return p, fmt.Errorf("the size of a pixel is not known\nhint: --um-per-px 1.2, or pixel_um in the manifest; it is never guessed")
	case !(p.PixelUm >= leastUm && p.PixelUm <= mostUm):
		return p, fmt.Errorf("a pixel of %g um is none of a two-photon movie: %g to %g can be used\nhint: micrometres, not nanometres or millimetres", p.PixelUm, leastUm, mostUm)
	}
	if p.DiameterUm == 0 {
		p.DiameterUm = bodyUm
	}
	if p.LeastScore == 0 {
		p.LeastScore = leastScore
	}
	if p.Indicator == "" {
		p.Indicator = "gcamp6s"
	}
	if p.Workers == 0 {
		p.Workers = 1
	}
	if p.Say == nil {
		p.Say = func(string, ...any) {}
	}
	if p.Images == nil {
		p.Images = func(cell.Summary) {}
	}
	p.Motion.Workers = p.Workers
	return p, nil
}

// fits tells of a cell body that no movie of h by w pixels can show.
func (p Params) fits(h, w int) error {
	switch px := p.DiameterUm / p.PixelUm; {
	case !(px >= cell.LeastDiameterPx):
		return fmt.Errorf("a cell of %g um is %.2g pixels of %g um wide: below %d it cannot be told from a single pixel\nhint: are --um-per-px and --diameter-um right?", p.DiameterUm, px, p.PixelUm, cell.LeastDiameterPx)
	case px > mostOfField*float64(min(h, w)):
		return fmt.Errorf("a cell of %g um is %.3g pixels of %g um wide, more than half of a field of %d x %d\nhint: are --um-per-px and --diameter-um right?", p.DiameterUm, px, p.PixelUm, h, w)
	}
	return nil
}

// Measure measures a movie and keeps its raw traces in a store. Errors are those of
// the movie, of parameters that no movie has, and of ctx; cells without a trace and
// frames that cannot be used are in the result with the reason.
func Measure(ctx context.Context, frames Frames, store cell.Store, p Params) (*Result, error) {
	p, err := p.settled()
	if err != nil {
		return nil, err
	}
	indicator, err := spike.IndicatorNamed(p.Indicator)
	if err != nil {
		return nil, err
	}
	if n := frames.Len(); float64(n) < leastSec*p.RateHz {
		return nil, fmt.Errorf("%d frames are %.3g s: too short to tell cells from noise\nhint: at least %g s; is --rate-hz right?", n, float64(n)/p.RateHz, float64(leastSec))
	}
	if err := p.fits(frames.Size()); err != nil {
		return nil, err
	}
	p.Say("motion")
	m, err := motion.Register(ctx, frames, p.Motion)
	if err != nil {
		return nil, err
	}
	if used := m.Used(); float64(used) < leastSec*p.RateHz {
		return nil, fmt.Errorf("of %d frames %d can be used, %s\nhint: respine register shows what is wrong with them", frames.Len(), used, mostly(m))
	}
	r := &Result{Params: p, Motion: m}
	steady := usable{m.Correct(frames)}
	looks := cell.Params{RateHz: p.RateHz, DiameterPx: p.DiameterUm / p.PixelUm, TauSec: indicator.DecaySec, Workers: p.Workers}
	if err := r.find(ctx, steady, looks); err != nil {
		return nil, err
	}
	p.Say("traces of %d cells", len(r.Cells))
	p.Traces.Params = looks
	r.Params = p
	if r.raw, err = cell.Extract(ctx, steady, r.footprints(), p.Traces, store); err != nil {
		return nil, err
	}
	if err := r.read(ctx, spike.Params{Indicator: indicator}); err != nil {
		return nil, err
	}
	p.Say("ensembles")
	r.together()
	return r, nil
}

// leastSec is the shortest movie, in seconds: running baselines need some.
const leastSec = 10

// find finds the cells, or takes those that are given.
func (r *Result) find(ctx context.Context, m cell.Movie, looks cell.Params) error {
	if r.Params.Given == nil {
		r.Params.Say("cells")
	}
	s, err := cell.Summarise(ctx, m, looks)
	if err != nil {
		return err
	}
	r.Summary = s.Images()
	r.Params.Images(r.Summary)
	if r.Params.Given == nil {
		all, err := cell.Detect(ctx, s, looks)
		if err != nil {
			return err
		}
		r.Candidates = len(all)
		for _, c := range cell.Keep(all, r.Params.LeastScore) {
			r.Cells = append(r.Cells, Cell{Cell: c})
		}
		return nil
	}
	r.Candidates = len(r.Params.Given)
	for _, g := range r.Params.Given {
		none := math.NaN()
		r.Cells = append(r.Cells, Cell{Cell: cell.Cell{Footprint: g.Footprint, Score: none, Features: cell.Features{SNR: none, Likeness: none, Elongation: none}}, Given: true, Name: g.Name})
	}
	return nil
}

// read finds the transients of every cell. The error is that of the first cell
// that has one.
func (r *Result) read(ctx context.Context, p spike.Params) error {
	errs := make([]error, len(r.Cells))
	var next atomic.Int64
	var group sync.WaitGroup
	for range r.Params.Workers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(errs) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				errs[i] = r.readCell(i, p)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// readCell finds the transients of cell i.
func (r *Result) readCell(i int, p spike.Params) error {
	tr, err := r.Trace(i)
	if err != nil {
		return err
	}
	c := &r.Cells[i]
	c.Noise, c.Share, c.Bleached, c.Seen = tr.Noise, tr.Share, tr.Bleached, tr.Seen
	if tr.Reason != "" {
		c.Transients.Reason = tr.Reason
		return nil
	}
	c.Transients = spike.Find(tr.DFF, r.Params.RateHz, r.Params.Onsets, p)
	return nil
}

// Trace returns the trace of cell i.
func (r *Result) Trace(i int) (cell.Trace, error) {
	raw, ring, err := r.raw.Cell(i)
	if err != nil {
		return cell.Trace{}, err
	}
	return cell.NewTrace(raw, ring, r.Params.Traces), nil
}

// usable is a movie in which a frame that is not to be used shows nothing.
type usable struct{ *motion.Corrected }

func (u usable) Read(i int, dst []float32) error {
	if u.Bad(i) == motion.Good {
		return u.Corrected.Read(i, dst)
	}
	nan := float32(math.NaN())
	for k := range dst {
		dst[k] = nan
	}
	return nil
}

// mostly says why most of the frames that cannot be used cannot.
func mostly(m *motion.Result) string {
	var most motion.Excluded
	for _, e := range m.Excluded() {
		if e.Frames > most.Frames {
			most = e
		}
	}
	return fmt.Sprintf("%d of the others being %s", most.Frames, most.Reason)
}
