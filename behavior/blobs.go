package behavior

import (
	"math/bits"
	"slices"
)

// run is a stretch of one row of a mask; to is excluded.
type run struct {
	y, from, to int
	part        int // the run that stands for its blob
}

// blob is a connected part of a mask.
type blob struct {
	runs                     []run
	area                     int
	left, top, right, bottom int // right and bottom excluded
	x, y                     float64
}

// touches reports whether a blob reaches a border of the mask.
func (b blob) touches(m mask) bool {
	return b.left == 0 || b.top == 0 || b.right == m.w || b.bottom == m.h
}

// on returns the mask of a blob.
func (b blob) on(h, w int) mask {
	m := newMask(h, w)
	for _, r := range b.runs {
		m.fill(r)
	}
	return m
}

func (m mask) fill(r run) {
	row := m.row(r.y)
	for k := r.from / 64; k <= (r.to-1)/64; k++ {
		lo, hi := max(0, r.from-64*k), min(64, r.to-64*k)
		row[k] |= ^uint64(0) >> (64 - uint(hi-lo)) << uint(lo)
	}
}

// runs appends the runs of a mask, row by row.
func (m mask) runs(dst []run) []run {
	for y := range m.h {
		open := -1 // where a run goes on from the word before
		for k, v := range m.row(y) {
			if open >= 0 && v != ^uint64(0) {
				n := bits.TrailingZeros64(^v)
				dst = append(dst, run{y, open, 64*k + n, len(dst)})
				open = -1
				v &^= 1<<uint(n) - 1
			} else if open >= 0 {
				continue
			}
			for v != 0 {
				from := bits.TrailingZeros64(v)
				n := bits.TrailingZeros64(^(v >> uint(from)))
				if from+n == 64 {
					open = 64*k + from
					break
				}
				dst = append(dst, run{y, 64*k + from, 64*k + from + n, len(dst)})
				v &^= (1<<uint(n) - 1) << uint(from)
			}
		}
		if open >= 0 {
			dst = append(dst, run{y, open, m.w, len(dst)})
		}
	}
	return dst
}

// joined makes every run of a blob point to the same one, the first (union-find
// over the runs of neighbouring rows that touch by sides or corners).
func joined(all []run) {
	root := func(i int) int {
		for all[i].part != i {
			all[i].part = all[all[i].part].part
			i = all[i].part
		}
		return i
	}
	above := 0
	for i, r := range all {
		for above < i && (all[above].y < r.y-1 || all[above].y == r.y-1 && all[above].to < r.from) {
			above++
		}
		for k := above; k < i && all[k].y == r.y-1 && all[k].from <= r.to; k++ {
			if a, b := root(k), root(i); a != b {
				all[max(a, b)].part = min(a, b)
			}
		}
	}
	for i := range all {
		all[i].part = root(i)
	}
}

// blobs returns the parts of a mask that hang together by sides or corners, in
// the order in which rows show them.
func (m mask) blobs() []blob {
	all := m.runs(nil)
	joined(all)
	number := map[int]int{} // looked up, never ranged over
	var out []blob
	for _, r := range all {
		k, known := number[r.part]
		if !known {
			k = len(out)
			number[r.part] = k
			out = append(out, blob{left: m.w, top: r.y})
		}
		out[k].add(r)
	}
	for i := range out {
		out[i].x, out[i].y = out[i].x/float64(out[i].area), out[i].y/float64(out[i].area)
	}
	return out
}

func (b *blob) add(r run) {
	n := r.to - r.from
	b.runs = append(b.runs, r)
	b.area += n
	b.x += float64(n) * float64(r.from+r.to-1) / 2
	b.y += float64(n) * float64(r.y)
	b.left, b.right, b.bottom = min(b.left, r.from), max(b.right, r.to), r.y+1
}

// pieces is memory for the parts of a mask.
type pieces struct {
	runs []run
	area []int // of the part that a run stands for
}

// keepLargest puts the largest part of m into dst and returns its rows, the last
// excluded.
func (m mask) keepLargest(dst mask, p *pieces) (top, bottom int) {
	clear(dst.bits)
	p.runs = m.runs(p.runs[:0])
	joined(p.runs)
	p.area = slices.Grow(p.area[:0], len(p.runs))[:len(p.runs)]
	clear(p.area)
	best, most := -1, 0
	for _, r := range p.runs {
		if p.area[r.part] += r.to - r.from; p.area[r.part] > most {
			best, most = r.part, p.area[r.part]
		}
	}
	top = m.h
	for _, r := range p.runs {
		if r.part == best {
			dst.fill(r)
			top, bottom = min(top, r.y), r.y+1
		}
	}
	return min(top, bottom), bottom
}
