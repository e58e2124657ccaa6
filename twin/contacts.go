package twin

import (
	"math"
	"slices"

	"respine/random"
)

// Contacts are the places where a spine could reach a bouton. Contact k lies on
// branch k/PerBranch, and the contacts of a branch are in order of position.
type Contacts struct {
	PerBranch  int
	Branches   int // of all cells
	LengthUm   float64
	PositionUm []float64
	Pre        []int32   // cell whose axon passes
	Side       []int8    // of the shaft, 1 or -1
	Azimuth    []float64 // of the spine about the shaft, radians from the image plane
	Own        []bool    // both cells belong to one assembly
	BranchesOf int       // branches of a cell
	Cells      int
	Assemblies int
}

// Len returns the number of contacts.
func (c Contacts) Len() int { return c.PerBranch * c.Branches }

// Branch returns the branch of contact k.
func (c Contacts) Branch(k int) int { return k / c.PerBranch }

// Post returns the cell that contact k is on.
func (c Contacts) Post(k int) int { return k / c.PerBranch / c.BranchesOf }

// Assembly returns the assembly of a cell. Cells are numbered assembly by
// assembly.
func (c Contacts) Assembly(cell int) int { return cell * c.Assemblies / c.Cells }

// wire draws the contacts of a mouse.
func wire(w Wiring, key random.Key) Contacts {
	c := Contacts{
		PerBranch: int(math.Round(w.SitesPerUm * w.LengthUm)), Branches: w.Neurons * w.Branches,
		LengthUm: w.LengthUm, BranchesOf: w.Branches, Cells: w.Neurons, Assemblies: w.Assemblies,
	}
	n := c.Len()
	c.PositionUm, c.Pre = make([]float64, n), make([]int32, n)
	c.Side, c.Azimuth, c.Own = make([]int8, n), make([]float64, n), make([]bool, n)
	rng := key.Rand()
	for b := range c.Branches {
		at := c.PositionUm[b*c.PerBranch : (b+1)*c.PerBranch]
		for i := range at {
			at[i] = rng.Float64() * w.LengthUm
		}
		slices.Sort(at)
	}
	size := w.Neurons / w.Assemblies
	for k := range n {
		c.Pre[k] = int32(rng.IntN(w.Neurons))
		own := c.Assembly(c.Post(k))
		if rng.Float64() < w.OwnShare {
			c.Pre[k] = int32(own*size + rng.IntN(size))
		}
		c.Own[k] = c.Assembly(int(c.Pre[k])) == own
		c.Azimuth[k] = (rng.Float64() - 0.5) * math.Pi
		c.Side[k] = 1
		if rng.Float64() < 0.5 {
			c.Side[k] = -1
		}
	}
	return c
}

// image chooses the branches followed, rising.
func image(c Contacts, n int, key random.Key) []int {
	chosen := key.Rand().Perm(c.Branches)[:min(n, c.Branches)]
	slices.Sort(chosen)
	return chosen
}
