package film

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"respine/tiff"
	"respine/video"
)

// pages is a multi-page TIFF as a film.
type pages struct {
	file   *tiff.File
	path   string
	info   video.Info
	next   int
	pix    []float32
	lo, by float32
}

func openTIFF(path string, rateHz float64) (video.Reader, error) {
	f, err := tiff.Open(path)
	if err != nil {
		return nil, err
	}
	p, err := newPages(f, path, rateHz)
	if err != nil {
		f.Close()
		return nil, err
	}
	return p, nil
}

func newPages(f *tiff.File, path string, rateHz float64) (*pages, error) {
	n, err := f.Len()
	if n == 0 {
		return nil, fmt.Errorf("%s: no frames: %w", path, err)
	}
	first, err := f.Page(0)
	if err != nil {
		return nil, err
	}
	meta, err := f.Meta()
	if err != nil && rateHz == 0 {
		return nil, err
	}
	if why := microscope(meta, first.Width, first.Height); why != "" {
		return nil, fmt.Errorf("%s: %w: %s\nhint: movies of cells are for respine calcium; a film has no pixels of micrometres", path, ErrMicroscope, why)
	}
	if rateHz == 0 {
		if rateHz = meta.FrameRateHz; !(rateHz > 0) {
			return nil, errNoTimes(path)
		}
	}
	p := &pages{file: f, path: path, info: video.Info{Width: first.Width, Height: first.Height, RateHz: rateHz, Frames: n}, pix: make([]float32, first.Width*first.Height), by: 1}
	if first.Type.Bytes() > 1 {
		if err := f.ReadPage(0, p.pix); err != nil {
			return nil, err
		}
		lo, hi := slices.Min(p.pix), slices.Max(p.pix)
		if !(hi > lo) {
			return nil, fmt.Errorf("%s: the first page is all of one value", path)
		}
		p.lo, p.by = lo, 255/(hi-lo)
	}
	return p, nil
}

// ErrMicroscope is in the error of a TIFF that no behaviour camera wrote.
var ErrMicroscope = errors.New("this is no film of behaviour")

// mostFieldUm bounds what is taken for a microscope's field. A mouse is 80 mm long; a
// picture of 240 pixels whose resolution is a printer's 1200 dpi is 5.1 mm wide, so that
// a film with a meaningless resolution passes.
const mostFieldUm = 5000

// microscope says why a TIFF is a microscope's and no camera's: its acquisition program,
// or a picture that is smaller than a mouse by far. "" where the file says neither.
func microscope(m tiff.Metadata, width, height int) string {
	if m.Source == tiff.SourceScanImage {
		return "ScanImage wrote it, at a two-photon microscope"
	}
	x, y := m.VoxelUm.X*float64(width), m.VoxelUm.Y*float64(height)
	if x > 0 && y > 0 && max(x, y) < mostFieldUm {
		return fmt.Sprintf("its picture is %.3g x %.3g mm large, and a mouse is 80 mm long", x/1000, y/1000)
	}
	return ""
}

func (p *pages) Info() video.Info { return p.info }
func (p *pages) Close() error     { return p.file.Close() }

func (p *pages) Next(dst []uint8) (float64, error) {
	if p.next >= p.info.Frames {
		return 0, io.EOF
	}
	i := p.next
	p.next++
	return float64(i) / p.info.RateHz, p.Frame(i, dst)
}

// Frame decodes page i into dst.
func (p *pages) Frame(i int, dst []uint8) error {
	page, err := p.file.Page(i)
	if err != nil {
		return err
	}
	if page.Width != p.info.Width || page.Height != p.info.Height {
		return fmt.Errorf("%s: page %d is %d x %d, the first is %d x %d", p.path, i, page.Width, page.Height, p.info.Width, p.info.Height)
	}
	if err := p.file.ReadPage(i, p.pix); err != nil {
		return err
	}
	for k, v := range p.pix {
		v = (v - p.lo) * p.by
		if math.IsNaN(float64(v)) {
			v = 0
		}
		dst[k] = uint8(max(0, min(v+0.5, 255)))
	}
	return nil
}
