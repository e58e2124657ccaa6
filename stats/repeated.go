package stats

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Within is a factor whose levels every animal goes through.
type Within struct {
	Name   string
	Levels int
}

// Between is a factor of which every animal has one level.
type Between struct {
	Name  string
	Level []int // one an animal
}

// RepeatedEffect is one line of the analysis: F, the departure from sphericity
// of its error and the p values corrected for it. Effects between animals have
// no sphericity to depart from: their corrections are 1.
type RepeatedEffect struct {
	Name string // factors joined by ":"
	FTest
	Sphericity
	PGreenhouseGeisser float64
	PHuynhFeldt        float64
	// GeneralizedEta is SS/(SS + all errors), the share of variance with animals
	// counted as variance, comparable between designs within and between (Olejnik
	// & Algina 2003, doi 10.1037/1082-989X.8.4.434), all factors being manipulated.
	GeneralizedEta float64

	within string // the within factors, which name the error
}

// RepeatedTable is an analysis of variance with repeated measures.
type RepeatedTable struct {
	Effects      []RepeatedEffect
	Undetermined string // why there is no table
}

// RepeatedMeasures analyses y[animal][cell], the cells in the order of the
// within factors, the last one fastest. Sums of squares are of type III with
// sum contrasts. Each family of within effects is an orthonormal set of contrasts
// C of the cells; the columns of YC are fitted on the factors between animals,
// whose hypothesis and error matrices H and E give SS = tr H against tr E.
//
// An animal without all its cells cannot enter, and leaving it out would favour
// those that were easy to measure: it is refused. A mixed model takes it.
func RepeatedMeasures(y [][]float64, within []Within, between []Between) RepeatedTable {
	count := 1
	for _, w := range within {
		count *= w.Levels
	}
	for i, row := range y {
		if len(row) != count {
			panic("stats: an animal needs one value a cell")
		}
		if !allFinite(row) {
			return RepeatedTable{Undetermined: fmt.Sprintf("animal %d lacks a cell", i)}
		}
	}
	design, reason := betweenDesign(len(y), between)
	if reason != "" {
		return RepeatedTable{Undetermined: reason}
	}
	var t RepeatedTable
	for mask := range 1 << len(within) {
		t.Effects = append(t.Effects, family(y, within, mask, design)...)
	}
	errors, seen := 0.0, map[string]bool{}
	for _, e := range t.Effects { // one error for every family
		if !seen[e.within] && e.FTest.Undetermined == "" { // an error of zero adds nothing
			seen[e.within] = true
			errors += e.SSError
		}
	}
	kept := t.Effects[:0]
	for _, e := range t.Effects {
		if e.GeneralizedEta = e.SS / (e.SS + errors); e.Name != "" {
			kept = append(kept, e)
		}
	}
	t.Effects = kept
	return t
}

// family returns the effects that share one set of within contrasts and one
// error: the within effect itself and its interactions with every effect
// between.
func family(y [][]float64, within []Within, mask int, d betweenBlocks) []RepeatedEffect {
	var names []string
	c := mat.NewDense(1, 1, []float64{1})
	for f, w := range within {
		part := helmert(w.Levels)
		if mask>>f&1 == 0 {
			part = average(w.Levels)
		} else {
			names = append(names, w.Name)
		}
		var k mat.Dense
		k.Kronecker(c, part)
		c = &k
	}
	var z mat.Dense
	z.Mul(dense(y), c)
	_, m := z.Dims()
	e := errorMatrix(&z, d)
	if rounding := roundingShare * mat.Norm(dense(y), 2); mat.Trace(e) <= rounding*rounding {
		e.Zero()
	}
	s := sphericity(e, d.df)
	var out []RepeatedEffect
	for b := range d.blocks {
		df := float64(len(d.blocks[b][0]))
		ss := 0.0
		x := lastBlock(d.blocks, b)
		for j := range m {
			ss += lastSquares(x, mat.Col(nil, j, &z), len(d.blocks[b][0]))
		}
		r := RepeatedEffect{FTest: newF(ss, df*float64(m), mat.Trace(e), d.df*float64(m)), Sphericity: s}
		r.Name = strings.Join(append(nonEmpty(d.names[b]), names...), ":")
		r.PGreenhouseGeisser = correctedF(r.FTest, s.GreenhouseGeisser)
		r.PHuynhFeldt = correctedF(r.FTest, min(1, s.HuynhFeldt))
		r.within = strings.Join(names, ":")
		out = append(out, r)
	}
	return out
}

// correctedF returns P of F with both degrees of freedom times epsilon.
func correctedF(f FTest, epsilon float64) float64 {
	if f.Undetermined != "" {
		return math.NaN()
	}
	return fUpper(f.Statistic, epsilon*f.DF1, epsilon*f.DF2)
}

// errorMatrix returns E, what the factors between leave of zᵀz.
func errorMatrix(z *mat.Dense, d betweenBlocks) *mat.Dense {
	x := dense(join(d.blocks...))
	_, p := x.Dims()
	n, m := z.Dims()
	var qr mat.QR
	qr.Factorize(x)
	var q mat.Dense
	qr.QTo(&q)
	var rest, e mat.Dense
	rest.Mul(q.Slice(0, n, p, n).T(), z)
	e.Mul(rest.T(), &rest)
	return mat.DenseCopyOf(e.Slice(0, m, 0, m))
}

// average is the normalised mean of k cells, helmert k-1 orthonormal contrasts.
func average(k int) *mat.Dense {
	m := mat.NewDense(k, 1, nil)
	for i := range k {
		m.Set(i, 0, 1/math.Sqrt(float64(k)))
	}
	return m
}

func helmert(k int) *mat.Dense {
	m := mat.NewDense(k, k-1, nil)
	for j := range k - 1 {
		length := math.Sqrt(float64((j + 1) * (j + 2)))
		for i := range j + 1 {
			m.Set(i, j, -1/length)
		}
		m.Set(j+1, j, float64(j+1)/length)
	}
	return m
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
