package ensemble

import (
	"math"

	"respine/stats"
)

// Connection is how much two cells become active together.
type Connection struct {
	A, B         int
	Tiling       float64 // spike-time tiling coefficient, -1 to 1
	Chance       float64 // its mean over all shifts of one cell against the other
	P            float64 // share of shifts with at least the coefficient, one-sided
	Q            float64 // P after Benjamini and Hochberg over all pairs
	DistanceUm   float64 // NaN without places
	Undetermined string  // why there is no coefficient; such a pair has no P and no Q
}

// Excess is the coefficient less chance.
func (c Connection) Excess() float64 { return c.Tiling - c.Chance }

// ConnectParams says which pairs are looked at and how.
type ConnectParams struct {
	WithinSec  float64 // onsets this near are together; default 0.3
	LeastShift float64 // seconds; shifts below it are not in the null; default 12
	// LeastUm: pairs nearer than this are left undetermined, since light of one
	// cell reaches the other; default 20, below 0 for none.
	LeastUm float64
	// Sharing says whether the footprints of two cells have pixels in common; such
	// pairs are left undetermined too. nil where it is not known.
	Sharing func(a, b int) bool
}

// Reasons why a pair has no coefficient because of where its cells lie.
const (
	tooNear = "the cells are too near to be told apart"
	sharing = "the cells share pixels"
)

// LiesNear reports whether a reason is that the cells of a pair lie too near.
func LiesNear(reason string) bool { return reason == tooNear || reason == sharing }

// Place is where a cell lies.
type Place struct{ YUm, XUm float64 }

// Connect returns the spike-time tiling coefficient of every pair of cells,
//
//	STTC = 1/2 ((Pa - Tb)/(1 - Pa Tb) + (Pb - Ta)/(1 - Pb Ta))
//
// where Pa is the share of onsets of a within WithinSec of one of b and Ta the
// share of time within WithinSec of one of a, which does not rise with rates as a
// correlation does (Cutts and Eglen 2014, doi 10.1523/JNEUROSCI.2767-14.2014).
// The null is all shifts of one cell against the other round the usable frames,
// visited exactly; P is no smaller than one over their number, which with
// thousands of pairs bounds Q from below. Breaks are not kept: sessions of
// several epochs are shifted as one. places may be nil.
func Connect(r Raster, places []Place, p ConnectParams) []Connection {
	p = p.orDefaults()
	if places != nil && len(places) != len(r.Onsets) {
		panic("ensemble: places and cells differ in number")
	}
	a := newAxis(r, Params{}.orDefaults())
	within := int(math.Round(p.WithinSec * r.RateHz))
	least := int(math.Round(p.LeastShift * r.RateHz))
	tiles := make([]tiling, len(a.trains))
	for c, t := range a.trains {
		tiles[c] = newTiling(t, within, len(a.frames))
	}
	shifted := newShifts(len(a.frames))
	var out []Connection
	for i := range tiles {
		for j := i + 1; j < len(tiles); j++ {
			c := Connection{A: i, B: j, Tiling: math.NaN(), Chance: math.NaN(), P: math.NaN(), Q: math.NaN(), DistanceUm: math.NaN()}
			if places != nil {
				c.DistanceUm = math.Hypot(places[i].YUm-places[j].YUm, places[i].XUm-places[j].XUm)
			}
			switch {
			case p.Sharing != nil && p.Sharing(i, j):
				c.Undetermined = sharing
			case c.DistanceUm < p.LeastUm:
				c.Undetermined = tooNear
			case len(a.trains[i]) < 2 || len(a.trains[j]) < 2:
				c.Undetermined = "fewer than two onsets of a cell"
			case 4*least >= len(a.frames):
				c.Undetermined = "the recording is too short to be shifted"
			default:
				c.Tiling, c.Chance, c.P = shifted.test(tiles[i], tiles[j], least)
			}
			out = append(out, c)
		}
	}
	discoveries(out)
	return out
}

func (p ConnectParams) orDefaults() ConnectParams {
	if p.WithinSec == 0 {
		p.WithinSec = 0.3
	}
	if p.LeastShift == 0 {
		p.LeastShift = 12
	}
	if p.LeastUm == 0 {
		p.LeastUm = 20
	}
	return p
}

// discoveries sets Q of the pairs that have a P.
func discoveries(all []Connection) {
	var p []float64
	for _, c := range all {
		if c.Undetermined == "" {
			p = append(p, c.P)
		}
	}
	q := stats.BenjaminiHochberg(p)
	for i := range all {
		if all[i].Undetermined == "" {
			all[i].Q, q = q[0], q[1:]
		}
	}
}

// tiling is a train with the stretches of places from:to around its onsets,
// joined where they touch; they may reach over the ends.
type tiling struct {
	train []int32
	tiles [][2]int32
	share float64
}

func newTiling(train []int32, within, frames int) tiling {
	out := tiling{train: train}
	covered := make([]bool, frames)
	for _, t := range train {
		lo, hi := t-int32(within), t+int32(within)+1
		for k := lo; k < hi; k++ {
			covered[(int(k)+frames)%frames] = true
		}
		if n := len(out.tiles); n > 0 && out.tiles[n-1][1] >= lo {
			out.tiles[n-1][1] = hi
		} else {
			out.tiles = append(out.tiles, [2]int32{lo, hi})
		}
	}
	n := len(out.tiles)
	if n > 1 && out.tiles[n-1][1] >= out.tiles[0][0]+int32(frames) { // round the end
		out.tiles[0][0] = out.tiles[n-1][0] - int32(frames)
		out.tiles = out.tiles[:n-1]
	}
	k := 0
	for _, c := range covered {
		if c {
			k++
		}
	}
	out.share = float64(k) / float64(frames)
	return out
}

// shifts counts, for every shift of a cell against another, the onsets of each
// that lie in the other's tiles.
type shifts struct{ a, b []int32 }

func newShifts(n int) *shifts { return &shifts{make([]int32, n+1), make([]int32, n+1)} }

// test returns the coefficient, its mean over shifts of at least least places,
// and the share of those, the recording among them, that reach it.
func (s *shifts) test(x, y tiling, least int) (tiling, chance, p float64) {
	clear(s.a)
	clear(s.b)
	cover(s.a, x.train, y.tiles, 1)
	cover(s.b, y.train, x.tiles, -1)
	sum(s.a)
	sum(s.b)
	n := len(s.a) - 1
	at := func(k int) float64 {
		return coefficient(float64(s.a[k])/float64(len(x.train)), y.share, float64(s.b[k])/float64(len(y.train)), x.share)
	}
	tiling = at(0)
	reach, all := 1, 1
	v, before := tiling, 0
	for k := least; k <= n-least; k++ {
		if now := k % n; s.a[now] != s.a[before] || s.b[now] != s.b[before] { // most shifts are as the one before
			v, before = at(now), now
		}
		chance += v
		all++
		if v >= tiling-1e-12 {
			reach++
		}
	}
	return tiling, chance / float64(all-1), float64(reach) / float64(all)
}

// cover adds, for each onset, one over the shifts d of y against x at which it
// lies in a tile: onset of x in tile+d for sign 1, onset of y+d in a tile for -1.
func cover(n []int32, train []int32, tiles [][2]int32, sign int32) {
	frames := int32(len(n) - 1)
	for _, t := range train {
		for _, w := range tiles {
			lo, length := t-w[1]+1, min(w[1]-w[0], frames) // t - tile
			if sign < 0 {
				lo = w[0] - t // tile - t
			}
			lo = (lo%frames + frames) % frames
			n[lo]++
			if hi := lo + length; hi <= frames {
				n[hi]--
			} else {
				n[0]++
				n[hi-frames]--
			}
		}
	}
}

func coefficient(pa, tb, pb, ta float64) float64 {
	half := func(p, t float64) float64 {
		if p*t == 1 {
			return 1
		}
		return (p - t) / (1 - p*t)
	}
	return 0.5 * (half(pa, tb) + half(pb, ta))
}
