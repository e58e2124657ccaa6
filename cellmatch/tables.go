package cellmatch

import (
	"fmt"
	"math"

	"respine/table"
)

// Pixel is the pixel that footprints are in: its size, and how far its first one's
// centre lies from where micrometres are counted from.
type Pixel struct{ Um, FirstUm float64 }

// Tables returns matches, a row per cell and session, and alignments, a row per
// session, of sessions of these names, in this pixel, and cells of these
// numbers: ids[session][footprint].
func (r Result) Tables(names []string, ids [][]int, px Pixel) []*table.Table {
	return []*table.Table{r.matchTable(names, ids, px), r.alignmentTable(names, px)}
}

// matchTable has the cells in order; cell_id is -1 where none was found.
func (r Result) matchTable(names []string, ids [][]int, px Pixel) *table.Table {
	t := table.New("matches", table.Int("same_id", ""), table.Int("session", ""), table.String("recording", ""), table.Bool("found", ""), table.Int("cell_id", ""),
		table.Float("p_same", ""), table.Int("before", ""), table.Float("distance_um", "um"), table.Float("correlation", ""), table.Float("p_all", ""),
		table.Float("y_um", "um"), table.Float("x_um", "um"), table.String("reason", ""))
	for i, c := range r.Cells {
		for k, n := range c.Of {
			id, y, x := -1, math.NaN(), math.NaN()
			if n >= 0 {
				id = ids[k][n]
				if r.Alignments[k].Used {
					y, x = r.Places[k][n][0]*px.Um+px.FirstUm, r.Places[k][n][1]*px.Um+px.FirstUm
				}
			}
			l := c.Links[k]
			t.Append(i, k, names[k], n >= 0, id, l.Same, l.Before, l.DistancePx*px.Um, l.Corr, c.Same, y, x, c.Reason[k])
		}
	}
	return t
}

func (r Result) alignmentTable(names []string, px Pixel) *table.Table {
	t := table.New("alignments", table.Int("session", ""), table.String("recording", ""), table.Int("cells", ""), table.Bool("used", ""),
		table.Float("dy_um", "um"), table.Float("dx_um", "um"), table.Float("turn_deg", "deg"), table.Float("correlation", ""), table.Int("joined", ""), table.Bool("worst", ""), table.String("reason", ""))
	for k, a := range r.Alignments {
		dy, dx, reason := a.RowPx*px.Um, a.ColPx*px.Um, ""
		if !a.Used {
			dy, dx = math.NaN(), math.NaN()
			reason = fmt.Sprintf("its cells lie as those of the first session at a correlation of %.2f only", a.Correlation)
		}
		t.Append(k, names[k], len(r.Places[k]), a.Used, dy, dx, a.TurnDeg, a.Correlation, a.Joined, k == r.Worst, reason)
	}
	return t
}
