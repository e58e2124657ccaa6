package video

import (
	"context"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func needFFmpeg(t *testing.T) {
	t.Helper()
	if FFmpeg() == "" {
		t.Skip("ffmpeg is not installed")
	}
}

// TestFFmpegReadsOurAVI: another program finds the same frames, in one segment
// and in several.
func TestFFmpegReadsOurAVI(t *testing.T) {
	needFFmpeg(t)
	for _, limit := range []int64{segmentBytes, 20000} {
		path := writeAVI(t, 64, 48, 40, 30000./1001, limit)
		r, err := OpenFFmpeg(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if i := r.Info(); i.Width != 64 || i.Height != 48 || math.Abs(i.RateHz-29.97) > 0.001 {
			t.Errorf("ffmpeg finds %+v", i)
		}
		times := readAll(t, r, jpegPSNR)
		if len(times) != 40 {
			t.Fatalf("limit %d: ffmpeg finds %d frames, want 40", limit, len(times))
		}
		for i, sec := range times {
			if math.Abs(sec-float64(i)*1001/30000) > 1e-5 {
				t.Errorf("frame %d at %v s", i, sec)
			}
		}
	}
}

// h264PSNR: x264 at rate factor 18 stays above 38 dB on pictures with little
// noise; a luma squeezed to 16..235 reads back at 31 dB.
const h264PSNR = 38

func TestH264ComesBack(t *testing.T) {
	needFFmpeg(t)
	for _, name := range []string{"clip.mp4", "clip.mkv"} {
		path := filepath.Join(t.TempDir(), name)
		w, err := Create(t.Context(), path, 64, 48, 25)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 30 {
			if err := Write(w, picture(64, 48, i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		times := readAll(t, r, h264PSNR)
		if len(times) != 30 || math.Abs(times[29]-29./25) > 1e-3 {
			t.Errorf("%s: %d frames, the last at %v s", name, len(times), times[len(times)-1])
		}
	}
}

// TestVariableRate: times are those of the container, neither frame over rate
// nor doubled to fill a gap.
func TestVariableRate(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "gap.mkv")
	// Frames 10 to 19 of 40 are left out, with their times.
	out, err := exec.CommandContext(t.Context(), FFmpeg(), "-loglevel", "error", "-i", writeAVI(t, 64, 48, 40, 20, segmentBytes),
		"-vf", "select=not(between(n\\,10\\,19))", "-fps_mode", "passthrough", "-c:v", "ffv1", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	r, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pix := make([]uint8, 64*48)
	var times []float64
	for {
		sec, err := r.Next(pix)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, sec)
	}
	if len(times) != 30 || math.Abs(times[9]-9./20) > 1e-3 || math.Abs(times[10]-20./20) > 1e-3 {
		t.Errorf("%d frames at %v s, want 30 with a gap from 0.45 to 1", len(times), times)
	}
}

func TestFFmpegErrors(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "words.mp4")
	if err := os.WriteFile(path, []byte("no video at all"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "words.mp4") {
		t.Errorf("got %v, want an error with the file's name", err)
	}
	if _, err := CreateH264(t.Context(), path, 63, 48, 25); err == nil || !strings.Contains(err.Error(), "even") {
		t.Errorf("odd sides: %v", err)
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none.mp4")); !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
}

// TestCancelEndsTheChild: reading stops with the reason, closing early does not
// hang.
func TestCancelEndsTheChild(t *testing.T) {
	needFFmpeg(t)
	path := writeAVI(t, 640, 480, 60, 30, segmentBytes)
	ctx, cancel := context.WithCancel(t.Context())
	r, err := OpenFFmpeg(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	pix := make([]uint8, 640*480)
	if _, err := r.Next(pix); err != nil {
		t.Fatal(err)
	}
	cancel()
	for err == nil {
		_, err = r.Next(pix)
	}
	if err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	r, err = OpenFFmpeg(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// TestWithoutFFmpeg: what needs it says so, and motion JPEG does not.
func TestWithoutFFmpeg(t *testing.T) {
	path := writeAVI(t, 64, 48, 3, 25, segmentBytes)
	t.Setenv("PATH", "")
	r, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(readAll(t, r, jpegPSNR)); n != 3 {
		t.Errorf("%d frames, want 3", n)
	}
	other := filepath.Join(t.TempDir(), "clip.mp4")
	if err := os.WriteFile(other, []byte("anything"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), other); err == nil || !strings.Contains(err.Error(), "hint: install ffmpeg") {
		t.Errorf("reading: %v", err)
	}
	if _, err := Create(t.Context(), other, 64, 48, 25); err == nil || !strings.Contains(err.Error(), "hint: install ffmpeg") {
		t.Errorf("writing: %v", err)
	}
	if _, err := Create(t.Context(), "clip.gif", 64, 48, 25); err == nil || !strings.Contains(err.Error(), ".gif") {
		t.Errorf("writing another kind: %v", err)
	}
}

// TestCutMatroska: a file that is cut off gives the frames it has, and then says so; the
// whole one ends as it should.
func TestCutMatroska(t *testing.T) {
	needFFmpeg(t)
	dir := t.TempDir()
	avi, mkv, cut := writeAVI(t, 64, 48, 200, 25, segmentBytes), filepath.Join(dir, "whole.mkv"), filepath.Join(dir, "cut.mkv")
	if out, err := exec.CommandContext(t.Context(), FFmpeg(), "-v", "error", "-i", avi, "-c", "copy", mkv).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(mkv)
	if err == nil {
		err = os.WriteFile(cut, b[:len(b)*6/10], 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	frames := func(path string) (n int, err error) {
		r, err := OpenFFmpeg(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for pix := make([]uint8, 64*48); err == nil; n++ {
			_, err = r.Next(pix)
		}
		return n - 1, err
	}
	if n, err := frames(mkv); n != 200 || err != io.EOF {
		t.Errorf("the whole file: %d frames, %v", n, err)
	}
	if n, err := frames(cut); n < 50 || n >= 200 || err == io.EOF || !strings.Contains(err.Error(), "is cut off after frame") {
		t.Errorf("the cut file: %d frames, %v", n, err)
	}
}
