package calcium

import (
	"io"
	"math"

	"respine/cell"
	"respine/ensemble"
	"respine/table"
)

// Tables returns what was measured but the traces, which are long: movies, cells,
// footprints, shifts, events, ensemble_events, members, recurrences, connections,
// connections_by_distance, exclusions.
func (r *Result) Tables() []*table.Table {
	return []*table.Table{r.movieTable(), r.cellTable(), cell.FootprintTable(r.footprints()), r.Motion.Table("shifts", r.Params.RateHz),
		r.eventTable(), r.ensembleTable(), ensemble.MemberTable(r.Members), ensemble.RecurrenceTable(r.Recurrence), ensemble.ConnectionTable(r.Connections),
		ensemble.DistanceTable(r.Distance), r.exclusionTable()}
}

// WriteTraces writes the table of traces as Parquet, a cell at a time.
func (r *Result) WriteTraces(w io.Writer) error {
	s := table.NewStream(w, "traces", cell.TraceColumns()...)
	for i := range r.Cells {
		tr, err := r.Trace(i)
		if err != nil {
			return err
		}
		if err := s.Write(cell.TraceTable(i, tr)); err != nil {
			return err
		}
	}
	return s.Close()
}

func (r *Result) footprints() []cell.Footprint {
	out := make([]cell.Footprint, len(r.Cells))
	for i, c := range r.Cells {
		out[i] = c.Footprint
	}
	return out
}

// UsableSec is how long the movie shows something.
func (r *Result) UsableSec() float64 { return float64(r.Motion.Used()) / r.Params.RateHz }

// movieTable is one row: what claims are judged from, and what is behind it.
// Where ensembles could not be looked for, chance_per_min is empty and undefined
// says why.
func (r *Result) movieTable() *table.Table {
	t := table.New("movies", table.Float("seconds", "s"), table.Float("chance_per_min", "1/min"), table.Int("frames", ""), table.Int("used", ""),
		table.Float("rate_hz", "Hz"), table.Float("pixel_um", "um"), table.Int("cells", ""), table.Int("active", ""), table.Int("events", ""),
		table.Int("threshold_cells", ""), table.Float("p", ""), table.Float("jitter_chance_per_min", "1/min"), table.Int("jitter_events", ""), table.Float("jitter_p", ""),
		table.Float("pairs", ""), table.Float("chance_pairs", ""), table.Float("pairs_p", ""),
		table.Float("excess_per_min", "1/min"), table.Float("excess_lo", "1/min"), table.Float("excess_hi", "1/min"), table.Float("pairs_excess_lo", ""), table.Float("pairs_excess_hi", ""),
		table.Int("groups", ""), table.Float("recurrence_p", ""), table.Float("distance_correlation", ""), table.Float("distance_p", ""), table.String("undefined", ""))
	a, b := r.Together, r.Jittered
	chance, excess := func(e ensemble.Result) float64 {
		if e.Undetermined != "" {
			return math.NaN()
		}
		return e.ChancePerMin
	}, math.NaN()
	in, pairs := ensemble.Interval{Lo: math.NaN(), Hi: math.NaN()}, ensemble.Interval{Lo: math.NaN(), Hi: math.NaN()}
	if a.Undetermined == "" {
		excess, in, pairs = a.ExcessPerMin(), a.Interval, a.Synchrony.Interval
	}
	t.Append(r.UsableSec(), chance(a), len(r.Motion.Shifts), r.Motion.Used(), r.Params.RateHz, r.Params.PixelUm, len(r.Cells), a.Active, len(a.Events),
		a.Threshold, a.P, chance(b), len(b.Events), b.P, a.Synchrony.Pairs, a.Synchrony.ChancePairs, a.Synchrony.P,
		excess, in.Lo, in.Hi, pairs.Lo, pairs.Hi, r.Recurrence.Count(), r.Recurrence.P, r.Distance.Correlation, r.Distance.P, a.Undetermined)
	return t
}

// cellTable has the cells with what speaks for each, what its trace is like, and
// how often it was active. mask is the name of a given cell.
func (r *Result) cellTable() *table.Table {
	t := table.New("cells", table.Int("cell_id", ""), table.Float("y_px", "px"), table.Float("x_px", "px"), table.Float("y_um", "um"), table.Float("x_um", "um"),
		table.Int("pixels", ""), table.Float("score", ""), table.Bool("given", ""), table.String("mask", ""), table.Bool("flashes", ""), table.Float("snr", ""), table.Float("likeness", ""),
		table.Float("elongation", ""), table.Float("neuropil_share", ""), table.Float("noise_percent_per_root_hz", "%/sqrt(Hz)"), table.Float("bleached", ""), table.Float("seen", ""),
		table.Int("transients", ""), table.Float("transients_per_min", "1/min"), table.Float("false_share", ""), table.String("reason", ""))
	for i, c := range r.Cells {
		y, x := c.Footprint.Centroid()
		t.Append(i, y, x, y*r.Params.PixelUm, x*r.Params.PixelUm, len(c.Footprint), c.Score, c.Given, c.Name, c.Active, c.SNR, c.Likeness,
			c.Elongation, c.Share, c.Noise, c.Bleached, c.Seen, len(c.Onsets), c.RatePerMin(), c.FalseShare(), c.Transients.Reason)
	}
	return t
}

// eventTable has every transient of every cell.
func (r *Result) eventTable() *table.Table {
	t := table.New("events", table.Int("cell_id", ""), table.Int("frame", ""), table.Float("t_s", "s"), table.Float("lasts_s", "s"), table.Float("amplitude", ""))
	for i, c := range r.Cells {
		for _, o := range c.Onsets {
			t.Append(i, o.Frame, float64(o.Frame)/r.Params.RateHz, float64(o.Length)/r.Params.RateHz, o.Height)
		}
	}
	return t
}

// ensembleTable has every synchronous event. group says which events are of the same
// cells, -1 for none other. Participation is the share of the
// active cells; beyond_jitter says whether as many cells together are rare also
// where onsets only move by some seconds.
func (r *Result) ensembleTable() *table.Table {
	t := table.New("ensemble_events", table.Float("from_s", "s"), table.Float("to_s", "s"), table.Float("peak_s", "s"), table.Int("cells", ""),
		table.Int("peak_cells", ""), table.Float("participation", ""), table.Float("chance_cells", ""), table.Bool("beyond_jitter", ""), table.Int("group", ""))
	at := func(frame int) float64 { return float64(frame) / r.Params.RateHz }
	for i, e := range r.Together.Events {
		t.Append(at(e.Start), at(e.End), at(e.PeakFrame), len(e.Cells), e.Peak, r.Together.Participation(e), e.ChanceCells,
			r.Jittered.Undetermined == "" && e.Peak >= r.Jittered.Threshold, r.Recurrence.Groups[i])
	}
	return t
}

// exclusionTable says what was left out, and why: frames by reason, cells without
// a trace.
func (r *Result) exclusionTable() *table.Table {
	t := table.New("exclusions", table.String("what", ""), table.Int("count", ""), table.Int("first", ""), table.String("reason", ""))
	for _, e := range r.Motion.Excluded() {
		t.Append("frames", e.Frames, e.First, e.Reason.String())
	}
	for i, c := range r.Cells {
		if c.Transients.Reason != "" {
			t.Append("cell", 1, i, c.Transients.Reason)
		}
	}
	if n := r.Candidates - len(r.Cells); n > 0 {
		t.Append("candidates", n, -1, "their score is below the least one")
	}
	return t
}
