package motion

import (
	"math"

	"respine/table"
)

// Table returns the shifts as a table of this name, a row a frame: frame, t_s (empty
// when rateHz is 0), dy_px, dx_px, correlation, log_likelihood (Confidence), mean,
// use, and reason.
func (r *Result) Table(name string, rateHz float64) *table.Table {
	t := table.New(name, table.Int("frame", ""), table.Float("t_s", "s"), table.Float("dy_px", "px"), table.Float("dx_px", "px"),
		table.Float("correlation", ""), table.Float("log_likelihood", ""), table.Float("mean", ""), table.Bool("use", ""), table.String("reason", ""))
	for i, s := range r.Shifts {
		sec := math.NaN()
		if rateHz > 0 {
			sec = float64(i) / rateHz
		}
		t.Append(i, sec, float64(s.Y), float64(s.X), float64(s.Correlation), float64(s.Confidence), float64(s.Mean), s.Bad == Good, s.Bad.String())
	}
	return t
}
