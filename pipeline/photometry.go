package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"

	"respine/photofile"
	"respine/photometry"
	"respine/study"
	"respine/table"
)

// fibreTraces are brightnesses of an optical fibre, with the pulses that the film of
// behaviour saw: one recording, or a file a light, and a table of one column, time_s.
var fibreTraces = modality{
	recorded: study.Trace,
	steps:    []Step{photometryStep},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(photometryStep, "trace", recordings, func(given) any { return photometry.Params{} })
	},
	joined:  map[string][]string{photometryStep.Name: {"transients", "control_transients", "photometry_sync", "photometry_quality"}},
	judged:  []string{"transients", "control_transients"},
	instead: []string{"photometry_event"},
	method:  "Fibre photometry: bleaching was taken off each channel (non-negative sums of exponentials) and then the control channel off the signal, by robust lines with slopes not below zero, above and below 0.5 Hz. Transients are rises of dF/F beyond 14 median absolute deviations of the recording's noise; those of the control channel are found alike. Recordings whose clock could be more than 0.1 s from the film's are left out with their reason (docs/photometry.md).",
}

// photometryStep finds the transients of one session, on the film's clock. An hour at
// 60 Hz takes about 60 MB; what grows with the file is counted apart (bytesOf).
var photometryStep = Step{Name: "photometry", Version: 2, Bytes: 64 << 20, Do: doPhotometry}

func doPhotometry(_ context.Context, j Job) error {
	var p photometry.Params
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	var files []string
	pulses := ""
	for _, in := range j.Inputs {
		switch {
		case !photofile.IsPulses(in.Path):
			files = append(files, in.Path)
		case pulses != "":
			return errors.New("two tables of pulses, where one film saw them")
		default:
			pulses = in.Path
		}
	}
	if len(files) == 0 {
		return errors.New("there is no recording beside the pulses")
	}
	s, err := photofile.Session(files, pulses, photofile.Options{Params: p})
	if err != nil {
		return err
	}
	if why := s.Clock.Refused(p); why != "" {
		return fmt.Errorf("nothing can be said of transients and behaviour together: %s\nhint: list the film's pulses, a table with the column time_s, beside the recording; where one clock ran both, measure with respine photometry --same-clock and name its transients in the manifest, under tables", why)
	}
	r := photometry.Analyse([]photometry.Session{s}, p, rand.New(rand.NewPCG(1, 0)))
	var out []*table.Table
	for _, t := range r.Tables() {
		switch t.Name {
		case "sync", "quality":
			t.Name = "photometry_" + t.Name
		case "transients", "control_transients":
		default:
			continue
		}
		out = append(out, t.Select(t.Names()[2:]...)) // without animal and session
	}
	return table.WriteFiles(j.Dir, out...)
}
