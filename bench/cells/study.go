package main

import (
	"context"
	"fmt"
	"path/filepath"

	"respine/cell"
	"respine/motion"
	"respine/recording"
	"respine/scope"
	"respine/score"
	"respine/table"
)

// study finds cells in the calcium movies of a simulated study, motion undone, and
// scores them.
func (o options) study(dir string) error {
	movies, err := filepath.Glob(filepath.Join(dir, "recordings", "*", "*", "calcium.tif"))
	if err != nil {
		return err
	}
	for i, path := range movies {
		of, err := filepath.Rel(filepath.Join(dir, "recordings"), filepath.Dir(path))
		if err != nil {
			return err
		}
		truth, err := studyTruth(filepath.Join(dir, "truth", "recordings", of))
		if err != nil {
			return err
		}
		m, err := recording.OpenMovie(path)
		if err != nil {
			return err
		}
		moves, err := motion.Register(context.Background(), m, motion.Params{Workers: o.workers})
		if err != nil {
			return err
		}
		p := cell.Params{RateHz: m.RateHz, DiameterPx: bodyUm / m.PixelUmX, TauSec: decaySec, Workers: o.workers}
		_, all, err := cell.Find(context.Background(), moves.Correct(m), p)
		if err != nil {
			return err
		}
		dy, dx, err := beside(filepath.Join(dir, "truth", "recordings", of), moves)
		if err != nil {
			return err
		}
		truth = moved(truth, dy, dx)
		fmt.Printf("%s %g Hz %.2f um | ", of, m.RateHz, m.PixelUmX)
		o.report(all, truth)
		if err := o.write(scope.MediumNoise, uint64(i), p.DiameterPx, all, truth); err != nil {
			return err
		}
		m.Close()
	}
	return nil
}

// report prints how the cells that are kept agree with the truth.
func (o options) report(all []cell.Cell, truth []score.Region) {
	kept := cell.Keep(all, o.score)
	c, _ := score.Regions(regions(kept), truth, score.RegionParams{})
	centres, _ := score.Regions(regions(kept), truth, score.RegionParams{Overlap: -1})
	every, _ := score.Regions(regions(all), truth, score.RegionParams{})
	fmt.Printf("F1 %.3f  P %.3f  R %.3f  tp %d fp %d fn %d ignored %d | centres only F1 %.3f | candidates %d recall %.3f\n", c.F1, c.Precision, c.Recall, c.TP, c.FP, c.FN, c.Ignored, centres.F1, len(all), every.Recall)
}

// studyTruth reads the true cells of a movie; those that are not visible bodies are
// ignored.
func studyTruth(dir string) ([]score.Region, error) {
	cells, err := table.Read(dir, "cells", table.String("kind", ""), table.Bool("visible", ""))
	if err != nil {
		return nil, err
	}
	prints, err := table.Read(dir, "footprints", table.Int("cell_id", ""), table.Int("y_px", ""), table.Int("x_px", ""), table.Float("weight", ""))
	if err != nil {
		return nil, err
	}
	return truthRegions(cells, prints), nil
}

// beside returns by how much the reference of the motion lies beside the truth.
func beside(dir string, moves *motion.Result) (dy, dx float64, err error) {
	t, err := table.Read(dir, "shifts", table.Float("dy_px", "px"), table.Float("dx_px", "px"))
	if err != nil {
		return 0, 0, err
	}
	n := float64(t.Len())
	for i, y := range t.Floats("dy_px") {
		dy += (y - float64(moves.Shifts[i].Y)) / n
		dx += (t.Floats("dx_px")[i] - float64(moves.Shifts[i].X)) / n
	}
	return dy, dx, nil
}
