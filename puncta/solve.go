package puncta

import "math"

// perSpot are the parameters of a spot: flux, x, y, logSD, and z in stacks.
func (f *fit) perSpot() int {
	if f.image.D > 1 {
		return 5
	}
	return 4
}

// leastGain of the sum of squares is worth another step: it is far below what a
// further spot has to bring.
const leastGain = 0.02

// roundsMost is how many steps of Levenberg and Marquardt are taken at most.
const roundsMost = 12

// solve fits spots to what the image shows above the background and the model,
// which does not hold them, by least squares weighted with the variance of the
// pixels, and the usual sizes as a prior; it returns the spots and the sum of
// squares, prior included. Steps are those of Marquardt 1963 (doi 10.1137/0111030).
func (f *fit) solve(start []spot) ([]spot, float64) {
	return f.window(start).solve(f, start)
}

// solve is that in a window.
func (w window) solve(f *fit, start []spot) ([]spot, float64) {
	spots := append([]spot(nil), start...)
	cost := w.cost(f, spots)
	lambda := 1e-3
	for range roundsMost {
		h, g := w.normal(f, spots)
		better := false
		for range 6 {
			step, ok := solveDamped(h, g, lambda)
			if !ok {
				lambda *= 10
				continue
			}
			next := f.moved(spots, step)
			if c := w.cost(f, next); c < cost {
				gain := cost - c
				spots, cost, better = next, c, gain > leastGain
				lambda = math.Max(lambda/10, 1e-7)
				break
			}
			lambda *= 10
		}
		if !better {
			break
		}
	}
	return spots, cost
}

// window is what a group of spots is fitted to.
type window struct {
	box
	perSpot      int
	data, weight []float64 // by voxel, z, y, x
}

// fitReachSD is how far around a spot pixels are fitted.
const fitReachSD = 2.5

func (f *fit) window(spots []spot) window {
	w := window{box: f.around(spots[0], fitReachSD), perSpot: f.perSpot()}
	for _, s := range spots[1:] {
		w.box = w.join(f.around(s, fitReachSD))
	}
	w.data, w.weight = make([]float64, w.size()), make([]float64, w.size())
	expected := make([]float64, w.size())
	w.sum(f, spots, expected)
	i := 0
	for z := w.z0; z < w.z1; z++ {
		for y := w.y0; y < w.y1; y++ {
			at := (z*f.image.H + y) * f.image.W
			for x := w.x0; x < w.x1; x++ {
				rest := float64(f.back.Pix[at+x] + f.model.Pix[at+x])
				w.data[i] = float64(f.image.Pix[at+x]) - rest
				w.weight[i] = 1 / (f.noise + f.slope*math.Max(0, float64(f.model.Pix[at+x])+expected[i]))
				i++
			}
		}
	}
	return w
}

// profile is one spot along the axes of a window.
type profile struct{ z, y, x []float64 }

func (w window) profile(f *fit, s spot) profile {
	along := func(lo, hi int, at, sd float64) []float64 {
		out := make([]float64, max(0, hi-lo))
		for i := range out {
			d := (float64(lo+i) - at) / sd
			out[i] = math.Exp(-d * d / 2)
		}
		return out
	}
	p := profile{z: []float64{1}, y: along(w.y0, w.y1, s.y, s.sd()), x: along(w.x0, w.x1, s.x, s.sd())}
	if f.image.D > 1 {
		p.z = along(w.z0, w.z1, s.z, f.axialSD(s.sd()))
	}
	return p
}

// sum adds the spots to dst.
func (w window) sum(f *fit, spots []spot, dst []float64) {
	for _, s := range spots {
		own := window{box: f.around(s, reachSD).overlap(w.box)}
		if own.size() == 0 {
			continue
		}
		p := own.profile(f, s)
		height := s.flux / (2 * math.Pi * s.sd() * s.sd())
		for iz, a := range p.z {
			for iy, b := range p.y {
				h := height * a * b
				row := dst[w.row(own.z0+iz, own.y0+iy, own.x0):][:len(p.x)]
				for k, c := range p.x {
					row[k] += h * c
				}
			}
		}
	}
}

// cost is the weighted sum of squares, with the prior on sizes.
func (w window) cost(f *fit, spots []spot) float64 {
	m := make([]float64, len(w.data))
	w.sum(f, spots, m)
	c := 0.0
	for i, d := range w.data {
		r := d - m[i]
		c += r * r * w.weight[i]
	}
	for _, s := range spots {
		c += f.prior(s)
	}
	return c
}

// prior is how unusual the size and the flux of a spot are, as squares of standard
// deviations.
func (f *fit) prior(s spot) float64 {
	d, e := (s.logSD-f.mean)/f.spread, (math.Log(s.flux)-f.logFlux)/f.fluxSpread
	return d*d + e*e
}

// normal are the normal equations: the products of the derivatives, and of those
// with what is left.
func (w window) normal(f *fit, spots []spot) (h [][]float64, g []float64) {
	np := f.perSpot()
	n := np * len(spots)
	h, g = make([][]float64, n), make([]float64, n)
	for i := range h {
		h[i] = make([]float64, n)
	}
	rest := make([]float64, len(w.data))
	w.sum(f, spots, rest)
	for j, wt := range w.weight {
		rest[j] = (w.data[j] - rest[j]) * wt
	}
	patches := make([]patch, len(spots))
	for k, s := range spots {
		patches[k] = w.slopes(f, s)
		for l := range k + 1 {
			w.products(patches[k], patches[l], h, np*k, np*l)
		}
		w.against(patches[k], rest, g[np*k:])
		i := np * k
		h[i][i] += 1 / (f.fluxSpread * f.fluxSpread * s.flux * s.flux)
		g[i] += (f.logFlux - math.Log(s.flux)) / (f.fluxSpread * f.fluxSpread * s.flux)
		h[i+3][i+3] += 1 / (f.spread * f.spread)
		g[i+3] += (f.mean - s.logSD) / (f.spread * f.spread)
	}
	for i := range h {
		for k := range i {
			h[k][i] = h[i][k]
		}
	}
	return h, g
}

// patch is the derivatives of one spot where it is not zero: at each place those by
// flux, x, y, logSD, and in stacks z.
type patch struct {
	box
	slope [][5]float64
}

// overlap is the part of two boxes that they share.
func (b box) overlap(o box) box {
	return box{max(b.z0, o.z0), min(b.z1, o.z1), max(b.y0, o.y0), min(b.y1, o.y1), max(b.x0, o.x0), min(b.x1, o.x1)}
}

// row is where the voxels of a row lie in a box, from x0 on.
func (b box) row(z, y, x0 int) int { return ((z-b.z0)*(b.y1-b.y0)+y-b.y0)*(b.x1-b.x0) + x0 - b.x0 }

// products adds the weighted products of the derivatives of two spots to h.
func (w window) products(a, b patch, h [][]float64, i, k int) {
	o := a.overlap(b.box)
	if o.size() == 0 {
		return
	}
	var sum [5][5]float64
	nx := o.x1 - o.x0
	for z := o.z0; z < o.z1; z++ {
		for y := o.y0; y < o.y1; y++ {
			wt := w.weight[w.row(z, y, o.x0):][:nx]
			ra, rb := a.slope[a.row(z, y, o.x0):][:nx], b.slope[b.row(z, y, o.x0):][:nx]
			for j, v := range wt {
				for p := range 5 {
					u := ra[j][p] * v
					for q := range 5 {
						sum[p][q] += u * rb[j][q]
					}
				}
			}
		}
	}
	for p := range w.perSpot {
		for q := range w.perSpot {
			h[i+p][k+q] += sum[p][q]
		}
	}
}

// against adds the products of the derivatives of a spot with what is left to g.
func (w window) against(a patch, rest, g []float64) {
	if a.size() == 0 {
		return
	}
	nx := a.x1 - a.x0
	for z := a.z0; z < a.z1; z++ {
		for y := a.y0; y < a.y1; y++ {
			row := a.slope[a.row(z, y, a.x0):][:nx]
			for j, r := range rest[w.row(z, y, a.x0):][:nx] {
				for p := range w.perSpot {
					g[p] += row[j][p] * r
				}
			}
		}
	}
}

// slopes are the derivatives of the model by the parameters of a spot.
func (w window) slopes(f *fit, s spot) patch {
	a := patch{box: f.around(s, reachSD).overlap(w.box)}
	a.slope = make([][5]float64, a.size())
	p, sd := window{box: a.box}.profile(f, s), s.sd()
	unit := 1 / (2 * math.Pi * sd * sd)
	depth, share := 1., 0. // of the axial width that grows with the lateral one
	if f.perSpot() == 5 {
		depth = f.axialSD(sd)
		share = sd * sd / (f.pxPerSlice * f.pxPerSlice * depth * depth)
	}
	i := 0
	for iz, u := range p.z {
		dz := (float64(a.z0+iz) - s.z) / depth
		for iy, v := range p.y {
			dy := (float64(a.y0+iy) - s.y) / sd
			for ix, c := range p.x {
				dx := (float64(a.x0+ix) - s.x) / sd
				e := unit * u * v * c
				m := e * s.flux
				a.slope[i] = [5]float64{e, m * dx / sd, m * dy / sd, m * (dx*dx + dy*dy - 2 + dz*dz*share), m * dz / depth}
				i++
			}
		}
	}
	return a
}

// moved takes a step, none of which goes far: half a width across, a quarter in
// size, and no flux below a thousandth of what it was.
func (f *fit) moved(spots []spot, step []float64) []spot {
	np := f.perSpot()
	out := append([]spot(nil), spots...)
	within := func(v, most float64) float64 { return math.Max(-most, math.Min(v, most)) }
	for k := range out {
		s, d := &out[k], step[np*k:]
		s.flux = math.Max(s.flux+d[0], 0.1*s.flux)
		s.x += within(d[1], s.sd()/2)
		s.y += within(d[2], s.sd()/2)
		s.logSD = f.mean + within(s.logSD+within(d[3], 0.25)-f.mean, 1)
		if np == 5 {
			s.z += within(d[4], f.axialSD(s.sd())/2)
			s.z = math.Max(-0.5, math.Min(s.z, float64(f.image.D)-0.5))
		}
		s.x = math.Max(-0.5, math.Min(s.x, float64(f.image.W)-0.5))
		s.y = math.Max(-0.5, math.Min(s.y, float64(f.image.H)-0.5))
	}
	return out
}

// solveDamped solves (H + lambda diag H) step = g by Cholesky; false if it is not
// positive.
func solveDamped(h [][]float64, g []float64, lambda float64) ([]float64, bool) {
	n := len(g)
	l := make([][]float64, n)
	for i := range n {
		l[i] = make([]float64, i+1)
		for j := range i + 1 {
			sum := h[i][j]
			if i == j {
				sum += lambda*h[i][i] + 1e-30
			}
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			switch {
			case i != j:
				l[i][j] = sum / l[j][j]
			case !(sum > 0):
				return nil, false
			default:
				l[i][i] = math.Sqrt(sum)
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		x[i] = g[i]
		for k := range i {
			x[i] -= l[i][k] * x[k]
		}
		x[i] /= l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k][i] * x[k]
		}
		x[i] /= l[i][i]
	}
	return x, true
}
