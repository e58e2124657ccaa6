package video

import (
	"bufio"
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
// the time of each from the log on its stderr.
type decoder struct {
	path   string
	info   Info
	cmd    *exec.Cmd
	cancel context.CancelFunc
	asked  func() error // why it was cancelled from outside
	pixels *bufio.Reader
	log    *frameLog
	frame  int
	done   bool
}

// OpenFFmpeg decodes any video ffmpeg knows. Luma comes as stored, without
// stretching of its range; frames come as they are, never doubled or dropped,
// with their own times. A flag to turn the picture is ignored. Cancelling ctx ends the child process.
func OpenFFmpeg(ctx context.Context, path string) (Reader, error) {
	return openFFmpeg(ctx, path)
}

// OpenKeyFrames decodes only the frames that need no others, which takes a
// fraction of the time: one every few seconds of most videos.
func OpenKeyFrames(ctx context.Context, path string) (Reader, error) {
	return openFFmpeg(ctx, path, "-skip_frame", "nokey")
}

func openFFmpeg(ctx context.Context, path string, before ...string) (Reader, error) {
	program := FFmpeg()
	if program == "" {
		return nil, fmt.Errorf("%s: %w", path, errNoFFmpeg)
	}
	info, err := probe(ctx, program, path)
	if err != nil {
		return nil, err
	}
	child, cancel := context.WithCancel(ctx)
	args := append([]string{"-hide_banner", "-nostdin", "-nostats", "-loglevel", "info"}, before...)
	args = append(args, "-noautorotate", "-i", "file:"+path, "-map", "0:v:0",
		"-vf", "showinfo=checksum=0,"+greyFilter, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "-")
	cmd := exec.CommandContext(child, program, args...)
	d := &decoder{path: path, info: info, cmd: cmd, cancel: cancel, asked: ctx.Err, log: newFrameLog()}
	if err := d.start(); err != nil {
		cancel()
		return nil, fmt.Errorf("%s: ffmpeg: %w", path, err)
	}
	return d, nil
}

func (d *decoder) start() error {
	pixels, err := d.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	log, err := d.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := d.cmd.Start(); err != nil {
		return err
	}
	d.pixels = bufio.NewReaderSize(pixels, 1<<20)
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
	_, err := io.ReadFull(d.pixels, dst)
	if err == io.EOF {
		return 0, d.end()
	}
	if d.asked() != nil {
		return 0, d.asked()
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
	if d.done {
		return io.EOF
	}
	d.done = true
	<-d.log.closed
	err := d.cmd.Wait()
	d.cancel()
	if d.asked() != nil {
		return d.asked()
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
	d.cancel()
	if !d.done {
		d.done = true
		<-d.log.closed
		d.cmd.Wait() // killed: its status says nothing
	}
	return nil
}
