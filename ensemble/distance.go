package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"

	"respine/stats"
)

// DistanceParams says how connectivity is drawn over distance. The zero
// DistanceParams means the defaults.
type DistanceParams struct {
	BinUm   float64 // width of a bin; default 50
	Draws   int     // of the bootstrap and of the permutations; default 1000
	LeastIn int     // pairs without which a bin has no interval; default 10
}

// DistanceBin is the pairs of cells that lie FromUm to ToUm apart.
type DistanceBin struct {
	FromUm, ToUm float64
	Pairs        int     // with a coefficient
	LeftOut      int     // too near, or sharing pixels
	Tiling       float64 // means over Pairs; NaN without any
	Chance       float64 // of the shuffles: all shifts of one cell against the other
	Excess       float64 // Tiling less Chance
	Lo, Hi       float64 // 95 % interval of Excess, over cells; NaN where Pairs are few
	Connected    float64 // share of Pairs with Q of 0.05 or less
}

// Distance is connectivity over distance.
type Distance struct {
	Bins         []DistanceBin
	LeftOut      int     // pairs too near, or sharing pixels
	Correlation  float64 // Pearson's, of excess with distance, over pairs
	P            float64 // two-sided: cells that change places
	Undetermined string  // why there is no correlation, if so
}

// ByDistance returns the mean excess of the tiling coefficient in bins of the
// distance between cells, from what Connect found for cells at places.
//
// Pairs share cells, so that they are fewer than they seem: intervals are
// percentiles over draws of cells with replacement, each pair counting as often as
// both of its cells were drawn (Snijders and Borgatti 1999, Connections 22:161);
// P is over permutations of the places of cells (Mantel 1967, Cancer Res 27:209).
// Pairs that Connect left undetermined have no part but in LeftOut. It panics where
// there are no places for cells.
func ByDistance(all []Connection, places []Place, p DistanceParams, rng *rand.Rand) Distance {
	if p.BinUm == 0 {
		p.BinUm = 50
	}
	if p.Draws == 0 {
		p.Draws = 1000
	}
	if p.LeastIn == 0 {
		p.LeastIn = 10
	}
	out := Distance{Correlation: math.NaN(), P: math.NaN()}
	var pairs []Connection
	for _, c := range all {
		um := apart(places, c.A, c.B)
		k := int(um / p.BinUm)
		for len(out.Bins) <= k {
			from := float64(len(out.Bins)) * p.BinUm
			out.Bins = append(out.Bins, DistanceBin{FromUm: from, ToUm: from + p.BinUm})
		}
		switch {
		case c.Undetermined == "":
			pairs = append(pairs, c)
		case LiesNear(c.Undetermined):
			out.Bins[k].LeftOut++
			out.LeftOut++
		}
	}
	out.fill(pairs, places, p, rng)
	out.mantel(pairs, places, p.Draws, rng)
	return out
}

func apart(places []Place, a, b int) float64 {
	return math.Hypot(places[a].YUm-places[b].YUm, places[a].XUm-places[b].XUm)
}

// fill sets the means of the bins and their intervals.
func (d *Distance) fill(pairs []Connection, places []Place, p DistanceParams, rng *rand.Rand) {
	bin := make([]int, len(pairs))
	for i, c := range pairs {
		bin[i] = int(apart(places, c.A, c.B) / p.BinUm)
		b := &d.Bins[bin[i]]
		b.Pairs++
		b.Tiling += c.Tiling
		b.Chance += c.Chance
		if c.Q <= 0.05 {
			b.Connected++
		}
	}
	draws := make([][]float64, len(d.Bins))
	drawn := make([]float64, len(places))
	sum, weight := make([]float64, len(d.Bins)), make([]float64, len(d.Bins))
	for range p.Draws {
		clear(drawn)
		clear(sum)
		clear(weight)
		for range places {
			drawn[rng.IntN(len(places))]++
		}
		for i, c := range pairs {
			w := drawn[c.A] * drawn[c.B]
			sum[bin[i]] += w * c.Excess()
			weight[bin[i]] += w
		}
		for k := range sum {
			if weight[k] > 0 {
				draws[k] = append(draws[k], sum[k]/weight[k])
			}
		}
	}
	for k := range d.Bins {
		b := &d.Bins[k]
		n := float64(b.Pairs)
		b.Tiling, b.Chance, b.Connected = b.Tiling/n, b.Chance/n, b.Connected/n // NaN for none
		b.Excess, b.Lo, b.Hi = b.Tiling-b.Chance, math.NaN(), math.NaN()
		if b.Pairs >= p.LeastIn {
			in := stats.PercentileInterval(draws[k], confidence)
			b.Lo, b.Hi = in.Lo, in.Hi
		}
	}
}

// mantel sets the correlation of excess with distance, and its P.
func (d *Distance) mantel(pairs []Connection, places []Place, draws int, rng *rand.Rand) {
	cells := map[int]bool{}
	for _, c := range pairs {
		cells[c.A], cells[c.B] = true, true
	}
	if len(cells) < 4 {
		d.Undetermined = "fewer than four cells whose pairs can be told apart"
		return
	}
	at := func(places []Place) float64 {
		x, y := make([]float64, len(pairs)), make([]float64, len(pairs))
		for i, c := range pairs {
			x[i], y[i] = apart(places, c.A, c.B), c.Excess()
		}
		return correlation(x, y)
	}
	if d.Correlation = at(places); math.IsNaN(d.Correlation) {
		d.Undetermined = "distances or coefficients are all alike"
		return
	}
	moved, who := slices.Clone(places), make([]int, 0, len(cells)) // only cells that have a pair change places
	for c := range places {
		if cells[c] {
			who = append(who, c)
		}
	}
	reach := 1
	for range draws {
		for i, j := range rng.Perm(len(who)) {
			moved[who[i]] = places[who[j]]
		}
		if math.Abs(at(moved)) >= math.Abs(d.Correlation)-1e-12 {
			reach++
		}
	}
	d.P = float64(reach) / float64(draws+1)
}

// correlation is Pearson's; NaN where one does not vary.
func correlation(x, y []float64) float64 {
	var mx, my, xy, xx, yy float64
	n := float64(len(x))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		a, b := x[i]-mx, y[i]-my
		xy, xx, yy = xy+a*b, xx+a*a, yy+b*b
	}
	if xx == 0 || yy == 0 {
		return math.NaN()
	}
	return xy / math.Sqrt(xx*yy)
}
