package calcium

import (
	"fmt"
	"image"
	"math"

	"respine/cell"
	"respine/img"
	"respine/motion"
	"respine/plot"
)

// DrawCells draws the cells over the mean image, each with its number.
func (r *Result) DrawCells(title string) *image.RGBA {
	return draw(title, r.Summary.Mean, r.Params.PixelUm, r.footprints())
}

// DrawImage draws one image of the summary.
func DrawImage(title string, m img.Image, pixelUm float64) *image.RGBA {
	return draw(title, m, pixelUm, nil)
}

func draw(title string, m img.Image, um float64, cells []cell.Footprint) *image.RGBA {
	o := plot.Overlay{Title: title, Image: m, PixelYUm: um, PixelXUm: um}
	for i, f := range cells {
		ys, xs := Outlines(f)
		for k := range ys {
			line := plot.Line{Colour: plot.Yellow}
			if k == 0 {
				line.Label = fmt.Sprint(i)
			}
			for p := range ys[k] {
				line.Y, line.X = append(line.Y, ys[k][p]*um), append(line.X, xs[k][p]*um)
			}
			o.Branches = append(o.Branches, line)
		}
	}
	return o.Draw()
}

// DrawActivity draws when cells were active, and the synchronous events.
func (r *Result) DrawActivity(title string) []byte {
	a := plot.Activity{Title: title, Seconds: float64(len(r.Motion.Shifts)) / r.Params.RateHz, Empty: "no cell was found"}
	for _, c := range r.Cells {
		var at []float64
		for _, o := range c.Onsets {
			at = append(at, float64(o.Frame)/r.Params.RateHz)
		}
		a.Onsets = append(a.Onsets, at)
	}
	for _, e := range r.Together.Events {
		a.Events = append(a.Events, [2]float64{float64(e.Start) / r.Params.RateHz, float64(e.End) / r.Params.RateHz})
	}
	from := -1
	for i := 0; i <= len(r.Motion.Shifts); i++ {
		bad := i < len(r.Motion.Shifts) && r.Motion.Shifts[i].Bad != motion.Good
		switch {
		case bad && from < 0:
			from = i
		case !bad && from >= 0:
			a.Unused = append(a.Unused, [2]float64{float64(from) / r.Params.RateHz, float64(i) / r.Params.RateHz})
			from = -1
		}
	}
	return a.SVG()
}

// chartPoints is how many points the motion is drawn with at most.
const chartPoints = 1500

// DrawMotion draws the displacement of frames, the largest of each stretch of time,
// and marks the stretches with frames that cannot be used.
func DrawMotion(m *motion.Result, rateHz float64) []byte {
	label, scale := "frame", 1.0
	if rateHz > 0 {
		label, scale = "time (s)", 1/rateHz
	}
	step := max(1, (len(m.Shifts)+chartPoints-1)/chartPoints)
	far := plot.Series{Name: "largest displacement", Colour: plot.Blue, Style: plot.Joined, Thin: true}
	bad := plot.Series{Name: "with frames not to be used", Colour: plot.Vermilion, Shape: plot.Diamond}
	for from := 0; from < len(m.Shifts); from += step {
		farthest, spoilt := math.NaN(), false
		for _, s := range m.Shifts[from:min(len(m.Shifts), from+step)] {
			if s.Bad != motion.Good {
				spoilt = true
			} else if d := math.Hypot(float64(s.Y), float64(s.X)); !(d <= farthest) {
				farthest = d
			}
		}
		at := scale * float64(from)
		far.X, far.Y = append(far.X, at), append(far.Y, farthest)
		if spoilt {
			bad.X, bad.Y = append(bad.X, at), append(bad.Y, 0)
		}
	}
	series := []plot.Series{far}
	if len(bad.X) > 0 {
		series = append(series, bad)
	}
	return plot.Chart{Title: "Motion", XLabel: label, YLabel: "displacement (px)", Series: series, Empty: "no frame was placed"}.SVG()
}

// DrawDepth draws the depth of stretches of frames in a stack whose planes are
// umPerPlane apart, and marks those of which it is not certain.
func DrawDepth(depths []motion.Depth, umPerPlane, rateHz float64) []byte {
	label, scale := "frame", 1.0
	if rateHz > 0 {
		label, scale = "time (s)", 1/rateHz
	}
	sure := plot.Series{Name: "depth", Colour: plot.Blue, Style: plot.Joined}
	unsure := plot.Series{Name: "not certain", Colour: plot.Orange, Shape: plot.Hollow}
	none := plot.Series{Name: "depth not known", Colour: plot.Vermilion, Shape: plot.Diamond}
	for _, d := range depths {
		at, z := scale*float64(d.From+d.To)/2, d.Plane*umPerPlane
		certain := math.NaN()
		switch {
		case math.IsNaN(z):
			none.X, none.Y = append(none.X, at), append(none.Y, 0)
		case d.Unsure != "":
			unsure.X, unsure.Y = append(unsure.X, at), append(unsure.Y, z)
		default:
			certain = z
		}
		sure.X, sure.Y = append(sure.X, at), append(sure.Y, certain)
	}
	series := []plot.Series{sure}
	for _, s := range []plot.Series{unsure, none} {
		if len(s.X) > 0 {
			series = append(series, s)
		}
	}
	return plot.Chart{Title: "Focus in the stack", XLabel: label, YLabel: "depth below its first slice (um)", Series: series, Empty: "no depth was found"}.SVG()
}
