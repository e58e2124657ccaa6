package video

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// AVI is an open AVI file of motion JPEG or uncompressed 8-bit grey. Frames are
// found by walking the chunks, not by the index, which truncated and repaired
// files lack. Frame may be called from several goroutines.
type AVI struct {
	path   string
	file   io.ReaderAt
	close  func() error
	size   int64
	info   Info
	rate   float64
	coding string // MJPG, or grey
	flip   bool   // rows from the bottom
	stream string // two digits of the video stream
	frames []place
	next   int
	lumas  sync.Pool // of *luma
	// Truncated says that the file ends before the last chunk does; the frames
	// before are all there.
	Truncated bool
}

// place is where the bytes of a frame are.
type place struct {
	at   int64
	size uint32
}

// codecError says that an AVI is sound but holds what this package cannot
// decode.
type codecError struct{ coding string }

func (e *codecError) Error() string { return fmt.Sprintf("video is coded as %q", e.coding) }

func asCodec(err error, target **codecError) bool { return errors.As(err, target) }

// OpenAVI opens a file without ffmpeg. Errors name the file, and say what else
// it holds if not motion JPEG or grey.
func OpenAVI(path string) (*AVI, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	a := &AVI{path: path, file: f, close: f.Close, size: size}
	if err := a.open(); err != nil {
		f.Close()
		hint := ""
		if c := (*codecError)(nil); asCodec(err, &c) {
			hint = "\nhint: install ffmpeg, or save the video as motion JPEG"
		}
		return nil, fmt.Errorf("%s: %w%s", path, err, hint)
	}
	return a, nil
}

// Info returns the shape, rate and number of frames.
func (a *AVI) Info() Info { return a.info }

// Close closes the file.
func (a *AVI) Close() error { return a.close() }

// Next returns the frames in order.
func (a *AVI) Next(dst []uint8) (float64, error) {
	if a.next >= len(a.frames) {
		return 0, io.EOF
	}
	i := a.next
	a.next++
	return float64(i) / a.rate, a.Frame(i, dst)
}

// Frame decodes frame i into dst, Width*Height grey values. Errors name file
// and frame.
func (a *AVI) Frame(i int, dst []uint8) error {
	if i < 0 || i >= len(a.frames) || len(dst) != a.info.Width*a.info.Height {
		panic(fmt.Sprintf("video: frame %d of %d into %d pixels", i, len(a.frames), len(dst)))
	}
	p := a.frames[i]
	b := make([]byte, p.size)
	_, err := a.file.ReadAt(b, p.at)
	if err == nil && a.coding == "MJPG" {
		err = a.jpeg(dst, b)
	} else if err == nil {
		err = a.unpack(dst, b)
	}
	if err != nil {
		return fmt.Errorf("%s: frame %d: %w", a.path, i, err)
	}
	return nil
}

// jpeg decodes what cameras write fast, anything else by the general decoder.
func (a *AVI) jpeg(dst, b []byte) error {
	l, ok := a.lumas.Get().(*luma)
	if !ok {
		l = new(luma)
	}
	defer a.lumas.Put(l)
	if l.decode(dst, b, a.info.Width, a.info.Height) == nil {
		return nil
	}
	return decodeJPEG(dst, b, a.info.Width, a.info.Height)
}

// unpack copies the rows of an uncompressed frame, each filled up to four bytes.
func (a *AVI) unpack(dst, b []byte) error {
	w, h := a.info.Width, a.info.Height
	stride := (w + 3) &^ 3
	if len(b) == w*h {
		stride = w
	}
	if len(b) < stride*h {
		return fmt.Errorf("%d bytes for %d x %d pixels", len(b), w, h)
	}
	for y := range h {
		from := y
		if a.flip {
			from = h - 1 - y
		}
		copy(dst[y*w:(y+1)*w], b[from*stride:])
	}
	return nil
}
