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

// block reads the coefficients of one block; false where the bits make no sense.
func (l *luma) block(c *[64]int32, p *plane) bool {
	at, bits := uint(l.at), l.bits
	end := uint(8 * (len(bits) - 8))
	if at >= end {
		return false
	}
	w := binary.BigEndian.Uint64(bits[at>>3:]) << (at & 7) // 57 bits at least
	size, n := l.dc[p.dcAt].next(w)
	if n == 0 || size > 11 {
		return false
	}
	at += n + uint(size)
	p.last += extended(w<<n, uint(size))
	q := &l.quantum[p.quantum]
	c[0] = p.last * q[0]
	table := &l.ac[p.acAt]
	for k := uint(1); k < 64; k++ {
		if at >= end {
			return false
		}
		w := binary.BigEndian.Uint64(bits[at>>3:]) << (at & 7)
		var v uint8
		var n uint
		if f := table.fast[w>>(64-fastBits)]; f != 0 {
			v, n = uint8(f>>8), uint(f&255)
		} else if v, n = table.next(w); n == 0 {
			return false
		}
		size := uint(v & 15)
		at += n + size
		k += uint(v >> 4)
		if size == 0 {
			if v == 0 { // the rest is 0
				break
			}
			if v != 0xF0 {
				return false
			}
			continue
		}
		if k > 63 || size > 10 {
			return false
		}
		c[zigzag[k&63]&63] = extended(w<<(n&63), size) * q[k&63]
	}
	l.at = int(at)
	return at <= end
}

// extended is the number of so many bits that w begins with (T.81, F.2.2.1).
func extended(w uint64, size uint) int32 {
	v := int32(w >> 1 >> (63 - size&63)) // 0 of none
	low := int32(1)<<(size&31) - 1
	return v - low&^int32(int64(w)>>63)
}

// put copies a block into the picture, as far as it lies within.
func (l *luma) put(dst []uint8, c *[64]int32, x0, y0 int) {
	n := min(8, l.width-x0)
	for y := range min(8, l.height-y0) {
		row, from := dst[(y0+y)*l.width+x0:][:n], c[8*y:][:n]
		for x, v := range from {
			if uint32(v) > 255 {
				v = ^(v >> 31) // -1, or 0 below 0
			}
			row[x] = uint8(v)
		}
	}
}
