package spatial

// linker pairs rising positions one to one, again and again without allocating.
type linker struct {
	to   []int
	best []link
}

// link is a state of the pairing: how many pairs, and how far apart in sum.
type link struct {
	pairs int
	um    float64
}

func (a link) better(b link) bool { return a.pairs > b.pairs || a.pairs == b.pairs && a.um < b.um }

// pair returns, for each of the rising positions a, the index of its partner in
// the rising positions b, or -1: as many pairs nearer than r as possible and,
// among those, the least total distance. This is what Restored finds, without
// sides. The slice is used again by the next call.
//
// Where neither list has anything within r of the other, the line falls apart
// into groups that do not know of each other; most hold one of each.
func (l *linker) pair(a, b []float64, r float64) []int {
	l.to = l.to[:0]
	for range a {
		l.to = append(l.to, -1)
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] <= b[j]-r:
			i++
		case b[j] <= a[i]-r:
			j++
		default:
			ie, je := group(a, b, i, j, r)
			l.assign(a, b, i, ie, j, je, r)
			i, j = ie, je
		}
	}
	return l.to
}

// group extends a pair within reach by all that is within reach of the group.
func group(a, b []float64, i, j int, r float64) (ie, je int) {
	ie, je = i+1, j+1
	for {
		switch {
		case ie < len(a) && a[ie] < b[je-1]+r:
			ie++
		case je < len(b) && b[je] < a[ie-1]+r:
			je++
		default:
			return ie, je
		}
	}
}

// assign solves one group by dynamic programming, as orderedPairs does.
func (l *linker) assign(a, b []float64, i0, i1, j0, j1 int, r float64) {
	if i1-i0 == 1 && j1-j0 == 1 {
		l.to[i0] = j0
		return
	}
	w := j1 - j0 + 1
	l.best = l.best[:0]
	for range (i1 - i0 + 1) * w {
		l.best = append(l.best, link{})
	}
	for i := 1; i <= i1-i0; i++ {
		for j := 1; j < w; j++ {
			c := l.best[(i-1)*w+j]
			if left := l.best[i*w+j-1]; left.better(c) {
				c = left
			}
			if d := apart(a[i0+i-1], b[j0+j-1]); d < r {
				p := l.best[(i-1)*w+j-1]
				if p = (link{p.pairs + 1, p.um + d}); p.better(c) {
					c = p
				}
			}
			l.best[i*w+j] = c
		}
	}
	for i, j := i1-i0, w-1; i > 0 && j > 0; {
		switch l.best[i*w+j] {
		case l.best[(i-1)*w+j]:
			i--
		case l.best[i*w+j-1]:
			j--
		default:
			i, j = i-1, j-1
			l.to[i0+i] = j0 + j
		}
	}
}

func apart(a, b float64) float64 {
	if a > b {
		return a - b
	}
	return b - a
}
