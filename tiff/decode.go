package tiff

import (
	"context"
	"fmt"
	"sync"
)

// Sample is a pixel type of Go.
type Sample interface {
	uint8 | uint16 | int16 | float32
}

// chunkBytes is how much of an uncompressed strip is read at once, so that a
// page in one strip needs no scratch memory of its own size.
const chunkBytes = 1 << 20

// ReadPage decodes page i into dst, which has Width*Height values, row by row.
// Every pixel type fits float32 without loss. When ReadPage fails, dst may hold
// part of the page.
func (f *File) ReadPage(i int, dst []float32) error {
	return ReadPageAs(f, i, dst)
}

// ReadPageAs is ReadPage into pixels of another type, for movies that are
// cheaper to keep as they are stored. The page's type must fit T without loss:
// uint8 fits all, uint16 and int16 fit themselves and float32.
func ReadPageAs[T Sample](f *File, i int, dst []T) error {
	s := f.borrow()
	defer f.scratch.Put(s)
	l, err := f.layout(s, i)
	if err != nil {
		return err
	}
	if len(dst) != l.Width*l.Height {
		return f.at(i, l.Offset, fmt.Errorf("the page is %d x %d pixels, but the buffer holds %d", l.Width, l.Height, len(dst)))
	}
	if !fits[T](l.Type) {
		return f.at(i, l.Offset, hinted("read it as float32, or convert the file",
			"the page holds %v pixels, which %T does not", l.Type, dst[0]))
	}
	if direct[T](f, &l) {
		return readDirect(f, &l, dst)
	}
	return decodePage(f, s, &l, dst)
}

// decodePage fills dst strip by strip, or tile by tile.
func decodePage[T Sample](f *File, s *scratch, l *layout, dst []T) error {
	width, height := l.segment()
	_, across := l.grid()
	stride := width * l.Type.Bytes()
	code := l.rowCode(f.format)
	for k := range l.offsets {
		y0, x0 := k/across*height, k%across*width
		rows, cols := min(height, l.Height-y0), min(width, l.Width-x0)
		step := rows
		if l.Compression == NoCompression {
			step = min(rows, max(1, chunkBytes/stride))
		}
		for r := 0; r < rows; r += step {
			n := min(step, rows-r)
			b, err := f.segment(s, l, k, r*stride, n*stride)
			if err != nil {
				return err
			}
			for y := 0; y < n; y++ {
				at := (y0+r+y)*l.Width + x0
				decodeRow(code, dst[at:at+cols], b[y*stride:(y+1)*stride])
			}
		}
	}
	return nil
}

// segment returns n decoded bytes of strip or tile k, from byte skip on. skip
// is 0 for compressed segments. The bytes are scratch memory.
func (f *File) segment(s *scratch, l *layout, k, skip, n int) ([]byte, error) {
	at, stored := l.offsets[k], l.counts[k]
	if l.Compression == NoCompression {
		s.raw = grow(s.raw, n)
		return s.raw, f.readSegment(l, k, s.raw, at+int64(skip))
	}
	whole := l.storedBytes(k)
	// Incompressible pixels grow by half in LZW and far less elsewhere.
	if stored > 2*whole+4096 {
		return nil, f.at(l.index, at, fmt.Errorf("%s has %d bytes for %d bytes of pixels", l.name(k), stored, whole))
	}
	s.raw = grow(s.raw, int(stored))
	if err := f.readSegment(l, k, s.raw, at); err != nil {
		return nil, err
	}
	s.decoded = grow(s.decoded, int(whole))
	got, err := s.codec.decode(l.Compression, s.decoded, s.raw)
	if err != nil {
		return nil, f.at(l.index, at, fmt.Errorf("%s cannot be decompressed (%v): %w", l.name(k), l.Compression, err))
	}
	if got < n {
		return nil, f.at(l.index, at, truncated("%s is truncated: %d of %d bytes of pixels", l.name(k), got, whole))
	}
	return s.decoded[:n], nil
}

// readSegment is read for the bytes of segment k, whose name it makes only for
// an error.
func (f *File) readSegment(l *layout, k int, b []byte, at int64) error {
	n, err := f.r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	return f.short(l.index, b, at, l.name(k), n, err)
}

// ReadPages decodes pages lo to hi-1 one after the other into dst, on workers
// goroutines. All pages must have the size of page lo and dst must hold them
// exactly. The result does not depend on workers; when pages fail, the error
// is that of the first of them.
func (f *File) ReadPages(ctx context.Context, lo, hi int, dst []float32, workers int) error {
	if lo < 0 || hi < lo || workers < 1 {
		panic("tiff: ReadPages needs 0 <= lo <= hi and a worker")
	}
	if lo == hi {
		return nil
	}
	p, err := f.Page(lo)
	if err != nil {
		return err
	}
	n := p.Width * p.Height
	if len(dst) != n*(hi-lo) {
		return f.at(lo, p.Offset, fmt.Errorf("%d pages of %d x %d pixels do not fill a buffer of %d", hi-lo, p.Width, p.Height, len(dst)))
	}
	q := queue{next: lo, end: hi}
	var group sync.WaitGroup
	for range min(workers, hi-lo) {
		group.Go(func() {
			for i, ok := q.take(ctx); ok; i, ok = q.take(ctx) {
				if err := f.ReadPage(i, dst[(i-lo)*n:(i-lo+1)*n]); err != nil {
					q.fail(i, err)
				}
			}
		})
	}
	group.Wait()
	if q.err != nil {
		return q.err
	}
	return ctx.Err()
}

// queue hands out pages in order until one fails. Pages before the failed one
// are all handed out by then, so the lowest failure is always found.
type queue struct {
	mu        sync.Mutex
	next, end int
	failed    int
	err       error
}

func (q *queue) take(ctx context.Context) (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.next >= q.end || q.err != nil || ctx.Err() != nil {
		return 0, false
	}
	q.next++
	return q.next - 1, true
}

func (q *queue) fail(page int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil || page < q.failed {
		q.failed, q.err = page, err
	}
}
