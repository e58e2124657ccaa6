package film

import (
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
	if rateHz == 0 {
		meta, err := f.Meta()
		if err != nil {
			return nil, err
		}
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
