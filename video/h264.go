package video

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// h264Quality is x264's constant rate factor: 18 is close to visually lossless.
const h264Quality = "18"

// h264Writer feeds grey frames to a child process.
type h264Writer struct {
	path, partial string
	width, height int
	cmd           *exec.Cmd
	in            io.WriteCloser
	words         bytes.Buffer
	frames        int
}

// CreateH264 starts an H.264 file by way of ffmpeg and its x264. Grey values
// are stored as luma of full range, and so read back as they were. Sides must be
// even. One thread encodes, so that the same frames give the same bytes.
func CreateH264(ctx context.Context, path string, width, height int, rateHz float64) (Writer, error) {
	checkShape(width, height, rateHz)
	program := FFmpeg()
	if program == "" {
		return nil, fmt.Errorf("%s: %w", path, errNoFFmpeg)
	}
	if width%2 == 1 || height%2 == 1 {
		return nil, fmt.Errorf("%s: H.264 needs even sides, not %d x %d", path, width, height)
	}
	rate, scale := fraction(rateHz)
	w := &h264Writer{path: path, width: width, height: height}
	w.partial = filepath.Join(filepath.Dir(path), fmt.Sprintf(".%d.partial.%s", os.Getpid(), filepath.Base(path)))
	w.cmd = exec.CommandContext(ctx, program, "-hide_banner", "-nostats", "-loglevel", "error", "-y",
		"-f", "rawvideo", "-pix_fmt", "gray", "-video_size", fmt.Sprintf("%dx%d", width, height),
		"-framerate", fmt.Sprintf("%d/%d", rate, scale), "-i", "pipe:0",
		"-vf", "format=yuvj420p", "-color_range", "pc",
		"-c:v", "libx264", "-preset", "veryfast", "-crf", h264Quality, "-threads", "1",
		"-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "file:"+w.partial)
	w.cmd.Stderr = &w.words
	var err error
	if w.in, err = w.cmd.StdinPipe(); err == nil {
		err = w.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: ffmpeg: %w", path, err)
	}
	return w, nil
}

// Encode copies the frame: only the child process compresses.
func (w *h264Writer) Encode(dst []byte, pix []uint8) ([]byte, error) {
	if len(pix) != w.width*w.height {
		panic(fmt.Sprintf("video: %d pixels for a frame of %d x %d", len(pix), w.width, w.height))
	}
	return append(dst, pix...), nil
}

func (w *h264Writer) Append(frame []byte) error {
	if _, err := w.in.Write(frame); err != nil {
		return fmt.Errorf("%s: frame %d: ffmpeg: %w", w.path, w.frames, err)
	}
	w.frames++
	return nil
}

// Close waits for the child process and gives the file its name.
func (w *h264Writer) Close() error {
	w.in.Close()
	if err := w.cmd.Wait(); err != nil {
		os.Remove(w.partial)
		return fmt.Errorf("%s: ffmpeg: %w: %s", w.path, err, bytes.TrimSpace(w.words.Bytes()))
	}
	if err := os.Rename(w.partial, w.path); err != nil {
		return fmt.Errorf("%s: %w", w.path, err)
	}
	return nil
}

// Abort ends the child process.
func (w *h264Writer) Abort() {
	w.cmd.Process.Kill()
	w.in.Close()
	w.cmd.Wait() // killed: its status says nothing
	os.Remove(w.partial)
}
