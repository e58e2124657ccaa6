package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/recording"
	"respine/scope"
	"respine/study"
	"respine/twin"
)

// The animal that is simulated: of the arm that gets stress and ketamine, as
// respine simulate --preset moda-sava-2019 --seed 1 makes it.
const (
	preset = "moda-sava-2019"
	animal = "C1"
	seed   = 1
)

// lookAt is called with a stack and its dendrites.
type lookAt func(name string, s img.Stack, lines []dendrite.Branch) error

// simulated renders the first spine sessions of the animal into files, and looks at
// what is read from them.
func simulated(ctx context.Context, sessions int, visit lookAt) error {
	dir, err := os.MkdirTemp("", "look")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := study.Preset(preset)
	if err != nil {
		return err
	}
	s.Animals = slices.DeleteFunc(s.Animals, func(a study.Animal) bool { return a.ID != animal })
	s.Sessions = slices.DeleteFunc(s.Sessions, func(v study.Session) bool { return v.Kind != study.Spines })[:sessions]
	var files []study.Recording
	err = scope.SimulateStudy(ctx, s, twin.Default(), seed, 1, func(_ int, m scope.StudyMouse) error {
		files, err = m.WriteRaw(ctx, dir, scope.PaperRaw(seed))
		return err
	})
	if err != nil {
		return err
	}
	lines, err := recording.OpenCenterlines(filepath.Join(dir, "truth/recordings", animal, "spines/centerlines.csv"))
	if err != nil {
		return err
	}
	for i, r := range files {
		stack, _, err := recording.OpenStack(ctx, filepath.Join(dir, r.Files[0]), recording.Options{})
		if err != nil {
			return err
		}
		if err := visit(r.Session, stack, lines[i]); err != nil {
			return err
		}
	}
	return nil
}
