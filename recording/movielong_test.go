package recording

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// bytesAPage is what an open movie may keep of each page: the place of its
// directory, and room for the growth of the list.
const bytesAPage = 32

// A movie of 100 000 frames, 52 GB of which nothing is on the disk but the
// directories, opens in the memory of its index, and any frame can be read.
func TestOpenLongMovie(t *testing.T) {
	const pages, side = 100_000, 512
	path := filepath.Join(t.TempDir(), "long.tif")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(longHeader(pages, side)); err != nil {
		t.Fatal(err)
	}
	mark := []byte{0x39, 0x30} // 12345
	if err := f.Truncate(longPixels(pages, side, pages)); err != nil {
		t.Skip("NO SPARSE FILES HERE; THE OPENING OF LONG MOVIES IS NOT TESTED: ", err)
	}
	if _, err := f.WriteAt(mark, longPixels(pages, side, pages-1)+2*side); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	before := heap()
	m, err := OpenMovie(path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if grown := heap() - before; grown > pages*bytesAPage {
		t.Errorf("the open movie keeps %d bytes", grown)
	}
	if m.Len() != pages {
		t.Errorf("%d frames", m.Len())
	}
	if pix := frame(t, m, pages-1); pix[side] != 12345 || pix[0] != 0 {
		t.Errorf("the last frame begins %g, its second row %g", pix[0], pix[side])
	}
}

func heap() int64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}

const longDirectory = 8 + 8*20 + 8

// longPixels is where the pixels of a page begin.
func longPixels(pages, side, i int) int64 {
	return 16 + int64(pages)*longDirectory + int64(i)*int64(2*side*side)
}

// longHeader is a BigTIFF header and the directories of 16-bit pages whose pixels
// follow in one strip each.
func longHeader(pages, side int) []byte {
	le := binary.LittleEndian
	b := le.AppendUint64([]byte{'I', 'I', 43, 0, 8, 0, 0, 0}, 16)
	for i := range pages {
		b = le.AppendUint64(b, 8)
		for _, f := range [][3]uint64{
			{256, 4, uint64(side)}, {257, 4, uint64(side)}, {258, 3, 16}, {259, 3, 1}, {262, 3, 1},
			{273, 16, uint64(longPixels(pages, side, i))}, {278, 4, uint64(side)}, {279, 4, uint64(2 * side * side)},
		} {
			b = le.AppendUint16(le.AppendUint16(b, uint16(f[0])), uint16(f[1]))
			b = le.AppendUint64(le.AppendUint64(b, 1), f[2])
		}
		next := uint64(len(b) + 8)
		if i == pages-1 {
			next = 0
		}
		b = le.AppendUint64(b, next)
	}
	return b
}
