package glmm

import (
	"fmt"
	"math"
)

// Family is the distribution of the response given the random effects.
type Family int

// The families. Each has one link unless Params.Link says otherwise.
const (
	// Binomial counts successes of trials; logit or complementary log-log link.
	Binomial Family = iota
	// BetaBinomial counts successes of trials that resemble each other within
	// a row (Griffiths 1973, doi 10.2307/2529131); logit link.
	BetaBinomial
	// Poisson counts events; log link.
	Poisson
	// NegativeBinomial counts events with variance μ + αμ² (NB2, Lawless 1987,
	// doi 10.2307/3314912); log link.
	NegativeBinomial
	// Beta describes proportions strictly between 0 and 1 with mean μ and
	// precision φ, variance μ(1-μ)/(1+φ) (Ferrari & Cribari-Neto 2004,
	// doi 10.1080/0266476042000214501); logit link.
	Beta
)

// String names the family.
func (f Family) String() string {
	names := [...]string{"binomial", "beta-binomial", "Poisson", "negative binomial", "beta"}
	if f < 0 || int(f) >= len(names) {
		return fmt.Sprintf("Family(%d)", int(f))
	}
	return names[f]
}

// Link maps the mean to the linear predictor.
type Link int

// The links.
const (
	// DefaultLink is logit for proportions and log for counts.
	DefaultLink Link = iota
	// Logit is log(μ/(1-μ)): differences are log odds ratios.
	Logit
	// CLogLog is log(-log(1-μ)): of a binomial, differences are log hazard
	// ratios when rows are intervals of time (Prentice & Gloeckler 1978,
	// doi 10.2307/2529588).
	CLogLog
	// Log is log(μ): differences are log rate ratios.
	Log
)

// String names the link.
func (l Link) String() string {
	names := [...]string{"default", "logit", "cloglog", "log"}
	if l < 0 || int(l) >= len(names) {
		return fmt.Sprintf("Link(%d)", int(l))
	}
	return names[l]
}

// mean returns the mean of one trial, or of one unit of exposure, at eta.
func (l Link) mean(eta float64) float64 {
	switch l {
	case Logit:
		return logistic(eta)
	case CLogLog:
		return -math.Expm1(-math.Exp(eta))
	default:
		return math.Exp(eta)
	}
}

// of returns the linear predictor of mean mu.
func (l Link) of(mu float64) float64 {
	switch l {
	case Logit:
		return math.Log(mu / (1 - mu))
	case CLogLog:
		return math.Log(-math.Log1p(-mu))
	default:
		return math.Log(mu)
	}
}

func logistic(eta float64) float64 {
	if eta >= 0 {
		return 1 / (1 + math.Exp(-eta))
	}
	e := math.Exp(eta)
	return e / (1 + e)
}

// link returns the link of the family, or panics where the two do not go
// together: that is the caller's mistake.
func (f Family) link(l Link) Link {
	if l == DefaultLink {
		l = Logit
		if f == Poisson || f == NegativeBinomial {
			l = Log
		}
	}
	counts := f == Poisson || f == NegativeBinomial
	if f < Binomial || f > Beta || counts != (l == Log) || l == CLogLog && f != Binomial {
		panic(fmt.Sprintf("glmm: the %s family has no %s link", f, l))
	}
	return l
}

// curves holds, row by row, the log-likelihood ℓ of a row as a function of its
// linear predictor η, without what depends on the data alone, and derivatives:
//
//	g = ∂ℓ/∂η,  w = -∂²ℓ/∂η²,  t = ∂w/∂η
//
// and those of ℓ, g and w by the dispersion parameter.
type curves struct {
	l, g, w, t          []float64
	lDisp, gDisp, wDisp []float64
}

func newCurves(n int, dispersed bool) *curves {
	c := &curves{l: make([]float64, n), g: make([]float64, n), w: make([]float64, n), t: make([]float64, n)}
	if dispersed {
		c.lDisp, c.gDisp, c.wDisp = make([]float64, n), make([]float64, n), make([]float64, n)
	}
	return c
}

// kernel evaluates a family. at fills dst for linear predictors eta at the
// dispersion set before; third asks for t and the derivatives by dispersion too.
type kernel interface {
	dispersion(d float64)
	at(dst *curves, y, n, eta []float64, third bool)
	// constant is the part of a row's log-likelihood without parameters.
	constant(y, n float64) float64
}

// kernel returns the evaluator of the family with m rows.
func (f Family) kernel(l Link, m int) kernel {
	switch {
	case f == Binomial && l == CLogLog:
		return cloglog{}
	case f == Binomial:
		return logit{}
	case f == BetaBinomial:
		return &betaBinomial{}
	case f == Poisson:
		return poisson{}
	case f == NegativeBinomial:
		return &negBinomial{}
	default:
		return &beta{}
	}
}

// canonical is the kernel of the same responses in whose Newton steps separation
// shows: under the logit and the log link they go on at one unit a step, under
// others they may die away.
func (f Family) canonical() kernel {
	switch f {
	case Poisson, NegativeBinomial:
		return poisson{}
	case Beta:
		return &beta{phi: 1}
	default:
		return logit{}
	}
}

// dispersed reports whether the family has a dispersion parameter.
func (f Family) dispersed() bool {
	return f == BetaBinomial || f == NegativeBinomial || f == Beta
}

// fromTau returns the dispersion parameter at the optimiser's coordinate τ and
// its derivative: τ² where 0 is the family without overdispersion, so that the
// boundary is an ordinary stationary point, and exp τ for the precision of beta.
func (f Family) fromTau(tau float64) (value, slope float64) {
	if f == Beta {
		return math.Exp(tau), math.Exp(tau)
	}
	return tau * tau, 2 * tau
}

func lchoose(n, k float64) float64 {
	return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
