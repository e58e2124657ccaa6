package glmm

import (
	"fmt"
	"math"
)

// rows fills Eta and Fitted for every row of the design.
func (r *Result) rows() {
	e := r.est
	r.Eta, r.Fitted = make([]float64, r.Rows), make([]float64, r.Rows)
	beta := r.finite()
	for i := range r.Rows {
		r.Eta[i] = e.d.off[i] + dot(e.d.x[i*e.d.p:(i+1)*e.d.p], beta)
		for g, m := range r.Modes {
			term := &e.d.groups[g]
			r.Eta[i] += dot(term.z[i*term.width:(i+1)*term.width], m.Values[term.of[i]])
		}
		r.Fitted[i] = e.pr.link.mean(r.Eta[i])
	}
	for _, i := range e.certain {
		r.Eta[i] = math.Inf(-1)
		if e.d.y[i] > 0 {
			r.Eta[i] = math.Inf(1)
		}
		r.Fitted[i] = e.pr.link.mean(r.Eta[i])
	}
}

// remarks adds what concerns the whole fit.
func (r *Result) remarks() {
	e := r.est
	var up, down bool
	for i, y := range e.d.y {
		up = up || y > 0
		down = down || y < e.d.m[i]
	}
	switch {
	case r.Family == Beta:
	case !up:
		r.Notes = append(r.Notes, "every response is zero: the estimate lies at minus infinity")
	case !down && (r.Family == Binomial || r.Family == BetaBinomial):
		r.Notes = append(r.Notes, "every trial is a success: the estimate lies at plus infinity")
	case len(e.certain) > 0:
		r.Notes = append(r.Notes, fmt.Sprintf("separation: %d of %d rows are predicted with certainty, and coefficients that say so are infinite", len(e.certain), r.Rows))
	}
	if !r.Converged {
		r.Notes = append(r.Notes, "the search for the maximum did not end at one: take no number of this fit for an estimate")
	}
}
