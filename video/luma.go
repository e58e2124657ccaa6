package video

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// luma decodes the first plane of baseline JPEGs as cameras write them into motion
// JPEG: 8 bits, Huffman codes, one scan (ITU-T T.81 1992). It leaves everything else,
// and what is damaged, to the general decoder. Its memory serves frame after frame.
type luma struct {
	width, height int
	planes        []plane
	quantum       [4][64]int32 // by table, in the order of the file
	dc, ac        [4]codes
	every         int    // blocks between restarts, 0 never
	bits          []byte // of a stretch without stuffing, with room behind
	at            int    // bit
	done          []byte // tables of codes that were read last
}

type plane struct {
	id, across, down    int // blocks in a unit
	quantum, dcAt, acAt int
	last                int32
}

// codes is a table of Huffman codes. fast tells of the next fastBits bits the value
// and, in its low byte, the length; 0 is a longer code, looked for by length.
type codes struct {
	fast   [1 << fastBits]uint16
	first  [18]int32 // code of a length, as 16 bits, not below which codes are longer
	offset [17]int32
	values [256]uint8
	known  bool
}

const fastBits = 10

// errUnusual is for the general decoder.
var errUnusual = errors.New("not a baseline JPEG of one scan")

// zigzag is where the coefficients of a file go, row by row (T.81, figure A.6).
var zigzag = [64]uint8{0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63}

// decode fills dst with the luma of a JPEG of width x height.
func (l *luma) decode(dst []uint8, b []byte, width, height int) error {
	l.planes, l.every = l.planes[:0], 0
	if len(b) < 2 || b[0] != 0xFF || b[1] != markerSOI {
		return errUnusual
	}
	for at := 2; at+4 <= len(b) && b[at] == 0xFF; {
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) {
			return errUnusual
		}
		body := b[at+4 : at+2+n]
		var err error
		switch marker := b[at+1]; {
		case marker == 0xDB:
			err = l.quanta(body)
		case marker == markerDHT:
			err = l.tables(body)
		case marker == 0xC0 || marker == 0xC1:
			err = l.frame(body)
		case marker == 0xDD && len(body) == 2:
			l.every = int(binary.BigEndian.Uint16(body))
		case marker == markerSOS:
			if l.width != width || l.height != height || len(l.planes) == 0 {
				return errUnusual
			}
			if err := l.scan(body); err != nil {
				return err
			}
			return l.units(dst, b[at+2+n:])
		case marker >= 0xC2 && marker <= 0xCF:
			return errUnusual
		}
		if err != nil {
			return err
		}
		at += 2 + n
	}
	return errUnusual
}

func (l *luma) quanta(b []byte) error {
	for ; len(b) >= 65; b = b[65:] {
		if b[0] > 3 { // 16 bits, or no such table
			return errUnusual
		}
		for i, v := range b[1:65] {
			l.quantum[b[0]][i] = int32(v)
		}
	}
	if len(b) > 0 {
		return errUnusual
	}
	return nil
}

func (l *luma) frame(b []byte) error {
	if len(b) < 6 || b[0] != 8 || len(b) != 6+3*int(b[5]) || b[5] != 1 && b[5] != 3 {
		return errUnusual
	}
	l.height, l.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	for c := b[6:]; len(c) > 0; c = c[3:] {
		p := plane{id: int(c[0]), across: int(c[1] >> 4), down: int(c[1] & 15), quantum: int(c[2])}
		if p.across < 1 || p.across > 4 || p.down < 1 || p.down > 4 || p.quantum > 3 {
			return errUnusual
		}
		l.planes = append(l.planes, p)
	}
	if len(l.planes) == 1 {
		l.planes[0].across, l.planes[0].down = 1, 1 // of a plane by itself (A.2.2)
	}
	y := l.planes[0]
	for _, p := range l.planes[1:] {
		if p.across > y.across || p.down > y.down {
			return errUnusual
		}
	}
	return nil
}

func (l *luma) scan(b []byte) error {
	if len(b) != 4+2*len(l.planes) || int(b[0]) != len(l.planes) {
		return errUnusual
	}
	for i := range l.planes {
		p := &l.planes[i]
		p.dcAt, p.acAt = int(b[2+2*i]>>4), int(b[2+2*i]&15)
		if int(b[1+2*i]) != p.id || p.dcAt > 3 || p.acAt > 3 || !l.dc[p.dcAt].known || !l.ac[p.acAt].known {
			return errUnusual
		}
	}
	return nil
}

// tables reads tables of codes, unless they are those of the last frame.
func (l *luma) tables(b []byte) error {
	if bytes.Equal(b, l.done) {
		return nil
	}
	all := b
	l.done = l.done[:0]
	for len(b) >= 17 {
		n := 0
		for _, v := range b[1:17] {
			n += int(v)
		}
		if b[0]&15 > 3 || b[0] > 0x13 || n > 256 || len(b) < 17+n {
			return errUnusual
		}
		c := &l.dc[b[0]&15]
		if b[0]>>4 == 1 {
			c = &l.ac[b[0]&15]
		}
		if err := c.build(b[1:17], b[17:17+n]); err != nil {
			return err
		}
		b = b[17+n:]
	}
	if len(b) > 0 {
		return errUnusual
	}
	l.done = append(l.done, all...)
	return nil
}

// build lays out a table from how many codes each length has (T.81, annex C).
func (c *codes) build(counts, values []byte) error {
	*c = codes{known: true}
	copy(c.values[:], values)
	code, k := int32(0), int32(0)
	for n := 1; n <= 16; n++ {
		c.offset[n] = k - code
		for range counts[n-1] {
			if n <= fastBits && code < 1<<n {
				from := code << (fastBits - n)
				for i := range int32(1) << (fastBits - n) {
					c.fast[from+i] = uint16(c.values[k])<<8 | uint16(n)
				}
			}
			code, k = code+1, k+1
		}
		if code > 1<<n {
			return errUnusual
		}
		c.first[n] = code << (16 - n)
		code <<= 1
	}
	c.first[17] = 1 << 16
	return nil
}

// next returns the value of the code that w begins with, and its length; 0 if none.
func (c *codes) next(w uint64) (value uint8, n uint) {
	if v := c.fast[w>>(64-fastBits)]; v != 0 {
		return uint8(v >> 8), uint(v & 255)
	}
	top := int32(w >> 48)
	for n := fastBits + 1; n <= 16; n++ {
		if top < c.first[n] {
			return c.values[(c.offset[n]+top>>(16-n))&255], uint(n)
		}
	}
	return 0, 0
}
