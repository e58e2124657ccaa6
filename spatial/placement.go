package spatial

import (
	"fmt"
	"math/rand/v2"
	"sort"
)

// Placement says where chance puts new points.
type Placement struct {
	// AvoidUm keeps new points this far from standing ones (null N4);
	// 0 places them anywhere on the judgeable path (null N3).
	AvoidUm float64
	Draws   int // 0 means 999
}

// DefaultDraws gives p-values down to 0.001.
const DefaultDraws = 999

func (p Placement) draws() int {
	if p.Draws == 0 {
		return DefaultDraws
	}
	return p.Draws
}

// Chance is a count and what the null makes of it.
type Chance struct {
	Observed int
	Of       int       // new points
	Mean     float64   // of the draws
	Lo, Hi   float64   // middle 95 % of the draws
	P        float64   // (draws >= Observed + 1)/(draws + 1)
	Draws    []int     `json:"-"` // in the order drawn
	Branch   []Counted // per branch, as given
}

// Counted is the observed and the mean drawn count on one branch.
type Counted struct {
	Observed, Of int
	Mean         float64
}

// RestoredChance compares the number of restored points with the number when
// each branch's new points fall by chance (N3, or N4 with AvoidUm). Every
// branch keeps its number of new points and their sides. It is an error, not a
// guess, when a branch with new points leaves chance no path to put them on.
func RestoredChance(branches []Branch, m Match, p Placement, rng *rand.Rand) (Chance, error) {
	c, err := Sweep(branches, []float64{m.radius()}, m, p, rng)
	if err != nil {
		return Chance{}, err
	}
	return c[0], nil
}

// Sweep is RestoredChance at several radii; every radius sees the same draws,
// so the curve is smooth. m.RadiusUm is not read.
func Sweep(branches []Branch, radiiUm []float64, m Match, p Placement, rng *rand.Rand) ([]Chance, error) {
	out := make([]Chance, len(radiiUm))
	for i := range out {
		out[i] = Chance{Draws: make([]int, p.draws()), Branch: make([]Counted, len(branches))}
	}
	for b, branch := range branches {
		path, err := placeable(branch, p)
		if err != nil {
			return nil, fmt.Errorf("spatial: branch %d of %d: %w", b+1, len(branches), err)
		}
		strata := bySide(branch, m.SameSide)
		for i, r := range radiiUm {
			m.RadiusUm = r
			out[i].Branch[b].Observed = len(Restored(branch.Formed, branch.Lost, m))
			out[i].Branch[b].Of = len(branch.Formed)
		}
		for d := range p.draws() {
			for _, s := range strata {
				place(s.drawn, path, rng)
				for i, r := range radiiUm {
					k := countSorted(s.drawn, s.lost, r, m.ManyToOne)
					out[i].Draws[d] += k
					out[i].Branch[b].Mean += float64(k) / float64(p.draws())
				}
			}
		}
	}
	for i := range out {
		out[i].summarise()
	}
	return out, nil
}

// placeable returns the path on which chance puts the new points of a branch.
func placeable(b Branch, p Placement) ([]Span, error) {
	path := Subtract(b.Path, windows(b.Standing, p.AvoidUm))
	if p.AvoidUm == 0 {
		path = Union(b.Path)
	}
	if len(path) == 0 && len(b.Formed) > 0 {
		return nil, fmt.Errorf("%d new points and no path left to place them on "+
			"(%.3g um judgeable, %d standing points, zone %g um); hint: give the judgeable path, or a smaller zone",
			len(b.Formed), LengthUm(b.Path), len(b.Standing), p.AvoidUm)
	}
	return path, nil
}

// stratum is what is paired together in one draw.
type stratum struct {
	lost  []float64 // rising
	drawn []float64 // filled by place
}

func bySide(b Branch, apart bool) []stratum {
	var out []stratum
	for _, side := range sides(b.Formed, apart) {
		s := stratum{drawn: make([]float64, len(byPosition(b.Formed, side)))}
		for _, i := range byPosition(b.Lost, side) {
			s.lost = append(s.lost, b.Lost[i].PositionUm)
		}
		out = append(out, s)
	}
	return out
}

// place fills dst with rising uniform positions on the path.
func place(dst []float64, path []Span, rng *rand.Rand) {
	total := 0.0
	for _, v := range path {
		total += v.Hi - v.Lo
	}
	for i := range dst {
		dst[i] = along(path, rng.Float64()*total)
	}
	sort.Float64s(dst)
}

func (c *Chance) summarise() {
	for _, b := range c.Branch {
		c.Observed += b.Observed
		c.Of += b.Of
	}
	x := make([]float64, len(c.Draws))
	extreme := 0
	for i, k := range c.Draws {
		x[i] = float64(k)
		c.Mean += x[i] / float64(len(x))
		if k >= c.Observed {
			extreme++
		}
	}
	c.Lo, c.Hi = middle95(x)
	c.P = float64(extreme+1) / float64(len(x)+1)
}

// middle95 returns the 2.5 % and 97.5 % order statistics, reordering x.
func middle95(x []float64) (lo, hi float64) {
	sort.Float64s(x)
	k := int(0.025 * float64(len(x)))
	return x[k], x[len(x)-1-k]
}
