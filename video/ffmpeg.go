package video

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
)

// FFmpeg returns the path of the ffmpeg program, "" where there is none.
func FFmpeg() string {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return ""
	}
	return path
}

// errNoFFmpeg is the cause when a video needs ffmpeg.
var errNoFFmpeg = errors.New("needs ffmpeg, which is not installed\nhint: install ffmpeg, or save the video as motion JPEG in AVI")

// decoder reads frames from a child process: grey values over its stdout, and
// the time of each from the log on its stderr. The child runs from the first frame
// on; it decodes ahead as far as the pipe holds.
type decoder struct {
	program, path string
	before        []string // options of the input
	info          Info
	ctx           context.Context // of the caller
	cmd           *exec.Cmd       // nil until the first frame
	cancel        context.CancelFunc
	pixels        io.Reader
	log           *frameLog
	frame         int
	done          bool
}

// OpenFFmpeg decodes any video ffmpeg knows. Luma comes as stored, without
// stretching of its range; frames come as they are, never doubled or dropped,
// with their own times. A flag to turn the picture is ignored. Cancelling ctx ends the child process.
func OpenFFmpeg(ctx context.Context, path string) (Reader, error) {
	program := FFmpeg()
	if program == "" {
		return nil, fmt.Errorf("%s: %w", path, errNoFFmpeg)
	}
	info, err := probe(ctx, program, path)
	if err != nil {
		return nil, err
	}
	return &decoder{program: program, path: path, info: info, ctx: ctx, log: newFrameLog()}, nil
}

// Some returns readers of some of the frames, cheapest first and each from the
// beginning: those that need no others, one every few seconds of most videos; those
// that others need; all.
func (d *decoder) Some() []Reader {
	var out []Reader
	for _, before := range [][]string{{"-skip_frame", "nokey"}, {"-skip_frame", "noref"}, nil} {
		out = append(out, &decoder{program: d.program, path: d.path, before: before, info: d.info, ctx: d.ctx, log: newFrameLog()})
	}
	return out
}

func (d *decoder) start() error {
	child, cancel := context.WithCancel(d.ctx)
	args := append([]string{"-hide_banner", "-nostdin", "-nostats", "-loglevel", "info"}, d.before...)
	args = append(args, "-noautorotate", "-i", "file:"+d.path, "-map", "0:v:0",
		"-vf", "showinfo=checksum=0,"+greyFilter, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-avioflags", "direct", "-")
	cmd := exec.CommandContext(child, d.program, args...)
	pixels, err := cmd.StdoutPipe()
	var log io.Reader
	if err == nil {
		log, err = cmd.StderrPipe()
	}
	if err == nil {
		widen(pixels)
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return fmt.Errorf("%s: ffmpeg: %w", d.path, err)
	}
	d.cmd, d.cancel, d.pixels = cmd, cancel, pixels
	go d.log.read(log)
	return nil
}

// greyFilter takes the luma plane as it is stored; formats without one, RGB and
// palettes, ffmpeg converts first.
const greyFilter = "format=pix_fmts=yuv420p|yuvj420p|yuv422p|yuvj422p|yuv444p|yuvj444p|gray,extractplanes=y"

func (d *decoder) Info() Info { return d.info }

// Next reads one frame, then waits for its time, which was logged before.
func (d *decoder) Next(dst []uint8) (float64, error) {
	if len(dst) != d.info.Width*d.info.Height {
		panic(fmt.Sprintf("video: a frame of %d x %d into %d pixels", d.info.Width, d.info.Height, len(dst)))
	}
	if d.cmd == nil && !d.done {
		if err := d.start(); err != nil {
			return 0, err
		}
	}
	if d.done {
		return 0, io.EOF
	}
	_, err := io.ReadFull(d.pixels, dst)
	if err == io.EOF {
		return 0, d.end()
	}
	if d.ctx.Err() != nil {
		return 0, d.ctx.Err()
	}
	if err != nil {
		return 0, fmt.Errorf("%s: frame %d: %w: %s", d.path, d.frame, err, d.log.last())
	}
	sec, ok := d.log.time()
	if !ok {
		return 0, fmt.Errorf("%s: frame %d: ffmpeg gave no time for it", d.path, d.frame)
	}
	d.frame++
	return sec, nil
}

// end reaps the child process: its failure is an error of the video, as is a file that
// ends before it should.
func (d *decoder) end() error {
	d.done = true
	<-d.log.closed
	err := d.cmd.Wait()
	d.cancel()
	if d.ctx.Err() != nil {
		return d.ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: after frame %d: ffmpeg: %w: %s", d.path, d.frame, err, d.log.last())
	}
	if d.log.endedEarly() {
		return fmt.Errorf("%s: the file is cut off after frame %d\nhint: is it still being written, or was the copy not finished?", d.path, d.frame)
	}
	return io.EOF
}

// Close ends the child process, whether or not all frames were read.
func (d *decoder) Close() error {
	if d.cmd != nil && !d.done {
		d.cancel()
		<-d.log.closed
		d.cmd.Wait() // killed: its status says nothing
	}
	d.done = true
	return nil
}
