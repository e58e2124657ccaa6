package tiff

import (
	"fmt"
	"math"
	"strings"
)

// Source names the program family whose text a Metadata was read from.
type Source string

// The kinds of metadata read. The first two can be written.
const (
	SourceImageJ    Source = "imagej"
	SourceOME       Source = "ome"
	SourceScanImage Source = "scanimage"
)

// Voxel is the size of a voxel in micrometres along each axis, 0 where the
// file does not tell.
type Voxel struct {
	Z, Y, X float64
}

// Metadata is what a file says about its pages. A zero means that the file
// does not say: nothing is guessed.
type Metadata struct {
	Source Source // "" when the file carries no text this package knows

	// The axes. An axis of 0 is open: as long as the pages reach. Fit
	// closes it.
	Channels, Slices, Frames int
	// Order names the axes from the fastest to the slowest, as in OME:
	// "XYCZT" has the channels of one plane on neighbouring pages.
	Order string
	// FlybackSlices counts the slices at the end of each volume that were
	// taken while the focus returned (ScanImage). They are among Slices.
	FlybackSlices int

	VoxelUm Voxel
	// FrameRateHz is how often the same plane is imaged: the volume rate
	// where there are volumes.
	FrameRateHz float64

	planes []int32 // page of each plane in order XYCZT, where OME-XML tells; -1: in another file
}

// maxText bounds the description: OME-XML of 400 000 planes has about 80 MB.
const maxText = 256 << 20

// Meta reads the metadata of the first page. It fails when the text is there
// but damaged; a file without any gives the zero Metadata, with a voxel size if
// the resolution tags hold one.
func (f *File) Meta() (Metadata, error) {
	s := f.borrow()
	defer f.scratch.Put(s)
	at, err := f.directoryOffset(0)
	if err != nil {
		return Metadata{}, err
	}
	d, err := f.readDirectory(s, 0, at)
	if err != nil {
		return Metadata{}, err
	}
	description, err := f.text(0, d.description)
	if err != nil {
		return Metadata{}, err
	}
	software, err := f.text(0, d.software)
	if err != nil {
		return Metadata{}, err
	}
	res, err := f.readResolution(&d)
	if err != nil {
		return Metadata{}, err
	}
	m, err := f.interpret(description, software, res, &d)
	if err != nil {
		return Metadata{}, f.at(0, d.description.at, err)
	}
	if m.VoxelUm.X == 0 && m.VoxelUm.Y == 0 {
		m.VoxelUm.X, m.VoxelUm.Y = res.tagUm()
	}
	return m, nil
}

// interpret finds out whose text it is.
func (f *File) interpret(description, software string, res resolution, d *directory) (Metadata, error) {
	switch {
	case strings.HasPrefix(description, "ImageJ="):
		return parseImageJ(description).metadata(res), nil
	case isOME(description):
		return parseOME(description, f.size/minDirectoryBytes)
	case isScanImage(description, software):
		text := description + "\n" + software + "\n"
		if !strings.Contains(text, "SI.") {
			return parseScanImage3(text), nil
		}
		return parseScanImage(text, int(d.width), int(d.height))
	}
	return Metadata{}, nil
}

// minDirectoryBytes is the size of the smallest directory, and so the least
// that one more plane adds to a file.
const minDirectoryBytes = 18

// Description returns the ImageDescription of page i, "" when it has none.
// ScanImage keeps the time of each frame there.
func (f *File) Description(i int) (string, error) {
	s := f.borrow()
	defer f.scratch.Put(s)
	at, err := f.directoryOffset(i)
	if err != nil {
		return "", err
	}
	d, err := f.readDirectory(s, i, at)
	if err != nil {
		return "", err
	}
	return f.text(i, d.description)
}

// text reads an ASCII tag up to its first NUL.
func (f *File) text(page int, e entry) (string, error) {
	if e.count == 0 {
		return "", nil
	}
	if e.typ != typeASCII && e.typ != typeByte || e.count > maxText {
		return "", f.at(page, e.at, fmt.Errorf("a text of %d values of field type %d is not plausible", e.count, e.typ))
	}
	b := make([]byte, e.count)
	if err := f.read(page, b, e.at, "the text"); err != nil {
		return "", err
	}
	text, _, _ := strings.Cut(string(b), "\x00")
	return text, nil
}

// PageIndex returns the page of channel c, slice z and frame t, all counted
// from 0.
func (m Metadata) PageIndex(c, z, t int) (int, error) {
	if m.Order == "" || m.Channels == 0 || m.Slices == 0 && m.Frames == 0 {
		return 0, spoken(unknownAxes())
	}
	if c < 0 || c >= m.Channels || z < 0 || z >= open(m.Slices) || t < 0 || t >= open(m.Frames) {
		return 0, fmt.Errorf("tiff: no plane c=%d z=%d t=%d in %d channels, %d slices and %d frames", c, z, t, m.Channels, m.Slices, m.Frames)
	}
	if m.planes != nil {
		page := m.planes[c+m.Channels*(z+m.Slices*t)]
		if page < 0 {
			return 0, spoken(hinted("open the file that the OME-XML names for it", "plane c=%d z=%d t=%d is not in this file", c, z, t))
		}
		return int(page), nil
	}
	page, stride := 0, 1
	for _, axis := range m.Order[2:] {
		at, size := m.axis(axis, c, z, t)
		page += at * stride
		stride *= size
	}
	return page, nil
}

// axis returns where along an axis a plane lies, and the length of the axis.
func (m Metadata) axis(name rune, c, z, t int) (at, size int) {
	switch name {
	case 'C':
		return c, m.Channels
	case 'Z':
		return z, m.Slices
	case 'T':
		return t, m.Frames
	}
	panic("tiff: Order " + m.Order)
}

// open returns the length of an axis for range checks.
func open(n int) int {
	if n == 0 {
		return math.MaxInt32
	}
	return n
}

func unknownAxes() error {
	return hinted("say in the manifest whether the pages are slices or frames",
		"the file does not say whether its pages are slices or frames")
}

// Fit compares the axes with the number of pages and closes the open one.
// Channels of 0 count as 1. It fails when the product is not pages.
func (m Metadata) Fit(pages int) (Metadata, error) {
	if m.Slices == 0 && m.Frames == 0 {
		return m, spoken(unknownAxes())
	}
	m.Channels = max(m.Channels, 1)
	known := int64(m.Channels) * int64(max(m.Slices, 1)) * int64(max(m.Frames, 1))
	rest := int64(pages) / known
	switch {
	case rest == 0 || rest*known != int64(pages) || m.Slices > 0 && m.Frames > 0 && rest != 1:
		return m, spoken(hinted("the recording was stopped early, or its copy is incomplete",
			"%d pages do not make %d channels x %d slices x %d frames (0: as many as there are)",
			pages, m.Channels, m.Slices, m.Frames))
	case m.Slices == 0:
		m.Slices = int(rest)
	case m.Frames == 0:
		m.Frames = int(rest)
	}
	return m, nil
}
