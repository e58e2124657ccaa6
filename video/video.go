// Package video reads and writes videos of one grey channel: frames of 8-bit
// luma, in order, each with its time.
//
// Motion JPEG in AVI is read and written by the program itself, also beyond 2 GB
// (OpenDML AVI 2.0: Matrox 1997), and uncompressed 8-bit AVI is read; everything
// else passes through ffmpeg as a child process, where it is installed. Colour is
// reduced to its luma as stored. Times are seconds from the first frame, from
// the container: an AVI has a fixed rate, other files may not.
//
// It cannot show sound, nor seek in what ffmpeg decodes.
package video

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// Info is what a video says of itself before a frame is decoded.
type Info struct {
	Width, Height int
	// RateHz is the nominal frame rate; times, not this, say when a frame was
	// taken.
	RateHz float64
	// Frames is the number of frames, -1 where only decoding tells.
	Frames int
}

// Reader hands out the frames of one video in order.
type Reader interface {
	Info() Info
	// Next decodes the next frame into dst, Width*Height grey values row by
	// row, and returns its time in seconds. After the last it returns io.EOF.
	Next(dst []uint8) (sec float64, err error)
	Close() error
}

// Writer takes the frames of one video in order. The file appears under its
// path when Close succeeds; Abort leaves nothing.
type Writer interface {
	// Encode compresses a frame as far as can be done without its neighbours
	// and appends the bytes to dst. It may be called from several goroutines.
	Encode(dst []byte, pix []uint8) ([]byte, error)
	// Append writes the next frame, as Encode returned it.
	Append(frame []byte) error
	Close() error
	Abort()
}

// Open opens a video: AVI files of motion JPEG or uncompressed grey directly,
// all others through ffmpeg. Errors name the file.
func Open(ctx context.Context, path string) (Reader, error) {
	riff, err := isRIFF(path)
	if err != nil {
		return nil, err
	}
	if !riff {
		return OpenFFmpeg(ctx, path)
	}
	a, err := OpenAVI(path)
	if unsupported := (*codecError)(nil); asCodec(err, &unsupported) && FFmpeg() != "" {
		return OpenFFmpeg(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Create makes a video of the kind its path ends in: .avi is motion JPEG,
// .mp4, .mov and .mkv are H.264 by way of ffmpeg.
func Create(ctx context.Context, path string, width, height int, rateHz float64) (Writer, error) {
	switch extension := strings.ToLower(filepath.Ext(path)); extension {
	case ".avi":
		return CreateAVI(path, width, height, rateHz)
	case ".mp4", ".mov", ".mkv":
		return CreateH264(ctx, path, width, height, rateHz)
	default:
		return nil, fmt.Errorf("%s: cannot write video as %q\nhint: name it .avi for motion JPEG or .mp4 for H.264", path, extension)
	}
}

// Write encodes and appends one frame.
func Write(w Writer, pix []uint8) error {
	b, err := w.Encode(nil, pix)
	if err != nil {
		return err
	}
	return w.Append(b)
}

func isRIFF(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	b, err := bufio.NewReaderSize(f, 16).Peek(4)
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("%s: %w", path, err)
	}
	return string(b) == "RIFF", nil
}

// checkShape panics for a frame no file can hold.
func checkShape(width, height int, rateHz float64) {
	if width < 1 || height < 1 || width > maxSide || height > maxSide {
		panic(fmt.Sprintf("video: a frame of %d x %d", width, height))
	}
	if !(rateHz > 0) || math.IsInf(rateHz, 0) {
		panic(fmt.Sprintf("video: %g frames per second", rateHz))
	}
}

// maxSide is the largest side of a JPEG.
const maxSide = 65535

// fraction returns the rate as a ratio: exactly where it is whole or one of
// television's n/1.001, else to a millionth.
func fraction(rateHz float64) (rate, scale uint32) {
	for _, s := range []float64{1, 1001, 1000, 1e6} {
		r := math.Round(rateHz * s)
		if math.Abs(r/s-rateHz) < 1e-6*rateHz && r >= 1 && r < math.MaxUint32 {
			return uint32(r), uint32(s)
		}
	}
	return uint32(max(1, min(math.Round(rateHz*1e3), math.MaxUint32))), 1000
}
