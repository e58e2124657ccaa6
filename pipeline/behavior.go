package pipeline

import (
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
	joined:   map[string][]string{immobilityStep.Name: {"bouts", "suspension_tests", suspensionExclusions}},
	judged:   []string{"bouts"},
	instead:  []string{"immobility"},
	excludes: suspensionExclusions,
	method:   "Immobility in tail suspension is measured in films, one mouse in each: movement is the share of the silhouette that changed within 0.1 s beyond a passive swing or twist, and a hidden Markov model splits it, with usual states as its prior and what they look like estimated from all films of the study, whatever the arm. Bouts of at least 1 s count, of a test of 6 min from when the hand lets go; mice that climb their tail for more than 20 % of it are left out (docs/behavior.md).",
}

const suspensionExclusions = "suspension_exclusions"

// suspensionStep measures the movement in one film. 48 frames are looked at to find
// the mouse, which for 1920 x 1080 takes 160 MB; after that only the last 0.1 s is
// held.
var suspensionStep = Step{Name: "behavior", Version: 3, Bytes: 192 << 20, Do: doSuspension}

// cohortStep estimates from the movement in all films what immobile and struggling
// look like; a film of 6 min at 30 Hz takes 1 MB.
var cohortStep = Step{Name: "behavior-cohort", Version: 1, Bytes: 128 << 20, Do: doCohort}

// immobilityStep scores one film by that: one more film has all scored again, which
// takes no film, and none measured again.
var immobilityStep = Step{Name: "immobility", Version: 1, Bytes: 32 << 20, Do: doImmobility}

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
		out = append(out, &Work{Step: one.Step, Unit: unitName(one.Animal, one.Session, one.Field, one.Step), Params: behavior.Params{}, Inputs: []Input{trace}, whose: one})
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
		return fmt.Errorf("%w\nhint: respine tst scores films of several mice, or where the place has to be told; name its bouts in the manifest, under tables", err)
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
		traces = append(traces, t)
	}
	return writeJSON(filepath.Join(j.Dir, cohortName), behavior.Fit(traces, p))
}

// doImmobility writes the bouts of a mouse, and none of one that is left out: that
// is told in its place.
func doImmobility(_ context.Context, j Job) error {
	var p behavior.Params
	var states behavior.Model
	if err := errors.Join(json.Unmarshal(j.Params, &p), readJSON(filepath.Join(j.Inputs[1].Path, cohortName), &states)); err != nil {
		return err
	}
	trace, err := behavior.ReadTrace(j.Inputs[0].Path)
	if err != nil {
		return err
	}
	r := states.Score(trace, p)
	var out []*table.Table
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
