package glmm

import (
	"math"
	"slices"
)

// factor is the sparse Cholesky factor L of H = A'WA + I, where every row of A
// touches the few columns of its own levels (Davis 2006, Direct Methods for
// Sparse Linear Systems). Columns come finest level first: eliminating the
// branches of an animal then touches that animal alone, so nested effects fill
// nothing in, and crossed ones fill in only what they share. The pattern is
// found once, the numbers as often as the optimiser asks.
type factor struct {
	q     int
	start []int32 // of every column in rows and val; the diagonal comes first
	rows  []int32
	val   []float64
	// byRow lists, for every row k, the columns j < k with an entry in it
	// and where the entry is.
	byRow [][]place
	work  []float64
}

type place struct{ col, at int32 }

// newFactor finds the pattern of L for q columns and rows of A of nz entries;
// idx holds their columns, ascending within a row.
func newFactor(q, nz int, idx []int32) *factor {
	under := make([][]int32, q) // rows below the diagonal, per column
	for i := 0; i+nz <= len(idx); i += nz {
		for c := range nz {
			under[idx[i+c]] = append(under[idx[i+c]], idx[i+c+1:i+nz]...)
		}
	}
	f := &factor{q: q, start: make([]int32, q+1), byRow: make([][]place, q), work: make([]float64, q)}
	for j := range q {
		slices.Sort(under[j])
		under[j] = slices.Compact(under[j])
		if len(under[j]) > 0 { // what is left of column j goes to its parent
			p := under[j][0]
			under[p] = append(under[p], under[j][1:]...)
		}
		f.rows = append(append(f.rows, int32(j)), under[j]...)
		f.start[j+1] = int32(len(f.rows))
		for k, r := range under[j] {
			f.byRow[r] = append(f.byRow[r], place{int32(j), f.start[j] + 1 + int32(k)})
		}
	}
	f.val = make([]float64, len(f.rows))
	return f
}

// places returns where in val the products of a row's entries go: entry (c, d),
// d <= c, of a row at c(c+1)/2+d.
func (f *factor) places(nz int, idx []int32) []int32 {
	var out []int32
	for i := 0; i+nz <= len(idx); i += nz {
		for c := range nz {
			for d := 0; d <= c; d++ {
				col := idx[i+d]
				at, _ := slices.BinarySearch(f.rows[f.start[col]:f.start[col+1]], idx[i+c])
				out = append(out, f.start[col]+int32(at))
			}
		}
	}
	return out
}

// assemble writes H = Σ_i w_i a_i a_i' + I into val.
func (f *factor) assemble(nz int, a, w []float64, places []int32) {
	clear(f.val)
	for j := range f.q {
		f.val[f.start[j]] = 1
	}
	if nz == 1 {
		for i, wi := range w {
			f.val[places[i]] += wi * a[i] * a[i]
		}
		return
	}
	p := 0
	for i, wi := range w {
		row := a[i*nz : i*nz+nz]
		for c, ac := range row {
			for _, ad := range row[:c+1] {
				f.val[places[p]] += wi * ac * ad
				p++
			}
		}
	}
}

// decompose turns H in val into L, column by column, and returns log|H|; false
// when H is not positive definite.
func (f *factor) decompose() (logdet float64, ok bool) {
	product := 1.0
	for k := range f.q {
		lo, hi := f.start[k], f.start[k+1]
		if len(f.byRow[k]) > 0 {
			rows := f.rows[lo:hi]
			for _, p := range f.byRow[k] {
				l := f.val[p.at]
				end := f.start[p.col+1]
				for s := p.at; s < end; s++ {
					f.work[f.rows[s]] += l * f.val[s]
				}
			}
			for s, r := range rows {
				f.val[lo+int32(s)] -= f.work[r]
				f.work[r] = 0
			}
		}
		pivot := f.val[lo]
		if !(pivot > 0) || math.IsInf(pivot, 1) {
			clear(f.work)
			return 0, false
		}
		if product *= pivot; product > 1e200 || product < 1e-200 {
			logdet += math.Log(product)
			product = 1
		}
		d := math.Sqrt(pivot)
		f.val[lo] = d
		for s := lo + 1; s < hi; s++ {
			f.val[s] /= d
		}
	}
	return logdet + math.Log(product), true
}

// solve overwrites b with H⁻¹b.
func (f *factor) solve(b []float64) {
	for j := range f.q {
		f.down(j, b)
	}
	for j := f.q - 1; j >= 0; j-- {
		f.up(j, b)
	}
}

// down is one column of the solution of Lx = b.
func (f *factor) down(j int, b []float64) {
	lo, hi := f.start[j], f.start[j+1]
	x := b[j] / f.val[lo]
	b[j] = x
	for s := lo + 1; s < hi; s++ {
		b[f.rows[s]] -= f.val[s] * x
	}
}

// up is one row of the solution of L'x = b.
func (f *factor) up(j int, b []float64) {
	lo, hi := f.start[j], f.start[j+1]
	x := b[j]
	for s := lo + 1; s < hi; s++ {
		x -= f.val[s] * b[f.rows[s]]
	}
	b[j] = x / f.val[lo]
}

// invert writes into dst the entries of H⁻¹ on the pattern of L, which are all
// that rows of A ask for, from the last column to the first (Takahashi, Fagan &
// Chin 1973; Erisman & Tinney 1975, doi 10.1145/360680.360704): with l = L_j
// below the diagonal over L_jj,
//
//	Z_ij = -Σ_k Z_ik l_k,  Z_jj = 1/L_jj² - Σ_k l_k Z_kj.
func (f *factor) invert(dst []float64) {
	sum := f.work
	for j := f.q - 1; j >= 0; j-- {
		lo, hi := f.start[j], f.start[j+1]
		d := f.val[lo]
		for s := lo + 1; s < hi; s++ {
			// Column k of Z holds all rows of column j from k on, in order.
			k, lk := f.rows[s], f.val[s]/d
			at := f.start[k]
			sum[k] += dst[at] * lk
			for r := s + 1; r < hi; r++ {
				i := f.rows[r]
				for at++; f.rows[at] != i; {
					at++
				}
				sum[i] += dst[at] * lk
				sum[k] += dst[at] * f.val[r] / d
			}
		}
		diagonal := 1 / (d * d)
		for s := lo + 1; s < hi; s++ {
			i := f.rows[s]
			dst[s] = -sum[i]
			diagonal += f.val[s] / d * sum[i]
			sum[i] = 0
		}
		dst[lo] = diagonal
	}
}

// inverseTimes writes into dst the entries of H⁻¹a at the columns of a, for one row a
// of A whose products lie at places, and returns a'H⁻¹a; z is from invert.
func inverseTimes(dst, a, z []float64, places []int32) float64 {
	clear(dst)
	p := 0
	for c, ac := range a {
		for d, ad := range a[:c] {
			v := z[places[p]]
			dst[c] += v * ad
			dst[d] += v * ac
			p++
		}
		dst[c] += z[places[p]] * ac
		p++
	}
	return dot(a, dst)
}
