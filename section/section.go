// Package section measures confocal images of fixed sections, as a microscope leaves
// them: it opens a file, chooses its channels, has package puncta find the clusters of
// protein in it, compares them with the second channel, and draws what was found.
//
// An image is one slice or a stack. It knows no animals: whose an image is joins it
// afterwards.
package section

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"strings"

	"respine/img"
	"respine/plot"
	"respine/puncta"
	"respine/recording"
	"respine/tiff"
)

// Params say what a file does not. The zero Params take the first of two channels, and
// the size of a pixel from the file.
type Params struct {
	Channel    int           `json:"channel,omitempty"`      // of the puncta, from 1
	Second     int           `json:"second,omitempty"`       // to compare with; 0 is the other of two, -1 none
	UmPerPixel float64       `json:"um_per_px,omitempty"`    // 0 is what the file says
	UmPerSlice float64       `json:"um_per_slice,omitempty"` // likewise
	Puncta     puncta.Params `json:"puncta"`
}

// Image is a measured image with its brightest pixels over all slices.
type Image struct {
	puncta.Image
	Brightest img.Image
	PixelUm   float64
	Notes     []string // warnings of reading it
}

// Measure opens an image and measures it.
func Measure(ctx context.Context, path string, p Params) (Image, error) {
	s, second, notes, err := open(ctx, path, p)
	if err != nil {
		return Image{}, err
	}
	out := Image{Brightest: img.MaxProject(s), PixelUm: s.Voxel.X, Notes: notes}
	out.Image.Image = filepath.Base(path)
	if out.Result, err = puncta.Measure(ctx, s, second, p.Puncta); err != nil {
		return Image{}, fmt.Errorf("%s: %w", path, err)
	}
	if second != nil {
		o := puncta.OnSecond(out.Kept(), *second, cmp.Or(p.Puncta.SizeUm, puncta.UsualSizeUm))
		out.Second = &o
	}
	return out, nil
}

// open reads the channel of the puncta, and the second if there is one.
func open(ctx context.Context, path string, p Params) (s img.Stack, second *img.Stack, notes []string, err error) {
	channel := p.Channel
	if channel == 0 {
		channel = 1
	}
	s, info, err := openChannel(ctx, path, channel, p)
	if err != nil {
		return s, nil, nil, err
	}
	for _, w := range info.Warnings {
		if !strings.HasPrefix(w, "one slice") {
			notes = append(notes, w)
		}
	}
	other := p.Second
	if other == 0 && info.Channels == 2 {
		other = 3 - channel
	}
	if other <= 0 {
		return s, nil, notes, nil
	}
	if other == channel {
		return s, nil, notes, fmt.Errorf("%s: channel %d is that of the puncta, and the second\nhint: they are two", path, channel)
	}
	two, _, err := openChannel(ctx, path, other, p)
	if errors.Is(err, recording.ErrBlank) {
		return s, nil, append(notes, fmt.Sprintf("channel %d is blank: nothing is compared with it", other)), nil
	}
	return s, &two, notes, err
}

// openChannel opens one channel with the size of its pixels. A single slice needs no
// distance of slices, which recording asks for.
func openChannel(ctx context.Context, path string, channel int, p Params) (img.Stack, recording.Info, error) {
	own := ownVoxel(path)
	v := img.Voxel{Z: cmp.Or(p.UmPerSlice, own.Z), Y: cmp.Or(p.UmPerPixel, own.Y), X: cmp.Or(p.UmPerPixel, own.X)}
	if !(v.X > 0 && v.Y > 0) {
		if _, _, err := recording.OpenStack(ctx, path, recording.Options{Channel: channel, VoxelUm: &img.Voxel{Z: 1, Y: 1, X: 1}}); err != nil {
			return img.Stack{}, recording.Info{}, err
		}
		return img.Stack{}, recording.Info{}, fmt.Errorf("%s: the size of a pixel is not known\nhint: --um-per-px gives it, or voxel_um in the manifest", path)
	}
	given := v
	given.Z = cmp.Or(v.Z, 1)
	s, info, err := recording.OpenStack(ctx, path, recording.Options{Channel: channel, VoxelUm: &given})
	if err == nil && s.D > 1 && v.Z == 0 {
		err = fmt.Errorf("%s: a stack of %d slices whose distance is not known\nhint: --um-per-slice gives it, or voxel_um in the manifest", path, s.D)
	}
	return s, info, err
}

// ownVoxel is what a TIFF says of the size of its voxels; 0 where it says nothing.
// Whatever else is wrong with it is told by who reads it.
func ownVoxel(path string) img.Voxel {
	f, err := tiff.Open(path)
	if err != nil {
		return img.Voxel{}
	}
	defer f.Close()
	m, err := f.Meta()
	if err != nil {
		return img.Voxel{}
	}
	return img.Voxel{Z: m.VoxelUm.Z, Y: m.VoxelUm.Y, X: m.VoxelUm.X}
}

// Draw shows the image, the brightest of its slices, with a ring around every punctum
// that counts.
func (v Image) Draw(title string) image.Image {
	o := plot.Overlay{Title: title, Image: v.Brightest, PixelYUm: v.PixelUm, PixelXUm: v.PixelUm}
	for _, p := range v.Kept() {
		o.Spines = append(o.Spines, plot.Spine{X: p.XUm, Y: p.YUm, BaseX: p.XUm, BaseY: p.YUm, Mark: plot.Standing})
	}
	return o.Draw()
}
