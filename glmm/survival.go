package glmm

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// Life is what was seen of one spine.
type Life struct {
	Animal, Branch string
	// StartDay is the session on which it was first seen. StopDay is the
	// session on which it was first missed when Lost, and the last on which it
	// was seen when not.
	StartDay, StopDay float64
	Lost              bool
	// Sessions are the days on which its place could be judged, ascending;
	// nil takes those of all. A session left out makes one long interval of two.
	Sessions []float64
}

// Periods are lives cut into the intervals between sessions: one row for every
// interval that a spine entered.
type Periods struct {
	Life     []int     // index into the lives
	Interval []int     // 0 for the first after StartDay
	Days     []float64 // length
	Lost     []float64 // 1 when the spine was missed at the end
	// Unfollowed are lives without a session after the first: they have no row.
	Unfollowed []int
}

// Expand cuts lives at the sessions. A spine found missing was lost at some time
// in the interval before, and that is all a row says. An error names a life that
// does not start and stop at sessions.
func Expand(lives []Life, sessions []float64) (Periods, error) {
	var p Periods
	for k, l := range lives {
		days := l.Sessions
		if days == nil {
			days = sessions
		}
		if !slices.IsSorted(days) {
			return p, fmt.Errorf("spine %d: the sessions are not in order", k)
		}
		from, ok0 := slices.BinarySearch(days, l.StartDay)
		to, ok1 := slices.BinarySearch(days, l.StopDay)
		switch {
		case !ok0 || !ok1:
			return p, fmt.Errorf("spine %d: seen from day %g to %g, which are not both sessions %v\nhint: StopDay is a session too, the first without the spine when it was lost", k, l.StartDay, l.StopDay, days)
		case to < from || to == from && l.Lost:
			return p, fmt.Errorf("spine %d: lost or last seen on day %g, not after the day it was first seen, %g", k, l.StopDay, l.StartDay)
		case to == from:
			p.Unfollowed = append(p.Unfollowed, k)
		}
		for i := from; i < to; i++ {
			if days[i+1] == days[i] {
				return p, fmt.Errorf("spine %d: two sessions on day %g", k, days[i])
			}
			p.Life = append(p.Life, k)
			p.Interval = append(p.Interval, i-from)
			p.Days = append(p.Days, days[i+1]-days[i])
			p.Lost = append(p.Lost, float64(boolInt(l.Lost && i+1 == to)))
		}
	}
	return p, nil
}

// Covariate is a fixed effect of a life, one value a spine.
type Covariate struct {
	Name   string
	Values []float64
}

// Survive models the hazard of loss of spines within branches within animals,
//
//	lost ~ interval + covariates + offset(log days) + (1 | animal) + (1 | branch)
//
// with complementary log-log link: exp of a coefficient is a hazard ratio, the
// same whatever the days between sessions (Prentice & Gloeckler 1978,
// doi 10.2307/2529588; Allison 1982, doi 10.2307/270718). Every interval after
// the first sighting has a hazard of its own. Do restored spines survive better
// than de novo ones is
//
//	r, _, err := glmm.Survive(lives, sessions, glmm.Covariate{Name: "restored", Values: v})
//	r.Effects(0.95) // "restored": a hazard ratio below one
//
// A branch of the same name in two animals is two branches.
func Survive(lives []Life, sessions []float64, covariates ...Covariate) (*Result, Periods, error) {
	for _, c := range covariates {
		if len(c.Values) != len(lives) {
			panic("glmm: a covariate needs one value a life")
		}
	}
	p, err := Expand(lives, sessions)
	if err != nil {
		return nil, p, err
	}
	if len(p.Life) == 0 {
		return nil, p, fmt.Errorf("none of %d spines was followed to a second session", len(lives))
	}
	r, err := Fit(*p.design(lives, covariates), Params{Link: CLogLog})
	return r, p, err
}

// design codes the rows.
func (p Periods) design(lives []Life, covariates []Covariate) *formula.Design {
	n := len(p.Life)
	last := slices.Max(p.Interval)
	d := &formula.Design{Response: "lost", Y: p.Lost, Rows: p.Life, Offset: make([]float64, n), Names: []string{"(Intercept)"}}
	for k := 1; k <= last; k++ {
		d.Names = append(d.Names, fmt.Sprintf("interval%d", k+1))
	}
	for _, c := range covariates {
		d.Names = append(d.Names, c.Name)
	}
	d.X = mat.NewDense(n, len(d.Names), nil)
	var animals, branches []string
	for i, l := range p.Life {
		d.X.Set(i, 0, 1)
		if k := p.Interval[i]; k > 0 {
			d.X.Set(i, k, 1)
		}
		for j, c := range covariates {
			d.X.Set(i, 1+last+j, c.Values[l])
		}
		d.Offset[i] = math.Log(p.Days[i])
		animals = append(animals, lives[l].Animal)
		branches = append(branches, lives[l].Animal+":"+lives[l].Branch)
	}
	d.Groups = []formula.Group{intercept("animal", animals), intercept("branch", branches)}
	return d
}

// intercept is the random term (1 | name).
func intercept(name string, of []string) formula.Group {
	g := formula.Group{Name: name, Names: []string{"(Intercept)"}, Correlated: true, Z: mat.NewDense(len(of), 1, ones(len(of)))}
	at := map[string]int{}
	for _, l := range of {
		if _, ok := at[l]; !ok {
			at[l] = len(g.Levels)
			g.Levels = append(g.Levels, l)
		}
		g.Of = append(g.Of, at[l])
	}
	return g
}
