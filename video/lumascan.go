package video

import (
	"bytes"
	"encoding/binary"
)

// units decodes the coded blocks into dst.
func (l *luma) units(dst []uint8, b []byte) error {
	y := l.planes[0]
	across, down := (l.width+8*y.across-1)/(8*y.across), (l.height+8*y.down-1)/(8*y.down)
	var block [64]int32
	for u := range across * down {
		if u == 0 || l.every > 0 && u%l.every == 0 {
			if b = l.stretch(b, u > 0); b == nil {
				return errUnusual
			}
		}
		for i := range l.planes {
			p := &l.planes[i]
			for k := range p.across * p.down {
				block = [64]int32{}
				if !l.block(&block, p) {
					return errUnusual
				}
				if i > 0 {
					continue
				}
				x0, y0 := 8*(u%across*p.across+k%p.across), 8*(u/across*p.down+k/p.across)
				if x0 >= l.width || y0 >= l.height {
					continue
				}
				inverse(&block)
				l.put(dst, &block, x0, y0)
			}
		}
	}
	return nil
}

// stretch takes the bits up to the next marker, without the zeros that are stuffed
// after each 0xFF, and returns what follows, nil where the marker of a restart should
// have been.
func (l *luma) stretch(b []byte, restart bool) []byte {
	if restart {
		if len(b) < 2 || b[0] != 0xFF || b[1] < 0xD0 || b[1] > 0xD7 {
			return nil
		}
		b = b[2:]
	}
	l.bits, l.at = l.bits[:0], 0
	for {
		i := bytes.IndexByte(b, 0xFF)
		if i < 0 || i+1 >= len(b) {
			l.bits, b = append(l.bits, b...), b[len(b):]
			break
		}
		if b[i+1] != 0 {
			l.bits, b = append(l.bits, b[:i]...), b[i:]
			break
		}
		l.bits, b = append(l.bits, b[:i+1]...), b[i+2:]
	}
	l.bits = append(l.bits, 0, 0, 0, 0, 0, 0, 0, 0) // room for the last word
	for i := range l.planes {
		l.planes[i].last = 0
	}
	return b
}

// word is the bits from here on, 57 at least.
func (l *luma) word() uint64 {
	return binary.BigEndian.Uint64(l.bits[l.at>>3:]) << (uint(l.at) & 7)
}

// block reads the coefficients of one block; false where the bits make no sense.
func (l *luma) block(c *[64]int32, p *plane) bool {
	end := 8 * (len(l.bits) - 8)
	if l.at >= end {
		return false
	}
	w := l.word()
	size, n := l.dc[p.dcAt].next(w)
	if n == 0 || size > 11 {
		return false
	}
	l.at += int(n) + int(size)
	p.last += extended(w<<n, uint(size))
	q := &l.quantum[p.quantum]
	c[0] = p.last * q[0]
	table := &l.ac[p.acAt]
	for k := uint(1); k < 64; k++ {
		if l.at >= end {
			return false
		}
		w := l.word()
		v, n := table.next(w)
		size := uint(v & 15)
		l.at += int(n + size)
		switch {
		case n == 0 || size > 10:
			return false
		case v == 0: // the rest is 0
			return l.at <= end
		case size == 0 && v != 0xF0:
			return false
		}
		k += uint(v >> 4)
		if k > 63 {
			return false
		}
		if size > 0 {
			c[zigzag[k]] = extended(w<<n, size) * q[k]
		}
	}
	return l.at <= end
}

// extended is the number of so many bits that w begins with (T.81, F.2.2.1).
func extended(w uint64, size uint) int32 {
	v := int32(w >> 32 >> (32 - size)) // 0 of none
	if size > 0 && w>>63 == 0 {
		v -= 1<<size - 1
	}
	return v
}

// put copies a block into the picture, as far as it lies within.
func (l *luma) put(dst []uint8, c *[64]int32, x0, y0 int) {
	n := min(8, l.width-x0)
	for y := range min(8, l.height-y0) {
		row := dst[(y0+y)*l.width+x0:][:n]
		for x := range row {
			row[x] = uint8(c[8*y+x])
		}
	}
}
