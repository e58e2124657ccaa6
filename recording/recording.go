// Package recording opens what a lab hands over, whatever its format: a
// two-photon z-stack as pixels, and traced centrelines as branches.
//
// A stack comes from a TIFF of any flavour package tiff reads, or from a folder
// of PNG or TIFF slices. Opening it is also the one place where its pixels are
// checked: sizes agree, values are numbers, something is there to be seen. What
// makes a stack useless is an error; what makes it doubtful is a warning in its
// Info. Errors count slices and pages from 0.
//
// Pixels stay as they were stored, without offset or gain. Microscopes that
// store 12 bits in 16 saturate below the largest number of the type, which
// Saturated cannot know.
package recording

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/img"
)

// ErrBlank is in the error of a stack in which every voxel has the same value.
var ErrBlank = errors.New("the stack is blank")

// Options says what a file does not. The zero Options opens the only channel
// of a file that knows its voxel size.
type Options struct {
	// Channel counts from 1; 0 is the only one.
	Channel int
	// VoxelUm, if given, replaces the voxel size written in the file.
	VoxelUm *img.Voxel
	// UnknownVoxel takes a stack whose file does not tell its voxel size as well:
	// what is not known is 0.
	UnknownVoxel bool
	// Buffer, if large enough, becomes the pixels of the stack, so that one
	// allocation can serve one session after another.
	Buffer []float32
}

// Info is what is known of a stack beside its pixels.
type Info struct {
	Path     string
	Slices   int
	Channel  int // from 1
	Channels int // in the file
	BitDepth int // of the stored pixels
	// Saturated is the fraction of voxels at the largest value of the stored
	// type; NaN for floating-point pixels, which have none.
	Saturated float64
	Warnings  []string // one line each
}

// OpenStack reads a z-stack from a TIFF file, a PNG file, or a folder of PNG
// or single-page TIFF slices named in order.
func OpenStack(ctx context.Context, path string, o Options) (img.Stack, Info, error) {
	s, err := openSource(path, o.Channel)
	if err != nil {
		return img.Stack{}, Info{}, err
	}
	defer s.close()
	info := Info{
		Path: path, Slices: s.d, Channel: max(o.Channel, 1), Channels: s.channels,
		BitDepth: s.bits, Warnings: s.warnings,
	}
	voxel, warning, err := chooseVoxel(path, s.voxel, o.VoxelUm)
	if o.UnknownVoxel && o.VoxelUm == nil {
		voxel, err = s.voxel, nil
	}
	if err != nil {
		return img.Stack{}, Info{}, err
	}
	if warning != "" {
		info.Warnings = append(info.Warnings, warning)
	}
	if s.d == 1 {
		info.Warnings = append(info.Warnings, "one slice: depth cannot be measured")
	}
	stack := img.Stack{D: s.d, H: s.h, W: s.w, Voxel: voxel}
	if stack.Pix, err = buffer(path, s, o.Buffer); err != nil {
		return img.Stack{}, Info{}, err
	}
	if info.Saturated, err = load(ctx, path, s, stack); err != nil {
		return img.Stack{}, Info{}, err
	}
	return stack, info, nil
}

// openSource recognises the format.
func openSource(path string, channel int) (source, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return source{}, err
	}
	if channel < 0 {
		return source{}, fmt.Errorf("%s: channel %d\nhint: channels count from 1", path, channel)
	}
	if stat.IsDir() {
		return openFolder(path, channel)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".tif", ".tiff", ".btf", ".tf2", ".tf8", ".lsm":
		return openTIFF(path, channel)
	case ".png":
		return openSlices(path, []string{path}, channel)
	}
	return source{}, fmt.Errorf("%s: not a TIFF, a PNG or a folder of slices\nhint: save it as OME-TIFF or TIFF, in Fiji with File > Save As", path)
}

// buffer returns memory for the pixels of s, the caller's where it suffices.
func buffer(path string, s source, own []float32) ([]float32, error) {
	const most = 1 << 31 // voxels, 8 GiB: no z-stack, but a movie's length
	n := s.h * s.w       // of one page, which the decoder keeps within bounds
	if n == 0 || s.d > most/n {
		return nil, fmt.Errorf("%s: %d slices of %d x %d pixels are too much for a z-stack\nhint: is it a movie?", path, s.d, s.h, s.w)
	}
	if n *= s.d; n <= cap(own) {
		return own[:n], nil
	}
	return make([]float32, n), nil
}
