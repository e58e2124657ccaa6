package recording

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"

	"respine/img"
	"respine/tiff"
)

// slice is the first file of a folder, which the others must be like.
type slice struct {
	h, w  int
	bits  int
	top   float32
	voxel img.Voxel
}

// openSlices describes a stack of one file per slice, in order.
func openSlices(path string, files []string, channel int) (source, error) {
	if _, err := chooseChannel(path, channel, 1); err != nil {
		return source{}, err
	}
	describe, read := describePNG, readPNG
	if imageKind(files[0]) == "tiff" {
		describe, read = describeTIFF, readTIFF
	}
	first, err := describe(files[0])
	if err != nil {
		return source{}, err
	}
	return source{
		d: len(files), h: first.h, w: first.w,
		channels: 1, bits: first.bits, top: first.top, voxel: first.voxel,
		read: func(z int, dst []float32) error {
			s, err := describe(files[z])
			if err != nil {
				return err
			}
			if s.h != first.h || s.w != first.w || s.bits != first.bits || math.IsNaN(float64(s.top)) != math.IsNaN(float64(first.top)) {
				return fmt.Errorf("%s: %s, but %s: %s", files[z], s, files[0], first)
			}
			return read(files[z], dst)
		},
		name:  func(z int) string { return files[z] },
		close: func() error { return nil },
	}, nil
}

func (s slice) String() string {
	return fmt.Sprintf("%d x %d pixels of %d bits", s.h, s.w, s.bits)
}

// describePNG reads the header of a PNG.
func describePNG(path string) (slice, error) {
	f, err := os.Open(path)
	if err != nil {
		return slice{}, err
	}
	defer f.Close()
	c, err := png.DecodeConfig(f)
	if err != nil {
		return slice{}, fmt.Errorf("%s: %w", path, err)
	}
	s := slice{h: c.Height, w: c.Width, bits: 8, top: math.MaxUint8}
	switch c.ColorModel {
	case color.GrayModel:
	case color.Gray16Model:
		s.bits, s.top = 16, math.MaxUint16
	default:
		return slice{}, fmt.Errorf("%s: a colour PNG\nhint: save it as 8-bit or 16-bit grey", path)
	}
	const most = 1 << 28 // pixels, as many as in tiff.DefaultMaxPageBytes of uint16
	if s.w > most/s.h {
		return slice{}, fmt.Errorf("%s: %s are too much for a slice", path, s)
	}
	return s, nil
}

// readPNG decodes a PNG that describePNG has accepted.
func readPNG(path string, dst []float32) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	w := m.Bounds().Dx()
	for y := range m.Bounds().Dy() {
		row := dst[y*w : (y+1)*w]
		switch m := m.(type) {
		case *image.Gray:
			for x, v := range m.Pix[y*m.Stride:][:w] {
				row[x] = float32(v)
			}
		case *image.Gray16: // big-endian
			for x := range row {
				at := y*m.Stride + 2*x
				row[x] = float32(uint16(m.Pix[at])<<8 | uint16(m.Pix[at+1]))
			}
		default:
			return fmt.Errorf("%s: a PNG with transparency\nhint: save it as 8-bit or 16-bit grey", path)
		}
	}
	return nil
}

// describeTIFF reads the first directory of a TIFF of one page.
func describeTIFF(path string) (slice, error) {
	f, err := tiff.Open(path)
	if err != nil {
		return slice{}, err
	}
	defer f.Close()
	pages, err := f.Len()
	if err != nil {
		return slice{}, err
	}
	if pages != 1 {
		return slice{}, fmt.Errorf("%s: %d pages in a file of a folder of slices\nhint: give the file itself, if it is a stack", path, pages)
	}
	p, err := f.Page(0)
	if err != nil {
		return slice{}, err
	}
	meta, err := f.Meta()
	if err != nil {
		return slice{}, err
	}
	s := slice{h: p.Height, w: p.Width, voxel: img.Voxel(meta.VoxelUm)}
	s.bits, s.top = depth(p.Type)
	return s, nil
}

// readTIFF decodes a TIFF that describeTIFF has accepted.
func readTIFF(path string, dst []float32) error {
	f, err := tiff.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.ReadPage(0, dst)
}
