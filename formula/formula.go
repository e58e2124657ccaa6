// Package formula reads model formulas as lme4 writes them and codes the rows
// of a table by them: the response, the fixed-effect design X, and a design Z
// with its grouping for every random term.
//
//	formed ~ arm * interval + (1 | animal/branch)
//	lost/n ~ arm + log(depth_um) + offset(log(days)) + (1 + day | animal)
//
// The notation is that of Wilkinson & Rogers (1973, doi 10.2307/2346786) and
// Bates et al. (2015, doi 10.18637/jss.v067.i01): + joins, : crosses, a*b is
// a + b + a:b, a/b is a + a:b, (a + b)^2 takes pairs, 0 + or - 1 takes the
// intercept out, - takes a term out. (x | g) is an intercept and a slope that
// vary over the levels of g and may be correlated, (x || g) the same
// uncorrelated, (1 | a/b) is (1 | a) + (1 | a:b). Text and true/false are
// categories, numbers are numbers unless set in factor(). A response a/b or
// cbind(a, b) counts successes of trials; I(a/b) is the plain ratio.
// The functions are log, log2, log10, log1p, exp, sqrt, abs, I and factor.
//
// It fits nothing and has no splines, no polynomials and no smooth terms.
package formula

import (
	"math/bits"
	"slices"
	"strings"
)

// Formula is a parsed model formula; Parse makes it.
type Formula struct {
	response response
	fixed    block
	offsets  []expr
	random   []bar
}

// response is what stands left of ~: a value, or successes of trials.
type response struct {
	value expr
	other *expr // trials after a/b, failures after cbind(a, b)
	pair  bool  // cbind
}

// block is a sum of terms over variables. Bit i of a term says that vars[i] is
// a factor of it; the term 0 is the intercept.
type block struct {
	vars  []expr
	terms []uint64
}

// bar is one random term: (block | group), group being columns crossed.
type bar struct {
	block
	group      []string
	correlated bool
}

// String writes the formula with every operator expanded, so that two formulas
// of the same model read the same. Parse reads it back.
func (f Formula) String() string {
	parts := f.fixed.strings()
	if !slices.Contains(f.fixed.terms, 0) {
		parts = append([]string{"0"}, parts...)
	}
	if len(parts) == 0 {
		parts = []string{"1"}
	}
	for _, o := range f.offsets {
		parts = append(parts, "offset("+o.String()+")")
	}
	for _, b := range f.random {
		parts = append(parts, b.String())
	}
	return f.response.String() + " ~ " + strings.Join(parts, " + ")
}

func (r response) String() string {
	switch {
	case r.other == nil:
		return r.value.String()
	case r.pair:
		return "cbind(" + r.value.String() + ", " + r.other.String() + ")"
	}
	return r.value.String() + "/" + r.other.String()
}

func (b bar) String() string {
	parts := b.strings()
	switch {
	case !slices.Contains(b.terms, 0):
		parts = append([]string{"0"}, parts...)
	default:
		parts = append([]string{"1"}, parts...)
	}
	sign := " | "
	if !b.correlated {
		sign = " || "
	}
	names := make([]string, len(b.group))
	for i, g := range b.group {
		names[i] = expr{op: "name", name: g}.String()
	}
	return "(" + strings.Join(parts, " + ") + sign + strings.Join(names, ":") + ")"
}

// strings writes the terms other than the intercept.
func (b block) strings() []string {
	var out []string
	for _, t := range b.terms {
		if t != 0 {
			out = append(out, b.name(t))
		}
	}
	return out
}

// name writes one term, as in "arm:interval".
func (b block) name(term uint64) string {
	if term == 0 {
		return "(Intercept)"
	}
	var parts []string
	for i, v := range b.vars {
		if term>>i&1 == 1 {
			parts = append(parts, v.String())
		}
	}
	return strings.Join(parts, ":")
}

// sorted puts terms of fewer variables first and keeps the order otherwise.
func sorted(terms []uint64) []uint64 {
	out := slices.Clone(terms)
	slices.SortStableFunc(out, func(a, b uint64) int { return bits.OnesCount64(a) - bits.OnesCount64(b) })
	return out
}

// variable returns the bit of v in the block, adding it if need be.
func (b *block) variable(v expr) uint64 {
	name := v.String()
	for i := range b.vars {
		if b.vars[i].String() == name {
			return 1 << i
		}
	}
	b.vars = append(b.vars, v)
	return 1 << (len(b.vars) - 1)
}
