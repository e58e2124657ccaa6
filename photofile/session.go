package photofile

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/photometry"
)

// Options say what files do not. The zero Options takes channels by their light, the
// one line that goes up, and the pulses of the film.
type Options struct {
	Signal, Control string   // names of channels
	Sync            string   // name of the line
	SameClock       bool     // behaviour is on the recorder's clock
	FilmFromSec     *float64 // the film began so long after the first sample: stated, not measured
	Params          photometry.Params
}

// Session reads and processes one recording, and finds how its clock stands to the
// film's from a table of the film's pulses ("" for none). Behaviour is for the caller
// to add.
func Session(files []string, pulses string, o Options) (photometry.Session, error) {
	r, err := Open(files...)
	if err != nil {
		return photometry.Session{}, err
	}
	signal, control, err := r.Choose(o.Signal, o.Control)
	if err != nil {
		return photometry.Session{}, err
	}
	t, err := photometry.NewTrace(signal, control, o.Params)
	if err != nil {
		return photometry.Session{}, err
	}
	s := photometry.Session{Data: photometry.Process(t, nil, o.Params),
		From: photometry.Source{Format: r.Format, TimeUnit: r.TimeUnit, Signal: signal.Name, Notes: r.Notes}}
	for _, f := range files {
		s.From.Files = append(s.From.Files, filepath.Base(f))
	}
	if control != nil {
		s.From.Control = control.Name
	}
	s.Clock, err = o.clock(r, t, pulses)
	return s, err
}

// clock is how the recorder's clock stands to the film's, by what was given: measured
// pulses come before a stated offset, and must agree with one clock.
func (o Options) clock(r photometry.Recording, t photometry.Trace, pulses string) (photometry.Clock, error) {
	stated := photometry.NoClock(t.StartSec, "no pulses of the film were given, so nobody knows when it began")
	switch {
	case o.SameClock:
		stated = photometry.OneClock()
	case o.FilmFromSec != nil:
		stated = photometry.StatedClock(t.StartSec + *o.FilmFromSec)
	}
	if pulses == "" {
		if o.SameClock {
			stated.Unchecked = uncompared(r, t)
		}
		return stated, nil
	}
	film, err := ReadPulses(pulses)
	if err != nil {
		return photometry.Clock{}, err
	}
	line, err := r.Line(o.Sync)
	switch {
	case err != nil:
		return photometry.Clock{}, err
	case line == nil && o.SameClock:
		return stated, nil
	case line == nil:
		return photometry.NoClock(t.StartSec, "the recording has no line of pulses"), nil
	}
	measured := photometry.Synchronise(line.RiseSec, film, line.ResolutionSec)
	if o.SameClock {
		return stated.Agrees(measured, t.StartSec, t.At(len(t.Signal)-1)), nil
	}
	return measured, nil
}

// uncompared says that a recording carries pulses with which nothing was compared; ""
// where it carries none.
func uncompared(r photometry.Recording, t photometry.Trace) string {
	for _, l := range r.Lines {
		if n := len(l.RiseSec); n > 0 {
			return fmt.Sprintf("one clock is believed, not checked: the recording, from %.4g s, carries %d pulses (%s, the first at %.4g s), and those that the film saw were not given", t.StartSec, n, l.Name, l.RiseSec[0])
		}
	}
	return ""
}

// PulsesBeside is film_pulses.csv in the folder of a recording, "" without.
func PulsesBeside(file string) string {
	p := filepath.Join(filepath.Dir(file), "film_pulses.csv")
	if _, err := os.Stat(p); err != nil {
		return ""
	}
	return p
}

// IsPulses reports whether a file is a table of pulses: one column, time_s.
func IsPulses(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	names, err := csv.NewReader(f).Read()
	return err == nil && len(names) == 1 && strings.TrimSpace(strings.TrimPrefix(names[0], "\ufeff")) == "time_s"
}
