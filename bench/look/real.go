package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"respine/recording"
)

// realSessions are the sessions of rr30a looked at.
var realSessions = []int{0, 1, 3}

// lookAtReal measures the stacks of rr30a.
func lookAtReal(ctx context.Context, data string, sessions []int) ([]look, error) {
	lines, err := recording.OpenCenterlines(filepath.Join(data, "truth", "centerlines.csv"))
	if err != nil {
		return nil, err
	}
	var out []look
	for _, n := range sessions {
		name := fmt.Sprintf("rr30a_s%d", n)
		stack, _, err := recording.OpenStack(ctx, filepath.Join(data, "images", name+".ome.tif"), recording.Options{})
		if err != nil {
			return nil, err
		}
		l := measure(stack, lines[n])
		l.Name = name
		out = append(out, l)
	}
	return out, nil
}

// readLooks reads what an earlier run wrote.
func readLooks(file string) ([]look, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []look
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

// digits are the decimals of a look that are kept.
const digits = 5

// writeLooks writes for readLooks, rounded.
func writeLooks(file string, all []look) error {
	for _, l := range all {
		for _, values := range [][]float64{l.Raw, l.Smoothed, l.Shafts, l.Histogram, l.AlongX, l.AlongY, l.AlongZ} {
			for i, v := range values {
				values[i] = math.Round(v*math.Pow10(digits)) / math.Pow10(digits)
			}
		}
	}
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o666)
}
