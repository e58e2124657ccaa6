package cellmatch

import (
	"math"

	"respine/table"
)

// Tables returns the cells over sessions, a row per cell and session, and the
// alignment of every session.
func (r Result) Tables(names []string) []*table.Table {
	cells := table.New("cell_sessions", table.Int("cell", ""), table.Int("session", ""), table.Int("cell_id", ""),
		table.Bool("found", ""), table.Float("p_same", ""), table.String("reason", ""))
	for i, c := range r.Cells {
		for k, n := range c.Of {
			p := c.Same
			if n < 0 {
				p = math.NaN()
			}
			cells.Append(i, k, n, n >= 0, p, c.Reason[k])
		}
	}
	fields := table.New("alignments", table.Int("session", ""), table.String("recording", ""), table.Float("row_px", "px"),
		table.Float("col_px", "px"), table.Float("correlation", ""), table.Bool("used", ""), table.Bool("worst", ""))
	for k, a := range r.Alignments {
		fields.Append(k, names[k], a.RowPx, a.ColPx, a.Correlation, a.Used, k == r.Worst)
	}
	return []*table.Table{cells, fields}
}
