package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"respine/plot"
	"respine/puncta"
	"respine/section"
)

// measure measures every image, some at a time, and draws it. One that cannot be
// measured is told; that none can be is an error.
func (c punctaCommand) measure(ctx context.Context, f *folder, p section.Params, say func(string, ...any)) ([]puncta.Image, punctaSummary, error) {
	all, notes, errs := make([]puncta.Image, len(c.Images)), make([][]string, len(c.Images)), make([]error, len(c.Images))
	points, err := c.points()
	if err != nil {
		return nil, punctaSummary{}, err
	}
	var wait sync.WaitGroup
	slots := make(chan bool, c.Workers)
	for i, path := range c.Images {
		slots <- true
		say("image %d of %d: %s", i+1, len(c.Images), filepath.Base(path))
		wait.Go(func() {
			defer func() { <-slots }()
			v, err := section.Measure(ctx, path, p)
			if err == nil {
				c.compare(&v.Image, points)
				err = writeFile(f.path(fmt.Sprintf("puncta_%03d.png", i+1)), func(w *os.File) error {
					return plot.WritePNG(w, v.Draw(fmt.Sprintf("%s: %d puncta", filepath.Base(path), len(v.Kept()))))
				})
			}
			v.Image.Image = filepath.Base(path)
			all[i], notes[i], errs[i] = v.Image, v.Notes, err
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, punctaSummary{}, err
	}
	s := punctaSummary{Filter: p.Puncta.Filter, Warnings: []string{}}
	if s.Filter == (puncta.Filter{}) {
		s.Filter = puncta.DefaultFilter()
	}
	if w := c.oneFolder(); w != "" {
		s.Warnings = append(s.Warnings, w)
	}
	for i := range all {
		v := &all[i]
		v.Animal, v.Session = c.whose(i)
		if c.Sections != nil {
			v.Section = c.Sections[i]
		}
		if errs[i] != nil {
			v.Problem = errs[i].Error()
			s.unused++
		}
		for _, n := range notes[i] {
			s.Warnings = append(s.Warnings, "image "+v.Image+": "+n)
		}
		s.Warnings = append(s.Warnings, v.Warnings()...)
		s.Images = append(s.Images, imageLineOf(*v))
	}
	if s.unused == len(all) {
		return nil, s, errs[0]
	}
	return all, s, nil
}
