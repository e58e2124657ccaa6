package scope

import (
	"math"
	"slices"

	"respine/img"
)

// NoiseLaw is how the noise of a stack follows its brightness: the variance of
// a voxel is Floor + Slope times its mean grey value.
type NoiseLaw struct {
	Slope   float64 // grey values
	Floor   float64 // grey values squared; below 0 when the stack has an offset
	SmearPx float64 // over which photons are spread along x, see Detector
	Ceiling float64 // grey value at which the stack is cut; +Inf for none
	Whole   bool    // grey values are whole numbers
}

// tilePx is the side of the squares in which brightness and noise are compared.
const tilePx = 8

// EstimateNoise reads the law off the stack itself. Noise is the fourth
// difference along y, (1 -4 6 -4 1)/sqrt(70), to which structure wider than a
// few pixels adds next to nothing. Over tiles of 8 x 8 pixels its variance is
// regressed on their brightness by medians. Noise that is alike along y, as
// after interpolation, is underestimated: by a third where neighbouring lines
// correlate by 0.16. An empty or constant stack has no noise.
func EstimateNoise(s img.Stack) NoiseLaw {
	law := NoiseLaw{Ceiling: ceiling(s.Pix), Whole: !slices.ContainsFunc(s.Pix, notWhole)}
	var t tally
	for z := range s.D {
		t.slice(s.Slice(z), law.Ceiling)
	}
	law.Slope, law.Floor = t.line()
	law.SmearPx = t.smear()
	return law
}

func notWhole(v float32) bool { return v != float32(math.Round(float64(v))) }

// ceiling returns the largest grey value if it is that of a usual bit depth.
func ceiling(pix []float32) float64 {
	if len(pix) > 0 {
		top := float64(slices.Max(pix))
		for _, bits := range []float64{8, 10, 12, 14, 16} {
			if top == math.Exp2(bits)-1 {
				return top
			}
		}
	}
	return math.Inf(1)
}

// tile is one square of a slice: mean grey value and variance of the noise.
type tile struct{ mean, variance float64 }

// tally gathers tiles, and how like the noise is to that of the pixel beside.
type tally struct {
	tiles          []tile
	square, beside float64
}

func (t *tally) slice(m img.Image, top float64) {
	for y := 2; y+tilePx+1 < m.H; y += tilePx {
		for x := 0; x+tilePx < m.W; x += tilePx {
			t.tile(m, y, x, top)
		}
	}
}

func (t *tally) tile(m img.Image, y0, x0 int, top float64) {
	var sum, square, beside float64
	for y := y0; y < y0+tilePx; y++ {
		a, b, row, d, e := m.Row(y-2), m.Row(y-1), m.Row(y), m.Row(y+1), m.Row(y+2)
		var last float64
		for x := x0; x < x0+tilePx; x++ {
			v := float64(row[x])
			if v >= top {
				return
			}
			r := (6*v - 4*float64(b[x]+d[x]) + float64(a[x]+e[x])) / math.Sqrt(70)
			sum += v
			square += r * r
			if x > x0 {
				beside += r * last
			}
			last = r
		}
	}
	const n = tilePx * tilePx
	t.tiles = append(t.tiles, tile{sum / n, square / n})
	t.square += square
	t.beside += beside * tilePx / (tilePx - 1)
}

// noiseBins is into how many classes of brightness the tiles are sorted, from
// the darkest to noiseTop of them.
const (
	noiseBins = 16
	noiseTop  = 0.995
)

// line fits a line through the bins: equal steps of brightness, each with the
// median of its tiles, weighted by their number up to a bound.
func (t *tally) line() (slope, floor float64) {
	if len(t.tiles) == 0 {
		return 0, 0
	}
	slices.SortFunc(t.tiles, func(a, b tile) int {
		switch {
		case a.mean < b.mean:
			return -1
		case a.mean > b.mean:
			return 1
		}
		return 0
	})
	top := t.tiles[int(noiseTop*float64(len(t.tiles)-1))].mean
	low := t.tiles[0].mean
	var w, x, y, xx, xy float64
	for rest, b := t.tiles, 1; b <= noiseBins; b++ {
		n := 0
		for n < len(rest) && rest[n].mean <= low+(top-low)*float64(b)/noiseBins {
			n++
		}
		m, v, k := medians(rest[:n])
		rest = rest[n:]
		w, x, y, xx, xy = w+k, x+k*m, y+k*v, xx+k*m*m, xy+k*m*v
	}
	spread := w*xx - x*x
	if spread <= 1e-9*w*xx {
		return 0, y / w
	}
	slope = (w*xy - x*y) / spread
	return max(0, slope), (y - slope*x) / w
}

// medians returns the median brightness and noise of some tiles, and their
// weight in the fit.
func medians(tiles []tile) (mean, variance, weight float64) {
	if len(tiles) == 0 {
		return 0, 0, 0
	}
	means, variances := make([]float32, len(tiles)), make([]float32, len(tiles))
	for i, t := range tiles {
		means[i], variances[i] = float32(t.mean), float32(t.variance)
	}
	const enough = 200
	return float64(img.Median(means)), float64(img.Median(variances)), float64(min(enough, len(tiles)))
}

// smear inverts the likeness of neighbours that a Gaussian of s pixels gives,
// exp(-1/(4 s^2)).
func (t *tally) smear() float64 {
	const unlike = 0.02 // below which smear cannot be told from none
	if t.square == 0 || t.beside/t.square < unlike {
		return 0
	}
	return math.Sqrt(-0.25 / math.Log(min(0.99, t.beside/t.square)))
}
