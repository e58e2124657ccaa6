package motion

import "slices"

// newLight finds the limits of brightness and the stripes of the sampled frames.
//
// The limits follow from the median of every pixel over time, which a cell that is
// bright for less than half of it does not raise, and from the noise around it.
func newLight(g geometry, small [][]float32, c crew) light {
	const most = 41 // frames for the medians
	n := min(len(small), most)
	middle, noise := make([]float32, g.bh*g.bw), make([]float32, g.bh*g.bw)
	c.divide(len(middle), func(from, to int) {
		over := make([]float32, n)
		for k := from; k < to; k++ {
			for i := range over {
				over[i] = small[numberOf(i, n, len(small))][k]
			}
			slices.Sort(over)
			middle[k] = over[n/2]
			noise[k] = (over[(3*n-1)/4] - over[n/4]) / 1.349 // quartiles of a normal distribution
		}
	})
	l := light{column: make([]float32, g.bw), row: make([]float32, g.bh)}
	l.stripes(g, middle)
	slices.Sort(middle)
	slices.Sort(noise)
	margin := clipSigma * noise[len(noise)/2]
	last := float64(len(middle) - 1)
	l.lo, l.hi = middle[int(clipShare*last)]-margin, middle[int((1-clipShare)*last)]+margin
	if l.lo == l.hi { // frames that are nearly blank
		l.lo, l.hi = middle[0]-1, middle[len(middle)-1]+1
	}
	return l
}

// stripes sets what columns and rows of the image have beside its mean.
func (l *light) stripes(g geometry, m []float32) {
	var sum float64
	column, row := make([]float64, g.bw), make([]float64, g.bh)
	for k, v := range m {
		sum += float64(v)
		column[k%g.bw] += float64(v)
		row[k/g.bw] += float64(v)
	}
	mean := sum / float64(len(m))
	for x, v := range column {
		l.column[x] = float32(v/float64(g.bh) - mean)
	}
	for y, v := range row {
		l.row[y] = float32(v/float64(g.bw) - mean)
	}
}
