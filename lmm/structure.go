package lmm

import (
	"math"

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
