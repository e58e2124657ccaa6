package cell

import (
	"math"

	"respine/table"
)

// FootprintTable has a row for each pixel of each cell; cells are numbered from 0 in
// order.
func FootprintTable(footprints []Footprint) *table.Table {
	t := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	for i, f := range footprints {
		for _, q := range f {
			t.Append(i, q.Y, q.X, float64(q.Weight))
		}
	}
	return t
}

// CellTable has a row for each cell: where it is, what speaks for it, and what its
// trace is like. traces has one entry a cell, or is nil.
func CellTable(cells []Cell, masks []Mask, traces []Trace) *table.Table {
	t := table.New("cells", table.Int("cell_id", ""), table.Float("y_px", "px"), table.Float("x_px", "px"), table.Int("pixels", ""),
		table.Float("score", ""), table.Bool("active", ""), table.Float("snr", ""), table.Float("reliability", ""), table.Float("likeness", ""), table.Float("still_likeness", ""), table.Float("hole_likeness", ""),
		table.Float("contrast", ""), table.Float("edge", ""), table.Float("area", ""), table.Float("elongation", ""),
		table.Float("shared", ""), table.Int("ring_pixels", ""), table.Float("neuropil_share", ""), table.Float("noise_percent_per_root_hz", "%/sqrt(Hz)"),
		table.Float("baseline", "grey"), table.Float("bleached", ""), table.Float("seen", ""), table.String("reason", ""))
	for i, c := range cells {
		y, x := c.Footprint.Centroid()
		shared, ring := math.NaN(), 0
		if masks != nil {
			shared, ring = masks[i].Shared, len(masks[i].Ring)
		}
		tr := Trace{Share: math.NaN(), Noise: math.NaN(), Bleached: math.NaN(), Seen: math.NaN()}
		if traces != nil {
			tr = traces[i]
		}
		t.Append(i, y, x, len(c.Footprint), c.Score, c.Active, c.SNR, c.Reliability, c.Likeness, c.StillLikeness, c.HoleLikeness, c.Contrast, c.Edge, c.Area, c.Elongation,
			shared, ring, tr.Share, tr.Noise, float64(medianOf(tr.Baseline)), tr.Bleached, tr.Seen, tr.Reason)
	}
	return t
}

// TraceColumns are those of the table of traces, which has a row for each frame of
// each cell, cell after cell.
func TraceColumns() []table.Column {
	return []table.Column{table.Int("cell_id", ""), table.Int("frame", ""), table.Float("raw", "grey"), table.Float("neuropil", "grey"),
		table.Float("baseline", "grey"), table.Float("dff", "")}
}

// TraceTable returns the rows of one cell. Those of all cells need not be held
// together: they are written one after another.
func TraceTable(id int, tr Trace) *table.Table {
	t := table.New("traces", TraceColumns()...)
	for f := range tr.Raw {
		t.Append(id, f, float64(tr.Raw[f]), float64(tr.Ring[f]), float64(tr.Baseline[f]), float64(tr.DFF[f]))
	}
	return t
}
