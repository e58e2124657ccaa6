package main

import (
	"fmt"
	"image"
	"math"
	"path/filepath"
	"strings"

	"respine/calcium"
	"respine/cellmatch"
	"respine/img"
	"respine/plot"
	"respine/table"
)

// writeMatches writes tables and picture into a folder.
func writeMatches(dir string, f calciumField, r cellmatch.Result) error {
	if err := table.WriteFiles(dir, r.Tables(f.names, f.ids, f.pixel)...); err != nil {
		return err
	}
	return writePicture(dir, "matches", drawMatches(f, r))
}

// sessionColours are those of sessions in the picture, again from the first where
// there are more.
var sessionColours = [...]struct {
	name   string
	colour plot.Colour
}{{"yellow", plot.Yellow}, {"blue", plot.SkyBlue}, {"red", plot.Vermilion}, {"green", plot.Green}, {"purple", plot.Purple}, {"white", plot.White}}

// drawMatches draws the outlines of all sessions where they lie in the field of the
// first, a colour each. Cells of several sessions have their same_id.
func drawMatches(f calciumField, r cellmatch.Result) *image.RGBA {
	var title []string
	s := f.sessions[0]
	o := plot.Overlay{Image: img.NewImage(s.Height*f.binned, s.Width*f.binned), PixelYUm: f.pixelUm, PixelXUm: f.pixelUm}
	label := map[[2]int]string{}
	for n, c := range r.Cells {
		seen := 0
		first := -1
		for k, i := range c.Of {
			if i >= 0 {
				seen++
				if first < 0 {
					first = k
				}
			}
		}
		if seen > 1 {
			label[[2]int{first, c.Of[first]}] = fmt.Sprint(n)
		}
	}
	for k, all := range f.footprints {
		if !r.Alignments[k].Used {
			title = append(title, f.names[k]+" not aligned")
			continue
		}
		colour := sessionColours[k%len(sessionColours)]
		title = append(title, f.names[k]+" "+colour.name)
		for i, cell := range all {
			y, x := f.sessions[k].Cells[i].Centroid()
			dy, dx := (r.Places[k][i][0]-y)*f.pixel.Um, (r.Places[k][i][1]-x)*f.pixel.Um
			ys, xs := calcium.Outlines(cell)
			for j := range ys {
				line := plot.Line{Colour: colour.colour}
				if j == 0 {
					line.Label = label[[2]int{k, i}]
				}
				for p := range ys[j] {
					line.Y, line.X = append(line.Y, ys[j][p]*f.pixelUm+dy), append(line.X, xs[j][p]*f.pixelUm+dx)
				}
				o.Branches = append(o.Branches, line)
			}
		}
	}
	o.Title = strings.Join(title, ", ")
	return o.Draw()
}

// matchSummary is the result in short, as printed and as in summary.json.
type matchSummary struct {
	Sessions  []matchedSession `json:"sessions"`
	Cells     int              `json:"cells"`      // different ones
	InAll     int              `json:"in_all"`     // of the sessions that are aligned
	InSeveral int              `json:"in_several"` // not in all
	InOne     int              `json:"in_one"`
	Unaligned int              `json:"not_aligned"`    // sessions
	LeastSure *float64         `json:"least_p_joined"` // over the joined cells
	Picture   string           `json:"picture"`
	Warnings  []string         `json:"warnings"`
}

// matchedSession is one session. Missing are the cells of other aligned sessions
// that it does not have.
type matchedSession struct {
	Recording   string   `json:"recording"`
	Cells       int      `json:"cells"`
	Used        bool     `json:"used"`
	DyUm        *float64 `json:"dy_um"`
	DxUm        *float64 `json:"dx_um"`
	TurnDeg     *float64 `json:"turn_deg"`
	Correlation float64  `json:"correlation"`
	Before      int      `json:"seen_before"` // of its cells
	Missing     int      `json:"missing"`
	Outside     int      `json:"missing_outside"` // of these, since their place is not in the field
}

func newMatchSummary(f calciumField, r cellmatch.Result) matchSummary {
	out := matchSummary{Cells: len(r.Cells), Picture: "matches.png", Warnings: append([]string{}, f.warnings...)}
	aligned := 0
	for k, a := range r.Alignments {
		s := matchedSession{Recording: f.names[k], Cells: len(f.ids[k]), Used: a.Used, Correlation: a.Correlation}
		if a.Used {
			aligned++
			s.DyUm, s.DxUm, s.TurnDeg = known(a.RowPx*f.pixel.Um), known(a.ColPx*f.pixel.Um), known(a.TurnDeg)
		} else {
			out.Unaligned++
			out.Warnings = append(out.Warnings, fmt.Sprintf("%s cannot be laid on %s: correlation %.2f; none of its cells is matched", f.names[k], f.names[0], a.Correlation))
		}
		if a.Used && math.Abs(a.TurnDeg) > mostTurnDeg {
			out.Warnings = append(out.Warnings, fmt.Sprintf("%s is turned by %.1f degrees: cells at the edge of the field are missed", f.names[k], a.TurnDeg))
		}
		out.Sessions = append(out.Sessions, s)
	}
	least := math.NaN()
	for _, c := range r.Cells {
		out.count(c, aligned)
		if !(c.Same >= least) && !math.IsNaN(c.Same) {
			least = c.Same
		}
	}
	out.LeastSure = known(least)
	return out
}

// mostTurnDeg is the turn up to which cells are found again (docs/calcium.md).
const mostTurnDeg = 2

// count adds one cell, of so many sessions that are aligned.
func (s *matchSummary) count(c cellmatch.Cell, aligned int) {
	seen := 0
	for k, i := range c.Of {
		v := &s.Sessions[k]
		switch {
		case i >= 0:
			if seen++; c.Links[k].Before >= 0 {
				v.Before++
			}
		case c.Reason[k] == cellmatch.Outside:
			v.Outside++
			v.Missing++
		case c.Reason[k] == cellmatch.NotFound:
			v.Missing++
		}
	}
	switch {
	case seen == aligned && seen > 1:
		s.InAll++
	case seen > 1:
		s.InSeveral++
	default:
		s.InOne++
	}
}

func (c matchCommand) tell(e *env, s matchSummary) error {
	e.warn(s.Warnings)
	if c.JSON {
		if err := e.jsonLine(s); err != nil {
			return err
		}
	} else if err := c.print(e, s); err != nil {
		return err
	}
	if s.Unaligned > 0 {
		return errPartly
	}
	return nil
}

func (c matchCommand) print(e *env, s matchSummary) error {
	p := &printer{w: e.stdout}
	for k, v := range s.Sessions {
		p.line("%s: %d cells", v.Recording, v.Cells)
		switch {
		case !v.Used:
			p.line("; not aligned, correlation %.2f", v.Correlation)
		case k > 0:
			p.line(", %d of them seen before; %d missing, %d of these outside the field; lies %.1f um down and %.1f um right, correlation %.2f", v.Before, v.Missing, v.Outside, *v.DyUm, *v.DxUm, v.Correlation)
			if v.TurnDeg != nil {
				p.line(", turned %.1f degrees", *v.TurnDeg)
			}
		default:
			p.line("; %d missing, %d of these outside the field", v.Missing, v.Outside)
		}
		p.line("\n")
	}
	p.line("%d cells: %d in all %d aligned sessions, %d in several, %d in one\n", s.Cells, s.InAll, len(s.Sessions)-s.Unaligned, s.InSeveral, s.InOne)
	p.line("%s\n", filepath.Join(c.Out, s.Picture))
	return p.err
}
