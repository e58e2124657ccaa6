package pipeline

import (
	"context"
	"encoding/json"
	"fmt"

	"respine/behavior"
	"respine/film"
	"respine/study"
	"respine/table"
	"respine/video"
)

// suspensionFilms are films of tail suspension, one mouse in each.
var suspensionFilms = modality{
	recorded: study.Video,
	steps:    []Step{suspensionStep},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(suspensionStep, "film", recordings, func(g given) any { return suspensionParams{RateHz: g.Meta.RateHz} })
	},
	joined:  map[string][]string{suspensionStep.Name: {"bouts", "suspension_tests", "suspension_exclusions"}},
	judged:  []string{"bouts"},
	instead: []string{"immobility"},
	method:  "Immobility in tail suspension is measured in films, one mouse in each: movement is the share of the silhouette that changed within 0.1 s beyond a passive swing or twist, and a hidden Markov model with usual states as its prior splits it. Bouts of at least 1 s count, of a test of 6 min from when the hand lets go; mice that climb their tail for more than 20 % of it are left out (docs/behavior.md).",
}

// suspensionStep scores one film: each by itself, so that one more film changes no
// other. 48 frames are looked at to find the mouse, which for 1920 x 1080 takes
// 160 MB; after that only the last 0.1 s is held.
var suspensionStep = Step{Name: "behavior", Version: 1, Bytes: 192 << 20, Do: doSuspension}

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
	samples, info, err := film.Sample(ctx, path, options, suspensionSamples)
	if err != nil {
		return err
	}
	scene, err := behavior.Survey(samples, info.Width, info.Height, behavior.SurveyParams{Animals: 1})
	if err != nil {
		return fmt.Errorf("%w\nhint: respine tst scores films of several mice, or where the place has to be told; name its bouts in the manifest, under tables", err)
	}
	r, err := film.Open(ctx, path, options)
	if err != nil {
		return err
	}
	ahead := video.Ahead(r)
	defer ahead.Close()
	traces, err := behavior.Follow(ctx, ahead, scene)
	if err != nil {
		return err
	}
	results := behavior.Score(traces, behavior.Params{})
	if why := results[0].Summary.Excluded; why != "" {
		return fmt.Errorf("the mouse is left out: %s", why)
	}
	var out []*table.Table
	for _, t := range behavior.Tables([]behavior.Film{{Results: results}}, "") {
		from := 1 // without animal
		switch t.Name {
		case "tests", "exclusions":
			t.Name = "suspension_" + t.Name
		case "frames":
			from = 2 // nor film
		}
		out = append(out, t.Select(t.Names()[from:]...))
	}
	return table.WriteFiles(j.Dir, out...)
}
