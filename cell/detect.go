package cell

import (
	"context"
	"math"
	"slices"

	"respine/img"
)

// Detect returns the candidates of a summary, the best first: those that flash and
// those that look like a cell body in the mean image. Of candidates that are the
// same place the better one is left.
func Detect(ctx context.Context, s Summary, p Params) ([]Cell, error) {
	p = p.orDefaults()
	im, err := s.fieldImages(ctx, p)
	if err != nil {
		return nil, err
	}
	tiles := tilesOf(s.H, s.W)
	byTile := make([][]Cell, len(tiles))
	if len(s.sketch.bins) >= fewestBins {
		memory := make([]tileMemory, p.Workers)
		if err := each(ctx, len(tiles), p.Workers, func(i, worker int) {
			t := newTile(s, tiles[i], p, &memory[worker])
			for _, src := range t.sources(p) {
				byTile[i] = append(byTile[i], t.cell(src))
			}
		}); err != nil {
			return nil, err
		}
	}
	all := slices.Concat(byTile...)
	all = append(all, static(im, p)...)
	for i := range all {
		all[i].shape(all[i].Footprint, im, p)
		all[i].Score = all[i].score(p)
	}
	return distinct(all, s.H, s.W, p), nil
}

func (s Summary) fieldImages(ctx context.Context, p Params) (fieldImages, error) {
	im := fieldImages{mean: s.Mean, light: s.light(), smooth: img.NewImage(s.H, s.W), still: img.NewImage(s.H, s.W)}
	img.Gaussian(im.smooth, s.Mean, p.blurPx(), p.blurPx())
	img.Gaussian(im.still, s.Still, p.blurPx(), p.blurPx())
	var err error
	if im.like, err = likeness(ctx, s.Mean, p); err != nil {
		return im, err
	}
	if im.stillLike, err = likeness(ctx, im.still, p); err != nil {
		return im, err
	}
	hole := img.NewImage(s.H, s.W)
	img.AddScaled(hole.Pix, s.Still.Pix, 1)
	img.AddScaled(hole.Pix, im.light.Pix, -1)
	img.Gaussian(hole, hole, p.blurPx(), p.blurPx())
	im.holeLike, err = likeness(ctx, hole, p)
	return im, err
}

// cell returns a source in the coordinates of the field, its weights in grey values
// relative to the largest.
func (t *tile) cell(src *source) Cell {
	c := Cell{Features: Features{Active: true, SNR: src.energy, Reliability: src.split, FlashLikeness: src.like,
		Rise: src.rise, Beyond: math.Log(src.peak / (t.null + leastActivity))}}
	var most float32
	for i, w := range src.weight {
		if w <= 0 {
			continue
		}
		y, x := src.y0+i/src.w, src.x0+i%src.w
		w *= t.noise[y*t.w+x]
		most = max(most, w)
		c.Footprint = append(c.Footprint, Pixel{Y: y + t.y0, X: x + t.x0, Weight: w})
	}
	for i := range c.Footprint {
		c.Footprint[i].Weight /= most
	}
	return c
}

// leastLikeness is the correlation with a body from which on a place of the mean
// image, or of its still part, is a candidate; the score decides.
const leastLikeness = 0.3

// static returns a candidate at each place that looks like a body in the mean image
// or in its still part, with its outline there; all its pixels weigh the same.
func static(im fieldImages, p Params) []Cell {
	return append(bodies(im.smooth, im.like, p), bodies(im.still, im.stillLike, p)...)
}

func bodies(m, like img.Image, p Params) []Cell {
	var out []Cell
	for _, i := range peaks(like, int(0.3*p.DiameterPx), leastLikeness) {
		y, x := i/m.W, i%m.W
		border, _ := outline(m, float64(y), float64(x), p.DiameterPx/2)
		var c Cell
		for _, j := range within(border, float64(y), float64(x), m.H, m.W) {
			c.Footprint = append(c.Footprint, Pixel{Y: j / m.W, X: j % m.W, Weight: 1})
		}
		out = append(out, c)
	}
	return out
}

// sameShare is the overlap, relative to the smaller of two, from which on two
// candidates are one.
const sameShare = 0.5

// distinct orders candidates by score and leaves out each that is the same place as
// a better one: their overlap is half of the smaller, or their centres lie within
// four tenths of a diameter.
func distinct(all []Cell, h, w int, p Params) []Cell {
	slices.SortStableFunc(all, func(a, b Cell) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	owners := make([][]int32, h*w)
	var kept []Cell
	for _, c := range all {
		shared := map[int32]int{}
		same := false
		y, x := c.Footprint.Centroid()
		for _, q := range c.Footprint {
			for _, o := range owners[q.Y*w+q.X] {
				shared[o]++
				other := kept[o].Footprint
				same = same || float64(shared[o]) > sameShare*float64(min(len(other), len(c.Footprint)))
				if shared[o] == 1 && !same {
					oy, ox := other.Centroid()
					same = math.Hypot(y-oy, x-ox) < 0.4*p.DiameterPx
				}
			}
		}
		if same {
			continue
		}
		for _, q := range c.Footprint {
			owners[q.Y*w+q.X] = append(owners[q.Y*w+q.X], int32(len(kept)))
		}
		kept = append(kept, c)
	}
	return kept
}
