package dendrite

import (
	"cmp"
	"context"
	"math"
	"slices"

	"respine/img"
)

// TraceParams sets how dendrites are found. The zero value means the defaults.
type TraceParams struct {
	MinLengthUm float64   // shortest branch kept; 15
	SigmasUm    []float64 // half-widths of shafts looked for; 0.3, 0.5, 0.8
	Contrast    float64   // shaft response over that of the background; 20
	Workers     int       // goroutines; 2
}

func (p TraceParams) withDefaults() TraceParams {
	p.MinLengthUm = cmp.Or(p.MinLengthUm, 15)
	p.Contrast = cmp.Or(p.Contrast, 20)
	p.Workers = cmp.Or(p.Workers, 2)
	if p.SigmasUm == nil {
		p.SigmasUm = []float64{0.3, 0.5, 0.8}
	}
	return p
}

// twigUm is the shortest side path followed at all: longer than a spine, short
// enough that what is parted at a crossing can be joined again.
// Below leastTwigUm every bump of a shaft would be a path.
const (
	twigUm      = 5.0
	leastTwigUm = 2.0
)

// workPixelUm is the pixel the tracer works at: half the width of a thin shaft.
const workPixelUm = 0.24

// Trace finds the centrelines of the dendrites in a stack: ridges at several
// widths, thresholded with hysteresis, and within each connected piece the
// cheapest paths from its end to every tip farther than a twig from what is
// already traced (after Sato et al. 2000, TEASAR,
// doi:10.1109/PCCGA.2000.883951). Paths are cut where they meet and where they
// turn sharply, and joined again the straightest first; what is then shorter
// than MinLengthUm is dropped. Branches come longest first, ids from 0. It panics
// on voxels without a size.
func Trace(ctx context.Context, s img.Stack, p TraceParams) ([]Branch, error) {
	p = p.withDefaults()
	w := Coarser(s, workPixelUm)
	img.GaussianStack(w, 0.7/w.Voxel.Z, 0, 0, p.Workers)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := tubeness(w, p.SigmasUm, p.Workers)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lo, hi := thresholds(r, p.Contrast)
	var paths [][]Point
	for _, piece := range pieces(r, w, lo, hi) {
		paths = append(paths, piece.skeleton(max(leastTwigUm, min(p.MinLengthUm, twigUm)))...)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	unbin(paths, s.Voxel, w.Voxel)
	return number(polish(paths, s, p.MinLengthUm)), nil
}

// unbin moves points from the grid of a binned stack, whose first voxel is
// centred between several of the original, to that of the original.
func unbin(paths [][]Point, fine, coarse img.Voxel) {
	for _, p := range paths {
		for i := range p {
			p[i].X += (coarse.X - fine.X) / 2
			p[i].Y += (coarse.Y - fine.Y) / 2
		}
	}
}

// number gives ids to paths, longest first.
func number(paths [][]Point) []Branch {
	b := make([]Branch, len(paths))
	for i, p := range paths {
		b[i].Points = p
	}
	slices.SortStableFunc(b, func(a, b Branch) int { return cmp.Compare(b.LengthUm(), a.LengthUm()) })
	for i := range b {
		b[i].ID = i
	}
	return b
}

// thresholds returns the hysteresis levels of a ridge response. Dendrites fill
// far less than a tenth of a stack, so the 90th percentile of the responses
// above zero is the background's. A dendrite stands Contrast times higher
// somewhere along its way, and does not fall below a third of that.
func thresholds(r []float32, contrast float64) (lo, hi float32) {
	pos := make([]float32, 0, len(r)/16)
	for i := 0; i < len(r); i += 7 {
		if r[i] > 0 {
			pos = append(pos, r[i])
		}
	}
	if len(pos) == 0 {
		return float32(math.Inf(1)), float32(math.Inf(1))
	}
	m := float64(img.Percentile(pos, 90))
	return float32(contrast / 3 * m), float32(contrast * m)
}
