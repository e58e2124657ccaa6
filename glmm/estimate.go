package glmm

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// estimate is a fitted problem before it is put into words.
type estimate struct {
	d          *design
	pr         *problem
	cols       []int       // of the design, fitted
	directions [][]float64 // of separation, in the design's columns
	null       [][]float64 // combinations of columns that are zero in all rows left
	certain    []int       // rows of the design predicted with certainty in the limit
	min        minimum
	state      *state
	f          objective // nil when nothing is left to fit
	zero       []bool    // coordinates of min.x that are at zero, a boundary
	deviance   float64   // -2 log-likelihood, constants included
}

// estimation finds the maximum, leaving out what separation has decided.
func estimation(d *design, family Family, link Link, nodes int) *estimate {
	e := &estimate{d: d}
	rows, order := count(d.n), count(d.p)
	// Rows without a trial say nothing, not even which columns are independent.
	rows = slices.DeleteFunc(rows, func(i int) bool { return d.m[i] == 0 })
	var fit plainFit
	for {
		e.cols = d.independent(rows, order)
		e.pr = newProblem(d, family, link, rows, e.cols)
		fit = e.pr.plain(family.canonical(), startDispersion(family))
		direction, moved, ok := e.pr.separation(fit)
		if !ok {
			break
		}
		rows = slices.DeleteFunc(rows, func(i int) bool {
			if moved[e.pr.cell[i]] {
				e.certain = append(e.certain, i)
			}
			return moved[e.pr.cell[i]]
		})
		e.directions = append(e.directions, e.wide(direction))
		order = lastOf(order, e.wide(direction))
		if len(rows) == 0 {
			e.cols = nil
			e.null = d.nullVectors(rows, nil)
			return e // every row certain: the likelihood tends to one
		}
	}
	e.null = d.nullVectors(rows, e.cols)
	if e.pr.kernel != family.canonical() {
		fit = e.pr.plain(e.pr.kernel, startDispersion(family))
	}
	e.state = newState(e.pr)
	e.f = e.state.deviance
	if nodes > 1 {
		e.f = newQuadrature(e.state, nodes).deviance
	}
	e.search(fit)
	e.snap()
	e.deviance = e.min.value - 2*e.pr.constant
	return e
}

// search runs from lme4's start and, where it ends at no minimum, from smaller
// and larger spreads: of correlated slopes without an intercept the deviance is
// a bent valley in which one in several hundred searches is lost.
func (e *estimate) search(fit plainFit) {
	for k, spread := range []float64{1, 0.2, 3} {
		m := minimise(e.f, e.start(fit, spread))
		if k == 0 || m.converged() || m.value < e.min.value {
			e.min = m
		}
		if m.converged() {
			break
		}
	}
	e.zero = make([]bool, len(e.min.x))
}

func count(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// wide puts coefficients of the fitted columns at their places in the design's.
func (e *estimate) wide(beta []float64) []float64 {
	out := make([]float64, e.d.p)
	for k, j := range e.cols {
		if math.Abs(beta[k]) > 1e-7 {
			out[j] = beta[k]
		}
	}
	return out
}

// lastOf moves the columns with an entry in direction behind the others.
func lastOf(order []int, direction []float64) []int {
	out := slices.Clone(order)
	slices.SortStableFunc(out, func(a, b int) int {
		return boolInt(direction[a] != 0) - boolInt(direction[b] != 0)
	})
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func startDispersion(f Family) float64 {
	if f == Beta {
		return 5
	}
	return 0.1
}

// start is where a search begins: the plain fit, standard deviations of spread,
// no correlations, and the dispersion by moments of the plain fit.
func (e *estimate) start(fit plainFit, spread float64) []float64 {
	x := slices.Clone(fit.gamma)
	for _, b := range e.pr.blocks {
		for _, entry := range b.entries {
			x = append(x, spread*float64(boolInt(entry[0] == entry[1])))
		}
	}
	if e.pr.family.dispersed() {
		x = append(x, e.pr.startTau(fit.mu))
	}
	return x
}

// startTau solves Σ (y-Ey)²/Var(y) = n - p for the dispersion, roughly.
func (pr *problem) startTau(mu []float64) float64 {
	free := math.Max(1, float64(pr.n-pr.p))
	sum, excess := 0.0, 0.0
	for i, m := range mu {
		switch pr.family {
		case Beta:
			sum += (pr.y[i] - m) * (pr.y[i] - m) / (m * (1 - m))
		case NegativeBinomial:
			sum += ((pr.y[i]-m)*(pr.y[i]-m) - m) / (m * m)
		default:
			n := pr.m[i]
			sum += (pr.y[i]-n*m)*(pr.y[i]-n*m)/math.Max(n*m*(1-m), 1e-9) - 1
			excess += n - 1
		}
	}
	switch pr.family {
	case Beta: // Var = μ(1-μ)/(1+φ)
		return math.Log(math.Max(free/math.Max(sum, 1e-9)-1, 0.1))
	case NegativeBinomial:
		return math.Sqrt(math.Min(math.Max(sum/free, 0.01), 10))
	default: // Var = nμ(1-μ)(1+(n-1)ρ)
		rho := math.Min(math.Max(sum/math.Max(excess, 1), 0.01), 0.9)
		return math.Sqrt(rho / (1 - rho))
	}
}

// covariance returns the inverse of half the Hessian of D by all coordinates,
// zero in rows of coordinates at the boundary; nil when it is not positive.
func (e *estimate) covariance() *mat.SymDense {
	var free []int
	for k, z := range e.zero {
		if !z {
			free = append(free, k)
		}
	}
	out := mat.NewSymDense(max(len(e.zero), 1), nil)
	if len(free) == 0 {
		return out
	}
	h := mat.NewSymDense(len(free), nil)
	for a, i := range free {
		for b, j := range free[:a+1] {
			h.SetSym(a, b, e.min.hessian.At(i, j)/2)
		}
	}
	var chol mat.Cholesky
	var inverse mat.SymDense
	if !chol.Factorize(h) || chol.InverseTo(&inverse) != nil {
		return nil
	}
	for a, i := range free {
		for b, j := range free[:a+1] {
			out.SetSym(i, j, inverse.At(a, b))
		}
	}
	return out
}
