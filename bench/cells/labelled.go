package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"respine/calcium"
	"respine/cell"
	"respine/recording"
	"respine/score"
)

// What the labelled recording does not tell, and is assumed: the rate and indicator
// with which other programs were run on it, and a pixel at which 12 um are 10 pixels.
const (
	labelledHz = 8
	labelledUm = 1.2
)

// labelled measures the recorded movie of a folder and prints, as a JSON object,
// how its cells agree with the labels beside it.
func labelled(dir string) error {
	truth, err := labels(filepath.Join(dir, "regions.json"))
	if err != nil {
		return err
	}
	m, err := recording.OpenMovie(filepath.Join(dir, "movie_256x160x600_u16.tif"))
	if err != nil {
		return err
	}
	defer m.Close()
	r, err := calcium.Measure(context.Background(), m, &cell.Memory{}, calcium.Params{RateHz: labelledHz, PixelUm: labelledUm})
	if err != nil {
		return err
	}
	found := make([]cell.Cell, len(r.Cells))
	for i, c := range r.Cells {
		found[i] = c.Cell
	}
	both, _ := score.Regions(regions(found), truth, score.RegionParams{})
	centres, _ := score.Regions(regions(found), truth, score.RegionParams{Overlap: -1})
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"figure":     "labelled recording of cells, 256 x 160 pixels, 600 frames; the labels are weak",
		"assumed_hz": labelledHz, "assumed_um_per_px": labelledUm,
		"cells": both, "cells_by_centre": centres,
	})
}

// labels reads regions; those of which most lies outside the field are ignored.
func labels(path string) ([]score.Region, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Regions []struct {
			ID       int64    `json:"id"`
			Fraction float64  `json:"fraction_inside"`
			YX       [][2]int `json:"yx"`
		} `json:"regions"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, err
	}
	var out []score.Region
	for _, r := range file.Regions {
		region := score.Region{ID: r.ID, Ignored: r.Fraction < 0.5}
		for _, p := range r.YX {
			region.Pixels = append(region.Pixels, score.RegionPixel{Y: p[0], X: p[1], Weight: 1})
		}
		out = append(out, region)
	}
	return out, nil
}
