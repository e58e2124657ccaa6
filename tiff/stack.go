package tiff

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A virtualStack is how ImageJ stores more than 4 GiB, and tifffile on request:
// one directory, and the pixels of all pages in one stretch from its first
// strip on.
type virtualStack struct {
	pages  int   // as promised by the description; 0 when every page has a directory
	start  int64 // of the pixels
	page   Page
	offset int64 // of the directory
}

// maxStackText is how far into the description the number of images is looked
// for; ImageJ writes it in the second line.
const maxStackText = 4096

// findVirtualStack recognises a virtual stack by its lone directory and its
// description.
func (f *File) findVirtualStack() error {
	s := f.borrow()
	defer f.scratch.Put(s)
	at, err := f.directoryOffset(0)
	if err != nil {
		return err
	}
	d, err := f.readDirectory(s, 0, at)
	if err != nil {
		return err
	}
	if d.next != 0 || d.description.count == 0 {
		return nil
	}
	b := make([]byte, min(d.description.count, maxStackText))
	if err := f.read(0, b, d.description.at, "the description"); err != nil {
		return err
	}
	n := stackPages(b)
	if n < 2 {
		return nil
	}
	l, err := f.arrange(s, &d, 0)
	if err != nil || !l.contiguous() {
		return nil // ReadPage(0) tells; the other pages cannot be found
	}
	f.stack = virtualStack{pages: n, start: l.offsets[0], page: l.Page, offset: d.offset}
	return nil
}

// stackPages returns the number of pages a description promises behind a
// single directory, 0 when it makes no such promise.
func stackPages(b []byte) int {
	if bytes.HasPrefix(b, []byte("ImageJ=")) {
		n, _ := parseImageJ(string(b)).count("images")
		return min(n, maxPages)
	}
	var shaped struct {
		Shape     []int `json:"shape"`
		Truncated bool  `json:"truncated"`
	}
	if json.Unmarshal(bytes.TrimRight(b, "\x00"), &shaped) != nil || !shaped.Truncated || len(shaped.Shape) < 3 {
		return 0
	}
	n := 1
	for _, k := range shaped.Shape[:len(shaped.Shape)-2] {
		if k < 1 || n > maxPages/k {
			return 0
		}
		n *= k
	}
	return n
}

// contiguous says whether the page is one uncompressed stretch of the file.
func (l *layout) contiguous() bool {
	if l.Compression != NoCompression || l.TileWidth > 0 {
		return false
	}
	for k := 1; k < len(l.offsets); k++ {
		if l.offsets[k] != l.offsets[k-1]+l.storedBytes(k-1) {
			return false
		}
	}
	return true
}

// stackLen returns how many of the promised pages the file holds.
func (f *File) stackLen() (int, error) {
	held := (f.size - f.stack.start) / f.stack.page.Bytes()
	if held >= int64(f.stack.pages) {
		return f.stack.pages, nil
	}
	return int(held), f.missing(int(held))
}

func (f *File) missing(i int) error {
	s := &f.stack
	return f.at(i, s.start+int64(i)*s.page.Bytes(),
		truncated("the description promises %d pages, but the file ends in page %d", s.pages, i))
}

// stackLayout is layout for a virtual stack.
func (f *File) stackLayout(sc *scratch, i int) (layout, error) {
	if i < 0 {
		panic("tiff: negative page")
	}
	s := &f.stack
	if i >= s.pages {
		return layout{}, f.at(i, -1, fmt.Errorf("no such page: the file has %d pages, 0 to %d", s.pages, s.pages-1))
	}
	at := s.start + int64(i)*s.page.Bytes()
	if at+s.page.Bytes() > f.size {
		return layout{}, f.missing(i)
	}
	l := layout{Page: s.page, index: i}
	l.RowsPerStrip = l.Height
	sc.offsets, sc.counts = grow(sc.offsets, 1), grow(sc.counts, 1)
	sc.offsets[0], sc.counts[0] = at, s.page.Bytes()
	l.offsets, l.counts = sc.offsets, sc.counts
	return l, nil
}
