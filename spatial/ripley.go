package spatial

import (
	"fmt"
	"math"
)

// Correction says how K on a network treats its shape.
type Correction int

const (
	// Uncorrected is the network K of Okabe & Yamada 2001 (doi
	// 10.1111/j.1538-4632.2001.tb00448.x): pairs are counted as they are, so
	// that K of points at random depends on the network and rises more slowly
	// where branches end.
	Uncorrected Correction = iota
	// Corrected weighs each pair by one over the number of places of the
	// network that lie as far from the first point as the second does (Ang,
	// Baddeley & Nair 2012, doi 10.1111/j.1467-9469.2011.00752.x). K of points
	// at random is then r on every network.
	Corrected
)

// Curve is K, or the pair correlation, by distance.
type Curve struct {
	RadiusUm []float64
	Value    []float64
	// Undetermined is why there is no Value, "" if there is.
	Undetermined string
}

// K returns the K function of points on the network,
//
//	K(r) = L/(n(n-1)) · Σ_i Σ_{j≠i} w_ij·1(d_ij <= r)
//
// with L the length of the network, d path distance and w 1, or the weights of
// the correction. The sum includes coincident points.
func (n Network) K(points []On, radiiUm []float64, how Correction) Curve {
	pairs := float64(len(points)) * float64(len(points)-1)
	return n.k(points, points, true, pairs, radiiUm, how)
}

// CrossK is K from the points of a to those of b, two different sets: the same
// sum over all i of a and j of b, with n_a·n_b for n(n-1).
func (n Network) CrossK(a, b []On, radiiUm []float64, how Correction) Curve {
	return n.k(a, b, false, float64(len(a))*float64(len(b)), radiiUm, how)
}

func (n Network) k(a, b []On, same bool, pairs float64, radiiUm []float64, how Correction) Curve {
	c := Curve{RadiusUm: radiiUm}
	if pairs == 0 {
		c.Undetermined = fmt.Sprintf("%d and %d points make no pair", len(a), len(b))
		return c
	}
	c.Value = make([]float64, len(radiiUm))
	scale := n.LengthUm() / pairs
	n.eachPair(a, b, same, greatest(radiiUm), how, func(d, w float64) {
		for i, r := range radiiUm {
			if d <= r {
				c.Value[i] += scale * w
			}
		}
	})
	return c
}

// PairCorrelation returns the derivative of the corrected K,
//
//	g(r) = L/(n(n-1)) · Σ_{i≠j} w_ij·κ(r - d_ij)
//
// with the Epanechnikov kernel κ of half width bandwidthUm, mirrored at r = 0.
// It is 1 at every distance when points stand at random, above where pairs are
// in excess.
func (n Network) PairCorrelation(points []On, radiiUm []float64, bandwidthUm float64) Curve {
	if !(bandwidthUm > 0) {
		panic("spatial: PairCorrelation: bandwidth must be above 0")
	}
	c := Curve{RadiusUm: radiiUm}
	if len(points) < 2 {
		c.Undetermined = "fewer than two points make no pair"
		return c
	}
	c.Value = make([]float64, len(radiiUm))
	scale := n.LengthUm() / (float64(len(points)) * float64(len(points)-1))
	kernel := func(x float64) float64 {
		u := x / bandwidthUm
		return math.Max(0, 0.75*(1-u*u)/bandwidthUm)
	}
	n.eachPair(points, points, true, greatest(radiiUm)+bandwidthUm, Corrected, func(d, w float64) {
		for i, r := range radiiUm {
			c.Value[i] += scale * w * (kernel(r-d) + kernel(r+d))
		}
	})
	return c
}

func greatest(x []float64) float64 {
	m := math.Inf(-1)
	for _, v := range x {
		m = math.Max(m, v)
	}
	return m
}

// eachPair calls f with distance and weight of every ordered pair not further
// apart than farUm.
func (n Network) eachPair(a, b []On, same bool, farUm float64, how Correction, f func(d, w float64)) {
	at := n.neighbours()
	for i, p := range a {
		reach := n.reachFrom(p, at)
		for j, q := range b {
			if same && i == j {
				continue
			}
			d := n.to(reach, q)
			switch {
			case d > farUm:
			case how == Uncorrected:
				f(d, 1)
			default:
				f(d, 1/float64(n.placesAt(reach, d)))
			}
		}
	}
}

// placesAt counts the places of the network at distance r from a point. At
// distance 0 it is the number just beyond, two within an edge, so that K does
// not jump when coincident points are moved apart by a hair.
func (n Network) placesAt(d reach, r float64) int {
	count := 0
	for i, e := range n.Edges {
		if i == d.from.Edge {
			s := d.from.Along * e.LengthUm
			count += rises(0, d.vertex[e.From], s, r) + rises(0, d.vertex[e.To], e.LengthUm-s, r)
			continue
		}
		count += rises(d.vertex[e.From], d.vertex[e.To], e.LengthUm, r)
	}
	return max(count, 1)
}

// rises counts the places at distance r on a stretch of given length with its
// ends at distances a and b. Distance rises from both ends up to the meeting
// point, h = (a+b+length)/2 away; the end itself belongs to the stretch before.
func rises(a, b, length, r float64) int {
	a, b = min(a, b), max(a, b)
	h := (a + b + length) / 2
	if math.IsInf(h, 1) { // no way here at all
		return 0
	}
	hair := 1e-9 * r // distances are sums, and may differ by their rounding
	count := 0
	if (a < r-hair || a == 0 && r == 0) && r <= h+hair {
		count++
	}
	if b < r-hair && r < h-hair {
		count++
	}
	return count
}
