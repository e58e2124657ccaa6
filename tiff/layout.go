package tiff

import (
	"fmt"
)

// maxSegments bounds the strips or tiles of one page: an 8192 x 8192 page in
// the smallest tiles, 16 x 16, has 2^18.
const maxSegments = 1 << 22

// A layout is a page and where its strips or tiles lie. offsets and counts
// share memory with the scratch they were read into.
type layout struct {
	Page
	index           int // of the page
	offsets, counts []int64
}

// grid returns the number of strips or tiles down and across.
func (p Page) grid() (down, across int) {
	if p.TileWidth == 0 {
		return ceilDiv(p.Height, p.RowsPerStrip), 1
	}
	return ceilDiv(p.Height, p.TileHeight), ceilDiv(p.Width, p.TileWidth)
}

// segment returns the width and height of a whole strip or tile.
func (p Page) segment() (width, height int) {
	if p.TileWidth == 0 {
		return p.Width, p.RowsPerStrip
	}
	return p.TileWidth, p.TileHeight
}

func ceilDiv(a, b int) int { return (a-1)/b + 1 }

// layout reads where page i lies and checks that the file can hold it.
func (f *File) layout(s *scratch, i int) (layout, error) {
	if f.stack.pages > 0 {
		return f.stackLayout(s, i)
	}
	at, err := f.directoryOffset(i)
	if err != nil {
		return layout{}, err
	}
	d, err := f.readDirectory(s, i, at)
	if err != nil {
		return layout{}, err
	}
	return f.arrange(s, &d, i)
}

// arrange reads the segment tables of a directory.
func (f *File) arrange(s *scratch, d *directory, i int) (layout, error) {
	p, err := d.page(f.MaxPageBytes)
	if err != nil {
		return layout{}, f.at(i, d.offset, err)
	}
	l := layout{Page: p, index: i}
	down, across := p.grid()
	if down > maxSegments/across {
		return layout{}, f.at(i, d.offset, fmt.Errorf("%d x %d strips or tiles are not plausible", down, across))
	}
	n := down * across
	if l.offsets, err = f.readTable(s, s.offsets, d.segmentOffsets, n, i, d.offset, "the table of offsets"); err != nil {
		return layout{}, err
	}
	s.offsets = l.offsets
	if d.segmentCounts.count == 0 && p.Compression == NoCompression {
		l.counts = grow(s.counts, n)
		for k := range l.counts {
			l.counts[k] = l.storedBytes(k)
		}
	} else if l.counts, err = f.readTable(s, s.counts, d.segmentCounts, n, i, d.offset, "the table of sizes"); err != nil {
		return layout{}, err
	}
	s.counts = l.counts
	return l, f.justify(&l)
}

// readTable reads the first n values of a table of offsets or sizes into dst.
func (f *File) readTable(s *scratch, dst []int64, e entry, n, page int, where int64, what string) ([]int64, error) {
	if e.count < uint64(n) {
		return nil, f.at(page, where, fmt.Errorf("%s has %d strips or tiles, but the page needs %d", what, e.count, n))
	}
	size := valueBytes[e.typ]
	s.raw = grow(s.raw, n*size)
	if err := f.read(page, s.raw, e.at, what); err != nil {
		return nil, err
	}
	dst = grow(dst, n)
	for k := range dst {
		v, ok := integer(f.format.order, e.typ, s.raw[k*size:])
		if !ok {
			return nil, f.at(page, where, fmt.Errorf("%s has field type %d, not whole numbers", what, e.typ))
		}
		if v > uint64(f.size) {
			return nil, f.at(page, e.at+int64(k*size), truncated("strip or tile %d has %d in %s, but the file has %d bytes", k, v, what, f.size))
		}
		dst[k] = int64(v)
	}
	return dst, nil
}

// rows returns the number of rows that segment k stores. Tiles are always
// whole; the last strip ends with the page.
func (l *layout) rows(k int) int {
	if l.TileWidth > 0 {
		return l.TileHeight
	}
	return min(l.RowsPerStrip, l.Height-k*l.RowsPerStrip)
}

// storedBytes returns the decoded size of segment k.
func (l *layout) storedBytes(k int) int64 {
	w, _ := l.segment()
	return int64(w) * int64(l.rows(k)) * int64(l.Type.Bytes())
}

// justify checks each segment: inside the file, and not promising more pixels
// than its bytes can give. It guards the caller, who allocates what Page says.
func (f *File) justify(l *layout) error {
	for k, at := range l.offsets {
		n, want := l.counts[k], l.storedBytes(k)
		switch {
		case n == 0:
			return f.at(l.index, at, truncated("%s is empty", l.name(k)))
		case n > f.size-at:
			return f.at(l.index, at, truncated("%s is truncated: it has %d bytes, the file ends after %d", l.name(k), n, f.size-at))
		case n < want/l.Compression.expansion():
			return f.at(l.index, at, truncated("%s is truncated: %d bytes cannot hold %d bytes of pixels", l.name(k), n, want))
		}
	}
	return nil
}

// name calls segment k what it is.
func (l *layout) name(k int) string {
	if l.TileWidth > 0 {
		return fmt.Sprintf("tile %d", k)
	}
	return fmt.Sprintf("strip %d", k)
}
