package register

import (
	"math"

	"respine/dendrite"
	"respine/img"
)

// Local is a reference branch found again in another stack.
type Local struct {
	Frame       dendrite.Frame // column i shows the same place as column i of the reference
	Correlation []float64      // per column, of the straightened images around it
}

// Search ranges and smoothing of the local displacement, in micrometres. After
// the rigid start, in-vivo fields of view differ locally by one to two.
const (
	coarseReachUm = 3.0
	fineReachUm   = 0.6
	windowUm      = 12.0 // of path compared at once
	nodeUm        = 2.0  // between windows
	smoothFieldUm = 4.0
)

// Along finds, for every column of a reference strip, where it lies in another
// stack. start is the reference frame moved rigidly. Each window of the
// straightened reference is compared with the other stack straightened along
// start, at shifts along and across the branch; the sequence of shifts that
// correlates best while changing little from window to window is found by
// dynamic programming, once coarsely and once finely; the depth follows the
// brightest plane of the shaft.
func Along(ref dendrite.Strip, mov img.Stack, start dendrite.Frame) Local {
	a := pattern(ref)
	f := start
	for _, g := range []grid{{reach: coarseReachUm, step: 0.3}, {reach: fineReachUm, step: 0.1}} {
		f = followDepth(mov, f)
		b := pattern(dendrite.Straighten(mov, f))
		f = displace(f, g.match(a, b))
	}
	f = f.Recentre(mov, fineReachUm, 2)
	return Local{Frame: f, Correlation: columnCorrelation(a, pattern(dendrite.Straighten(mov, f)))}
}

// followDepth recentres a frame in depth alone.
func followDepth(s img.Stack, f dendrite.Frame) dendrite.Frame { return f.Recentre(s, 0, 4) }

// displacement along and across the branch, in micrometres, per column.
type displacement struct{ along, across []float64 }

// displace moves the columns of a frame by their displacement.
func displace(f dendrite.Frame, d displacement) dendrite.Frame {
	move := make([]dendrite.Point, f.Len())
	for i := range move {
		p := f.PointAt(float64(i) + d.along[i]/f.StepUm)
		q := f.Centre[i]
		j := min(max(int(math.Round(float64(i)+d.along[i]/f.StepUm)), 0), f.Len()-1)
		move[i] = dendrite.Point{
			X: p.X - q.X + d.across[i]*f.NX[j],
			Y: p.Y - q.Y + d.across[i]*f.NY[j],
			Z: p.Z - q.Z,
		}
	}
	return f.Moved(move)
}

// pattern is what windows are compared by: the largest of the five middle
// planes relative to the shaft, square-rooted so that spines count beside the
// shaft, less its average along the branch, which holds no landmark.
func pattern(t dendrite.Strip) img.Image {
	p := img.NewImage(t.NS, t.NR)
	for k := dendrite.Planes/2 - 2; k <= dendrite.Planes/2+2; k++ {
		for i, v := range t.Plane(k).Pix {
			p.Pix[i] = max(p.Pix[i], v)
		}
	}
	img.Gaussian(p, p, 1.5, 1.5)
	shaft := make([]float32, t.NS)
	for i := range shaft {
		for j := t.NR/2 - 3; j <= t.NR/2+3; j++ {
			shaft[i] = max(shaft[i], p.Pix[i*t.NR+j])
		}
	}
	img.MovingPercentile(shaft, append([]float32(nil), shaft...), 61, 50)
	for i := range t.NS {
		row := p.Row(i)
		for j := range row {
			row[j] = float32(math.Sqrt(math.Max(0, float64(row[j]/max(shaft[i], 1e-6)))))
		}
	}
	mean := img.NewImage(p.H, p.W)
	img.Gaussian(mean, p, 50, 0)
	for i := range p.Pix {
		p.Pix[i] -= mean.Pix[i]
	}
	return p
}
