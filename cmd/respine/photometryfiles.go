package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"respine/photofile"
	"respine/photometry"
)

// leftOut is a recording that could not be used.
type leftOut struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// sessions reads and processes every recording and joins it to its behaviour. One
// that cannot be read is left out, with the reason; it is an error when none can, or when
// none has behaviour though some was given.
func (c photometryCommand) sessions(ctx context.Context, say func(string, ...any)) ([]photometry.Session, []leftOut, error) {
	groups := photofile.Group(c.Files)
	b, err := c.beside(groups)
	if err != nil {
		return nil, nil, err
	}
	var out []photometry.Session
	var left []leftOut
	var first error
	joined, without := false, "" // to the behaviour that was given, one recording at least
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
		if len(b.bouts) > 0 && len(s.Bouts) == 0 { // measured, but for its behaviour
			without = b.unknown(i)
			left = append(left, leftOut{"behaviour of " + g[0], without})
		} else {
			joined = true
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, nil, first
	}
	if !joined {
		return nil, nil, errors.New(without)
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
	motion          []photofile.Motion
}

// beside reads behaviour and movement, and names the recordings.
func (c photometryCommand) beside(groups [][]string) (besides, error) {
	b := besides{}
	if c.SameClock && len(c.FilmFrom) > 0 {
		return b, usage("--same-clock and --film-from-s exclude each other", "")
	}
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
	if why := exchanged(groups, b.animal); len(c.Animals) > 0 && why != "" {
		return b, usage(why, "names come in the order of the files; rename a file whose name is wrong")
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
			if why := b.another(all[0], i); why != "" {
				return b, fmt.Errorf("%s: %s\nhint: tables come in the order of the recordings; --animals and --sessions name those", path, why)
			}
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

// exchanged says that an animal is named by the path of a recording of another, and not
// by its own; "" where none is. Names of digits alone say nothing.
func exchanged(groups [][]string, animal []string) string {
	for i, name := range animal {
		if !strings.ContainsFunc(name, unicode.IsLetter) || named(groups[i][0], name) {
			continue
		}
		for k, g := range groups {
			if animal[k] != name && named(g[0], name) {
				return fmt.Sprintf("--animals calls %s animal %s and %s animal %s: its name says %s", groups[i][0], name, g[0], animal[k], name)
			}
		}
	}
	return ""
}

// named reports whether a path holds a name as a word, whatever its case.
func named(path, name string) bool {
	path, name = strings.ToLower(path), strings.ToLower(name)
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for from := 0; ; {
		at := strings.Index(path[from:], name)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(path[:at])
		after, _ := utf8.DecodeRuneInString(path[at+len(name):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		from = at + 1
	}
}

// another says that the only bouts in a table are of another recording than the one they
// were given with; "" where they name none, or one that nobody knows.
func (b besides) another(v photofile.Bouts, i int) string {
	for k := range b.animal {
		if k != i && v.Animal == b.animal[k] && v.Animal != b.animal[i] {
			return fmt.Sprintf("the bouts are of animal %s, the recording is of %s", v.Animal, b.animal[i])
		}
		if k != i && v.Animal == b.animal[i] && v.Session == b.session[k] && v.Session != b.session[i] {
			return fmt.Sprintf("the bouts are of session %s, the recording is of %s", v.Session, b.session[i])
		}
	}
	return ""
}

// unknown says that the behaviour that was given has none of a recording.
func (b besides) unknown(i int) string {
	var names []string
	for _, v := range b.bouts {
		names = append(names, strings.TrimSpace(v.Animal+" "+v.Session))
	}
	return fmt.Sprintf("there are no bouts of animal %s, session %q; there are of %s\nhint: name the recordings with --animals and --sessions as the table does", b.animal[i], b.session[i], strings.Join(names, ", "))
}

// session reads one recording and adds its behaviour.
func (c photometryCommand) session(files []string, b besides, i int) (photometry.Session, error) {
	o := photofile.Options{Signal: c.Signal, Control: c.Control, Sync: c.Sync, SameClock: c.SameClock, Params: c.params()}
	if len(c.FilmFrom) > 0 {
		o.FilmFromSec = &c.FilmFrom[min(i, len(c.FilmFrom)-1)]
	}
	pulses := photofile.PulsesBeside(files[0])
	if len(c.Pulses) > 0 {
		pulses = c.Pulses[i]
	}
	s, err := photofile.Session(files, pulses, o)
	if err != nil {
		return s, trimmed(err, files)
	}
	s.Animal, s.Name = b.animal[i], b.session[i]
	s.Bouts, s.Motion = b.of(i)
	s.Clock = s.Clock.Against(s.Bouts, s.Data.Trace.StartSec)
	return s, nil
}

// trimmed takes the path off an error that begins with one, for it is told beside it.
func trimmed(err error, files []string) error {
	if e := errors.Unwrap(err); e != nil && len(files) == 1 && strings.HasPrefix(err.Error(), files[0]+": ") {
		return e
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
