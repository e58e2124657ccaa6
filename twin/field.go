package twin

import "math"

// A field is a sum of kernels exp(-|dx|/reach) along a branch.

// cutReaches is how many reaches away a single kernel is dropped, at e^-6.
const cutReaches = 6

// spread adds one kernel centred on contact k to a field over the contacts of
// its branch.
func spread(field []float64, c Contacts, k int, reachUm float64) {
	first := c.Branch(k) * c.PerBranch
	for i := k; i < first+c.PerBranch && c.PositionUm[i]-c.PositionUm[k] < cutReaches*reachUm; i++ {
		field[i] += math.Exp(-(c.PositionUm[i] - c.PositionUm[k]) / reachUm)
	}
	for i := k - 1; i >= first && c.PositionUm[k]-c.PositionUm[i] < cutReaches*reachUm; i-- {
		field[i] += math.Exp(-(c.PositionUm[k] - c.PositionUm[i]) / reachUm)
	}
}

// decays returns exp(-dx/reach) from each contact to the one before it on its
// branch, 0 for the first.
func decays(c Contacts, reachUm float64) []float64 {
	d := make([]float64, c.Len())
	for k := range d {
		if k%c.PerBranch != 0 {
			d[k] = math.Exp(-(c.PositionUm[k] - c.PositionUm[k-1]) / reachUm)
		}
	}
	return d
}

// neighbours sets dst[i], for the contacts of one branch, to the sum over all
// others of weight exp(-|dx|/reach), in one pass each way: what arrives from
// the left at i is what arrived at i-1 and its own weight, decayed once more.
func neighbours(dst, weight, decay []float64) {
	sum := 0.0
	for i := range dst {
		if i > 0 {
			sum = (sum + weight[i-1]) * decay[i]
		}
		dst[i] = sum
	}
	sum = 0
	for i := len(dst) - 2; i >= 0; i-- {
		sum = (sum + weight[i+1]) * decay[i+1]
		dst[i] += sum
	}
}
