// Package film opens what a behaviour camera leaves behind, whatever its
// container, as grey frames with their times: videos by way of package video and
// multi-page TIFF by way of package tiff. Sample hands out frames from all over a
// film without decoding all of it, where the container allows.
//
// TIFF of more than 8 bits is scaled from the darkest to the brightest pixel of its
// first page; its frame rate is that in the file, or the one that is said.
package film

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"respine/video"
)

// Options say what a file does not.
type Options struct {
	RateHz float64 // of a TIFF that does not say
}

// Open opens a film. Errors name the file.
func Open(ctx context.Context, path string, o Options) (video.Reader, error) {
	if isTIFF(path) {
		return openTIFF(path, o.RateHz)
	}
	return video.Open(ctx, path)
}

// Whole returns an error where the end of an open film is known to be missing. What
// is there can be read; files that ffmpeg decodes say so themselves.
func Whole(r video.Reader) error {
	if a, ok := r.(*video.AVI); ok && a.Truncated {
		return fmt.Errorf("the file is cut off after frame %d\nhint: is it still being written, or was the copy not finished?", a.Info().Frames)
	}
	return nil
}

func isTIFF(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".tif" || ext == ".tiff"
}

// Sample returns up to n frames from all over an open film, which can still be read
// from its beginning: evenly spaced ones where frames can be reached; where ffmpeg
// decodes, key frames, and if those are few, of the frames that others need.
func Sample(ctx context.Context, r video.Reader, n int) ([][]uint8, error) {
	switch r := r.(type) {
	case reached:
		return spaced(ctx, r, n)
	case interface{ Some() []video.Reader }:
		var out [][]uint8
		for _, s := range r.Some() {
			var err error
			out, err = thinned(s, n)
			if err := errors.Join(err, s.Close()); err != nil || len(out) >= n/3 {
				return out, err
			}
		}
		return out, nil
	}
	panic(fmt.Sprintf("film: no samples of a %T", r))
}

// reached is a film whose frames can be reached one by one.
type reached interface {
	video.Reader
	Frame(i int, dst []uint8) error
}

// spaced returns n frames as far from one another as can be.
func spaced(ctx context.Context, r reached, n int) ([][]uint8, error) {
	info := r.Info()
	var out [][]uint8
	for k := range min(n, info.Frames) {
		pix := make([]uint8, info.Width*info.Height)
		if err := r.Frame(k*info.Frames/min(n, info.Frames), pix); err != nil {
			return nil, err
		}
		out = append(out, pix)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// thinned keeps n to 2n frames of a film of any length: every frame, then every
// second, and so on, and returns at most n of those.
func thinned(r video.Reader, n int) ([][]uint8, error) {
	size := r.Info().Width * r.Info().Height
	var out [][]uint8
	pix := make([]uint8, size)
	every := 1
	for i := 0; ; i++ {
		_, err := r.Next(pix)
		if err == io.EOF {
			break
		}
		if err != nil {
			if len(out) > 0 { // a damaged end: what came before can be looked at
				break
			}
			return nil, err
		}
		if i%every != 0 {
			continue
		}
		out = append(out, append([]uint8(nil), pix...))
		if len(out) == 2*n {
			for k := range n {
				out[k] = out[2*k]
			}
			out, every = out[:n], 2*every
		}
	}
	if len(out) > n {
		for k := range n {
			out[k] = out[k*len(out)/n]
		}
		out = out[:n]
	}
	return out, nil
}

// errNoTimes is in the error of a film without a frame rate.
func errNoTimes(path string) error {
	return fmt.Errorf("%s: the file has no frame rate\nhint: say it with --rate-hz", path)
}
