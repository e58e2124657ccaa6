package spatial

import "math"

// ChanceAnalytic returns the chance that a point placed uniformly on an endless
// branch falls within radiusUm of a lost place, when points stand at random
// with a density per micrometre and a fraction of them was lost:
//
//	1 - exp(-2·r·ρ·e)
func ChanceAnalytic(radiusUm, densityPerUm, lostFraction float64) float64 {
	return -math.Expm1(-2 * radiusUm * densityPerUm * lostFraction)
}

// Coverage returns the exact chance that one point placed uniformly on the
// judgeable path falls within radiusUm of a lost place: the length of path
// within the windows over the length of path. Without path it is NaN.
func Coverage(path []Span, lost []Site, radiusUm float64) float64 {
	total := LengthUm(path)
	if total == 0 {
		return math.NaN()
	}
	return LengthUm(Intersect(path, windows(positions(lost), radiusUm))) / total
}

// ExpectedCount returns the expected number of restored points when every new
// point falls uniformly on the judgeable path of its own branch, by Coverage.
// With SameSide, a lost place counts with the chance that the sides agree,
// taking the new points' sides as given. It lets several new points share one
// place; one-to-one pairing can only lower it. A branch with new points but no
// path makes it NaN.
func ExpectedCount(branches []Branch, m Match) float64 {
	sum := 0.0
	for _, b := range branches {
		for _, f := range b.Formed {
			sum += Coverage(b.Path, sameSide(b.Lost, f.Side, m.SameSide), m.radius())
		}
	}
	return sum
}

// sameSide returns the sites on one side, or all of them.
func sameSide(sites []Site, side int, only bool) []Site {
	if !only {
		return sites
	}
	var out []Site
	for _, s := range sites {
		if s.Side == side {
			out = append(out, s)
		}
	}
	return out
}

func positions(sites []Site) []float64 {
	x := make([]float64, len(sites))
	for i, s := range sites {
		x[i] = s.PositionUm
	}
	return x
}
