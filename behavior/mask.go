package behavior

import "math/bits"

// mask is a region of h rows and w columns, a bit a pixel, so that 64 pixels are
// eroded or grown at once. Bits beyond the last column are 0.
type mask struct {
	h, w, words int
	bits        []uint64
}

func newMask(h, w int) mask {
	words := (w + 63) / 64
	return mask{h, w, words, make([]uint64, h*words)}
}

func (m mask) row(y int) []uint64  { return m.bits[y*m.words : (y+1)*m.words] }
func (m mask) at(y, x int) bool    { return m.bits[y*m.words+x/64]>>(x%64)&1 == 1 }
func (m mask) set(y, x int)        { m.bits[y*m.words+x/64] |= 1 << (x % 64) }
func (m mask) clone() mask         { n := newMask(m.h, m.w); copy(n.bits, m.bits); return n }
func (m mask) last() (ones uint64) { return ^uint64(0) >> (uint(m.words*64-m.w) % 64) }

func (m mask) without(other mask) {
	for i, b := range other.bits {
		m.bits[i] &^= b
	}
}

func (m mask) with(other mask) {
	for i, b := range other.bits {
		m.bits[i] |= b
	}
}

func (m mask) only(other mask) {
	for i, b := range other.bits {
		m.bits[i] &= b
	}
}

// rows returns the rows from top to bottom as a mask of the same memory.
func (m mask) rows(top, bottom int) mask {
	return mask{bottom - top, m.w, m.words, m.bits[top*m.words : bottom*m.words]}
}

func (m mask) count() int {
	n := 0
	for _, b := range m.bits {
		n += bits.OnesCount64(b)
	}
	return n
}

// beside returns a word of a row with its pixels moved one to the right and one
// to the left; edge is what lies beyond the border, 0 or all ones.
func (m mask) beside(row []uint64, k int, edge uint64) (fromLeft, fromRight uint64) {
	before, after := edge, edge
	if k > 0 {
		before = row[k-1]
	}
	if k < m.words-1 {
		after = row[k+1]
	}
	fromLeft, fromRight = row[k]<<1|before>>63, row[k]>>1|after<<63
	if k == m.words-1 && edge != 0 {
		fromRight |= 1 << (uint(m.w-1) % 64)
	}
	return fromLeft, fromRight
}

// erode puts into dst what of m has all four neighbours; beyond the border
// everything counts as inside, so that what the border cuts is not worn down
// there.
func (m mask) erode(dst mask) {
	for y := range m.h {
		row := m.row(y)
		for k, v := range row {
			l, r := m.beside(row, k, ^uint64(0))
			v &= l & r
			if y > 0 {
				v &= m.bits[(y-1)*m.words+k]
			}
			if y < m.h-1 {
				v &= m.bits[(y+1)*m.words+k]
			}
			dst.bits[y*m.words+k] = v
		}
	}
}

// grow puts into dst m and its eight neighbours.
func (m mask) grow(dst, spare mask) {
	for y := range m.h {
		row, out := m.row(y), spare.row(y)
		for k, v := range row {
			l, r := m.beside(row, k, 0)
			out[k] = v | l | r
		}
		out[m.words-1] &= m.last()
	}
	for i, v := range spare.bits {
		if i >= m.words {
			v |= spare.bits[i-m.words]
		}
		if i+m.words < len(spare.bits) {
			v |= spare.bits[i+m.words]
		}
		dst.bits[i] = v
	}
}

// eroded and grown do so n times, into new masks.
func (m mask) eroded(n int) mask {
	a, b := m.clone(), newMask(m.h, m.w)
	for range n {
		a.erode(b)
		a, b = b, a
	}
	return a
}

func (m mask) grown(n int) mask {
	a, b := m.clone(), newMask(m.h, m.w)
	for range n {
		a.grow(a, b)
	}
	return a
}
