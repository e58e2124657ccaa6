// Package tiff reads and writes multi-page grey TIFF: the z-stacks and movies
// that ImageJ, ScanImage, Micro-Manager, Bio-Formats and tifffile leave behind.
//
// It knows uint8, uint16, int16 and float32 pixels in classic TIFF and
// BigTIFF, both byte orders, strips and tiles, no compression, LZW, Deflate,
// PackBits and Zstandard, and the horizontal and floating-point predictors
// (TIFF 6.0, 1992; Adobe TIFF Technical Notes 1 and 3, 1995 and 2005; the
// BigTIFF design, 2007). Meta reads the voxel size in micrometres, the axes
// and the frame rate from ImageJ, OME-XML and ScanImage text.
//
// A File keeps no pixels. Directories are found as pages are asked for, and
// pixels go from ReadAt into the caller's buffer, so a 200 GB movie opens in
// milliseconds and is read in the memory of one page:
//
//	f, err := tiff.Open("day0.ome.tif")
//	n, err := f.Len()
//	page, err := f.Page(0)
//	pix := make([]float32, page.Width*page.Height)
//	for i := range n {
//		err := f.ReadPage(i, pix)
//	}
//
// Pages count from 0. Pixels are the stored numbers, in stored row order: the
// Orientation tag and colour tables are not applied. Colour, other pixel types
// and JPEG are refused with an error that says so; nothing is guessed.
package tiff

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// DefaultMaxPageBytes is the largest decoded page a File accepts until
// MaxPageBytes says otherwise: 512 MiB, a 16384 x 16384 page of uint16.
const DefaultMaxPageBytes = 512 << 20

// A File reads one TIFF file. Its methods may be called from several
// goroutines at once; each call uses its own scratch memory, which later calls
// reuse.
type File struct {
	// MaxPageBytes is the largest decoded page accepted, a guard against
	// files that promise more pixels than any camera gives. Set it before
	// the first read.
	MaxPageBytes int64

	name   string
	r      io.ReaderAt
	size   int64
	close  func() error
	format format
	chain  chain
	// stack describes pages that have no directory of their own.
	stack   virtualStack
	scratch sync.Pool
}

// Open opens the named file and reads its header and first directory.
// The caller closes it.
func Open(path string) (*File, error) {
	osFile, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("tiff: %w", err)
	}
	info, err := osFile.Stat()
	if err != nil {
		osFile.Close()
		return nil, fmt.Errorf("tiff: %w", err)
	}
	f, err := NewReader(osFile, info.Size(), path)
	if err != nil {
		osFile.Close()
		return nil, err
	}
	f.close = osFile.Close
	return f, nil
}

// NewReader reads a TIFF file of size bytes from r. Errors call it name.
func NewReader(r io.ReaderAt, size int64, name string) (*File, error) {
	f := &File{MaxPageBytes: DefaultMaxPageBytes, name: name, r: r, size: size}
	f.scratch.New = func() any { return new(scratch) }
	first, err := f.readHeader()
	if err != nil {
		return nil, err
	}
	f.chain.start(first)
	if err := f.findVirtualStack(); err != nil {
		return nil, err
	}
	return f, nil
}

// Close closes a File that Open opened. It does nothing for NewReader's.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// Len returns the number of pages. It visits every directory once, which costs
// one small read a page; Page and ReadPage need only the directories up to
// their page. When the file breaks off, Len returns the pages before the break
// together with the error: those can be read.
func (f *File) Len() (int, error) {
	if f.stack.pages > 0 {
		return f.stackLen()
	}
	return f.walk(maxPages + 1)
}

// Page describes page i. It reads the directory but no pixels.
func (f *File) Page(i int) (Page, error) {
	s := f.borrow()
	defer f.scratch.Put(s)
	l, err := f.layout(s, i)
	return l.Page, err
}

func (f *File) borrow() *scratch { return f.scratch.Get().(*scratch) }

// scratch is the memory one read needs and the next read takes over.
type scratch struct {
	raw     []byte  // directory bytes, then the bytes of one segment
	decoded []byte  // the segment, decompressed
	offsets []int64 // of the page's segments
	counts  []int64
	codec   decompressor
}

// grow returns b with length n, reusing its memory when that is enough.
func grow[T any](b []T, n int) []T {
	if cap(b) >= n {
		return b[:n]
	}
	return make([]T, n)
}
