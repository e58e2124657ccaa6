package lmm

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"respine/formula"
)

// term is one random term: width effects for each of its levels.
type term struct {
	width  int
	levels int
	pairs  [][2]int  // row and column of every element of the factor T, theta's order
	at     int       // its first element of theta
	sizes  []float64 // root mean square of its columns of Z, which are divided by it
}

// block is a set of random effects that share no row with the others: an
// animal and all in it when effects are nested, everything when they are
// crossed. Effects of terms with many levels come first, which keeps the
// Cholesky factor as empty as nesting allows.
type block struct {
	size  int
	term  []int      // term of every effect
	start []int      // first effect of its level
	level []int      // level of every effect within its term
	zz    []float64  // Z'Z, size x size
	zq    []float64  // Z'Q, size x p
	below [][]int    // rows under the diagonal of every column of the factor
	ones  [][][2]int // for every variance component, where its G_r is one
}

// structure is what X and the random terms make of the rows, whatever y is.
// X = QR with orthonormal columns of Q, so that nearly collinear predictors
// cost no digits in the cross-products.
type structure struct {
	n, p   int
	q      [][]float64 // p columns of n
	r      [][]float64 // upper triangle, r[j][i], i <= j
	terms  []term
	thetas int
	blocks []block
	home   []int   // block of every row
	place  [][]int // for every term, first effect of every row's level in its block
	z      [][]float64
	scalar bool // every term has one effect a level
}

func newStructure(d formula.Design) *structure {
	s := &structure{n: len(d.Y), p: len(d.Names), scalar: true}
	s.orthogonalise(d)
	for _, g := range d.Groups {
		t := term{width: len(g.Names), levels: len(g.Levels), at: s.thetas}
		for b := range t.width {
			for a := b; a < t.width; a++ {
				if a == b || g.Correlated {
					t.pairs = append(t.pairs, [2]int{a, b})
				}
			}
		}
		s.thetas += len(t.pairs)
		s.z = append(s.z, t.scale(g.Z))
		s.terms = append(s.terms, t)
		s.scalar = s.scalar && t.width == 1
	}
	s.layOut(d.Groups)
	s.multiply()
	for i := range s.blocks {
		s.blocks[i].below = s.pattern(i)
		s.blocks[i].ones = s.ones(s.blocks[i])
	}
	return s
}

// scale returns Z with columns of root mean square one, so that theta is of the
// order of one whatever the unit of a slope.
func (t *term) scale(z *mat.Dense) []float64 {
	n, w := z.Dims()
	out := make([]float64, 0, n*w)
	t.sizes = make([]float64, w)
	for i := range n {
		for a, x := range z.RawRowView(i) {
			t.sizes[a] += x * x / float64(n)
		}
	}
	for a, x := range t.sizes {
		if t.sizes[a] = math.Sqrt(x); x == 0 {
			t.sizes[a] = 1
		}
	}
	for i := range n {
		for a, x := range z.RawRowView(i) {
			out = append(out, x/t.sizes[a])
		}
	}
	return out
}

// orthogonalise writes X = QR, by Gram-Schmidt run twice (Giraud et al. 2005,
// doi 10.1007/s00211-005-0615-4).
func (s *structure) orthogonalise(d formula.Design) {
	for j := range s.p {
		v := make([]float64, s.n)
		for i := range v {
			v[i] = d.X.At(i, j)
		}
		r := make([]float64, j+1)
		for range 2 {
			for i, q := range s.q {
				c := dot(q, v)
				r[i] += c
				addScaled(v, -c, q)
			}
		}
		r[j] = math.Sqrt(dot(v, v))
		for i := range v {
			v[i] /= r[j]
		}
		s.q, s.r = append(s.q, v), append(s.r, r)
	}
}

// layOut finds the blocks: levels that share a row share a block.
func (s *structure) layOut(groups []formula.Group) {
	if len(groups) == 0 {
		return
	}
	first := make([]int, len(groups)+1) // number of the first level of every term
	for t := range groups {
		first[t+1] = first[t] + s.terms[t].levels
	}
	parent := make([]int, first[len(groups)])
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for row := range s.n {
		a := find(groups[0].Of[row])
		for t := 1; t < len(groups); t++ {
			b := find(first[t] + groups[t].Of[row])
			a, b = min(a, b), max(a, b)
			parent[b] = a
		}
	}
	number := map[int]int{} // block by its root
	at := make([]int, len(parent))
	for _, t := range s.byLevels() {
		for l := range s.terms[t].levels {
			root := find(first[t] + l)
			k, seen := number[root]
			if !seen {
				k = len(s.blocks)
				number[root] = k
				s.blocks = append(s.blocks, block{})
			}
			at[first[t]+l] = s.blocks[k].add(t, l, s.terms[t].width)
		}
	}
	s.home = make([]int, s.n)
	s.place = make([][]int, len(groups))
	for t, g := range groups {
		s.place[t] = make([]int, s.n)
		for row, l := range g.Of {
			s.place[t][row] = at[first[t]+l]
			s.home[row] = number[find(first[t]+l)]
		}
	}
}

// byLevels lists the terms, most levels first.
func (s *structure) byLevels() []int {
	order := make([]int, len(s.terms))
	for t := range order {
		order[t] = t
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.terms[b].levels - s.terms[a].levels })
	return order
}

// add makes room for the effects of a level and returns the first.
func (b *block) add(term, level, width int) int {
	start := b.size
	for range width {
		b.term, b.start, b.level = append(b.term, term), append(b.start, start), append(b.level, level)
	}
	b.size += width
	return start
}

// multiply forms Z'Z and Z'Q.
func (s *structure) multiply() {
	for i := range s.blocks {
		b := &s.blocks[i]
		b.zz, b.zq = make([]float64, b.size*b.size), make([]float64, b.size*s.p)
	}
	for row, k := range s.home {
		b := &s.blocks[k]
		for t := range s.terms {
			for a, z := range s.zRow(t, row) {
				i := s.place[t][row] + a
				for j, q := range s.q {
					b.zq[i*s.p+j] += z * q[row]
				}
				for u := range s.terms {
					for c, x := range s.zRow(u, row) {
						b.zz[i*b.size+s.place[u][row]+c] += z * x
					}
				}
			}
		}
	}
}

// zRow is a row of a term's design.
func (s *structure) zRow(t, row int) []float64 {
	w := s.terms[t].width
	return s.z[t][row*w : (row+1)*w]
}

// pattern lists, for every column of a block's Cholesky factor, the rows below
// the diagonal that can differ from zero, with what elimination fills in.
func (s *structure) pattern(k int) [][]int {
	b := s.blocks[k]
	m := b.size
	full := make([]bool, m*m)
	for i := range m {
		for c := range s.terms[b.term[i]].width {
			full[i*m+b.start[i]+c] = true
		}
		for j := range m {
			if b.zz[i*m+j] != 0 { // levels that meet meet with all their effects
				s.fill(full, b, i, j)
			}
		}
	}
	below := make([][]int, m)
	for j := range m {
		for i := j + 1; i < m; i++ {
			if full[i*m+j] {
				below[j] = append(below[j], i)
			}
		}
		for _, i := range below[j] {
			for _, c := range below[j] {
				full[i*m+c] = true
			}
		}
	}
	return below
}

// ones lists, for every variance component but the residual's, the pairs of
// effects of a block that it joins.
func (s *structure) ones(b block) [][][2]int {
	out := make([][][2]int, s.thetas+1)
	for i, t := range b.term {
		if b.start[i] != i {
			continue
		}
		for k, ab := range s.terms[t].pairs {
			r := 1 + s.terms[t].at + k
			out[r] = append(out[r], [2]int{i + ab[0], i + ab[1]})
			if ab[0] != ab[1] {
				out[r] = append(out[r], [2]int{i + ab[1], i + ab[0]})
			}
		}
	}
	return out
}

func (s *structure) fill(full []bool, b block, i, j int) {
	for a := range s.terms[b.term[i]].width {
		for c := range s.terms[b.term[j]].width {
			full[(b.start[i]+a)*b.size+b.start[j]+c] = true
		}
	}
}

func dot(a, b []float64) (s float64) {
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

func addScaled(dst []float64, c float64, x []float64) {
	for i, v := range x {
		dst[i] += c * v
	}
}
