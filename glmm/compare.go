package glmm

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Comparison is the likelihood-ratio test of two nested models.
type Comparison struct {
	Chi2 float64 // fall of the deviance
	DF   int     // more parameters
	// P is by the χ² distribution. With few animals it is too small for an
	// effect between animals.
	P float64
	// DenominatorDF are the least degrees of freedom between levels of the
	// coefficients tested, and PF is the test by F(DF, DenominatorDF) of
	// Chi2/DF. Of variances alone they are +Inf and PF is P.
	DenominatorDF, PF float64
	Reason            string // what the reader must know of P
}

// LikelihoodRatio tests whether full describes the data better than null, by the fall
// of the deviance. One variance alone is tested against the equal mixture of χ²
// on 0 and 1 degrees of freedom, since it cannot be negative (Self & Liang 1987,
// doi 10.1080/01621459.1987.10478472). An error says why the two are not nested
// or not of the same data.
func LikelihoodRatio(full, null *Result) (Comparison, error) {
	if err := comparable(null, full); err != nil {
		return Comparison{}, err
	}
	c := Comparison{Chi2: math.Max(0, null.Deviance-full.Deviance), DF: full.Parameters - null.Parameters, DenominatorDF: math.Inf(1)}
	if c.DF <= 0 {
		return Comparison{}, fmt.Errorf("the models have %d and %d parameters\nhint: name the larger one first", null.Parameters, full.Parameters)
	}
	fixed := full.rank() - null.rank()
	chi := distuv.ChiSquared{K: float64(c.DF)}
	c.P = chi.Survival(c.Chi2)
	if c.Chi2 == 0 {
		c.P = 1
	}
	switch {
	case fixed == 0 && c.DF == 1:
		if c.Chi2 > 0 {
			c.P /= 2
		}
		c.Reason = "one variance: half the χ² probability, since it cannot be negative"
	case c.DF > fixed:
		c.Reason = "variances are among the parameters: the χ² probability is too large"
	}
	if !null.Converged || !full.Converged {
		c.P, c.Reason = 1, "one of the fits did not converge: nothing can be compared"
	}
	c.PF = c.P
	c.small(null, full, fixed)
	return c, nil
}

// small fills the F test on the degrees of freedom between levels.
func (c *Comparison) small(null, full *Result, fixed int) {
	if fixed == 0 {
		return
	}
	for j, name := range full.est.d.names {
		if !slices.Contains(null.est.d.names, name) {
			c.DenominatorDF = math.Min(c.DenominatorDF, full.df[j])
		}
	}
	switch {
	case math.IsInf(c.DenominatorDF, 1) || c.P == 1:
	case c.DenominatorDF < 1:
		c.PF = 1
		c.Reason = "no degrees of freedom are left between the levels that the effect varies between: more animals, or fewer effects between them"
	default:
		c.PF = distuv.F{D1: float64(c.DF), D2: c.DenominatorDF}.Survival(c.Chi2 / float64(c.DF))
	}
}

// rank is the number of fixed effects, infinite ones included.
func (r *Result) rank() int { return len(r.est.cols) + len(r.est.directions) }

func comparable(null, full *Result) error {
	a, b := null.est.d, full.est.d
	switch {
	case !slices.Equal(a.y, b.y) || !slices.Equal(a.m, b.m) || !slices.Equal(a.off, b.off):
		return fmt.Errorf("the models are of different rows (%d and %d)\nhint: leave rows with a missing value in any column out of both", a.n, b.n)
	case null.Link != full.Link || null.Nodes != full.Nodes:
		return fmt.Errorf("the models have different links or approximations: their deviances are no difference")
	case null.Family != full.Family && !limit(null.Family, full.Family):
		return fmt.Errorf("the %s is no limit of the %s family", null.Family, full.Family)
	}
	for _, g := range a.groups {
		if !slices.ContainsFunc(b.groups, func(h grouping) bool { return within(g, h) }) {
			return fmt.Errorf("the random term of %s is not in the larger model", g.name)
		}
	}
	both := &design{n: b.n, p: b.p + a.p}
	for i := range b.n {
		both.x = append(append(both.x, b.x[i*b.p:(i+1)*b.p]...), a.x[i*a.p:(i+1)*a.p]...)
	}
	if len(both.independent(count(b.n), count(both.p))) > len(b.independent(count(b.n), count(b.p))) {
		return fmt.Errorf("a fixed effect of the smaller model is not in the larger one")
	}
	return nil
}

// limit reports whether family a is b without its dispersion.
func limit(a, b Family) bool {
	return a == Binomial && b == BetaBinomial || a == Poisson && b == NegativeBinomial
}

// within reports whether the term g has the levels of h, and no other columns.
func within(g, h grouping) bool {
	if !slices.Equal(g.of, h.of) || g.correlated && g.width > 1 && !h.correlated {
		return false
	}
	for _, name := range g.names {
		if !slices.Contains(h.names, name) {
			return false
		}
	}
	return true
}
