package scope

import "math"

// regions is the activity of the neuropil: the mean calcium of the cells around
// each of a few places, interpolated between them. Neuropil is made of the
// processes of the cells around it and of many others, so it follows the
// population, and near cells more (Kerlin et al. 2010,
// doi 10.1016/j.neuron.2010.08.002).
type regions struct {
	weights [][]float32 // by region, of the cells
	slow    slowWave
	across  [regionSide][]float32 // what region column j gives to each column of the scene
	down    [regionSide][]float32
}

const (
	// regionSide is the number of regions along each axis.
	regionSide = 3
	// regionReach is the distance over which cells count, in field sizes.
	regionReach = 0.35
	// neuropilPerSpike is dF/F of neuropil for calcium of one spike in every
	// cell around: as in cell bodies.
	neuropilPerSpike = 0.23
	// neuropilSlow is the amplitude of slow changes of neuropil that no cell in
	// the field follows.
	neuropilSlow = 0.04
)

func (ti *tissue) newRegions(m Movie, slow slowWave) regions {
	r := regions{weights: make([][]float32, regionSide*regionSide), slow: slow}
	for i := range r.weights {
		y := float64(i/regionSide) / (regionSide - 1) * float64(m.Height)
		x := float64(i%regionSide) / (regionSide - 1) * float64(m.Width)
		r.weights[i] = regionWeights(m, y, x)
	}
	for j := range regionSide {
		r.across[j] = hat(j, ti.w)
		r.down[j] = hat(j, ti.h)
	}
	return r
}

// regionWeights returns how much each body counts at a place; they add up to 1.
func regionWeights(m Movie, y, x float64) []float32 {
	w, sum := make([]float64, len(m.Cells)), 0.0
	for i, c := range m.Cells {
		if c.Kind != Soma {
			continue
		}
		dy, dx := (c.Y-y)/(regionReach*float64(m.Height)), (c.X-x)/(regionReach*float64(m.Width))
		w[i] = math.Exp(-(dy*dy + dx*dx) / 2)
		sum += w[i]
	}
	out := make([]float32, len(w))
	for i := range w {
		if sum > 0 {
			out[i] = float32(w[i] / sum)
		}
	}
	return out
}

// hat returns the share of node j of regionSide nodes at each of n places.
func hat(j, n int) []float32 {
	h := make([]float32, n)
	for i := range h {
		at := float64(i) / float64(max(1, n-1)) * (regionSide - 1)
		h[i] = float32(max(0, 1-math.Abs(at-float64(j))))
	}
	return h
}

// level returns the brightness of neuropil in each region relative to rest, from
// the calcium of all cells.
func (r regions) level(calcium []float32, sec float64) [regionSide * regionSide]float32 {
	var out [regionSide * regionSide]float32
	for i, w := range r.weights {
		var sum float32
		for c, v := range calcium {
			sum += float32(w[c] * v)
		}
		out[i] = 1 + float32(neuropilPerSpike*sum) + float32(neuropilSlow*r.slow.at(sec))
	}
	return out
}

// row sets dst to the level along row y of the scene.
func (r regions) row(dst []float32, level *[regionSide * regionSide]float32, y int) {
	clear(dst)
	for j := range regionSide {
		var at float32
		for i := range regionSide {
			at += float32(r.down[i][y] * level[i*regionSide+j])
		}
		if at == 0 {
			continue
		}
		for x, v := range r.across[j] {
			dst[x] += float32(at * v)
		}
	}
}
