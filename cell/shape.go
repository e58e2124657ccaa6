package cell

import (
	"context"
	"math"

	"respine/img"
)

// template is what the mean image of a cell body looks like, less its mean, of
// length 1, over a disc around its centre.
type template struct {
	weight []float32 // by place of the disc
}

// disc returns the places within a radius of a pixel, row by row.
func disc(radius float64) (dy, dx []int) {
	r := int(radius)
	for y := -r; y <= r; y++ {
		for x := -r; x <= r; x++ {
			if float64(y*y+x*x) <= radius*radius {
				dy, dx = append(dy, y), append(dx, x)
			}
		}
	}
	return dy, dx
}

// bodyShapes are the templates of one diameter.
type bodyShapes struct {
	margin int // of an image that is compared
	dy, dx []int
	shapes []template
	around []float32
}

func newBodyShapes(p Params) *bodyShapes {
	b := &bodyShapes{margin: int(discDiameters * p.DiameterPx)}
	b.dy, b.dx = disc(discDiameters * p.DiameterPx)
	b.shapes, b.around = templates(p, b.dy, b.dx), make([]float32, len(b.dy))
	return b
}

// best returns the largest correlation with a body within a pixel of a place of an
// image.
func (b *bodyShapes) best(m img.Image, y, x float64) float64 {
	wide := padded(m, b.margin)
	offsets := make([]int, len(b.dy))
	for i := range offsets {
		offsets[i] = b.dy[i]*wide.W + b.dx[i]
	}
	cy, cx := int(y+0.5), int(x+0.5)
	best := float32(0)
	for iy := max(0, cy-1); iy <= min(m.H-1, cy+1); iy++ {
		for ix := max(0, cx-1); ix <= min(m.W-1, cx+1); ix++ {
			best = max(best, alike(wide.Pix, (iy+b.margin)*wide.W+ix+b.margin, offsets, b.around, b.shapes))
		}
	}
	return float64(best)
}

// What templates are made of: the sizes of bodies relative to the usual diameter,
// and how dark their nuclei are.
const (
	discDiameters = 0.95 // radius of the disc in which the image is compared
	nucleusShare  = 0.6  // radius of a nucleus, of the body's
	edgeDiameters = 0.08 // over which brightness falls at a border
	leastEdgePx   = 0.5
)

func templates(p Params, dy, dx []int) []template {
	diameter, edge := p.DiameterPx, max(leastEdgePx, edgeDiameters*p.DiameterPx)
	var out []template
	for _, size := range []float64{0.8, 1, 1.2} {
		for _, nucleus := range []float64{0.4, 1} {
			t := template{weight: make([]float32, len(dy))}
			var mean float64
			for i := range dy {
				r, body := math.Hypot(float64(dy[i]), float64(dx[i])), size*diameter/2
				v := soft((body-r)/edge) - (1-nucleus)*soft((nucleusShare*body-r)/edge)
				t.weight[i] = float32(v)
				mean += v / float64(len(dy))
			}
			var squares float64
			for i := range t.weight {
				t.weight[i] -= float32(mean)
				squares += float64(t.weight[i]) * float64(t.weight[i])
			}
			for i := range t.weight {
				t.weight[i] /= float32(math.Sqrt(squares))
			}
			out = append(out, t)
		}
	}
	return out
}

// soft rises from 0 to 1 as a distance inside a border grows.
func soft(inside float64) float64 { return 1 / (1 + math.Exp(-2*inside)) }

// likeness returns for each pixel the largest correlation of an image around it with
// what a cell body looks like; 0 where the disc around it holds NaN. Beyond the
// border the nearest pixel repeats.
func likeness(ctx context.Context, m img.Image, p Params) (img.Image, error) {
	dy, dx := disc(discDiameters * p.DiameterPx)
	shapes := templates(p, dy, dx)
	wide := padded(m, int(discDiameters*p.DiameterPx))
	margin := (wide.W - m.W) / 2
	offsets := make([]int, len(dy))
	for i := range dy {
		offsets[i] = dy[i]*wide.W + dx[i]
	}
	out := img.NewImage(m.H, m.W)
	around := make([][]float32, p.Workers)
	for i := range around {
		around[i] = make([]float32, len(dy))
	}
	err := each(ctx, m.H, p.Workers, func(y, w int) {
		for x := range m.W {
			out.Pix[y*m.W+x] = alike(wide.Pix, (y+margin)*wide.W+x+margin, offsets, around[w], shapes)
		}
	})
	return out, err
}

// padded returns an image with a margin in which the nearest pixel repeats.
func padded(m img.Image, margin int) img.Image {
	out := img.NewImage(m.H+2*margin, m.W+2*margin)
	for y := range out.H {
		row := m.Row(max(0, min(y-margin, m.H-1)))
		for x := range out.W {
			out.Pix[y*out.W+x] = row[max(0, min(x-margin, m.W-1))]
		}
	}
	return out
}

func alike(pix []float32, at int, offsets []int, around []float32, shapes []template) float32 {
	var sum, squares float32
	for i, o := range offsets {
		v := pix[at+o] - pix[at]
		around[i] = v
		sum += v
		squares += v * v
	}
	spread := squares - sum*sum/float32(len(offsets))
	if !(spread > 0) {
		return 0
	}
	best := float32(0)
	for _, t := range shapes {
		best = max(best, float32(img.Dot(t.weight, around)))
	}
	return best / float32(math.Sqrt(float64(spread)))
}

// peaks returns the pixels that are the largest within a radius and above a level,
// row by row.
func peaks(m img.Image, radius int, level float32) []int {
	most := img.NewImage(m.H, m.W)
	img.MaxFilter(most, m, radius, radius)
	var out []int
	for i, v := range m.Pix {
		if v >= level && v == most.Pix[i] {
			out = append(out, i)
		}
	}
	return out
}
