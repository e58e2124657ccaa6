package sucrose

import (
	"fmt"
	"math"
)

// Licks are the licks of one mouse in one session.
type Licks struct {
	Animal, Session string // as the file has them; "" if it does not
	Spouts          []Spout
}

// Spout is what one bottle was licked.
type Spout struct {
	Name string    // as the file calls it
	Sec  []float64 // when each lick began, rising
}

// LickParams say which spout is which, and what is a lick. The zero LickParams take
// a spout whose name has "suc" in it for that of sucrose.
type LickParams struct {
	Sucrose, Water string // names of spouts
	// LeastSec is the shortest time between two licks; what follows sooner is a
	// bounce of the contact. Default 0.05: mice lick up to 12 times a second
	// (Boughter et al. 2007, doi 10.1371/journal.pone.0000628, find 6 to 9).
	LeastSec float64
	// BoutSec is the pause that ends a bout; default 0.5.
	BoutSec float64
	// MinLicks is the least that two spouts together must have; default 20.
	MinLicks int
}

func (p LickParams) orDefaults() LickParams {
	if p.LeastSec == 0 {
		p.LeastSec = 0.05
	}
	if p.BoutSec == 0 {
		p.BoutSec = 0.5
	}
	if p.MinLicks == 0 {
		p.MinLicks = 20
	}
	return p
}

// Licked is what the licks of a session come to.
type Licked struct {
	Animal, Session string
	Percent         float64 // of licks at the sucrose; NaN where Reason says why
	Spouts          []SpoutCount
	Reason          string
}

// SpoutCount is one spout.
type SpoutCount struct {
	Name          string
	Content       string // "sucrose", "water", or "" if not known
	Licks, Bounce int    // that count, and that came too soon after another
	Bouts         int
	IntervalSec   float64 // median between licks of a bout; NaN if there are none
}

// Prefer counts licks. An error says which spout cannot be found.
func Prefer(l Licks, p LickParams) (Licked, error) {
	p = p.orDefaults()
	out := Licked{Animal: l.Animal, Session: l.Session, Percent: math.NaN()}
	for _, s := range l.Spouts {
		out.Spouts = append(out.Spouts, s.count(p))
	}
	for _, want := range []string{p.Sucrose, p.Water} {
		if want != "" && out.find(want) < 0 {
			return out, fmt.Errorf("no spout is called %s; there are %s", want, out.names())
		}
	}
	sucrose, water := out.contents(p)
	switch {
	case len(l.Spouts) < 2:
		out.Reason = "licks at one spout only: no preference can be told"
	case sucrose < 0:
		out.Reason = "which spout held sucrose is not known"
	case water < 0:
		out.Reason = "which spout held water is not known"
	case out.Spouts[sucrose].Licks+out.Spouts[water].Licks < p.MinLicks:
		out.Reason = fmt.Sprintf("%d licks in all, fewer than %d", out.Spouts[sucrose].Licks+out.Spouts[water].Licks, p.MinLicks)
	default:
		s, w := float64(out.Spouts[sucrose].Licks), float64(out.Spouts[water].Licks)
		out.Percent = 100 * s / (s + w)
	}
	return out, nil
}

// count takes licks that come too soon for bounces, and pauses for ends of bouts.
func (s Spout) count(p LickParams) SpoutCount {
	c := SpoutCount{Name: s.Name, IntervalSec: math.NaN()}
	var within []float64
	last := math.Inf(-1)
	for _, t := range s.Sec {
		gap := t - last
		if gap < p.LeastSec {
			c.Bounce++
			continue
		}
		c.Licks++
		if gap >= p.BoutSec {
			c.Bouts++
		} else {
			within = append(within, gap)
		}
		last = t
	}
	if len(within) > 0 {
		c.IntervalSec = median(within)
	}
	return c
}
