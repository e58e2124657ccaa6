package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/recording"
	"respine/spine"
	"respine/timelapse"
)

// measure follows spines through the stacks as the flags say.
func (c trackCommand) measure(ctx context.Context, say func(format string, args ...any)) (timelapse.Field, error) {
	p := timelapse.Params{VoxelUm: (*img.Voxel)(c.VoxelUm), Channel: c.Channel, MinBranchUm: c.MinBranchUm, Workers: c.Workers}
	var err error
	if p.Branches, err = c.centerlines(); err != nil {
		return timelapse.Field{}, err
	}
	if p.Classifier, err = c.classifier(); err != nil {
		return timelapse.Field{}, err
	}
	stacks := make([]timelapse.Stack, len(c.Stacks))
	for i, name := range c.names() {
		stacks[i] = timelapse.Stack{Path: c.Stacks[i], Name: name, Day: c.Days[i]}
	}
	p.MemoryBytes = 480 << 20 // keeps garbage from piling up beside the one stack in memory
	return timelapse.Measure(ctx, stacks, p, say)
}

// centerlines reads the dendrites to follow, if they are given.
func (c trackCommand) centerlines() ([]dendrite.Branch, error) {
	if c.Centerline == "" {
		return nil, nil
	}
	lines, err := recording.OpenCenterlines(c.Centerline)
	if err != nil {
		return nil, err
	}
	given, ok := lines[c.CenterlineSession]
	if !ok {
		return nil, usage(fmt.Sprintf("%s has no session %d; it has %v", c.Centerline, c.CenterlineSession, sessionsIn(lines)),
			"name the session of the first stack with --centerline-session")
	}
	return given, nil
}

func sessionsIn(lines recording.Centerlines) []int {
	var all []int
	for n := range lines {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// classifier reads the one that was asked for; the zero Classifier stands for
// the program's own.
func (c trackCommand) classifier() (spine.Classifier, error) {
	if c.Weights == "" {
		return spine.Classifier{}, nil
	}
	f, err := os.Open(c.Weights)
	if err != nil {
		return spine.Classifier{}, fmt.Errorf("%s: %w", c.Weights, unwrapPath(err))
	}
	defer f.Close()
	w, err := spine.ReadClassifier(bufio.NewReader(f))
	if err != nil {
		return spine.Classifier{}, fmt.Errorf("%s: %w", c.Weights, err)
	}
	return w, nil
}
