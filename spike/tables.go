package spike

import "respine/table"

// Table is a row per cell: onsets per minute of usable frames, and the share of
// them that noise would make.
func Table(cells []Transients) *table.Table {
	t := table.New("activity", table.Int("cell_id", ""), table.Int("onsets", ""), table.Int("mirrored", ""), table.Float("usable_s", "s"),
		table.Float("rate_per_min", "1/min"), table.Float("false_share", ""), table.Float("noise_sd", ""), table.String("reason", ""))
	for i, c := range cells {
		t.Append(i, len(c.Onsets), c.Mirrored, c.UsableMin*60, c.RatePerMin(), c.FalseShare(), c.NoiseSD, c.Reason)
	}
	return t
}

// OnsetTable is a row per onset.
func OnsetTable(cells []Transients, rateHz float64) *table.Table {
	t := table.New("onsets", table.Int("cell_id", ""), table.Float("onset_s", "s"), table.Float("duration_s", "s"), table.Float("height", ""))
	for i, c := range cells {
		for _, o := range c.Onsets {
			t.Append(i, float64(o.Frame)/rateHz, float64(o.Length)/rateHz, o.Height)
		}
	}
	return t
}
