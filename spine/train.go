package spine

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"respine/convnet"
	"respine/dendrite"
)

// Mark is a spine a scorer marked: the place of its tip in the stack the strip
// was cut from. A mark the scorer rejected or doubted is ignored in training:
// neither spine nor background.
type Mark struct {
	Tip, Base dendrite.Point
	Ignore    bool
}

// HeadInsetUm is how far the head's centre lies inside the tip a scorer marks.
const HeadInsetUm = 0.35

// Head is the point HeadInsetUm from the tip towards the base.
func (m Mark) Head() dendrite.Point {
	d := math.Hypot(m.Base.X-m.Tip.X, m.Base.Y-m.Tip.Y)
	if d == 0 {
		return m.Tip
	}
	t := HeadInsetUm / d
	return dendrite.Point{X: m.Tip.X + t*(m.Base.X-m.Tip.X), Y: m.Tip.Y + t*(m.Base.Y-m.Tip.Y), Z: m.Tip.Z}
}

// Example is one side of a straightened dendrite with its marked heads. Examples
// of one Dendrite, on whatever day, are left out of training together.
type Example struct {
	Dendrite string
	Weight   float64 // how often it is drawn, relative to its length; 0 means 1
	volume   convnet.Volume
	heads    []target
}

// target is a marked head in cells of the half strip.
type target struct {
	column, row float64
	ignore      bool
}

// Examples cuts a strip into its two sides.
func Examples(name string, t dendrite.Strip, marks []Mark) []Example {
	n := normalise(t)
	var out []Example
	for _, side := range []int{1, -1} {
		e := Example{Dendrite: name, volume: n.channels(side)}
		for _, m := range marks {
			i, r, _ := t.Locate(m.Head())
			if r*float64(side) <= innerUm {
				continue
			}
			e.heads = append(e.heads, target{
				column: (float64(i) - 0.5) / 2,
				row:    (r*float64(side)-innerUm)/CellUm - 0.5,
				ignore: m.Ignore,
			})
		}
		out = append(out, e)
	}
	return out
}

// Size of a training window in cells along the branch, and the spread of the
// target around a marked head.
const (
	windowCells = 64
	headSigmaUm = 0.3
)

// window draws one training sample: a stretch of one example, shifted,
// stretched, mirrored along the branch and in depth, brightened and made
// noisier at random. A label does not change under any of these.
func (e Example) window(rng *rand.Rand) (x, want, weight convnet.Volume) {
	v := e.volume
	x = convnet.NewVolume(v.C, rows, windowCells)
	want, weight = convnet.NewVolume(1, rows, windowCells), convnet.NewVolume(1, rows, windowCells)
	along := 0.85 + 0.33*rng.Float64()
	across := 0.92 + 0.18*rng.Float64()
	shift := -0.6 + 1.2*rng.Float64()
	span := windowCells * along
	centre := span*0.3 + math.Max(0, float64(v.W)-0.6*span)*rng.Float64()
	if rng.IntN(2) == 0 {
		along = -along
	}
	column := func(k float64) float64 { return centre + (k-windowCells/2+0.5)*along }
	zero := -innerUm/CellUm - 0.5 // row of the axis
	row := func(y float64) float64 { return zero + (y-zero)*across + shift }

	flip := rng.IntN(2) == 0
	gain := float32(math.Exp(0.12 * rng.NormFloat64()))
	offset := float32(0.03 * rng.NormFloat64())
	noise := float32(0.05 * rng.Float64())
	for c := range channelCount {
		from := v.Plane(depthFlipped(c, flip))
		to := x.Plane(c).Pix
		for y := range rows {
			for k := range windowCells {
				p := bilinear(from.Pix, from.H, from.W, row(float64(y)), column(float64(k)))
				to[y*windowCells+k] = p*gain + offset + noise*float32(rng.NormFloat64())
			}
		}
	}
	for y := range rows {
		for k := range windowCells {
			x.Pix[(channelCount*rows+y)*windowCells+k] = float32(rowUm(float64(y)) / 2)
		}
	}
	e.targets(want.Pix, weight.Pix, row, column, math.Abs(along))
	return x, want, weight
}

// depthFlipped is the channel that takes the place of c when the depth axis is
// turned over: the outer slabs swap.
func depthFlipped(c int, flip bool) int {
	switch {
	case flip && c == 3:
		return 5
	case flip && c == 5:
		return 3
	}
	return c
}

// targets paints a Gaussian at every head, takes weight from around ignored
// marks and from beyond the ends of the branch.
func (e Example) targets(want, weight []float32, row, column func(float64) float64, along float64) {
	const s = headSigmaUm / CellUm
	for k := range windowCells {
		at := column(float64(k))
		inside := at >= 0 && at <= float64(e.volume.W-1)
		for y := range rows {
			i := y*windowCells + k
			if inside {
				weight[i] = 1
			}
			for _, h := range e.heads {
				dk, dy := (at-h.column)/along, row(float64(y))-h.row
				if math.Abs(dk) > 5*s || math.Abs(dy) > 5*s {
					continue
				}
				g := float32(math.Exp(-(dk*dk + dy*dy) / (2 * s * s)))
				if h.ignore {
					if g >= 0.2 {
						weight[i] = 0
					}
					continue
				}
				want[i] = max(want[i], g)
			}
		}
	}
}

func bilinear(p []float32, h, w int, y, x float64) float32 {
	y = math.Max(0, math.Min(float64(h-1), y))
	x = math.Max(0, math.Min(float64(w-1), x))
	y0, x0 := min(int(y), h-2), min(int(x), w-2)
	fy, fx := float32(y)-float32(y0), float32(x)-float32(x0)
	a := p[y0*w+x0 : y0*w+x0+2]
	b := p[(y0+1)*w+x0 : (y0+1)*w+x0+2]
	return (a[0]*(1-fx)+a[1]*fx)*(1-fy) + (b[0]*(1-fx)+b[1]*fx)*fy
}

// filters is the width of the network: enough for spines, small enough to ship.
const filters = 16

// TrainNet fits one network to the examples. An example is drawn in proportion
// to its length and weight.
func TrainNet(ctx context.Context, examples []Example, r convnet.Recipe, rng *rand.Rand) (convnet.Net, error) {
	share := make([]float64, len(examples))
	var total float64
	for i, e := range examples {
		total += float64(e.volume.W) * cmp.Or(e.Weight, 1)
		share[i] = total
	}
	next := func(rng *rand.Rand, _ int) (x, want, weight convnet.Volume) {
		i, _ := slices.BinarySearch(share, total*rng.Float64())
		return examples[min(i, len(examples)-1)].window(rng)
	}
	return convnet.Train(ctx, convnet.New(channelCount+1, filters, rng), r, next, rng)
}
