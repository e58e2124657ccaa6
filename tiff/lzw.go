package tiff

import "fmt"

// LZW as in TIFF 6.0, section 13: codes of 9 to 12 bits, most significant bit
// first, each width left one code early.
const (
	lzwClear    = 256
	lzwEnd      = 257
	lzwFirst    = 258
	lzwMinWidth = 9
	lzwMaxWidth = 12
	// lzwLast is the code after which an encoder must clear its table.
	lzwLast = 4094
)

// lzwTable holds the strings of a stream being decoded. The string of a code is
// a stretch of what has been written already: that of the previous code and the
// byte after it.
type lzwTable struct {
	start, length [1 << lzwMaxWidth]int
}

// decode decompresses src into dst and returns the number of bytes written.
func (t *lzwTable) decode(dst, src []byte) (int, error) {
	if len(src) > 1 && src[0] == 0 && src[1]&1 == 1 {
		return 0, unsupported("save it again with another program", "LZW codes in reverse bit order (from before TIFF 5.0) are not supported")
	}
	var (
		n, next       = 0, lzwFirst
		width         = uint(lzwMinWidth)
		bits          uint64
		have          uint
		prev, prevLen int // where the previous code's string lies in dst
	)
	for n < len(dst) {
		for have < width {
			if len(src) == 0 {
				return n, nil
			}
			bits, src = bits<<8|uint64(src[0]), src[1:]
			have += 8
		}
		have -= width
		code := int(bits>>have) & (1<<width - 1)
		switch code {
		case lzwClear:
			next, width, prevLen = lzwFirst, lzwMinWidth, 0
			continue
		case lzwEnd:
			return n, nil
		}
		if prevLen > 0 && next < len(t.start) {
			t.start[next], t.length[next] = prev, prevLen+1
			next++
			if next == 1<<width-1 && width < lzwMaxWidth {
				width++
			}
		}
		prev, prevLen = n, 1
		if code < lzwClear {
			dst[n] = byte(code)
			n++
			continue
		}
		if code >= next {
			return n, fmt.Errorf("code %d comes before its definition", code)
		}
		prevLen = t.length[code]
		n += copyForward(dst, n, t.start[code], prevLen)
	}
	return n, nil
}

// copyForward copies k bytes within dst from one place to a later one and
// returns how many fitted. The stretches overlap by one byte when a code is
// used right after its definition, so the order is byte by byte.
func copyForward(dst []byte, to, from, k int) int {
	k = min(k, len(dst)-to)
	if from+k <= to {
		return copy(dst[to:to+k], dst[from:from+k])
	}
	for i := range k {
		dst[to+i] = dst[from+i]
	}
	return k
}

// lzwEncoder writes LZW. The zero value is ready.
type lzwEncoder struct {
	out   []byte
	bits  uint32
	have  uint
	width uint
	next  int
	// code of (string, byte), 0 when there is none
	table map[uint32]uint16
}

// encode appends the LZW code of src to dst.
func (e *lzwEncoder) encode(dst, src []byte) []byte {
	e.out, e.bits, e.have, e.width = dst, 0, 0, lzwMinWidth
	e.clear()
	if len(src) > 0 {
		prefix := uint32(src[0])
		for _, c := range src[1:] {
			key := prefix<<8 | uint32(c)
			if code, ok := e.table[key]; ok {
				prefix = uint32(code)
				continue
			}
			e.put(prefix)
			e.define(key)
			prefix = uint32(c)
		}
		e.put(prefix)
		e.define(1 << 31) // a decoder defines a string here; no input matches this one
	}
	e.put(lzwEnd)
	if e.have > 0 {
		e.out = append(e.out, byte(e.bits<<(8-e.have)))
	}
	return e.out
}

func (e *lzwEncoder) put(code uint32) {
	e.bits = e.bits<<e.width | code
	for e.have += e.width; e.have >= 8; {
		e.have -= 8
		e.out = append(e.out, byte(e.bits>>e.have))
	}
}

// define gives key the next code, one step before a decoder does.
func (e *lzwEncoder) define(key uint32) {
	e.table[key] = uint16(e.next)
	if e.next == lzwLast {
		e.clear()
		return
	}
	e.next++
	if e.next == 1<<e.width {
		e.width++
	}
}

func (e *lzwEncoder) clear() {
	if e.table == nil {
		e.table = make(map[uint32]uint16, 1<<lzwMaxWidth)
	}
	e.put(lzwClear)
	clear(e.table)
	e.next, e.width = lzwFirst, lzwMinWidth
}
