package rater

import (
	"respine/table"
	"respine/turnover"
	"respine/twin"
)

// observations is what was seen of spines: a row for each that stands. Spines are
// numbered, for two false ones may have one place.
func (s sheet) observations() *table.Table {
	t := s.table("observations", table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""), table.Float("position_um", "um"))
	p := s.m.Scored(s.how.Spines, s.key)
	sessions := s.recordings(twin.SpineSession)
	for i, site := range p.Sites {
		for k, r := range sessions {
			if site.States[k] == turnover.Present {
				t.Append(s.m.Name, s.session(r), spineName(i), site.Branch, site.Side, site.PositionUm)
			}
		}
	}
	return t
}
