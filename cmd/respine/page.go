package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"respine/img"
	"respine/report"
	"respine/table"
	"respine/timelapse"
)

// writeReport writes the charts of the report as files, then the report itself
// from the tables and from the pictures in the folder.
func (c trackCommand) writeReport(f *folder, m timelapse.Field, tables []*table.Table, k keys, s summary) error {
	in := report.SpinesInput{
		Tables: tables, RestoredUm: c.RestoredUm, PWithoutSamePlace: s.pWithoutSamePlace(), Warnings: s.Warnings, Parameters: c.parameters(m), Provenance: provenance(),
	}
	for _, chart := range report.SpineCharts(tables, c.RestoredUm) {
		if err := os.WriteFile(f.path(chart.Name+".svg"), chart.Data, 0o644); err != nil {
			return err
		}
	}
	var err error
	if in.Overlays, in.Kymographs, err = pictures(m, f); err != nil {
		return err
	}
	if in.Inputs, err = c.inputs(k); err != nil {
		return err
	}
	return writeFile(f.path(s.Report), func(w *os.File) error { return report.Spines(w, in) })
}

// pWithoutSamePlace are the p-values of the restored spines that do not stand at
// the lost place, by the session that shows them.
func (s summary) pWithoutSamePlace() map[int]float64 {
	out := map[int]float64{}
	for _, v := range s.Restored {
		out[v.To] = float64(v.PWithout)
	}
	return out
}

// pictures reads the pictures that were drawn of a field.
func pictures(m timelapse.Field, f *folder) (overlays, kymographs []report.Picture, err error) {
	for k, s := range m.Result.Sessions {
		if !s.Aligned {
			continue
		}
		p := report.Picture{Name: fmt.Sprintf("Session %d, day %g", k, s.Day), Caption: s.Name}
		if p.Data, err = os.ReadFile(f.path(timelapse.OverlayName(k))); err != nil {
			return nil, nil, err
		}
		overlays = append(overlays, p)
	}
	for _, b := range m.Result.Branches {
		p := report.Picture{Name: fmt.Sprintf("Branch %d, %.0f µm", b.ID, b.LengthUm)}
		if p.Data, err = os.ReadFile(f.path(timelapse.BranchName(b.ID))); err != nil {
			return nil, nil, err
		}
		kymographs = append(kymographs, p)
	}
	return overlays, kymographs, nil
}

// parameters are what was asked for, and what was read off the files instead.
func (c trackCommand) parameters(m timelapse.Field) []report.Fact {
	traced := fmt.Sprintf("traced in the first stack, shortest %g µm", c.MinBranchUm)
	if c.Centerline != "" {
		traced = fmt.Sprintf("given: %s, session %d", filepath.Base(c.Centerline), c.CenterlineSession)
	}
	v := m.Result.Sessions[0].Voxel
	voxel := fmt.Sprintf("%s µm (z, y, x), from the files", v)
	if c.VoxelUm != nil {
		voxel = fmt.Sprintf("%s µm (z, y, x), given", v)
	}
	channel := "the only one"
	if c.Channel > 0 {
		channel = fmt.Sprint(c.Channel)
	}
	classifier := "the program's own"
	if c.Weights != "" {
		classifier = filepath.Base(c.Weights)
	}
	days := make([]string, len(c.Days))
	for i, d := range c.Days {
		days[i] = fmt.Sprintf("%g", d)
	}
	return []report.Fact{
		{Name: "Days", Value: strings.Join(days, ", ")},
		{Name: "Voxel size", Value: voxel},
		{Name: "Channel", Value: channel},
		{Name: "Dendrites", Value: traced},
		{Name: "Classifier", Value: classifier},
		{Name: "Restored within", Value: fmt.Sprintf("%g µm", c.RestoredUm)},
		{Name: "Seed", Value: fmt.Sprint(c.Seed)},
	}
}

// provenance names the program. It does not name the time or the machine, so
// that the same input gives the same report.
func provenance() []report.Fact {
	return []report.Fact{
		{Name: "Program", Value: "respine " + version},
		{Name: "Built with", Value: fmt.Sprintf("%s for %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)},
		{Name: "Kernels", Value: img.KernelPath()},
	}
}

// inputs lists the files that went in.
func (c trackCommand) inputs(k keys) ([]report.File, error) {
	var out []report.File
	add := func(name, path, sum, note string) error {
		n, err := sizeOf(path)
		out = append(out, report.File{Name: name, Bytes: n, SHA256: sum, Note: note})
		return err
	}
	names := c.names()
	for i, path := range c.Stacks {
		if err := add(names[i], path, k.stacks[i], fmt.Sprintf("day %g", c.Days[i])); err != nil {
			return nil, err
		}
	}
	for _, v := range []struct{ path, sum, note string }{{c.Centerline, k.centerline, "dendrites"}, {c.Weights, k.weights, "classifier"}} {
		if v.path == "" {
			continue
		}
		if err := add(filepath.Base(v.path), v.path, v.sum, v.note); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sizeOf returns the bytes of a file, or of all files in a folder.
func sizeOf(path string) (int64, error) {
	var n int64
	err := filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
