package ensemble

import (
	"math"

	"respine/table"
)

// Tables returns a session's result as tidy tables: movies (one row),
// ensemble_events and, for one row a cell and event, ensemble_cells. The first
// two have the columns that judging reads: seconds, chance_per_min,
// participation. An undetermined session has its reason and no rate.
func (r Result) Tables(rateHz float64) []*table.Table {
	movies := table.New("movies", table.Float("seconds", "s"), table.Int("cells", ""), table.Int("active_cells", ""),
		table.String("surrogates", ""), table.Float("window_s", "s"), table.Int("threshold_cells", ""), table.Float("p", ""),
		table.Float("events_per_min", "1/min"), table.Float("chance_per_min", "1/min"), table.Float("excess_per_min", "1/min"), table.Float("excess_lo", "1/min"), table.Float("excess_hi", "1/min"),
		table.Float("pairs", ""), table.Float("chance_pairs", ""), table.Float("pairs_p", ""), table.String("undetermined", ""))
	none := math.NaN()
	if r.Undetermined != "" {
		movies.Append(r.UsableMin*60, r.Cells, r.Active, r.Params.Null.String(), r.Params.WindowSec, 0, none, none, none, none, none, none, none, none, none, r.Undetermined)
	} else {
		movies.Append(r.UsableMin*60, r.Cells, r.Active, r.Params.Null.String(), r.Params.WindowSec, r.Threshold, r.P,
			r.RatePerMin(), r.ChancePerMin, r.ExcessPerMin(), r.Interval.Lo, r.Interval.Hi, r.Synchrony.Pairs, r.Synchrony.ChancePairs, r.Synchrony.P, "")
	}
	events := table.New("ensemble_events", table.Int("event", ""), table.Float("from_s", "s"), table.Float("to_s", "s"),
		table.Int("cells", ""), table.Int("peak_cells", ""), table.Float("chance_cells", ""), table.Float("participation", ""))
	cells := table.New("ensemble_cells", table.Int("event", ""), table.Int("cell_id", ""))
	for i, e := range r.Events {
		events.Append(i, float64(e.Start)/rateHz, float64(e.End)/rateHz, len(e.Cells), e.Peak, e.ChanceCells, r.Participation(e))
		for _, c := range e.Cells {
			cells.Append(i, c)
		}
	}
	return []*table.Table{movies, events, cells}
}

// ConnectionTable is a row per pair of cells.
func ConnectionTable(all []Connection) *table.Table {
	t := table.New("connections", table.Int("cell_a", ""), table.Int("cell_b", ""), table.Float("distance_um", "um"),
		table.Float("tiling", ""), table.Float("chance", ""), table.Float("p", ""), table.Float("q", ""), table.String("undetermined", ""))
	for _, c := range all {
		t.Append(c.A, c.B, c.DistanceUm, c.Tiling, c.Chance, c.P, c.Q, c.Undetermined)
	}
	return t
}

// MemberTable is a row per cell.
func MemberTable(all []Member) *table.Table {
	t := table.New("members", table.Int("cell_id", ""), table.Int("onsets", ""), table.Int("joined", ""), table.Int("of", ""),
		table.Float("chance", ""), table.Float("p", ""), table.Float("q", ""))
	for _, m := range all {
		t.Append(m.Cell, m.Onsets, m.Joined, m.Of, m.Chance, m.P, m.Q)
	}
	return t
}

// RecurrenceTable is a row per pair of events.
func RecurrenceTable(r Recurrence) *table.Table {
	t := table.New("recurrences", table.Int("event_a", ""), table.Int("event_b", ""), table.Int("shared_cells", ""), table.Float("chance", ""), table.Float("z", ""), table.Float("p", ""))
	for _, v := range r.Pairs {
		t.Append(v.A, v.B, v.Shared, v.Chance, v.Z, v.P)
	}
	return t
}

// DistanceTable is a row per bin of distance.
func DistanceTable(d Distance) *table.Table {
	t := table.New("connections_by_distance", table.Float("from_um", "um"), table.Float("to_um", "um"), table.Int("pairs", ""), table.Int("left_out", ""),
		table.Float("tiling", ""), table.Float("chance", ""), table.Float("excess", ""), table.Float("excess_lo", ""), table.Float("excess_hi", ""), table.Float("connected", ""))
	for _, b := range d.Bins {
		t.Append(b.FromUm, b.ToUm, b.Pairs, b.LeftOut, b.Tiling, b.Chance, b.Excess, b.Lo, b.Hi, b.Connected)
	}
	return t
}
