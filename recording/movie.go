package recording

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"respine/tiff"
)

// Movie is the frames of one channel of one recording, which may be spread over
// several files. It keeps where pages lie and no pixels, so a movie of any length
// takes a few bytes a frame. Its methods may be called from several goroutines.
type Movie struct {
	// RateHz is the frame rate the files tell, 0 where they do not: nothing is
	// guessed.
	RateHz float64
	// PixelUm is the size of a pixel along y and x, 0 where it is not known.
	PixelUmY, PixelUmX float64
	Channel, Channels  int // from 1
	BitDepth           int
	// Top is the largest value of the stored type, NaN for floating-point
	// pixels. Detectors of fewer bits saturate below it.
	Top      float32
	Warnings []string // one line each

	h, w  int
	kind  tiff.Type
	files []movieFile
	ends  []int // the frame after the last of each file
}

type movieFile struct {
	path string
	file *tiff.File
	meta tiff.Metadata
}

// Files returns the paths of a movie, and of each the frame after its last.
func (m *Movie) Files() (paths []string, ends []int) {
	for _, f := range m.files {
		paths = append(paths, f.path)
	}
	return paths, slices.Clone(m.ends)
}

// OpenMovie opens TIFF files as one movie, in the order given. All pages are
// visited, so that a file that breaks off or changes its size is told before the
// work begins. Files of several channels need OpenMovieChannel. The caller closes
// the movie.
func OpenMovie(paths ...string) (*Movie, error) { return OpenMovieChannel(0, paths...) }

// OpenMovieChannel is OpenMovie for one of several channels, counted from 1; 0 is
// the only one.
func OpenMovieChannel(channel int, paths ...string) (*Movie, error) {
	if len(paths) == 0 {
		return nil, errors.New("a movie needs at least one file")
	}
	if channel < 0 {
		return nil, fmt.Errorf("%s: channel %d\nhint: channels count from 1", paths[0], channel)
	}
	m := &Movie{}
	for _, path := range paths {
		if err := m.add(path, channel); err != nil {
			return nil, errors.Join(err, m.Close())
		}
	}
	return m, nil
}

// add appends the frames of one file.
func (m *Movie) add(path string, channel int) error {
	f, err := tiff.Open(path)
	if err != nil {
		return err
	}
	m.files = append(m.files, movieFile{path: path, file: f}) // now Close closes it
	pages, err := f.Len()
	if err != nil {
		return err
	}
	first, err := f.Page(0)
	if err != nil {
		return err
	}
	meta, err := f.Meta()
	if err != nil {
		return err
	}
	meta, warnings, err := fitMovie(path, meta, pages)
	if err != nil {
		return err
	}
	if channel, err = chooseChannel(path, channel, meta.Channels); err != nil {
		return err
	}
	m.files[len(m.files)-1].meta = meta
	m.Warnings = append(m.Warnings, warnings...)
	if len(m.files) == 1 {
		m.describe(first, meta, channel)
	} else if err := m.agree(path, first, meta); err != nil {
		return err
	}
	m.ends = append(m.ends, m.Len()+meta.Frames*meta.Slices) // one of them is 1
	return m.checkPages(path, f, pages)
}

// describe takes over what the first file says.
func (m *Movie) describe(p tiff.Page, meta tiff.Metadata, channel int) {
	m.h, m.w, m.kind = p.Height, p.Width, p.Type
	m.RateHz, m.PixelUmY, m.PixelUmX = meta.FrameRateHz, meta.VoxelUm.Y, meta.VoxelUm.X
	m.Channel, m.Channels = channel, meta.Channels
	m.BitDepth, m.Top = depth(p.Type)
}

// agree compares a later file with the first. Sizes must be the same; a different
// rate or pixel size makes them unknown.
func (m *Movie) agree(path string, p tiff.Page, meta tiff.Metadata) error {
	if p.Height != m.h || p.Width != m.w || p.Type != m.kind || meta.Channels != m.Channels {
		return fmt.Errorf("%s: %s in %d channels, but %s has %d x %d pixels of %s in %d channels\nhint: give the files of one recording, in order",
			path, sizeAndType(p), meta.Channels, m.files[0].path, m.h, m.w, m.kind, m.Channels)
	}
	for _, v := range []struct {
		what      string
		all       *float64
		here      float64
		otherwise string
	}{
		{"frame rate", &m.RateHz, meta.FrameRateHz, "Hz"},
		{"pixel height", &m.PixelUmY, meta.VoxelUm.Y, "um"},
		{"pixel width", &m.PixelUmX, meta.VoxelUm.X, "um"},
	} {
		if math.Abs(v.here-*v.all) > 0.01**v.all { // as written by hand
			m.Warnings = append(m.Warnings, fmt.Sprintf("%s: a %s of %g %s, where the files before have %g; it is taken as not known", path, v.what, v.here, v.otherwise, *v.all))
			*v.all = 0
		}
	}
	return nil
}

// fitMovie closes the axes of a file of that many pages and refuses what is not
// one plane over time.
func fitMovie(path string, m tiff.Metadata, pages int) (tiff.Metadata, []string, error) {
	var warnings []string
	if m.Slices == 0 && m.Frames == 0 {
		m.Channels = max(m.Channels, 1)
		m.Slices, m.Frames, m.Order = 1, pages/m.Channels, "XYCZT"
	}
	m, err := m.Fit(pages)
	if err != nil {
		return m, nil, fmt.Errorf("%s: %w", path, err)
	}
	switch {
	case m.Slices > 1 && m.Frames > 1:
		return m, nil, fmt.Errorf("%s: %d frames of %d planes, not a movie of one plane\nhint: save each plane as a movie of its own (in Fiji: Image > Hyperstacks > Make Substack)", path, m.Frames, m.Slices)
	case m.Slices > 1:
		// Many programs write movies so. A z-stack is told apart by the person who names it.
		warnings = append(warnings, fmt.Sprintf("%s: the file calls its %d pages slices; they are taken as frames", path, m.Slices))
	}
	return m, warnings, nil
}

// checkPages makes sure that every page has the size of the first.
func (m *Movie) checkPages(path string, f *tiff.File, pages int) error {
	for i := range pages {
		p, err := f.Page(i)
		if err != nil {
			return err
		}
		if p.Width != m.w || p.Height != m.h || p.Type != m.kind {
			return fmt.Errorf("%s: page %d is %s, the pages before are %d x %d pixels of %s\nhint: save the pages of one size as a file of their own",
				path, i, sizeAndType(p), m.h, m.w, m.kind)
		}
	}
	return nil
}

// SquareUm returns the size of a pixel, 0 where it is not known. Pixels that are not
// square, by more than 1 %, are an error: what is measured in one unit along both axes
// would be wrong along one.
func (m *Movie) SquareUm() (float64, error) {
	if y, x := m.PixelUmY, m.PixelUmX; y > 0 && x > 0 && math.Abs(y-x) > 0.01*x {
		return 0, fmt.Errorf("%s: pixels are %g um high and %g um wide, not square\nhint: scale the movie to square pixels (in Fiji: Image > Scale), or give their size if the file is wrong", m.files[0].path, y, x)
	}
	return m.PixelUmX, nil
}

// Close closes the files.
func (m *Movie) Close() error {
	var all error
	for _, f := range m.files {
		all = errors.Join(all, f.file.Close())
	}
	return all
}

// Size returns the rows and columns of a frame.
func (m *Movie) Size() (h, w int) { return m.h, m.w }

// Len returns the number of frames.
func (m *Movie) Len() int {
	if len(m.ends) == 0 {
		return 0
	}
	return m.ends[len(m.ends)-1]
}

// Read decodes frame i into dst, which has h*w values, row by row. It panics when
// there is no such frame or dst has another size; an error is that of the file.
func (m *Movie) Read(i int, dst []float32) error { return readFrame(m, i, dst) }

// Narrow reports whether ReadUint16 reads the movie.
func (m *Movie) Narrow() bool { return m.kind == tiff.Uint8 || m.kind == tiff.Uint16 }

// ReadUint16 is Read for movies stored as 8 or 16 bits without sign, without the
// way through floats. Other movies give an error.
func (m *Movie) ReadUint16(i int, dst []uint16) error { return readFrame(m, i, dst) }

func readFrame[T tiff.Sample](m *Movie, i int, dst []T) error {
	if i < 0 || i >= m.Len() || len(dst) != m.h*m.w {
		panic(fmt.Sprintf("recording: %d pixels of frame %d, of a movie of %d frames of %d x %d", len(dst), i, m.Len(), m.h, m.w))
	}
	k, start := 0, 0
	for i >= m.ends[k] {
		start = m.ends[k]
		k++
	}
	f := &m.files[k]
	slice, frame := 0, i-start
	if f.meta.Slices > 1 {
		slice, frame = frame, 0
	}
	page, err := f.meta.PageIndex(m.Channel-1, slice, frame)
	if err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	return tiff.ReadPageAs(f.file, page, dst)
}
