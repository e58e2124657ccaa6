package puncta

import (
	"math"
	"slices"
)

// split tries two spots in the place of each that is bright enough to be told from
// two: along the axis in which it is longest, and in stacks along z.
func (f *fit) split() {
	f.index = grid{}
	for i := range f.spots {
		if f.snr(f.spots[i]) < 1.5*leastSNR {
			continue
		}
		for _, axis := range f.axes(i) {
			if f.halve(i, axis) {
				break
			}
		}
	}
	f.rebuild()
}

// halve puts two spots on an axis in the place of one.
func (f *fit) halve(i int, axis [3]float64) bool {
	group := f.group(i, together-1, func(int) bool { return true })
	s := f.spots[i]
	old := make([]spot, len(group))
	for k, j := range group {
		old[k] = f.spots[j]
		f.add(old[k], -1)
	}
	one, two := s, s
	one.flux, two.flux = s.flux/2, s.flux/2
	one.logSD, two.logSD = math.Min(s.logSD, f.mean), math.Min(s.logSD, f.mean)
	one.x, one.y, one.z = s.x+axis[0], s.y+axis[1], s.z+axis[2]
	two.x, two.y, two.z = s.x-axis[0], s.y-axis[1], s.z-axis[2]
	next := slices.Concat([]spot{one}, old[1:], []spot{two})
	w := f.window(next)
	without, before := w.solve(f, old)
	with, after := w.solve(f, next)
	taken := before-after > moreCost && f.plausible(with)
	if !taken {
		with = without
	} else {
		f.spots = append(f.spots, with[len(with)-1])
	}
	for k, j := range group {
		f.spots[j] = with[k]
	}
	for _, s := range with {
		f.add(s, 1)
	}
	return taken
}

// axes are where the halves of a spot may lie: 0.7 standard deviations along the
// axis in which the light at the spot, less all other spots, spreads most, if it is
// longer there than two for one could pay for; and along z.
func (f *fit) axes(i int) [][3]float64 {
	s := f.spots[i]
	b := f.around(s, 2.5)
	var xx, xy, yy float64
	sd := s.sd()
	f.add(s, -1)
	for z := b.z0; z < b.z1; z++ {
		dz := 0.
		if f.image.D > 1 {
			dz = (float64(z) - s.z) / f.axialSD(sd)
		}
		for y := b.y0; y < b.y1; y++ {
			for x := b.x0; x < b.x1; x++ {
				dx, dy := float64(x)-s.x, float64(y)-s.y
				at := (z*f.image.H+y)*f.image.W + x
				light := float64(f.image.Pix[at]-f.back.Pix[at]-f.model.Pix[at]) * math.Exp(-((dx*dx+dy*dy)/(sd*sd)+dz*dz)/2)
				xx, xy, yy = xx+light*dx*dx, xy+light*dx*dy, yy+light*dy*dy
			}
		}
	}
	f.add(s, 1)
	var out [][3]float64
	// Of a Gaussian weighted with itself half the elongation is left. Two for one
	// lower the sum of squares by about the squares of elongation and snr.
	long := 2 * math.Hypot(xx-yy, 2*xy) / math.Max(xx+yy, 1e-9)
	if gain := long * f.snr(s); gain*gain > moreCost/3 {
		angle := math.Atan2(2*xy, xx-yy) / 2
		out = append(out, [3]float64{0.7 * sd * math.Cos(angle), 0.7 * sd * math.Sin(angle), 0})
	}
	if f.image.D > 1 {
		out = append(out, [3]float64{0, 0, 0.7 * f.axialSD(sd)})
	}
	return out
}

// widerLog is how much wider than usual, as a logarithm, a spot is background that is
// uneven: e to the half is 1.65 times.
const widerLog = 0.5

// prune takes out spots that do not stand for themselves or are wider than puncta are,
// and makes one of two that have run into each other.
func (f *fit) prune() {
	f.index = grid{}
	gone := make([]bool, len(f.spots))
	for i := range f.spots {
		gone[i] = f.snr(f.spots[i]) < leastSNR || f.spots[i].logSD-f.mean > math.Max(3*f.spread, widerLog)
		if gone[i] {
			continue
		}
		for _, j := range f.group(i, 2, func(j int) bool { return j < i && !gone[j] })[1:] {
			if f.apart(f.spots[i], f.spots[j]) < mergeSD/2*f.spots[i].sd() {
				f.spots[j].flux += f.spots[i].flux
				gone[i] = true
			}
		}
	}
	var kept []spot
	for i, s := range f.spots {
		if !gone[i] {
			kept = append(kept, s)
		}
	}
	f.spots = kept
	f.rebuild()
}
