package twin

import "math"

// field is a sum of kernels exp(-|dx|/reach) along a branch that fades as
// exp(-t/hours). It is kept in units that fade with it, so that an hour costs one
// multiplication: the field at contact k is unit*at[k].
type field struct {
	at   []float64
	unit float64
}

func newField(n int) field { return field{at: make([]float64, n), unit: 1} }

// cutReaches is how many reaches away a single kernel is dropped, at e^-6.
const cutReaches = 6

// smallestUnit is where a unit is made large again, far from the smallest float.
const smallestUnit = 1e-100

// value returns the field at contact k.
func (f *field) value(k int) float64 { return f.unit * f.at[k] }

// fade lets an hour pass.
func (f *field) fade(hours float64) {
	f.unit *= math.Exp(-1 / hours)
	if f.unit < smallestUnit {
		for k := range f.at {
			f.at[k] *= f.unit
		}
		f.unit = 1
	}
}

// spread adds one kernel centred on contact k over the contacts of its branch.
func (f *field) spread(c Contacts, k int, reachUm float64) {
	first := c.Branch(k) * c.PerBranch
	for i := k; i < first+c.PerBranch && c.PositionUm[i]-c.PositionUm[k] < cutReaches*reachUm; i++ {
		f.at[i] += math.Exp(-(c.PositionUm[i]-c.PositionUm[k])/reachUm) / f.unit
	}
	for i := k - 1; i >= first && c.PositionUm[k]-c.PositionUm[i] < cutReaches*reachUm; i-- {
		f.at[i] += math.Exp(-(c.PositionUm[k]-c.PositionUm[i])/reachUm) / f.unit
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
