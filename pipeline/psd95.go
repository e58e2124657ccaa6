package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"

	"respine/plot"
	"respine/puncta"
	"respine/section"
	"respine/store"
	"respine/study"
	"respine/table"
)

// sectionImages are confocal images of fixed sections, stained for PSD95. A recording
// is one section, named by its field, and its files are the images of it.
var sectionImages = modality{
	recorded: study.Images,
	steps:    []Step{psd95Step},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(psd95Step, "image", recordings, func(r given) any { return psd95Params(r) })
	},
	joined:   map[string][]string{psd95Step.Name: {"images", "psd95_puncta", "image_exclusions"}},
	judged:   []string{"images"},
	instead:  []string{"puncta"},
	excludes: "image_exclusions",
	overlays: map[string]pictures{psd95Step.Name: {"puncta_*.png", 1}},
	method:   "PSD95 puncta were found as maxima of the Laplacian of a Gaussian, fitted by Gaussians together with their neighbours over a background that was estimated between them, crosstalk of a second channel taken off, and kept by one filter of size and signal over noise, the same for all images. Density and mean intensity are corrected for puncta too near to be told apart, by the distances between those found (docs/puncta.md).",
}

// psd95Step measures the images of one section; one that cannot be measured is left
// out, and the step fails where none can. An image of 1024 x 1024 pixels took
// 60 MB beside its pixels.
var psd95Step = Step{Name: "psd95", Version: 2, Bytes: 128 << 20, Do: doPSD95}

type psd95Settings struct {
	Section string `json:"section,omitempty"`
	section.Params
}

func psd95Params(r given) psd95Settings {
	p := psd95Settings{Section: r.Field}
	p.Channel, p.UmPerPixel, p.UmPerSlice = r.Meta.Channel, r.Meta.VoxelUm[2], r.Meta.VoxelUm[0]
	return p
}

func doPSD95(ctx context.Context, j Job) error {
	var p psd95Settings
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	var all []puncta.Image
	var failures []error
	for i, in := range j.Inputs {
		j.Say("image %d of %d", i+1, len(j.Inputs))
		v, err := section.Measure(ctx, in.Path, p.Params)
		// Files are numbered: their names may say whose they are.
		v.Section, v.Image.Image = p.Section, fmt.Sprint(i+1)
		switch {
		case ctx.Err() != nil || store.DiskFull(err):
			return err
		case err != nil:
			failures = append(failures, err)
			all = append(all, puncta.Image{Section: p.Section, Image: v.Image.Image, Problem: withoutName(err, in)})
			continue
		}
		all = append(all, v.Image)
		title := fmt.Sprintf("image %d, %d puncta", i+1, len(v.Kept()))
		if err := writePNG(filepath.Join(j.Dir, fmt.Sprintf("puncta_%02d.png", i+1)), v.Draw(title)); err != nil {
			return err
		}
	}
	if len(failures) == len(all) {
		return failures[0]
	}
	return table.WriteFiles(j.Dir, puncta.Tables(all, false)...)
}

// withoutName is what an error says of an image, without its name.
func withoutName(err error, in Source) string {
	const name = "the image"
	return strings.TrimPrefix(named(err, []Input{{Source: Source{Path: in.Path, Name: name}}}, true).Error(), name+": ")
}

func writePNG(path string, m image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(plot.WritePNG(f, m), f.Close())
}
