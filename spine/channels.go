package spine

import (
	"math"
	"slices"

	"respine/convnet"
	"respine/dendrite"
	"respine/img"
)

// Geometry of a half strip, the picture the classifier looks at: one side of a
// straightened dendrite from a little beyond the axis to the end of the longest
// spine, on a grid of CellUm.
const (
	CellUm  = 0.2
	innerUm = -1.0
	outerUm = 3.8
	rows    = 24 // (outerUm-innerUm)/CellUm
)

// relative holds a strip in units of the local shaft: 0 is background, 1 the
// brightness of the shaft within a few micrometres.
type relative struct {
	dendrite.Strip
	noise float64 // spread of the background, same units
}

// normalise smooths a strip by a tenth of a micrometre, subtracts the
// background and divides by the shaft. The background is the median of what
// lies farther than backgroundUm from the axis.
func normalise(t dendrite.Strip) relative {
	out := relative{Strip: t}
	out.Pix = append([]float32(nil), t.Pix...)
	img.GaussianStack(img.Stack{D: dendrite.Planes, H: t.NS, W: t.NR, Pix: out.Pix}, 0.5, 1.2, 1.2, 1)
	bg, spread := out.background()
	shaft := out.shaft(bg)
	for k := range dendrite.Planes {
		p := out.Plane(k)
		for i := range t.NS {
			row := p.Row(i)
			for j := range row {
				row[j] = (row[j] - bg) / shaft[i]
			}
		}
	}
	out.noise = float64(spread / img.Percentile(shaft, 50))
	return out
}

const backgroundUm = 3.2

func (t relative) background() (median, spread float32) {
	var far []float32
	edge := int((dendrite.HalfUm - backgroundUm) / dendrite.StepUm)
	for k := range dendrite.Planes {
		p := t.Plane(k)
		for i := 0; i < t.NS; i += 2 {
			far = append(far, p.Row(i)[:edge]...)
			far = append(far, p.Row(i)[t.NR-edge:]...)
		}
	}
	median = img.Percentile(far, 50)
	for i, v := range far {
		far[i] = float32(math.Abs(float64(v - median)))
	}
	return median, 1.4826 * img.Percentile(far, 50)
}

// shaft is the brightness of the shaft above background at every column: the
// running median, over 6 um, of the brightest voxel within 0.25 um of the axis.
// It is never below a hundredth of its median, so that a gap in the dendrite
// does not blow noise up to spines.
func (t relative) shaft(bg float32) []float32 {
	v := slices.Repeat([]float32{-math.MaxFloat32}, t.NS)
	mid := t.NR / 2
	for k := 1; k < dendrite.Planes-1; k++ {
		p := t.Plane(k)
		for i := range v {
			for _, x := range p.Row(i)[mid-2 : mid+3] {
				v[i] = max(v[i], x)
			}
		}
	}
	m := make([]float32, t.NS)
	img.MovingPercentile(m, v, 61, 50)
	s := img.Image{H: t.NS, W: 1, Pix: m}
	img.Gaussian(s, s, 15, 0)
	floor := max(0.01*(img.Percentile(m, 50)-bg), 1e-6)
	for i := range m {
		m[i] = max(m[i]-bg, floor)
	}
	return m
}

// project returns the largest of the planes lo..hi.
func (t relative) project(lo, hi int) img.Image {
	m := img.NewImage(t.NS, t.NR)
	copy(m.Pix, t.Plane(lo).Pix)
	for k := lo + 1; k <= hi; k++ {
		for i, v := range t.Plane(k).Pix {
			m.Pix[i] = max(m.Pix[i], v)
		}
	}
	return m
}

// bareShaft is what a projection would show without spines: at every lateral
// offset the lower quartile along 12 um of path.
func bareShaft(p img.Image) img.Image {
	bare := img.NewImage(p.H, p.W)
	col, low := make([]float32, p.H), make([]float32, p.H)
	for j := range p.W {
		for i := range col {
			col[i] = p.Pix[i*p.W+j]
		}
		img.MovingPercentile(low, col, 121, 25)
		for i, v := range low {
			bare.Pix[i*p.W+j] = v
		}
	}
	return bare
}

// bumps returns what stands out of a projection beyond the bare shaft, the
// lesser of its two sides.
func bumps(p img.Image) img.Image {
	bare := bareShaft(p)
	out := img.NewImage(p.H, p.W)
	for i := range p.H {
		a, b := p.Row(i), bare.Row(i)
		for j := range a {
			out.Pix[i*p.W+j] = a[j] - min(b[j], b[p.W-1-j])
		}
	}
	return out
}

// channelCount: two projections, the bumps, and three slabs of depth.
const channelCount = 6

// channels returns the classifier's input for one side of a strip (+1 or -1),
// and its lateral coordinate as a last channel. Brightness is compressed by a
// square root, which evens out photon noise.
func (t relative) channels(side int) convnet.Volume {
	mid := dendrite.Planes / 2
	all := t.project(mid-3, mid+3)
	b := bumps(all)
	for i := range b.Pix {
		b.Pix[i] *= 2
	}
	v := convnet.NewVolume(channelCount+1, rows, t.NS/2)
	for c, p := range []img.Image{
		compress(t.project(mid-1, mid+1)), compress(all), b,
		compress(t.mean(mid-3, mid-2)), compress(t.mean(mid-1, mid+1)), compress(t.mean(mid+2, mid+3)),
	} {
		halfStrip(v.Plane(c).Pix, p, side)
	}
	where := v.Plane(channelCount).Pix
	for y := range rows {
		for x := range v.W {
			where[y*v.W+x] = float32(rowUm(float64(y)) / 2)
		}
	}
	return v
}

// mean returns the average of the planes lo..hi.
func (t relative) mean(lo, hi int) img.Image {
	m := img.NewImage(t.NS, t.NR)
	for k := lo; k <= hi; k++ {
		img.AddScaled(m.Pix, t.Plane(k).Pix, 1/float32(hi-lo+1))
	}
	return m
}

// rowUm is the lateral offset of a row of a half strip, positive outward.
func rowUm(y float64) float64 { return innerUm + (y+0.5)*CellUm }

func compress(p img.Image) img.Image {
	out := img.NewImage(p.H, p.W)
	for i, v := range p.Pix {
		out.Pix[i] = float32(math.Sqrt(float64(min(max(v, 0), 4)) + 0.01))
	}
	return out
}

// halfStrip averages one side of a strip image onto the grid of the classifier:
// rows outward, columns along the branch.
func halfStrip(dst []float32, p img.Image, side int) {
	w := p.H / 2
	mid := p.W / 2
	for y := range rows {
		j := int(math.Round((innerUm + float64(y)*CellUm) / dendrite.StepUm))
		a, b := mid+side*j, mid+side*(j+1)
		for x := range w {
			u, v := p.Row(2*x), p.Row(2*x+1)
			dst[y*w+x] = 0.25 * (u[a] + u[b] + v[a] + v[b])
		}
	}
}
