package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"respine/photofile"
	"respine/photometry"
)

// leftOut is a recording that could not be used.
type leftOut struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// sessions reads and processes every recording and joins it to its behaviour. One
// that cannot be read is left out, with the reason; it is an error when none can.
func (c photometryCommand) sessions(ctx context.Context, say func(string, ...any)) ([]photometry.Session, []leftOut, error) {
	groups := photofile.Group(c.Files)
	b, err := c.beside(groups)
	if err != nil {
		return nil, nil, err
	}
	var out []photometry.Session
	var left []leftOut
	var first error
	for i, g := range groups {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		say("reading %d of %d", i+1, len(groups))
		s, err := c.session(g, b, i)
		if err != nil {
			left = append(left, leftOut{g[0], err.Error()})
			first = cmpError(first, fmt.Errorf("%s: %w", g[0], err))
			continue
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, nil, first
	}
	return out, left, nil
}

func cmpError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// besides is what goes with the recordings, in their order.
type besides struct {
	animal, session []string
	bouts           []photofile.Bouts // of several, by animal and session, or one a recording
	each            bool
	motion          []photofile.Motion
}

// beside reads behaviour and movement, and names the recordings.
func (c photometryCommand) beside(groups [][]string) (besides, error) {
	b := besides{}
	b.animal, b.session = photofile.Names(groups)
	n := len(groups)
	for _, v := range []struct {
		flag  string
		given []string
		into  *[]string
	}{{"--animals", c.Animals, &b.animal}, {"--sessions", c.Sessions, &b.session}} {
		if len(v.given) > 0 && len(v.given) != n {
			return b, usage(fmt.Sprintf("%d names in %s for %d recordings", len(v.given), v.flag, n), "")
		}
		if len(v.given) > 0 {
			*v.into = v.given
		}
	}
	seen := map[string]string{}
	for i := range groups {
		k := b.animal[i] + "\x00" + b.session[i]
		if other, twice := seen[k]; twice {
			return b, usage(fmt.Sprintf("%s and %s are both animal %s, session %q", other, groups[i][0], b.animal[i], b.session[i]), "name them with --animals and --sessions")
		}
		seen[k] = groups[i][0]
	}
	if len(c.Pulses) > 0 && len(c.Pulses) != n {
		return b, usage(fmt.Sprintf("%d tables of --pulses for %d recordings", len(c.Pulses), n), "")
	}
	if len(c.FilmFrom) > 1 && len(c.FilmFrom) != n {
		return b, usage(fmt.Sprintf("%d values of --film-from-s for %d recordings", len(c.FilmFrom), n), "one for all, or one a recording")
	}
	if len(c.Behavior) > 1 && len(c.Behavior) != n {
		return b, usage(fmt.Sprintf("%d tables of --behavior for %d recordings", len(c.Behavior), n), "one of all, or one a recording")
	}
	for i, path := range c.Behavior {
		all, err := photofile.ReadBouts(path)
		if err != nil {
			return b, err
		}
		if len(c.Behavior) == n && len(all) == 1 {
			b.each = true
			all[0].Animal, all[0].Session = b.animal[i], b.session[i]
		}
		b.bouts = append(b.bouts, all...)
	}
	if c.Motion != "" {
		var err error
		if b.motion, err = photofile.ReadMotion(c.Motion); err != nil {
			return b, err
		}
	}
	return b, nil
}

// session reads one recording.
func (c photometryCommand) session(files []string, b besides, i int) (photometry.Session, error) {
	r, err := photofile.Open(files...)
	if err != nil {
		return photometry.Session{}, trimmed(err, files)
	}
	signal, control, err := r.Choose(c.Signal, c.Control)
	if err != nil {
		return photometry.Session{}, err
	}
	t, err := photometry.NewTrace(signal, control, c.params())
	if err != nil {
		return photometry.Session{}, err
	}
	s := photometry.Session{Animal: b.animal[i], Name: b.session[i], Data: photometry.Process(t, nil, c.params()),
		From: photometry.Source{Format: r.Format, TimeUnit: r.TimeUnit, Signal: signal.Name, Notes: r.Notes}}
	for _, f := range files {
		s.From.Files = append(s.From.Files, filepath.Base(f))
	}
	if control != nil {
		s.From.Control = control.Name
	}
	s.Bouts, s.Motion = b.of(i)
	s.Clock, err = c.clock(r, t, files[0], i)
	return s, err
}

// trimmed takes the path off an error that begins with one, for it is told beside it.
func trimmed(err error, files []string) error {
	if len(files) == 1 {
		if e := errors.Unwrap(err); e != nil {
			return e
		}
	}
	return err
}

// of returns the behaviour and movement of a recording.
func (b besides) of(i int) (bouts []photometry.Bout, motion *photometry.Channel) {
	same := func(animal, session string) bool {
		return (animal == "" || animal == b.animal[i]) && (session == "" || session == b.session[i])
	}
	if k := slices.IndexFunc(b.bouts, func(v photofile.Bouts) bool { return same(v.Animal, v.Session) }); k >= 0 {
		bouts = b.bouts[k].Bouts
	}
	if k := slices.IndexFunc(b.motion, func(v photofile.Motion) bool { return same(v.Animal, v.Session) }); k >= 0 {
		motion = &b.motion[k].Channel
	}
	return bouts, motion
}

// pulsesBeside is film_pulses.csv in the folder of a recording, "" without.
func pulsesBeside(file string) string {
	p := filepath.Join(filepath.Dir(file), "film_pulses.csv")
	if _, err := os.Stat(p); err != nil {
		return ""
	}
	return p
}

// clock is how the recorder's clock stands to the film's, by what was given.
func (c photometryCommand) clock(r photometry.Recording, t photometry.Trace, file string, i int) (photometry.Clock, error) {
	var stated *photometry.Clock
	switch {
	case c.SameClock && len(c.FilmFrom) > 0:
		return photometry.Clock{}, usage("--same-clock and --film-from-s exclude each other", "")
	case c.SameClock:
		v := photometry.OneClock()
		stated = &v
	case len(c.FilmFrom) > 0:
		v := photometry.StatedClock(t.StartSec + c.FilmFrom[min(i, len(c.FilmFrom)-1)])
		stated = &v
	}
	path := pulsesBeside(file)
	if len(c.Pulses) > 0 {
		path = c.Pulses[i]
	}
	if path == "" {
		if stated != nil {
			return *stated, nil
		}
		return photometry.NoClock(t.StartSec, "no pulses of the film were given, so nobody knows when it began"), nil
	}
	film, err := photofile.ReadPulses(path)
	if err != nil {
		return photometry.Clock{}, err
	}
	line, err := r.Line(c.Sync)
	if err != nil {
		return photometry.Clock{}, err
	}
	if line == nil {
		return photometry.NoClock(t.StartSec, "the recording has no line of pulses"), nil
	}
	pulses := photometry.Synchronise(line.RiseSec, film, line.ResolutionSec)
	switch {
	case stated == nil:
		return pulses, nil
	case c.SameClock:
		return stated.Agrees(pulses, t.At(len(t.Signal)/2)), nil
	}
	return pulses, nil
}
