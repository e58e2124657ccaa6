package motion

import (
	"math"
	"slices"

	"respine/table"
)

// DepthTable returns depths in a stack whose planes are umPerPlane apart, a row a
// stretch of frames: t_s (the middle, empty when rateHz is 0), from_frame and to_frame
// (the last), used, unlike, plane (from 0), z_um (from plane 0), correlation (with the
// best plane), beyond_chance, halves_um, certain, and reason.
func DepthTable(name string, depths []Depth, umPerPlane, rateHz float64) *table.Table {
	t := table.New(name, table.Float("t_s", "s"), table.Int("from_frame", ""), table.Int("to_frame", ""), table.Int("used", ""), table.Int("unlike", ""),
		table.Float("plane", ""), table.Float("z_um", "um"), table.Float("correlation", ""), table.Float("beyond_chance", ""), table.Float("halves_um", "um"),
		table.Bool("certain", ""), table.String("reason", ""))
	for _, d := range depths {
		sec, best := math.NaN(), math.NaN()
		if rateHz > 0 {
			sec = float64(d.From+d.To) / 2 / rateHz
		}
		seen := slices.DeleteFunc(slices.Clone(d.Correlation), math.IsNaN)
		if len(seen) > 0 {
			best = slices.Max(seen)
		}
		t.Append(sec, d.From, d.To-1, d.Used, d.Unlike, d.Plane, d.Plane*umPerPlane, best, d.Beyond, d.Apart*umPerPlane, d.Unsure == "", d.Unsure)
	}
	return t
}
