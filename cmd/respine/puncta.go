package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/puncta"
	"respine/section"
	"respine/table"
)

type punctaCommand struct {
	Images     []string `arg:"" name:"image" help:"Images of sections: TIFF with one slice or a stack, PNG, or folders of slices. Of ANIMAL/SESSION/image.tif the folders are animal and session."`
	Out        string   `required:"" placeholder:"DIR" help:"Folder for tables, pictures and summary."`
	UmPerPx    float64  `name:"um-per-px" placeholder:"U" help:"Size of a pixel, where the files do not know it."`
	UmPerSlice float64  `name:"um-per-slice" placeholder:"U" help:"Distance of slices, likewise."`
	Channel    int      `default:"1" placeholder:"N" help:"Channel of the puncta, from 1 (${default})."`
	Second     int      `placeholder:"N" help:"Channel to compare with: the other of two if not given, -1 for none."`
	SizeUm     float64  `name:"size-um" default:"0.33" placeholder:"UM" help:"Width of a usual punctum in the image, at half its height (${default})."`
	Filter     string   `placeholder:"FILE" help:"What counts as a punctum: filter.json that --controls wrote."`
	Controls   bool     `help:"These are control images: write filter.json from them, to be given to all others."`
	Animals    []string `placeholder:"NAME" help:"Animal of every image, in their order, or one of all; else from folders."`
	Sections   []string `placeholder:"NAME" help:"Section of every image, in their order."`
	Points     string   `placeholder:"TABLE" help:"Points to compare with, such as heads of spines: x_um, y_um, and z_um in stacks, with image if of several."`
	RadiusUm   float64  `name:"radius-um" default:"0.5" placeholder:"UM" help:"A punctum nearer than this to a point is at it (${default})."`
	Seed       uint64   `default:"1" placeholder:"N" help:"Seed of what chance would give (${default})."`
	Workers    int      `default:"2" placeholder:"N" help:"Cores to use; the results do not depend on it (${default})."`
	JSON       bool     `name:"json" help:"Print the summary as one JSON object."`
}

func (punctaCommand) Help() string {
	return `Finds the clusters of a synaptic protein such as PSD95 in images of sections: density and intensity per image, corrected for background, crosstalk and crowding, and every punctum with its place, size and light. Table images is what respine judge reads. To compare groups, fix the filter on controls first and give it to all images.

Example:

  respine puncta controls/*.tif --um-per-px 0.1 --controls --out controls-out
  respine puncta A1/fixed/*.tif A2/fixed/*.tif --um-per-px 0.1 --filter controls-out/filter.json --out puncta`
}

// punctaName is the command as users type it.
const punctaName = "puncta"

func (c punctaCommand) Run(e *env) error {
	p, err := c.params()
	if err != nil {
		return err
	}
	earlier, complete, err := readState(c.Out, punctaName)
	if err != nil {
		return err
	}
	files := c.Images
	for _, f := range []string{c.Filter, c.Points} {
		if f != "" {
			files = append(files[:len(files):len(files)], f)
		}
	}
	k, err := keyOfFiles(files, p, c.Controls, c.Animals, c.Sections, c.RadiusUm, c.Seed)
	if err != nil {
		return err
	}
	if complete && earlier.Key == k {
		return c.again(e)
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	say := e.progress()
	defer say("")
	all, s, err := c.measure(e.ctx, f, p, say)
	if err != nil {
		return err
	}
	if err := c.fill(f, all, &s); err != nil {
		return err
	}
	note := state{Made: punctaName, Key: k}
	if s.unused > 0 {
		note.Code = exitPartly
	}
	if err := errors.Join(e.ctx.Err(), f.commit(note)); err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

// params finds mistakes on the command line, and reads the filter.
func (c punctaCommand) params() (section.Params, error) {
	p := section.Params{Channel: c.Channel, Second: c.Second, UmPerPixel: c.UmPerPx, UmPerSlice: c.UmPerSlice, Puncta: puncta.Params{SizeUm: c.SizeUm}}
	switch {
	case c.Channel < 1:
		return p, usage(fmt.Sprintf("--channel %d", c.Channel), "channels count from 1")
	case c.UmPerPx < 0 || c.UmPerSlice < 0 || !(c.SizeUm > 0) || !(c.RadiusUm > 0):
		return p, usage("a length is not above 0", "")
	case c.Workers < 1:
		return p, usage(fmt.Sprintf("--workers %d", c.Workers), "at least one")
	case c.Sections != nil && len(c.Sections) != len(c.Images):
		return p, usage(fmt.Sprintf("%d sections for %d images", len(c.Sections), len(c.Images)), "a name an image, with commas between")
	case len(c.Animals) > 1 && len(c.Animals) != len(c.Images):
		return p, usage(fmt.Sprintf("%d animals for %d images", len(c.Animals), len(c.Images)), "a name an image, with commas between, or one of all")
	case c.Controls && c.Filter != "":
		return p, usage("--controls makes a filter, and --filter gives one", "")
	}
	seen := map[string]bool{}
	for _, path := range c.Images {
		path = filepath.Clean(path)
		if seen[path] {
			return p, usage(fmt.Sprintf("image %s is given twice", path), "it would count twice")
		}
		seen[path] = true
	}
	if c.Filter == "" {
		return p, nil
	}
	text, err := os.ReadFile(c.Filter)
	if err != nil {
		return p, usage(fmt.Sprintf("%s: %v", c.Filter, unwrapPath(err)), "respine puncta --controls writes one")
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&p.Puncta.Filter); err == nil {
		err = p.Puncta.Filter.Check()
		if err != nil {
			return p, usage(fmt.Sprintf("%s: %v", c.Filter, err), "respine puncta --controls writes one")
		}
		return p, nil
	}
	return p, usage(c.Filter+" is no filter", "respine puncta --controls writes one")
}

// fill writes tables, filter and summary.
func (c punctaCommand) fill(f *folder, all []puncta.Image, s *punctaSummary) error {
	if c.Controls {
		var results []puncta.Result
		for _, v := range all {
			if v.Problem == "" {
				results = append(results, v.Result)
			}
		}
		filter, err := puncta.FilterOf(results)
		if err != nil {
			return err
		}
		if err := writeFile(f.path("filter.json"), func(w *os.File) error { return writeJSON(w, filter) }); err != nil {
			return err
		}
	}
	return errors.Join(table.WriteFiles(f.Work, puncta.Tables(all, true)...), writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }))
}

// again repeats what the earlier run said.
func (c punctaCommand) again(e *env) error {
	var s punctaSummary
	if err := e.unchanged(c.Out, &s); err != nil {
		return err
	}
	for _, v := range s.Images {
		if v.Problem != "" {
			s.unused++
		}
	}
	return c.tell(e, s)
}

func (c punctaCommand) tell(e *env, s punctaSummary) error {
	e.warn(s.Warnings)
	var err error
	if c.JSON {
		err = e.jsonLine(s)
	} else {
		err = s.print(e)
	}
	if err == nil && s.unused > 0 {
		err = errPartly
	}
	return err
}
