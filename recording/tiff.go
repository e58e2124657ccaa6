package recording

import (
	"fmt"
	"math"

	"respine/img"
	"respine/tiff"
)

// openTIFF describes one channel of a multi-page TIFF.
func openTIFF(path string, channel int) (s source, err error) {
	f, err := tiff.Open(path)
	if err != nil {
		return source{}, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	pages, err := f.Len()
	if err != nil {
		return source{}, err
	}
	first, err := f.Page(0)
	if err != nil {
		return source{}, err
	}
	meta, err := f.Meta()
	if err != nil {
		return source{}, err
	}
	meta, warnings, err := fit(path, meta, pages)
	if err != nil {
		return source{}, err
	}
	if channel, err = chooseChannel(path, channel, meta.Channels); err != nil {
		return source{}, err
	}
	page := make([]int, meta.Slices-meta.FlybackSlices) // by slice
	for z := range page {
		if page[z], err = meta.PageIndex(channel-1, z, 0); err != nil {
			return source{}, fmt.Errorf("%s: %w", path, err)
		}
	}
	s = source{
		d: len(page), h: first.Height, w: first.Width,
		channels: meta.Channels, voxel: img.Voxel(meta.VoxelUm), warnings: warnings,
		name:  func(z int) string { return fmt.Sprintf("%s: slice %d", path, z) },
		close: f.Close,
	}
	s.bits, s.top = depth(first.Type)
	s.read = func(z int, dst []float32) error {
		p, err := f.Page(page[z])
		if err != nil {
			return err
		}
		if p.Width != first.Width || p.Height != first.Height || p.Type != first.Type {
			return fmt.Errorf("%s: page %d is %s, page 0 is %s", path, page[z], sizeAndType(p), sizeAndType(first))
		}
		return f.ReadPage(page[z], dst)
	}
	return s, nil
}

// fit closes the axes of a file of that many pages and refuses what is not one
// z-stack per channel.
func fit(path string, m tiff.Metadata, pages int) (tiff.Metadata, []string, error) {
	var warnings []string
	if m.Slices == 0 && m.Frames == 0 {
		if pages > 1 {
			warnings = append(warnings, fmt.Sprintf("the file does not name its axes; its %d pages are taken as slices", pages))
		}
		m.Channels, m.Slices, m.Frames, m.Order = max(m.Channels, 1), pages/max(m.Channels, 1), 1, "XYCZT"
	}
	m, err := m.Fit(pages)
	if err != nil {
		return m, nil, fmt.Errorf("%s: %w", path, err)
	}
	switch {
	case m.Frames > 1 && m.Slices == 1:
		return m, nil, fmt.Errorf("%s: a movie of %d frames, not a z-stack\nhint: if the frames are slices, say so in Fiji with Image > Properties, and save", path, m.Frames)
	case m.Frames > 1:
		return m, nil, fmt.Errorf("%s: %d z-stacks one after the other, not one\nhint: average the frames, or save one of them", path, m.Frames)
	case m.FlybackSlices >= m.Slices:
		return m, nil, fmt.Errorf("%s: all %d slices are flyback", path, m.Slices)
	case m.FlybackSlices > 0:
		warnings = append(warnings, fmt.Sprintf("the last %d slices, taken while the focus returned, are left out", m.FlybackSlices))
	}
	return m, warnings, nil
}

// chooseChannel returns the channel to read, from 1.
func chooseChannel(path string, channel, channels int) (int, error) {
	if channel == 0 && channels > 1 {
		return 0, fmt.Errorf("%s: %d channels\nhint: choose one with --channel", path, channels)
	}
	if channel > channels {
		return 0, fmt.Errorf("%s: no channel %d, there are %d", path, channel, channels)
	}
	return max(channel, 1), nil
}

// depth returns the bits of a pixel type and its largest value.
func depth(t tiff.Type) (bits int, top float32) {
	switch t {
	case tiff.Uint8:
		return 8, math.MaxUint8
	case tiff.Uint16:
		return 16, math.MaxUint16
	case tiff.Int16:
		return 16, math.MaxInt16
	}
	return 8 * t.Bytes(), float32(math.NaN())
}

// sizeAndType says what a page is.
func sizeAndType(p tiff.Page) string {
	return fmt.Sprintf("%d x %d pixels of %s", p.Height, p.Width, p.Type)
}
