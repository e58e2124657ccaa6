package main

import (
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"respine/behavior"
	"respine/plot"
	"respine/table"
)

// write puts tables and pictures into the folder.
func (c tstCommand) write(films []filmed, scored []behavior.Film) error {
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	tables := append(behavior.Tables(scored, c.Session), behavior.AnimalsTable(scored), c.methods(scored))
	if err := table.WriteFiles(f.Work, tables...); err != nil {
		return err
	}
	if err := writeBORIS(f.path("boris.tsv"), scored); err != nil {
		return err
	}
	for _, v := range films {
		if len(v.traces) == 0 {
			continue
		}
		if err := c.sheet(f, v); err != nil {
			return err
		}
	}
	for _, v := range scored {
		for i, r := range v.Results {
			svg := c.ethogram(r).SVG()
			if err := os.WriteFile(f.path(v.Results[i].Trace.Place.Name+"_ethogram.svg"), svg, 0o644); err != nil {
				return err
			}
		}
	}
	return f.commit(state{Made: tstName, Key: key([]any{version, c.params(), c.Videos, c.Rescore})})
}

// others scores one animal by another method.
func (c tstCommand) other(r behavior.Result, m behavior.Method) behavior.Result {
	p := c.params()
	p.Method = m
	return behavior.Score([]behavior.Trace{r.Trace}, p)[0]
}

// methods is what each method says of every animal, side by side.
func (c tstCommand) methods(films []behavior.Film) *table.Table {
	t := table.New("methods", table.String("animal", ""), table.String("method", ""), table.Float("immobile_s", "s"), table.Float("last_immobile_s", "s"))
	for _, f := range films {
		for _, r := range f.Results {
			for _, m := range []behavior.Method{behavior.Markov, behavior.Threshold, behavior.Plain} {
				s := c.other(r, m).Summary
				t.Append(r.Trace.Place.Name, string(m), s.ImmobileSec, s.LastImmobileSec)
			}
		}
	}
	return t
}

// ethogram is the bouts of one animal, by the method that was chosen and, below,
// by the plain difference of pixels.
func (c tstCommand) ethogram(r behavior.Result) plot.Ethogram {
	line := func(name string, r behavior.Result, s behavior.State) plot.Animal {
		a := plot.Animal{Name: name}
		for _, b := range r.Bouts {
			if b.State == s {
				a.Bouts = append(a.Bouts, [2]float64{max(0, b.FromSec-r.StartSec), b.ToSec - r.StartSec})
			}
		}
		return a
	}
	e := plot.Ethogram{Title: r.Trace.Place.Name + ": immobility in tail suspension", Seconds: math.Max(1, r.EndSec-r.StartSec), State: "immobile",
		Mark: "struggle begins", From: math.Max(0, r.EndSec-r.StartSec-c.LastSec), Begins: fmt.Sprintf("last %g s", c.LastSec)}
	e.Lines = []plot.Animal{line("immobile", r, behavior.Immobile), line("plain difference", c.other(r, behavior.Plain), behavior.Immobile)}
	if climbs := line("climbing", r, behavior.Climbing); len(climbs.Bouts) > 0 {
		e.State = "immobile / climbing"
		e.Lines = append(e.Lines, climbs)
	}
	for _, s := range r.Summary.Struggles {
		e.Lines[0].Transients = append(e.Lines[0].Transients, s-r.StartSec)
	}
	return e
}

// sheet draws a film; scored again it has none, and takes the sheet of the earlier run.
func (c tstCommand) sheet(f *folder, v filmed) error {
	name := v.name + "_contact.png"
	if v.samples != nil {
		return writeSheet(f.path(name), v)
	}
	b, err := os.ReadFile(filepath.Join(c.Rescore, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(f.path(name), b, 0o644)
}

func writeSheet(path string, v filmed) error {
	s := plot.ContactSheet{Title: v.name, Width: v.scene.Width, Height: v.scene.Height}
	const shown = 12
	for i := range min(shown, len(v.samples)) {
		s.Frames = append(s.Frames, v.samples[i*len(v.samples)/min(shown, len(v.samples))])
	}
	for _, p := range v.scene.Animals {
		s.Regions = append(s.Regions, plot.Region{Name: p.Name, Box: image.Rect(p.Left, p.Top, p.Right, p.Bottom), PivotX: p.PivotX, PivotY: p.PivotY})
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := plot.WritePNG(out, s.Draw()); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// writeTests prints a line an animal.
func writeTests(w io.Writer, films []behavior.Film) error {
	var rows [][]string
	for _, f := range films {
		for _, r := range f.Results {
			s := r.Summary
			note := s.Excluded
			for _, q := range r.Quality.Warnings {
				if note != "" {
					note += "; "
				}
				note += q
			}
			rows = append(rows, []string{r.Trace.Place.Name, digits(s.TestSec, 1), digits(s.ImmobileSec, 1), digits(s.ImmobilePercent, 1), digits(s.LastImmobileSec, 1), digits(s.LatencySec, 1), fmt.Sprint(s.ImmobileBouts), digits(s.ClimbPart, 2), note})
		}
	}
	return writeColumns(w, []string{"animal", "test s", "immobile s", "%", "last part s", "latency s", "bouts", "climbing", ""}, rows)
}

// writeBORIS writes the bouts as BORIS would export them.
func writeBORIS(path string, films []behavior.Film) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(behavior.WriteBORIS(out, films), out.Close())
}
