package glmm

import (
	"fmt"
	"math"
)

// unbounded is a standard deviation on the link scale beyond which levels are
// all or nothing: odds of e^20 to one between them.
const unbounded = 20

// covarianceOf returns Λ of a block at theta, row by row.
func (b block) lambda(theta []float64) [][]float64 {
	l := make([][]float64, b.width)
	for i := range l {
		l[i] = make([]float64, b.width)
	}
	for k, e := range b.entries {
		l[e[0]][e[1]] = theta[b.theta+k]
	}
	return l
}

// blockOf finds the block of a group of the design.
func (pr *problem) blockOf(group int) (block, bool) {
	for _, b := range pr.blocks {
		if b.group == group {
			return b, true
		}
	}
	return block{}, false
}

// components puts θ into standard deviations and correlations, in the order of
// the design.
func (r *Result) components() {
	e := r.est
	for gi, g := range e.d.groups {
		c := Component{Group: g.name, Levels: g.levels, Names: g.names, SD: make([]float64, g.width), Reason: g.reason}
		c.Correlation = make([][]float64, g.width)
		for i := range c.Correlation {
			c.Correlation[i] = make([]float64, g.width)
			c.Correlation[i][i] = 1
		}
		b, ok := e.pr.blockOf(gi)
		switch {
		case !ok:
		case e.state == nil:
			c.Reason = "every row is predicted with certainty: no spread can be seen"
		default:
			_, theta, _ := e.pr.parts(e.min.x)
			c.measure(b.lambda(theta))
		}
		r.Components = append(r.Components, c)
		if c.Reason != "" {
			r.Notes = append(r.Notes, fmt.Sprintf("spread between levels of %s: %s", c.Group, c.Reason))
		}
	}
}

// measure fills SD and correlations from ΛΛ' and says where it is singular.
func (c *Component) measure(l [][]float64) {
	for i := range l {
		c.SD[i] = math.Sqrt(dot(l[i], l[i]))
	}
	least := 1.0
	for i := range l {
		for j := range i {
			if c.SD[i] > 0 && c.SD[j] > 0 {
				rho := dot(l[i], l[j]) / (c.SD[i] * c.SD[j])
				c.Correlation[i][j], c.Correlation[j][i] = rho, rho
			}
		}
		if c.SD[i] > 0 {
			least = math.Min(least, math.Abs(l[i][i])/c.SD[i])
		}
	}
	for i, sd := range c.SD {
		switch {
		case sd < zeroSD:
			c.Reason = fmt.Sprintf("singular: the spread of %s is estimated at zero, levels differ no more than rows within them make them", c.Names[i])
		case sd > unbounded:
			c.Reason = fmt.Sprintf("the spread of %s has no upper bound: levels are all or nothing", c.Names[i])
		}
	}
	if c.Reason == "" && least < zeroSD {
		c.Reason = "singular: the random effects of a level are estimated as perfectly correlated"
	}
}

// modes fills b = Λu of every level, in the order of the design.
func (r *Result) modes() {
	e := r.est
	for gi, g := range e.d.groups {
		m := Modes{Group: g.name, Names: g.names, Levels: g.labels, Values: make([][]float64, g.levels)}
		b, ok := e.pr.blockOf(gi)
		for l := range m.Values {
			m.Values[l] = make([]float64, g.width)
			if !ok || e.state == nil {
				continue
			}
			_, theta, _ := e.pr.parts(e.min.x)
			u := e.state.u[b.first+l*b.width : b.first+(l+1)*b.width]
			for c, row := range b.lambda(theta) {
				m.Values[l][c] = dot(row, u)
			}
		}
		r.Modes = append(r.Modes, m)
	}
}

// Singular reports whether a spread or the dispersion lies at its boundary.
func (r *Result) Singular() bool {
	for _, c := range r.Components {
		if c.Reason != "" {
			return true
		}
	}
	return r.Dispersion != nil && r.Dispersion.Reason != ""
}
