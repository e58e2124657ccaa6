package glmm

import (
	"encoding/binary"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// problem is a model ready to be fitted: rows that agree in everything but the
// response added up where the family allows it, columns of the random effects
// in the order of elimination.
type problem struct {
	family Family
	link   Link
	kernel kernel

	n, p int       // rows and fixed effects
	x    []float64 // n x p, by row: X = x R/√n with orthogonal columns in x
	r    *mat.TriDense
	off  []float64
	y    []float64
	m    []float64 // trials, or rows added up
	cell []int     // row of the problem that a row of the design went into; -1 when left out

	q, nz  int       // random effects, and those that one row touches
	idx    []int32   // n x nz: which
	z      []float64 // n x nz: with which covariate
	blocks []block
	nTheta int

	constant float64 // log-likelihood without parameters
	factor   *factor
	places   []int32
}

// block is a random term in the problem's order.
type block struct {
	group  int // in the design
	first  int // random effect
	at     int // entry of a row
	width  int
	levels int
	theta  int // first parameter of Λ
	// entries lists the places of Λ that have a parameter, as row and column,
	// column by column: the lower triangle or its diagonal.
	entries [][2]int
}

func triangle(width int, correlated bool) [][2]int {
	var out [][2]int
	for c := range width {
		for r := c; r < width; r++ {
			if correlated || r == c {
				out = append(out, [2]int{r, c})
			}
		}
	}
	return out
}

// newProblem lays out rows (of the design, ascending) with the given columns of X.
func newProblem(d *design, family Family, link Link, rows, cols []int) *problem {
	pr := &problem{family: family, link: link, p: len(cols), cell: make([]int, len(d.y))}
	pr.order(d)
	pr.fill(d, rows, cols)
	pr.orthogonal()
	pr.kernel = family.kernel(link, pr.n)
	if pr.q > 0 {
		pr.factor = newFactor(pr.q, pr.nz, pr.idx)
		pr.places = pr.factor.places(pr.nz, pr.idx)
	}
	return pr
}

// order puts the terms with most levels first.
func (pr *problem) order(d *design) {
	for g := range d.groups {
		if !d.groups[g].fixed {
			pr.blocks = append(pr.blocks, block{group: g, width: d.groups[g].width, levels: d.groups[g].levels, entries: triangle(d.groups[g].width, d.groups[g].correlated)})
		}
	}
	slices.SortStableFunc(pr.blocks, func(a, b block) int { return b.levels - a.levels })
	for k := range pr.blocks {
		b := &pr.blocks[k]
		b.first, b.at, b.theta = pr.q, pr.nz, pr.nTheta
		pr.q += b.levels * b.width
		pr.nz += b.width
		pr.nTheta += len(b.entries)
	}
}

// fill copies the rows, adding up those that differ in the response only.
func (pr *problem) fill(d *design, rows, cols []int) {
	for i := range pr.cell {
		pr.cell[i] = -1
	}
	k := pr.family.kernel(pr.link, len(rows))
	addUp := pr.family == Binomial || pr.family == Poisson
	seen := map[string]int{}
	var key []byte
	for _, i := range pr.byLevel(d, rows) {
		pr.constant += k.constant(d.y[i], d.m[i])
		key = key[:0]
		for _, c := range cols {
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(d.x[i*d.p+c]))
		}
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(d.off[i]))
		for _, b := range pr.blocks {
			g := &d.groups[b.group]
			key = binary.LittleEndian.AppendUint32(key, uint32(g.of[i]))
			for _, z := range g.z[i*g.width : (i+1)*g.width] {
				key = binary.LittleEndian.AppendUint64(key, math.Float64bits(z))
			}
		}
		if at, ok := seen[string(key)]; ok && addUp {
			pr.y[at] += d.y[i]
			pr.m[at] += d.m[i]
			pr.cell[i] = at
			continue
		}
		seen[string(key)] = pr.n
		pr.append(d, i, cols)
	}
}

// byLevel returns the rows with those of the same levels together, so that
// neighbours can share what depends on the levels only.
func (pr *problem) byLevel(d *design, rows []int) []int {
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b int) int {
		for k := len(pr.blocks) - 1; k >= 0; k-- {
			of := d.groups[pr.blocks[k].group].of
			if of[a] != of[b] {
				return of[a] - of[b]
			}
		}
		return 0
	})
	return out
}

func (pr *problem) append(d *design, i int, cols []int) {
	pr.cell[i] = pr.n
	pr.n++
	for _, c := range cols {
		pr.x = append(pr.x, d.x[i*d.p+c])
	}
	pr.off = append(pr.off, d.off[i])
	pr.y = append(pr.y, d.y[i])
	pr.m = append(pr.m, d.m[i])
	for _, b := range pr.blocks {
		g := &d.groups[b.group]
		for c := range b.width {
			pr.idx = append(pr.idx, int32(b.first+g.of[i]*b.width+c))
			pr.z = append(pr.z, g.z[i*g.width+c])
		}
	}
}

// linear writes the fixed part Xβ + offset of the linear predictor into dst.
func (pr *problem) linear(dst, beta []float64) {
	for i := range dst {
		s := pr.off[i]
		row := pr.x[i*pr.p : (i+1)*pr.p]
		for j, b := range beta {
			s += row[j] * b
		}
		dst[i] = s
	}
}

// loadings writes A = ZΛ(θ) into a, row by row: a row's entries of one term are
// Λ'z with Λ the lower triangle of the term.
func (pr *problem) loadings(a, theta []float64) {
	for _, b := range pr.blocks {
		if b.width == 1 {
			for i := range pr.n {
				a[i*pr.nz+b.at] = pr.z[i*pr.nz+b.at] * theta[b.theta]
			}
			continue
		}
		for i := range pr.n {
			at := i*pr.nz + b.at
			clear(a[at : at+b.width])
			for k, e := range b.entries {
				a[at+e[1]] += pr.z[at+e[0]] * theta[b.theta+k]
			}
		}
	}
}
