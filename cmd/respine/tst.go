package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"respine/behavior"
	"respine/film"
	"respine/table"
	"respine/video"
)

type tstCommand struct {
	Videos     []string `arg:"" optional:"" name:"video" help:"Films of tail suspension, one or more mice in each."`
	Out        string   `required:"" placeholder:"DIR" help:"Folder for tables and pictures."`
	Animals    string   `placeholder:"FILE" help:"Where the animals hang: animals.csv of an earlier run, edited."`
	Count      int      `placeholder:"N" help:"Animals in every film, to be told when another number is seen."`
	Rescore    string   `placeholder:"DIR" help:"Score the movement measured in an earlier run again, without the films."`
	Session    string   `placeholder:"NAME" help:"Name of the session in the manifest, written beside every animal."`
	TestSec    float64  `default:"360" placeholder:"S" help:"Length of a test (${default})."`
	LastSec    float64  `placeholder:"S" help:"Last part of it that is also given by itself (240, or two thirds of a test of no more than that)."`
	Short      bool     `help:"Take a --test-sec below 60 as it is."`
	MinBoutSec float64  `default:"1" placeholder:"S" help:"Shorter bouts belong to what is around them (${default})."`
	Method     string   `default:"markov" enum:"markov,threshold,plain" help:"How frames are called immobile: ${enum} (${default})."`
	RateHz     float64  `placeholder:"HZ" help:"Frame rate of a TIFF that does not say."`
}

// tstName is the command as users type it.
const tstName = "tst"

func (tstCommand) Help() string {
	return `Finds every mouse that hangs in the films, measures its movement beyond a passive swing, and scores when it is immobile. Writes bouts, struggles, tests (latency, seconds and percent immobile of the whole test and its last part), frames, animals and exclusions as tables, and a contact sheet and an ethogram of every film; docs/behavior.md explains them. All films of one call are scored together.

A mouse is found by its body, wider than 7 pixels of the film shrunk to about 240 rows, and by the tail above it: at least 5 rows of such pixels, seen in a fifth of the frames that are looked at. Film so that the mouse is about a quarter of the picture high and the tail two pixels wide; where the tail is hidden, or the mouse climbs nearly all the time, say with --animals where it hangs.

Animals are called as their film, cage1, or cage1-1, cage1-2, ... from left to right where it shows several. To call them otherwise, edit the column animal of animals.csv and give it back with the films and --animals FILE; the names of score tst, photometry and judge must be the same.

Where an animal was found in the wrong place, or its test begins at another time, edit animals.csv and give it back.

Example:

  respine tst cage1.mp4 cage2.mp4 --count 4 --out tst
  respine tst --rescore tst --min-bout-sec 2 --out tst2`
}

func (c tstCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	c.LastSec = c.last()
	if _, _, err := readState(c.Out, tstName); err != nil {
		return err
	}
	say := e.progress()
	defer say("")
	films, err := c.films(e, say)
	if err != nil {
		return err
	}
	unusable := 0
	var traces []behavior.Trace
	for _, f := range films {
		if f.err != nil {
			say("")
			finish(e.stderr, f.err)
			unusable++
		}
		traces = append(traces, f.traces...)
	}
	if len(traces) == 0 {
		return errors.New("no film could be scored")
	}
	scoredFilms := c.score(films, traces)
	if err := c.write(films, scoredFilms); err != nil {
		return err
	}
	say("")
	if err := writeTests(e.stdout, scoredFilms); err != nil {
		return err
	}
	short := c.tooShort(scoredFilms)
	e.warn(short)
	if unusable > 0 || len(short) > 0 {
		return errPartly
	}
	return nil
}

// shortPart is of a test: a film that shows less is told by itself, and ends with exitPartly.
const shortPart = 0.5

// tooShort names films that show less than half of the test.
func (c tstCommand) tooShort(films []behavior.Film) []string {
	var out []string
	for _, f := range films {
		shown := 0.0
		ends := false // somebody said when the tests end
		for _, r := range f.Results {
			shown = max(shown, r.EndSec-r.StartSec)
			ends = ends || !math.IsNaN(r.Trace.Place.EndSec)
		}
		if !ends && shown < shortPart*c.TestSec {
			out = append(out, fmt.Sprintf("%s shows %.3g s of a test of %g s: its numbers are not those of a test\nhint: is it the right film, and whole? --test-sec says how long a test lasts", f.Name, shown, c.TestSec))
		}
	}
	return out
}

// last is how long the last part is.
func (c tstCommand) last() float64 {
	const usual = 240
	switch {
	case c.LastSec > 0:
		return c.LastSec
	case c.TestSec <= usual:
		return c.TestSec * 2 / 3
	}
	return usual
}

// leastTestSec is the shortest --test-sec that nobody means in minutes.
const leastTestSec = 60

func (c tstCommand) check() error {
	if (len(c.Videos) == 0) == (c.Rescore == "") {
		return usage("films, or --rescore, and not both", "respine tst film.mp4 --out out")
	}
	for _, v := range []struct {
		name  string
		value float64
	}{{"--test-sec", c.TestSec}, {"--last-sec", c.last()}, {"--min-bout-sec", c.MinBoutSec}} {
		if !(v.value > 0) {
			return usage(fmt.Sprintf("%s %g is not a time", v.name, v.value), "")
		}
	}
	if c.TestSec < leastTestSec && !c.Short {
		return usage(fmt.Sprintf("--test-sec %g: a test of %g seconds? one lasts 360", c.TestSec, c.TestSec),
			fmt.Sprintf("--test-sec is in seconds, %g min are --test-sec %g; if the test is that short, add --short", c.TestSec, 60*c.TestSec))
	}
	if c.LastSec < 0 || c.LastSec > c.TestSec {
		return usage(fmt.Sprintf("--last-sec %g is no part of a test of %g s", c.LastSec, c.TestSec), "")
	}
	seen := map[string]bool{}
	for _, v := range c.Videos {
		if name := filmName(v); seen[name] {
			return usage(fmt.Sprintf("two films are called %s", name), "animals are named after their film; rename one")
		}
		seen[filmName(v)] = true
	}
	return nil
}

// filmName is what a film and its animals are called.
func filmName(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// filmed is one film measured.
type filmed struct {
	name    string
	scene   behavior.Scene
	traces  []behavior.Trace
	samples [][]uint8
	err     error // why it could not be used, or not to its end
}

func (c tstCommand) films(e *env, say func(string, ...any)) ([]filmed, error) {
	if c.Rescore != "" {
		return c.earlier()
	}
	var given map[string][]behavior.Place
	if c.Animals != "" {
		t, err := table.ReadFile(c.Animals, behavior.AnimalsTable(nil).Columns()...)
		if err == nil {
			given, err = behavior.Places(t)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Animals, unwrapPath(err))
		}
	}
	e.warn(c.unmatched(given))
	var out []filmed
	taken := map[string]string{} // the film of each animal
	for i, path := range c.Videos {
		say("film %d of %d: %s", i+1, len(c.Videos), path)
		f := filmed{name: filmName(path)}
		f.measure(e.ctx, path, c, given[f.name], taken)
		if e.ctx.Err() != nil {
			return nil, e.ctx.Err()
		}
		out = append(out, f)
	}
	return out, nil
}

// unmatched tells of films without a place in --animals, and places without a film.
func (c tstCommand) unmatched(given map[string][]behavior.Place) []string {
	if given == nil {
		return nil
	}
	var out []string
	left := maps.Clone(given)
	for _, path := range c.Videos {
		name := filmName(path)
		if _, known := given[name]; !known {
			out = append(out, fmt.Sprintf("%s has no film %s: its animals are looked for", c.Animals, name))
		}
		delete(left, name)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		out = append(out, fmt.Sprintf("%s has a film %s, which is none of these", c.Animals, name))
	}
	return out
}

// surveyFrames are looked at to find the animals.
const surveyFrames = 48

// measure finds the animals of a film and follows them. taken is which film every animal
// so far is in: two of one name would be one in every table.
func (f *filmed) measure(ctx context.Context, path string, c tstCommand, places []behavior.Place, taken map[string]string) {
	options := film.Options{RateHz: c.RateHz}
	r, err := film.Open(ctx, path, options)
	if err != nil {
		f.err = err
		return
	}
	ahead := video.Ahead(r)
	defer func() { f.err = errors.Join(f.err, ahead.Close()) }()
	samples, err := film.Sample(ctx, r, surveyFrames)
	if err != nil {
		f.err = err
		return
	}
	info := r.Info()
	f.samples = samples
	f.scene, err = behavior.Survey(samples, info.Width, info.Height, behavior.SurveyParams{Animals: c.Count, Places: places})
	if err != nil {
		f.err = fmt.Errorf("%s: %w%s", path, err, surveyHint(err))
		return
	}
	f.rename(places == nil)
	for _, a := range f.scene.Animals {
		if other, twice := taken[a.Name]; twice {
			f.err = fmt.Errorf("%s: an animal %s is in %s already\nhint: rename one of the films, or name animals with --animals", path, a.Name, other)
			return
		}
	}
	for _, a := range f.scene.Animals {
		taken[a.Name] = path
	}
	f.traces, f.err = behavior.Follow(ctx, ahead, f.scene)
	if f.err != nil && !strings.Contains(f.err.Error(), path) {
		f.err = fmt.Errorf("%s: %w", path, f.err)
	}
	if cut := film.Whole(r); cut != nil && f.err == nil {
		f.err = fmt.Errorf("%s: %w", path, cut)
	}
	if len(f.traces) > 0 && len(f.traces[0].Sec) < 2 {
		f.err, f.traces = errors.Join(f.err, fmt.Errorf("%s: %d frames; nothing moves in fewer than two", path, len(f.traces[0].Sec))), nil
	}
}

// rename calls animals after their film.
func (f *filmed) rename(found bool) {
	for i := range f.scene.Animals {
		if found && len(f.scene.Animals) == 1 {
			f.scene.Animals[i].Name = f.name
		} else if found {
			f.scene.Animals[i].Name = fmt.Sprintf("%s-%d", f.name, i+1)
		}
	}
}

func surveyHint(err error) string {
	switch {
	case errors.Is(err, behavior.ErrNoAnimals):
		return "\nhint: the mouse must be darker or lighter than the wall and hang free of the borders; or say where with --animals"
	case errors.Is(err, behavior.ErrNoTail):
		return "\nhint: films of mice that run, swim or freeze are not scored; where a tube hides the tail, say with --animals where it is held"
	case errors.Is(err, behavior.ErrOutside):
		return "\nhint: regions in animals.csv are pixels of the film: left and top counted from 0, right and bottom excluded"
	case errors.Is(err, behavior.ErrCount):
		return "\nhint: look at the film; say another --count, or where they hang with --animals"
	case errors.Is(err, behavior.ErrTooFew):
		return "\nhint: is the film damaged, or much shorter than a test?"
	}
	return ""
}

// earlier reads what an earlier run measured.
func (c tstCommand) earlier() ([]filmed, error) {
	animals := c.Animals
	if animals == "" {
		animals = filepath.Join(c.Rescore, "animals.csv")
	}
	t, err := table.ReadFile(animals, behavior.AnimalsTable(nil).Columns()...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w\nhint: --rescore names a folder that respine tst wrote", animals, unwrapPath(err))
	}
	places, err := behavior.Places(t)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", animals, err)
	}
	frames, err := table.Read(c.Rescore, "frames", behavior.FrameColumns()...)
	if err != nil {
		return nil, err
	}
	var out []filmed
	seen := map[string]bool{}
	for _, name := range t.Strings("film") {
		if seen[name] {
			continue
		}
		seen[name] = true
		f := filmed{name: name}
		if f.traces, err = behavior.Traces(frames, places[name]); err != nil {
			return nil, fmt.Errorf("%s: film %s: %w", c.Rescore, name, err)
		}
		out = append(out, f)
	}
	return out, nil
}

// params are the choices of the command line.
func (c tstCommand) params() behavior.Params {
	return behavior.Params{TestSec: c.TestSec, LastSec: c.LastSec, MinBoutSec: c.MinBoutSec, Method: behavior.Method(c.Method)}
}

// score scores all animals together and gives them back to their films.
func (c tstCommand) score(films []filmed, traces []behavior.Trace) []behavior.Film {
	return byFilm(films, behavior.Score(traces, c.params()))
}

func byFilm(films []filmed, results []behavior.Result) []behavior.Film {
	var out []behavior.Film
	for _, f := range films {
		if n := len(f.traces); n > 0 {
			out = append(out, behavior.Film{Name: f.name, Results: results[:n]})
			results = results[n:]
		}
	}
	return out
}
