package tiff

import (
	"fmt"
	"math"
	"sync"
)

// maxPages bounds the memory a chain can take: 155 hours at 30 frames a second.
const maxPages = 1 << 24

// maxEntries bounds the entries of one directory. Classic TIFF cannot hold
// more.
const maxEntries = math.MaxUint16

// chain is the linked list of directories, known as far as it has been walked.
type chain struct {
	mu      sync.Mutex
	offsets []int64 // of the directories found
	// seen holds the page at each directory once one lies before the farthest;
	// until then, as in nearly every file, a directory farther on is a new one.
	seen map[int64]int
	far  int64 // of the directories found, the place of the farthest
	next int64 // the directory after the last one found, 0 at the end
	err  error // what stopped the walk, if it was not the end
	buf  []byte
}

func (c *chain) start(first int64) {
	c.next = first
	c.seen, c.far = nil, 0
}

// walk makes sure that the first n directories are known and returns how many
// there are, which is fewer at the end of the chain or at a fault.
func (f *File) walk(n int) (int, error) {
	c := &f.chain
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.offsets) < n && c.next != 0 && c.err == nil {
		c.err = f.step(c)
	}
	if len(c.offsets) >= n {
		return len(c.offsets), nil
	}
	return len(c.offsets), c.err
}

// step takes the next directory into the chain and reads where its successor
// lies.
func (f *File) step(c *chain) error {
	page, at := len(c.offsets), c.next
	if first, ok := c.find(at); ok {
		return f.at(page, at, fmt.Errorf("the list of pages loops: page %d has the directory of page %d", page, first))
	}
	if page >= maxPages {
		return f.at(page, at, fmt.Errorf("more than %d pages", maxPages))
	}
	n, err := f.entryCount(page, at, &c.buf)
	if err != nil {
		return err
	}
	link := at + int64(f.format.countBytes()) + int64(n*f.format.entryBytes())
	b := grow(c.buf, f.format.offsetBytes())
	if err := f.read(page, b, link, "the link to the next page"); err != nil {
		return err
	}
	next := f.format.offset(b)
	if c.seen != nil {
		c.seen[at] = page
	}
	c.far = max(c.far, at)
	c.offsets = append(c.offsets, at)
	c.next = int64(next)
	if next == 0 {
		return nil
	}
	if err := f.checkDirectoryOffset(next); err != nil {
		return f.at(page, link, err)
	}
	return nil
}

// find returns which page has its directory at a place.
func (c *chain) find(at int64) (page int, ok bool) {
	if at > c.far {
		return 0, false
	}
	if c.seen == nil {
		c.seen = make(map[int64]int, len(c.offsets))
		for i, o := range c.offsets {
			c.seen[o] = i
		}
	}
	page, ok = c.seen[at]
	return page, ok
}

// entryCount reads the number of entries of the directory at offset.
func (f *File) entryCount(page int, at int64, buf *[]byte) (int, error) {
	b := grow(*buf, f.format.countBytes())
	*buf = b
	if err := f.read(page, b, at, "the directory"); err != nil {
		return 0, err
	}
	n := uint64(0)
	if f.format.big {
		n = f.format.order.Uint64(b)
	} else {
		n = uint64(f.format.order.Uint16(b))
	}
	if n == 0 || n > maxEntries {
		return 0, f.at(page, at, fmt.Errorf("a directory of %d entries is not plausible", n))
	}
	return int(n), nil
}

// directoryOffset returns the place of page i's directory.
func (f *File) directoryOffset(i int) (int64, error) {
	if i < 0 {
		panic("tiff: negative page")
	}
	n, err := f.walk(i + 1)
	if err != nil {
		return 0, err
	}
	if i >= n {
		return 0, f.at(i, -1, fmt.Errorf("no such page: the file has %d pages, 0 to %d", n, n-1))
	}
	f.chain.mu.Lock()
	defer f.chain.mu.Unlock()
	return f.chain.offsets[i], nil
}
