package lmm

import (
	"slices"

	"respine/formula"
)

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
