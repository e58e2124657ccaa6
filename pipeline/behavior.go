package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"respine/behavior"
	"respine/film"
	"respine/study"
	"respine/table"
	"respine/video"
)

// suspensionFilms are films of tail suspension, one mouse in each.
var suspensionFilms = modality{
	recorded: study.Video,
	steps:    []Step{suspensionStep, cohortStep, immobilityStep},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(suspensionStep, "film", recordings, func(g given) any { return suspensionParams{RateHz: g.Meta.RateHz} })
	},
	together: Study.planImmobility,
	joined:   map[string][]string{immobilityStep.Name: {"bouts", "suspension_tests", "suspension_warnings", suspensionExclusions}},
	judged:   []string{"bouts"},
	instead:  []string{"immobility"},
	excludes: suspensionExclusions,
	method:   "Immobility in tail suspension is measured in films, one mouse in each: movement is the share of the silhouette that changed within 0.1 s beyond a passive swing or twist, and a hidden Markov model splits it, with usual states as its prior and what they look like estimated from all films of the study, whatever the arm. Bouts of at least 1 s count, of a test of 6 min from when the hand lets go; mice that climb their tail for more than 20 % of it, and films that do not cover the last 4 min that are compared, or have fewer than 8 frames a second, are left out (docs/behavior.md).",
}

const suspensionExclusions = "suspension_exclusions"

// suspensionStep measures the movement in one film. 48 frames are looked at to find
// the mouse, which for 1920 x 1080 takes 160 MB; after that only the last 0.1 s is
// held.
var suspensionStep = Step{Name: "behavior", Version: 3, Bytes: 192 << 20, Do: doSuspension}

// cohortStep estimates from the movement in all films what immobile and struggling
// look like; a film of 6 min at 30 Hz takes 1 MB.
var cohortStep = Step{Name: "behavior-cohort", Version: 2, Bytes: 128 << 20, Do: doCohort}

// immobilityStep scores one film by that: one more film has all scored again, which
// takes no film, and none measured again.
var immobilityStep = Step{Name: "immobility", Version: 2, Bytes: 32 << 20, Do: doImmobility}

// planImmobility scores the films whose movement was measured, together.
func (s Study) planImmobility(measured []*Work) []*Work {
	cohort := &Work{Step: cohortStep.Name, Unit: unitName("all films", cohortStep.Name), Params: behavior.Params{}}
	var out []*Work
	for _, w := range measured {
		if w.Step != suspensionStep.Name {
			continue
		}
		trace := s.resultOf(w)
		cohort.Inputs = append(cohort.Inputs, trace)
		one := w.whose
		one.Step = immobilityStep.Name
		out = append(out, &Work{Step: one.Step, Unit: unitName(one.Animal, one.Session, one.Field, one.Step), Params: immobilityParams{RateHz: w.Params.(suspensionParams).RateHz}, Inputs: []Input{trace}, whose: one})
	}
	if len(out) == 0 {
		return nil
	}
	for _, w := range out {
		w.Inputs = append(w.Inputs, s.resultOf(cohort))
	}
	return append([]*Work{cohort}, out...)
}

type suspensionParams struct {
	RateHz float64 `json:"rate_hz,omitempty"` // of a TIFF that does not say
}

type immobilityParams struct {
	behavior.Params
	RateHz float64 `json:"rate_hz,omitempty"` // of the manifest
}

// suspensionSamples are frames that are looked at to find the mouse.
const suspensionSamples = 48

func doSuspension(ctx context.Context, j Job) error {
	var p suspensionParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	if len(j.Inputs) != 1 {
		return fmt.Errorf("%d films of one session\nhint: join them, or give each a session", len(j.Inputs))
	}
	path, options := j.Inputs[0].Path, film.Options{RateHz: p.RateHz}
	r, err := film.Open(ctx, path, options)
	if err != nil {
		return err
	}
	ahead := video.Ahead(r)
	defer ahead.Close()
	samples, err := film.Sample(ctx, r, suspensionSamples)
	if err != nil {
		return err
	}
	info := r.Info()
	scene, err := behavior.Survey(samples, info.Width, info.Height, behavior.SurveyParams{Animals: 1})
	if err != nil {
		return fmt.Errorf("%w\nhint: respine tst scores films of several mice, or where to look for the mouse has to be told; name its bouts.csv in the manifest under tables:, as {kind: tail-suspension, files: bouts.csv}", err)
	}
	if err := film.Whole(r); err != nil {
		return err
	}
	traces, err := behavior.Follow(ctx, ahead, scene)
	if err != nil {
		return err
	}
	return table.WriteFiles(j.Dir, traces[0].Table())
}

// cohortName is the file of what the states look like.
const cohortName = "states.json"

func doCohort(ctx context.Context, j Job) error {
	var p behavior.Params
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	var traces []behavior.Trace
	for _, in := range j.Inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := behavior.ReadTrace(in.Path)
		if err != nil {
			return err
		}
		if t.RateHz() >= behavior.MinRateHz { // slower ones say nothing of movement
			traces = append(traces, t)
		}
	}
	return writeJSON(filepath.Join(j.Dir, cohortName), behavior.Fit(traces, p))
}

// doImmobility writes the bouts of a mouse, and none of one that is left out: that
// is told in its place.
func doImmobility(_ context.Context, j Job) error {
	var p immobilityParams
	var states behavior.Model
	if err := errors.Join(json.Unmarshal(j.Params, &p), readJSON(filepath.Join(j.Inputs[1].Path, cohortName), &states)); err != nil {
		return err
	}
	trace, err := behavior.ReadTrace(j.Inputs[0].Path)
	if err != nil {
		return err
	}
	r := states.Score(trace, p.Params)
	if r.Summary.Excluded == "" {
		r.Summary.Excluded = notComparable(r, p.Params)
	}
	out := []*table.Table{filmWarnings(r, p.RateHz)}
	for _, t := range behavior.Tables([]behavior.Film{{Results: []behavior.Result{r}}}, "") {
		from := 1 // without animal
		switch t.Name {
		case "bouts":
			t = t.Filter(func(int) bool { return r.Summary.Excluded == "" })
		case "tests":
			t.Name = "suspension_tests"
		case "exclusions":
			t.Name = suspensionExclusions
		case "frames":
			from = 2 // nor film
		}
		out = append(out, t.Select(t.Names()[from:]...))
	}
	return table.WriteFiles(j.Dir, out...)
}

// notComparable is why the seconds immobile of a mouse are not to be put beside those
// of others, "" if they may: a film too slow to show movement, or a test that does not
// cover its last part, over which tests are compared.
func notComparable(r behavior.Result, p behavior.Params) string {
	last := cmp.Or(p.LastSec, behavior.LastSec)
	switch hz, sec := r.Trace.RateHz(), r.EndSec-r.StartSec; {
	case hz < behavior.MinRateHz:
		return fmt.Sprintf("the film has %.3g frames a second, fewer than the %g that movement over %g s needs", hz, behavior.MinRateHz, behavior.LagSec)
	case sec < last-1/hz: // the last frame may be missing
		return fmt.Sprintf("the film shows %.3g s of the test, shorter than its last %g s, which are compared", sec, last)
	}
	return ""
}

// filmWarnings are what makes a film doubtful, and where the manifest says otherwise.
func filmWarnings(r behavior.Result, manifestHz float64) *table.Table {
	t := table.New("suspension_warnings", table.String("warning", ""))
	for _, w := range r.Quality.Warnings {
		t.Append(w)
	}
	if w := otherwise("frames a second", manifestHz, r.Trace.RateHz()); w != "" {
		t.Append(w)
	}
	return t
}
