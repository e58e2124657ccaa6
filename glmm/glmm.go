// Package glmm fits generalised linear mixed models: counts, proportions and
// survival in intervals of spines within branches within animals, or of events
// within recordings within animals. It takes a formula.Design and returns
// effects on the link scale (log odds, log hazard, log rate) with intervals,
// the spread between animals and branches as standard deviations on that
// scale, and the reason wherever the data do not determine an answer.
//
// Families: binomial, beta-binomial, Poisson, negative binomial and beta.
// Random effects: any nested or crossed intercepts and slopes, by the Laplace
// approximation; one scalar random effect also by adaptive Gauss-Hermite
// quadrature. Both follow Bates, Mächler, Bolker & Walker (2015,
// doi 10.18637/jss.v067.i01), with exact gradients of the deviance as in
// Kristensen et al. (2016, doi 10.18637/jss.v070.i05). Without random terms it
// fits the generalised linear model.
//
// What it cannot see: the Laplace approximation pulls variances towards zero
// where levels hold few binary rows; tests by the normal distribution reject
// too often with few animals, which is why Effect carries a t test on the
// degrees of freedom between animals, and Bootstrap simulates the distribution;
// random effects are taken to be normal and rows independent given them.
package glmm

import (
	"fmt"

	"respine/formula"
)

// Params says what to fit. The zero value is the binomial with logit link by
// the Laplace approximation.
type Params struct {
	Family Family
	Link   Link
	// Nodes of the quadrature, for one scalar random effect; 0 or 1 is Laplace.
	Nodes int
}

// Fit maximises the likelihood. Designs whose likelihood has no maximum, or
// leaves something open, are answered as well: see Coefficient.Reason,
// Component.Reason and Result.Notes. An error names a response that is none of
// the family, or a quadrature for which the random terms are too many.
func Fit(f formula.Design, p Params) (*Result, error) {
	link := p.Family.link(p.Link)
	d, err := check(&f, p.Family)
	if err != nil {
		return nil, err
	}
	if p.Nodes > 1 {
		if err := d.quadratureFits(p.Nodes); err != nil {
			return nil, err
		}
	}
	family := p.Family
	var notes []string
	if family == BetaBinomial && d.mostTrials() <= 1 {
		family = Binomial
		notes = append(notes, "no row has two trials: whether trials of a row resemble each other cannot be seen, and the model is the binomial")
	}
	e := estimation(d, family, link, p.Nodes)
	r := newResult(e, p.Nodes)
	r.Family = p.Family
	r.Notes = append(notes, r.Notes...)
	return r, nil
}

func (d *design) mostTrials() float64 {
	most := 0.0
	for _, m := range d.m {
		most = max(most, m)
	}
	return most
}

// mostNodes is where weights of the quadrature leave the range of float64.
const mostNodes = 100

func (d *design) quadratureFits(nodes int) error {
	if nodes > mostNodes {
		return fmt.Errorf("%d nodes\nhint: 25 give as many digits as anybody needs", nodes)
	}
	n := 0
	for _, g := range d.groups {
		if !g.fixed {
			n += g.width
		}
	}
	if n != 1 {
		return fmt.Errorf("quadrature with %d nodes is for one random intercept or slope, the model has %d\nhint: Nodes: 1, the Laplace approximation, takes any", nodes, n)
	}
	return nil
}
