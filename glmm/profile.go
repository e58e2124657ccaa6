package glmm

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Profiled is an interval by profile likelihood: the values that a
// likelihood-ratio test would not reject. It may end at infinity.
type Profiled struct {
	Lo, Hi float64
	Reason string
}

// profileTolerance is how close to its limit, relative to a standard error, an
// interval is searched.
const profileTolerance = 1e-6

// Profile returns the interval of coefficient j. The fall of the deviance is
// held against F(1, DF) with DF the degrees of freedom between levels, as
// Comparison.PF does; without random terms that is χ². A separated coefficient
// has a finite limit on one side.
func (r *Result) Profile(j int, confidence float64) Profiled {
	if why := r.unprofiled(j); why != "" {
		return Profiled{math.Inf(-1), math.Inf(1), why}
	}
	c := r.Coefficients[j]
	limit := critical(confidence, r.df[j])
	at := func(value float64) float64 { return r.heldAt(j, value) - r.Deviance - limit }
	if math.IsInf(c.Estimate, 0) {
		// From far out, where the deviance is the least, towards the other side.
		edge := bound(at, math.Copysign(30, c.Estimate), -math.Copysign(1, c.Estimate))
		if c.Estimate > 0 {
			return Profiled{edge, math.Inf(1), c.Reason}
		}
		return Profiled{math.Inf(-1), edge, c.Reason}
	}
	step := c.SE
	if math.IsInf(step, 1) {
		step = 1
	}
	return Profiled{Lo: bound(at, c.Estimate, -2*step), Hi: bound(at, c.Estimate, 2*step)}
}

func (r *Result) unprofiled(j int) string {
	c := r.Coefficients[j]
	switch {
	case !r.Converged:
		return "the fit did not converge"
	case r.df[j] < 1:
		return "no degrees of freedom are left between the levels that it varies between"
	case math.IsInf(c.SE, 1) && !math.IsInf(c.Estimate, 0):
		return c.Reason
	}
	return ""
}

// critical is the fall of the deviance that an interval allows.
func critical(confidence, df float64) float64 {
	if !(confidence > 0 && confidence < 1) {
		panic("glmm: confidence must lie between 0 and 1")
	}
	q := distuv.UnitNormal.Quantile(0.5 + confidence/2)
	if !math.IsInf(df, 1) {
		q = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(0.5 + confidence/2)
	}
	return q * q
}

// heldAt returns the deviance with coefficient j at the value: its column times
// the value goes into the offset.
func (r *Result) heldAt(j int, value float64) float64 {
	d := *r.est.d
	d.p--
	d.x = make([]float64, 0, d.n*d.p)
	d.off = slices.Clone(d.off)
	for i := range d.n {
		row := r.est.d.x[i*r.est.d.p : (i+1)*r.est.d.p]
		d.x = append(append(d.x, row[:j]...), row[j+1:]...)
		d.off[i] += row[j] * value
	}
	d.names = slices.Delete(slices.Clone(d.names), j, j+1)
	return estimation(&d, r.est.pr.family, r.Link, r.Nodes).deviance
}

// bound finds where f, below zero at from, crosses zero: in growing steps until
// it does, ±Inf when it does not, then by false position (Illinois).
func bound(f func(float64) float64, from, step float64) float64 {
	a, fa := from, f(from)
	b := from
	fb := fa
	for range 12 {
		b += step
		if fb = f(b); fb > 0 {
			break
		}
		a, fa = b, fb
		step *= 1.6
	}
	if !(fb > 0) {
		return math.Inf(int(math.Copysign(1, step)))
	}
	side := 0
	for range 60 {
		x := (a*fb - b*fa) / (fb - fa)
		if math.IsInf(fb, 1) {
			x = (a + b) / 2
		}
		fx := f(x)
		if math.Abs(fx) < profileTolerance || math.Abs(b-a) < profileTolerance*math.Abs(step) {
			return x
		}
		if fx > 0 {
			b, fb = x, fx
			if side == 1 {
				fa /= 2
			}
			side = 1
		} else {
			a, fa = x, fx
			if side == -1 {
				fb /= 2
			}
			side = -1
		}
	}
	return (a + b) / 2
}

// ProfileSD returns the interval of the standard deviation of column c of random
// term g, for a term of one column or of uncorrelated ones, by the χ²
// distribution. Zero is in it unless the lower limit lies above.
func (r *Result) ProfileSD(g, c int, confidence float64) Profiled {
	e := r.est
	b, ok := e.pr.blockOf(g)
	switch {
	case !ok || e.state == nil:
		return Profiled{0, math.Inf(1), r.Components[g].Reason}
	case !r.Converged:
		return Profiled{0, math.Inf(1), "the fit did not converge"}
	case b.width > 1 && len(b.entries) > b.width:
		return Profiled{0, math.Inf(1), fmt.Sprintf("the columns of %s are correlated: their spread is no single parameter", r.Components[g].Group)}
	}
	k := e.pr.p + b.theta + c
	limit := critical(confidence, math.Inf(1))
	at := func(sd float64) float64 { return e.held(k, sd) - e.min.value - limit }
	sd := math.Abs(e.min.x[k])
	out := Profiled{Hi: bound(at, sd, math.Max(sd, 0.2))}
	if at(0) > 0 {
		out.Lo = bound(func(x float64) float64 { return at(math.Max(x, 0)) }, sd, -sd/2)
	}
	return out
}

// held returns the least of D with coordinate k at the value. Others that were
// at zero set out from elsewhere: zero is stationary whether or not it is best.
func (e *estimate) held(k int, value float64) float64 {
	x := slices.Clone(e.min.x)
	for i, zero := range e.zero {
		if zero {
			x[i] = 0.2
		}
	}
	x[k] = value
	held := make([]bool, len(x))
	held[k] = true
	f, free := restrict(e.f, x, held)
	return minimise(f, free).value
}

// restrict returns f as a function of the coordinates that are not held, and
// those of x.
func restrict(f objective, x []float64, held []bool) (objective, []float64) {
	full, grad := slices.Clone(x), make([]float64, len(x))
	var free []float64
	for i, h := range held {
		if !h {
			free = append(free, x[i])
		}
	}
	return func(y, g []float64) float64 {
		k := 0
		for i, h := range held {
			if !h {
				full[i] = y[k]
				k++
			}
		}
		if g == nil {
			return f(full, nil)
		}
		v := f(full, grad)
		g = g[:0]
		for i, h := range held {
			if !h {
				g = append(g, grad[i])
			}
		}
		return v
	}, free
}
