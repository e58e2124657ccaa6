package behavior

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"respine/img"
)

// Scene is what stands still in a film, and where its animals hang.
type Scene struct {
	Width, Height int
	Animals       []Place

	bin       int
	light     bool      // animals are lighter than the wall
	wall      img.Image // without animals, binned
	usual     img.Image // median over time, binned
	still     mask      // wall that no animal ever covers
	stillRuns [][]run   // of it, by row
	stillWall []float32 // its sum, by row
	structure mask      // bar and partitions
	contrast  float32   // between animal and wall, grey values
}

// sign is 1 where animals are dark, -1 where they are light.
func (s *Scene) sign() float32 {
	if s.light {
		return -1
	}
	return 1
}

// SurveyParams are what Survey may be told.
type SurveyParams struct {
	// Animals is how many there are; 0 is as many as are seen.
	Animals int
	// Places are where they hang, if that is known; then none are looked for.
	Places []Place
}

// Reasons for which a film cannot be scored.
var (
	ErrTooFew    = errors.New("too few frames to tell animals from the wall")
	ErrNoAnimals = errors.New("no hanging animal is seen")
	ErrCount     = errors.New("not as many animals as there should be")
	ErrNoTail    = errors.New("what is seen does not hang by a tail")
	ErrOutside   = errors.New("the region reaches beyond the picture")
)

const (
	leastSamples = 8
	coreErosion  = 3    // px of the binned frame: takes off tails, limbs and cords
	seenPart     = 0.25 // of the samples, of an animal's body
	leastBody    = 1e-3 // of the picture
	mostBody     = 0.4
	likeOthers   = 0.2 // of the largest body
)

// Survey looks at frames from all over a film, Width*Height grey values each, and
// finds wall and animals. The wall is the 90th percentile over time, the side
// away from the animals; where one covers it nearly always, the wall to its left
// and right. An animal is a part of the picture that is darker than the wall (or
// lighter) in at least a quarter of the frames, wider than a tail, and away from
// the borders; its region goes halfway to its neighbours.
func Survey(samples [][]uint8, width, height int, p SurveyParams) (Scene, error) {
	if len(samples) < leastSamples {
		return Scene{}, fmt.Errorf("%w: %d, at least %d are needed", ErrTooFew, len(samples), leastSamples)
	}
	for _, a := range p.Places {
		if a.Right > width || a.Bottom > height {
			return Scene{}, fmt.Errorf("%w: animal %s, to %d, %d px of %d x %d", ErrOutside, a.Name, a.Right, a.Bottom, width, height)
		}
	}
	s := Scene{Width: width, Height: height, bin: binFor(width, height)}
	l := s.look(samples)
	cores := l.cores()
	if p.Places == nil && len(cores) == 0 {
		return Scene{}, ErrNoAnimals
	}
	if p.Places == nil && p.Animals > 0 && p.Animals != len(cores) {
		return Scene{}, fmt.Errorf("%w: %d are seen, %d were said", ErrCount, len(cores), p.Animals)
	}
	s.build(l, cores)
	s.Animals = slices.Clone(p.Places)
	if p.Places == nil {
		var err error
		if s.Animals, err = s.places(l, cores); err != nil {
			return Scene{}, err
		}
	}
	return s, nil
}

// look is what the samples say of each pixel.
type look struct {
	samples          []img.Image // binned, under the usual light
	low, median, far img.Image   // over time: towards the animals, the middle, away from them
	darkIn           []int       // in how many samples a pixel is an animal's or a structure's
	threshold        float32
	sign             float32 // 1 where animals are dark
}

func (s *Scene) look(samples [][]uint8) look {
	var l look
	kernels := fastest()
	for _, pix := range samples {
		m := img.NewImage(s.Height/s.bin, s.Width/s.bin)
		kernels.shrink(m, pix, s.Width, s.bin)
		l.samples = append(l.samples, m)
	}
	l.evenLight()
	h, w := l.samples[0].H, l.samples[0].W
	l.low, l.median, l.far, l.darkIn = img.NewImage(h, w), img.NewImage(h, w), img.NewImage(h, w), make([]int, h*w)
	lo, hi := img.NewImage(h, w), img.NewImage(h, w)
	at := make([]float32, len(samples))
	for i := range l.median.Pix {
		for k, m := range l.samples {
			at[k] = m.Pix[i]
		}
		slices.Sort(at)
		n := len(at) - 1
		lo.Pix[i], l.median.Pix[i], hi.Pix[i] = at[n/10], at[n/2], at[n-n/10]
	}
	l.threshold = img.Otsu(slices.Concat(lo.Pix, l.median.Pix, hi.Pix))
	above := 0
	for _, v := range l.median.Pix {
		if v > l.threshold {
			above++
		}
	}
	l.sign, l.low, l.far = 1, lo, hi
	if s.light = 2*above < len(l.median.Pix); s.light {
		l.sign, l.low, l.far = -1, hi, lo
	}
	for _, m := range l.samples {
		for i, v := range m.Pix {
			if l.sign*v < l.sign*l.threshold {
				l.darkIn[i]++
			}
		}
	}
	return l
}

// evenLight divides every sample by how bright it is beside the first, by the
// median of the ratio over a grid of pixels.
func (l *look) evenLight() {
	ref := l.samples[len(l.samples)/2]
	ratio := make([]float32, 0, len(ref.Pix)/7+1)
	for _, m := range l.samples {
		ratio = ratio[:0]
		for i := 0; i < len(ref.Pix); i += 7 {
			if ref.Pix[i] > 16 {
				ratio = append(ratio, m.Pix[i]/ref.Pix[i])
			}
		}
		if len(ratio) == 0 {
			continue
		}
		if g := img.Median(ratio); g > 0 {
			for i := range m.Pix {
				m.Pix[i] /= g
			}
		}
	}
}

// covered returns the pixels that are dark in at least a part of the samples.
func (l look) covered(part float64) mask {
	m := newMask(l.median.H, l.median.W)
	least := int(math.Ceil(part * float64(len(l.samples))))
	for i, n := range l.darkIn {
		if n >= max(1, least) {
			m.set(i/m.w, i%m.w)
		}
	}
	return m
}

// cores returns the bodies, from left to right, without tails and limbs. Parts
// one above the other are of one mouse.
func (l look) cores() []blob {
	m := l.covered(seenPart).eroded(coreErosion)
	var out []blob
	largest := 0
	for _, b := range m.blobs() {
		if part := float64(b.area) / float64(m.w*m.h); b.touches(m) || part < leastBody || part > mostBody {
			continue
		}
		out = append(out, b)
		largest = max(largest, b.area)
	}
	out = slices.DeleteFunc(out, func(b blob) bool { return float64(b.area) < likeOthers*float64(largest) })
	slices.SortStableFunc(out, func(a, b blob) int { return a.left - b.left })
	var merged []blob
	for _, b := range out {
		if n := len(merged); n > 0 && 2*(min(b.right, merged[n-1].right)-b.left) > min(b.right-b.left, merged[n-1].right-merged[n-1].left) {
			merged[n-1] = merged[n-1].and(b)
			continue
		}
		merged = append(merged, b)
	}
	return merged
}

func (b blob) and(o blob) blob {
	n, k := float64(b.area), float64(o.area)
	return blob{runs: append(slices.Clone(b.runs), o.runs...), area: b.area + o.area,
		left: min(b.left, o.left), top: min(b.top, o.top), right: max(b.right, o.right), bottom: max(b.bottom, o.bottom),
		x: (n*b.x + k*o.x) / (n + k), y: (n*b.y + k*o.y) / (n + k)}
}
