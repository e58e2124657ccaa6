package twin

import (
	"math"
	"testing"

	"respine/random"
)

// kernelTolerance allows for the kernels cut off at e^-6.
const kernelTolerance = 0.03

func smallWiring() Contacts {
	return wire(Wiring{Neurons: 8, Assemblies: 2, Branches: 2, LengthUm: 40, SitesPerUm: 1.8, OwnShare: 0.2}, random.New(7))
}

func TestNeighboursIsTheSumOfKernels(t *testing.T) {
	c := smallWiring()
	const reach = 5
	weight, got := make([]float64, c.Len()), make([]float64, c.Len())
	for k := range weight {
		weight[k] = random.New(8).Uniform(uint64(k))
	}
	d := decays(c, reach)
	for b := range c.Branches {
		lo, hi := b*c.PerBranch, (b+1)*c.PerBranch
		neighbours(got[lo:hi], weight[lo:hi], d[lo:hi])
		for i := lo; i < hi; i++ {
			want := 0.0
			for j := lo; j < hi; j++ {
				if j != i {
					want += weight[j] * math.Exp(-math.Abs(c.PositionUm[i]-c.PositionUm[j])/reach)
				}
			}
			if math.Abs(got[i]-want) > 1e-9 {
				t.Fatalf("contact %d: %g, sum of kernels %g", i, got[i], want)
			}
		}
	}
}

func TestSpreadStaysOnItsBranch(t *testing.T) {
	c := smallWiring()
	f := newField(c.Len())
	k := 3*c.PerBranch + c.PerBranch/2
	f.spread(c, k, 1.5)
	for i := range c.Len() {
		want := math.Exp(-math.Abs(c.PositionUm[i]-c.PositionUm[k]) / 1.5)
		if c.Branch(i) != 3 {
			want = 0
		}
		if v := f.value(i); math.Abs(v-want) > kernelTolerance || c.Branch(i) != 3 && v != 0 {
			t.Fatalf("contact %d of branch %d: %g, want %g", i, c.Branch(i), v, want)
		}
	}
	if v := f.value(k); v != 1 {
		t.Errorf("at the contact itself %g, want 1", v)
	}
}

// TestFieldFades: kernels added at different times fade each by its own age,
// also over so long that the unit has to be made large again.
func TestFieldFades(t *testing.T) {
	const rounding, hours = 1e-9, 7.0
	c := smallWiring()
	k := c.PerBranch / 2
	for _, wait := range []int{1, 20, 5000} {
		f := newField(c.Len())
		f.spread(c, k, 1.5)
		for range wait {
			f.fade(hours)
		}
		f.spread(c, k, 1.5)
		for range 3 {
			f.fade(hours)
		}
		want := math.Exp(-3/hours) * (1 + math.Exp(-float64(wait)/hours))
		if v := f.value(k); math.Abs(v/want-1) > rounding {
			t.Errorf("after %d hours %g, want %g", wait, v, want)
		}
	}
}

func TestWiring(t *testing.T) {
	c := wire(Default().Wiring, random.New(3))
	own := 0
	for k := range c.Len() {
		if k%c.PerBranch > 0 && c.PositionUm[k] < c.PositionUm[k-1] {
			t.Fatalf("contact %d lies before the one before it", k)
		}
		if c.Own[k] != (c.Assembly(int(c.Pre[k])) == c.Assembly(c.Post(k))) {
			t.Fatalf("contact %d: own assembly is %v", k, c.Own[k])
		}
		if c.Own[k] {
			own++
		}
	}
	// By design a share, and a quarter of the rest by accident.
	w := Default().Wiring
	want := w.OwnShare + (1-w.OwnShare)/float64(w.Assemblies)
	if got := float64(own) / float64(c.Len()); math.Abs(got-want) > 0.01 {
		t.Errorf("share of contacts within assemblies %.4f, want %.4f", got, want)
	}
}
