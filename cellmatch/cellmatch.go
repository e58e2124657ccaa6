// Package cellmatch finds the same cells in calcium movies of several days, from
// their footprints: which pixels each cell lights and how strongly.
//
// Fields are brought onto the first session's, and every pair of neighbouring
// footprints of two sessions gets the probability of being one cell, from the
// distance of centroids and the correlation of footprints, with pairs that are
// not nearest neighbours showing what different cells look like (after Sheintuch
// et al. 2017, doi 10.1016/j.celrep.2017.10.013). Cells are groups in which
// every pair of sessions passes: nothing is chained.
//
// Lengths are pixels of the first session. What it cannot see: whether a cell
// that is not found is gone or silent, unless an image shows it; cells whose
// neighbours are as near as the field is bent; turns beyond a few degrees.
package cellmatch

import (
	"math"
	"slices"
)

// Footprint is one cell of a session: its pixels and their weights.
type Footprint struct {
	Rows, Cols []int
	Weights    []float64
}

// Centroid returns the mean row and column, weighted.
func (f Footprint) Centroid() (row, col float64) {
	sum := 0.0
	for i, w := range f.Weights {
		row += w * float64(f.Rows[i])
		col += w * float64(f.Cols[i])
		sum += w
	}
	return row / sum, col / sum
}

// Session is the cells of one movie.
type Session struct {
	Name          string
	Height, Width int
	Cells         []Footprint
}

// Params says what is looked for. The zero Params means the defaults.
type Params struct {
	WithinPx  float64 // pairs further apart are different cells; default 12
	Same      float64 // least probability of every pair of a cell; default 0.5
	LeastCorr float64 // of a field with the first one, below which nothing of it is matched; default 0.2
}

func (p Params) orDefaults() Params {
	if p.WithinPx == 0 {
		p.WithinPx = 12
	}
	if p.Same == 0 {
		p.Same = 0.5
	}
	if p.LeastCorr == 0 {
		p.LeastCorr = 0.2
	}
	return p
}

// Cell is one cell over all sessions: its footprint's number in each, -1 where
// none was found.
type Cell struct {
	Of     []int
	Same   float64  // least probability over its pairs; NaN for a cell of one session
	Links  []Link   // per session: with the last session before in which it was found
	Reason []string // per session: why there is none, "" where there is
}

// Link is what makes a footprint the same cell as one of an earlier session.
type Link struct {
	Before                 int // the session; -1 where there is none, and the rest is NaN
	Same, DistancePx, Corr float64
}

// Result is the cells of all sessions.
type Result struct {
	Cells      []Cell
	Alignments []Alignment    // per session, of the first field with it
	Places     [][][2]float64 // per session and footprint: row and column of its centroid in the first field
	Worst      int            // the session that matches worst, the first aside; -1 of one
	Model      Model
}

// Reasons for a cell without a footprint in a session.
const (
	NotAligned = "the field of that session does not match"
	Outside    = "its place lies outside the field of that session"
	NotFound   = "no footprint there: gone, or silent"
)

// Match finds the same cells in all sessions.
func Match(sessions []Session, p Params) Result {
	p = p.orDefaults()
	out := Result{Worst: -1}
	moved := make([][]shape, len(sessions))
	for k, s := range sessions {
		al := Alignment{Correlation: 1, Used: true}
		if k > 0 {
			al = align(sessions[0], s)
			al.Used = al.Correlation >= p.LeastCorr
			if out.Worst < 0 || al.Correlation < out.Alignments[out.Worst].Correlation {
				out.Worst = k
			}
		}
		out.Alignments = append(out.Alignments, al)
		moved[k] = shapes(s, al)
		if k > 0 && al.Used {
			unbend(moved[0], moved[k], p.WithinPx)
		}
	}
	pairs := candidates(moved, out.Alignments, p.WithinPx)
	out.Model = fitModel(pairs, p.WithinPx)
	for i := range pairs {
		pairs[i].same = out.Model.Same(pairs[i].distance, pairs[i].corr)
	}
	out.Cells = group(moved, pairs, p.Same)
	out.link(pairs)
	out.explain(sessions, moved)
	out.turns(sessions)
	for _, all := range moved {
		at := make([][2]float64, len(all))
		for i, s := range all {
			at[i] = [2]float64{s.row, s.col}
		}
		out.Places = append(out.Places, at)
	}
	return out
}

// link says of every footprint how it goes with the last one before of its cell.
func (r *Result) link(pairs []pair) {
	of := map[[4]int]pair{}
	for _, q := range pairs {
		of[[4]int{q.a, q.i, q.b, q.j}] = q
	}
	for n := range r.Cells {
		c := &r.Cells[n]
		before := -1
		for k, i := range c.Of {
			l := Link{-1, math.NaN(), math.NaN(), math.NaN()}
			if i >= 0 {
				if before >= 0 {
					q := of[[4]int{before, c.Of[before], k, i}]
					l = Link{before, q.same, q.distance, q.corr}
				}
				before = k
			}
			c.Links = append(c.Links, l)
		}
	}
}

// explain gives the reason for every missing footprint.
func (r *Result) explain(sessions []Session, moved [][]shape) {
	for i := range r.Cells {
		c := &r.Cells[i]
		c.Reason = make([]string, len(c.Of))
		row, col := c.place(moved)
		for k, n := range c.Of {
			al := r.Alignments[k]
			y, x := row+al.RowPx, col+al.ColPx
			switch {
			case n >= 0:
			case !al.Used || c.unaligned(r.Alignments):
				c.Reason[k] = NotAligned
			case y < 0 || x < 0 || y >= float64(sessions[k].Height) || x >= float64(sessions[k].Width):
				c.Reason[k] = Outside
			default:
				c.Reason[k] = NotFound
			}
		}
	}
}

// place returns the mean centroid of a cell in the first session's field.
func (c Cell) place(moved [][]shape) (row, col float64) {
	n := 0.0
	for k, i := range c.Of {
		if i >= 0 {
			row, col, n = row+moved[k][i].row, col+moved[k][i].col, n+1
		}
	}
	return row / n, col / n
}

// unaligned reports whether a cell was seen in a session that matches nothing.
func (c Cell) unaligned(al []Alignment) bool {
	for k, i := range c.Of {
		if i >= 0 && !al[k].Used {
			return true
		}
	}
	return false
}

// group joins footprints into cells, surest pairs first: two groups become one
// when no session is in both and every pair across them is the same with at
// least the probability asked for (complete linkage).
func group(moved [][]shape, pairs []pair, least float64) []Cell {
	prob := map[[4]int]float64{}
	for _, q := range pairs {
		prob[[4]int{q.a, q.i, q.b, q.j}] = q.same
	}
	of := make([][]int, len(moved)) // group of each footprint
	var groups []Cell
	for k := range moved {
		of[k] = make([]int, len(moved[k]))
		for i := range moved[k] {
			c := Cell{Of: slices.Repeat([]int{-1}, len(moved)), Same: math.NaN()}
			c.Of[k], of[k][i] = i, len(groups)
			groups = append(groups, c)
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int {
		switch {
		case x.same > y.same:
			return -1
		case x.same < y.same:
			return 1
		}
		return 0
	})
	for _, q := range pairs {
		from, to := of[q.b][q.j], of[q.a][q.i]
		if q.same < least || from == to || !joinable(groups[to], groups[from], prob, least) {
			continue
		}
		for k, i := range groups[from].Of {
			if i >= 0 {
				groups[to].Of[k], of[k][i] = i, to
			}
		}
		groups[to].Same = leastOf(groups[to].Of, prob)
		groups[from].Of = nil
	}
	return slices.DeleteFunc(groups, func(c Cell) bool { return c.Of == nil })
}

func joinable(a, b Cell, prob map[[4]int]float64, least float64) bool {
	for k, i := range a.Of {
		for l, j := range b.Of {
			if i < 0 || j < 0 {
				continue
			}
			if k == l || probOf(prob, k, i, l, j) < least {
				return false
			}
		}
	}
	return true
}

func leastOf(of []int, prob map[[4]int]float64) float64 {
	out := 1.0
	for k, i := range of {
		for l := k + 1; l < len(of); l++ {
			if i >= 0 && of[l] >= 0 {
				out = min(out, probOf(prob, k, i, l, of[l]))
			}
		}
	}
	return out
}

func probOf(prob map[[4]int]float64, k, i, l, j int) float64 {
	if k > l {
		k, i, l, j = l, j, k, i
	}
	return prob[[4]int{k, i, l, j}]
}
