package cell

import (
	"math"

	"respine/img"
)

// tile is a piece of the sketch with a margin around it, in which one goroutine
// looks for cells. Time runs fastest: the bins of pixel i are d[i*bins:(i+1)*bins].
type tile struct {
	y0, x0, h, w int // in the field, with the margin
	coreY, coreX [2]int
	bins         int
	d            []float32 // in units of the noise of a bin
	s            []float32 // d smoothed over a cell and the decay of the indicator, in units of its own noise
	noise        []float32 // of a bin, grey values; 0 where nothing was seen
	a            img.Image // activity of each pixel, see activity
	kernel       []float32 // decay
	spatial      float64   // standard deviation of the smoothing, pixels
	sScale       float32   // what s was multiplied by
}

// coreSide is the side of a tile without its margin.
const coreSide = 96

// tilesOf cuts a field into tiles: where each core begins and ends.
func tilesOf(h, w int) [][4]int {
	var out [][4]int
	for y := 0; y < h; y += coreSide {
		for x := 0; x < w; x += coreSide {
			out = append(out, [4]int{y, min(h, y+coreSide), x, min(w, x+coreSide)})
		}
	}
	return out
}

// newTile loads a tile of the sketch.
func newTile(s Summary, core [4]int, p Params) *tile {
	margin := int(2 * p.DiameterPx)
	t := &tile{bins: len(s.sketch.bins), coreY: [2]int{core[0], core[1]}, coreX: [2]int{core[2], core[3]}}
	t.y0, t.x0 = max(0, core[0]-margin), max(0, core[2]-margin)
	t.h, t.w = min(s.H, core[1]+margin)-t.y0, min(s.W, core[3]+margin)-t.x0
	t.d, t.s = make([]float32, t.h*t.w*t.bins), make([]float32, t.h*t.w*t.bins)
	t.noise = make([]float32, t.h*t.w)
	for i := range t.noise {
		n := s.Noise.Pix[(t.y0+i/t.w)*s.W+t.x0+i%t.w] / float32(math.Sqrt(float64(s.BinFrames)))
		if n > 0 && !math.IsInf(float64(n), 1) {
			t.noise[i] = n
		}
	}
	t.spatial = p.DiameterPx / 5
	t.kernel = decayKernel(float64(s.BinFrames)/p.RateHz, p.TauSec)
	t.load(s)
	t.smoothTime()
	t.a = img.NewImage(t.h, t.w)
	t.activity(0, t.h, 0, t.w)
	return t
}

// decayKernel returns exp(-t/tau) at the bins after a spike, as far as it exceeds a
// twentieth, of length 1.
func decayKernel(binSec, tau float64) []float32 {
	var k []float64
	var square float64
	for v := 1.0; v > 0.05 && len(k) < 64; v *= math.Exp(-binSec / tau) {
		k = append(k, v)
		square += v * v
	}
	out := make([]float32, len(k))
	for i, v := range k {
		out[i] = float32(v / math.Sqrt(square))
	}
	return out
}

// load sets d, and s to d smoothed in space.
func (t *tile) load(s Summary) {
	z, smooth := img.NewImage(t.h, t.w), img.NewImage(t.h, t.w)
	for k, bin := range s.sketch.bins {
		for i, n := range t.noise {
			v := float32(0)
			if n > 0 {
				v = whole(bin[(t.y0+i/t.w)*s.W+t.x0+i%t.w]) / n
			}
			z.Pix[i] = v
			t.d[i*t.bins+k] = v
		}
		img.Gaussian(smooth, z, t.spatial, t.spatial)
		for i, v := range smooth.Pix {
			t.s[i*t.bins+k] = v
		}
	}
}

// smoothTime replaces s by its correlation with the decay, and scales it so that
// its noise is 1.
func (t *tile) smoothTime() {
	scratch := make([]float32, t.bins)
	var sample []float32
	for i := range t.noise {
		row := t.s[i*t.bins : (i+1)*t.bins]
		correlateDecay(scratch, row, t.kernel)
		copy(row, scratch)
		if i%7 == 0 && t.noise[i] > 0 {
			sample = append(sample, img.MAD(row))
		}
	}
	if len(sample) == 0 {
		return
	}
	// Most pixels at most times show noise.
	if mad := img.Percentile(sample, 25); mad > 0 {
		t.sScale = 1 / (1.4826 * mad)
		for i := range t.s {
			t.s[i] *= t.sScale
		}
	}
}

// correlateDecay sets dst[k] to the sum over j of kernel[j] x[k+j].
func correlateDecay(dst, x, kernel []float32) {
	for k := range dst {
		var sum float32
		for j, w := range kernel[:min(len(kernel), len(x)-k)] {
			sum += w * x[k+j]
		}
		dst[k] = sum
	}
}

// activityAbove is how many standard deviations s must exceed to count.
const activityAbove = 2.5

// activity sets the activity of a rectangle of pixels: the sum over the bins of the
// square of what s exceeds activityAbove by.
func (t *tile) activity(y0, y1, x0, x1 int) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			i := y*t.w + x
			var sum float32
			for _, v := range t.s[i*t.bins : (i+1)*t.bins] {
				if v > activityAbove {
					sum += (v - activityAbove) * (v - activityAbove)
				}
			}
			t.a.Pix[i] = sum
		}
	}
}

// inCore reports whether a pixel of the tile belongs to its core.
func (t *tile) inCore(y, x int) bool {
	y, x = y+t.y0, x+t.x0
	return y >= t.coreY[0] && y < t.coreY[1] && x >= t.coreX[0] && x < t.coreX[1]
}
