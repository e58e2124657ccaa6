package puncta

import "math"

// Crowding is how many puncta were lost to others too near to be told apart, as the
// distances between those found say. Puncta that stand independently of each other at
// distances below their own width have as many neighbours there as their density a
// little further off: what is missing of them has been taken for one, and what is too
// many, one for two.
type Crowding struct {
	RadiusUm float64 // below which pairs may be lost
	Pairs    int     // found that near
	Expected float64 // by the neighbours beyond
	Factor   float64 // puncta there are, over those found
}

// Where pairs may be lost, and how far their neighbours are looked at, in usual sizes
// of a punctum. Two of a size and of usual brightness are told apart from 0.55 sizes
// on at best, and are misplaced up to about 0.7; neighbours beyond 2.5 say more of the
// neurite than of the place.
const (
	lostSizes  = 0.75
	aboutSizes = 2.5
	rings      = 6
)

// mostLost is the share of pairs lost, per punctum found, beyond which pairs no longer
// tell how many puncta there are.
const mostLost = 0.2

// crowding counts pairs of puncta, and expects as many near pairs as the density of
// neighbours gives when it is carried on from beyond, by an exponential that does not
// fall towards the middle: along neurites they are the denser the nearer. In stacks z
// counts in widths along z.
//
// With n found and E pairs expected among as many, there are x n puncta and x^2 E near
// pairs; those lost, x^2 (E - P), are the puncta lost, (x - 1) n, which gives x.
func crowding(all []Punctum, sizeUm, depthUm float64) Crowding {
	c := Crowding{RadiusUm: lostSizes * sizeUm, Factor: 1}
	inner, outer := c.RadiusUm, aboutSizes*sizeUm
	width := (outer - inner) / rings
	var pairs [rings]float64
	for i, a := range all {
		for _, b := range all[:i] {
			dy := a.YUm - b.YUm
			if math.Abs(dy) > outer {
				continue
			}
			d := math.Hypot(a.XUm-b.XUm, dy)
			if depthUm > 0 {
				d = math.Hypot(d, (a.ZUm-b.ZUm)*sizeUm/depthUm)
			}
			switch {
			case d < inner:
				c.Pairs++
			case d < outer:
				pairs[min(int((d-inner)/width), rings-1)]++
			}
		}
	}
	ring := func(r float64) float64 { return math.Pi * r * r }
	if depthUm > 0 {
		ring = func(r float64) float64 { return 4 * math.Pi / 3 * r * r * r }
	}
	var at, size [rings]float64
	for k := range rings {
		lo, hi := inner+float64(k)*width, inner+float64(k+1)*width
		at[k], size[k] = (lo+hi)/2/sizeUm, ring(hi)-ring(lo)
	}
	level, slope := falling(at, size, pairs)
	middle := 2 * inner / 3 // mean distance within a disc
	if depthUm > 0 {
		middle = 3 * inner / 4
	}
	c.Expected = ring(inner) * math.Exp(level+slope*middle/sizeUm)
	if len(all) > 0 {
		c.Factor = lostFactor((c.Expected - float64(c.Pairs)) / float64(len(all)))
	}
	return c
}

// steepest is how fast neighbours may thin out, as a logarithm, in a size of a punctum:
// half as many in half a size. What falls faster is a few pairs by chance.
const steepest = 2 * math.Ln2

// falling fits counts of Poisson about size exp(level + slope at), the slope not above
// zero nor below -steepest, by likelihood: at each slope the level has a closed form,
// and the derivative by the slope falls, so that halving finds where it is zero. The
// level of no counts is minus infinity.
func falling(at, size, counts [rings]float64) (level, slope float64) {
	fit := func(slope float64) (level, rise float64) {
		var n, nx, w, wx float64
		for k, c := range counts {
			e := size[k] * math.Exp(slope*at[k])
			n, nx, w, wx = n+c, nx+c*at[k], w+e, wx+e*at[k]
		}
		return math.Log(n / w), nx - n*wx/w
	}
	lo, hi := -steepest, 0.
	for range 40 {
		slope = (lo + hi) / 2
		if _, rise := fit(slope); rise > 0 {
			lo = slope
		} else {
			hi = slope
		}
	}
	level, _ = fit(slope)
	return level, slope
}

// lostFactor is the root near 1 of q x^2 - x + 1 = 0.
func lostFactor(q float64) float64 {
	q = math.Min(q, mostLost)
	if math.Abs(q) < 1e-9 {
		return 1
	}
	return (1 - math.Sqrt(1-4*q)) / (2 * q)
}
