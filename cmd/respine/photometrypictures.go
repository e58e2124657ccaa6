package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"respine/photometry"
	"respine/plot"
)

// writePhotometryPictures draws every recording, and the courses around struggles.
func writePhotometryPictures(f *folder, r photometry.Result) error {
	if err := os.Mkdir(f.path("pictures"), 0o755); err != nil {
		return err
	}
	var all []error
	for i, s := range r.Sessions {
		name := strings.Trim(s.Animal+"_"+s.Name, "_")
		all = append(all, os.WriteFile(f.path("pictures/"+fileName(name)+".svg"), recordingPicture(s, r.Events[i][0], r.Params).SVG(), 0o666))
	}
	for _, e := range r.Around {
		if e.Undetermined == "" {
			all = append(all, os.WriteFile(f.path("pictures/struggles_"+e.Pipeline+".svg"), aroundPicture(e, r.Refused).SVG(), 0o666))
		}
	}
	return errors.Join(all...)
}

// fileName is a name without what paths are made of.
func fileName(name string) string {
	return strings.NewReplacer("/", "-", `\`, "-", ":", "-", string(filepath.Separator), "-").Replace(name)
}

// recordingPicture shows both channels with the fit, dF/F, and behaviour with
// transients below, on the film's clock where that is known.
func recordingPicture(s photometry.Session, found photometry.Found, p photometry.Params) plot.Traces {
	d, t := s.Data, s.Data.Trace
	onFilm := len(s.Bouts) > 0 && !math.IsNaN(s.Clock.OffsetSec)
	x := make([]float64, len(t.Signal))
	for i := range x {
		x[i] = t.At(i)
		if onFilm {
			x[i] = s.Clock.Film(x[i])
		}
	}
	out := plot.Traces{Title: strings.TrimSpace("Photometry of " + s.Animal + " " + s.Name), XLabel: "s on the recorder's clock", State: "immobile", Event: "transients"}
	raw := plot.Panel{YLabel: "brightness", Lines: []plot.Course{{Name: "signal " + s.From.Signal, Colour: plot.Green, Thin: true, X: x, Y: d.SignalSmooth},
		{Name: "control fitted to it", Colour: plot.Purple, Thin: true, X: x, Y: d.Fitted}}}
	out.Panels = []plot.Panel{raw}
	if d.ControlSmooth != nil {
		out.Panels = append(out.Panels, plot.Panel{YLabel: "brightness", Lines: []plot.Course{{Name: "control " + s.From.Control, Colour: plot.Purple, Thin: true, X: x, Y: d.ControlSmooth}}})
	}
	dff := plot.Panel{YLabel: "dF/F", Percent: true}
	for i, c := range d.All[:min(2, len(d.All))] {
		dff.Lines = append([]plot.Course{{Name: c.Pipeline, Colour: []plot.Colour{plot.Blue, plot.Grey}[i], Thin: true, X: x, Y: c.Smooth}}, dff.Lines...)
	}
	out.Panels = append(out.Panels, dff)
	events := found.All
	if onFilm {
		events = s.InFilmTime(found.All)
		out.XLabel = "s from the start of the film"
		if why := s.Clock.Refused(p); why != "" {
			out.XLabel = "s from the start of the film, as stated: " + why
		}
		out.Bouts = [][2]float64{}
		for _, b := range s.Bouts {
			if b.State == "immobile" {
				out.Bouts = append(out.Bouts, [2]float64{b.FromSec, b.ToSec})
			}
		}
	}
	for _, e := range events {
		out.Events = append(out.Events, e.PeakSec)
	}
	return out
}

// aroundPicture shows the average over animals with its bands, and every animal.
func aroundPicture(e photometry.PeriEvent, refused string) plot.Traces {
	var joint, point [2][]float64
	for i := range e.Sec {
		joint[0], joint[1] = append(joint[0], e.Band.Joint[i].Lo), append(joint[1], e.Band.Joint[i].Hi)
		point[0], point[1] = append(point[0], e.Band.Pointwise[i].Lo), append(point[1], e.Band.Pointwise[i].Hi)
	}
	lines := []plot.Course{{Name: "joint 95 %, cut off where it leaves the axis", Colour: plot.Grey, X: e.Sec, Lo: joint[0], Hi: joint[1], Light: 0.3, Beyond: true},
		{Name: "pointwise 95 %", Colour: plot.SkyBlue, X: e.Sec, Lo: point[0], Hi: point[1], Light: 0.5}}
	animals, onsets := 0, 0
	for _, a := range e.Animals {
		if a.Course != nil {
			animals, onsets = animals+1, onsets+a.Onsets
			name := ""
			if animals == 1 {
				name = "an animal each"
			}
			lines = append(lines, plot.Course{Name: name, Colour: plot.Black, Thin: true, X: e.Sec, Y: a.Course})
		}
	}
	lines = append(lines, plot.Course{Name: "mean of animals", Colour: plot.Blue, X: e.Sec, Y: e.Band.Mean})
	out := plot.Traces{Title: fmt.Sprintf("Around struggles: %s, %d animals, %d onsets", e.Pipeline, animals, onsets), XLabel: "s from the onset of struggling",
		Panels: []plot.Panel{{YLabel: "dF/F", Percent: true, Lines: lines}}, Marked: []float64{0}}
	if refused != "" {
		out.Title += " (to look at, no evidence)"
	}
	return out
}
