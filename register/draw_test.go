package register

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// tissue is dendrites as rows of points and spines as single ones, each a
// Gaussian spot as wide as the microscope makes it.
type tissue struct {
	paths  [][]dendrite.Point
	spines []dendrite.Point
}

// randomTissue runs n winding dendrites with spines every 1.5 um or so through a
// field of um micrometres and depth micrometres.
func randomTissue(seed uint64, n int, um, depth float64) tissue {
	rng := rand.New(rand.NewPCG(seed, 1))
	var t tissue
	for range n {
		p := dendrite.Point{X: um * rng.Float64(), Y: um * rng.Float64(), Z: depth * (0.3 + 0.4*rng.Float64())}
		heading, bend := 2*math.Pi*rng.Float64(), 0.0
		p.X, p.Y = p.X-um/2*math.Cos(heading), p.Y-um/2*math.Sin(heading)
		var path []dendrite.Point
		for range int(um / 0.2) {
			path = append(path, p)
			bend = 0.95*bend + 0.008*rng.NormFloat64()
			heading += bend
			p.X, p.Y, p.Z = p.X+0.2*math.Cos(heading), p.Y+0.2*math.Sin(heading), p.Z+0.015*rng.NormFloat64()
			if rng.Float64() < 0.2/1.5 {
				out := float64(1-2*rng.IntN(2)) * (0.9 + 0.8*rng.Float64())
				t.spines = append(t.spines, dendrite.Point{X: p.X - out*math.Sin(heading), Y: p.Y + out*math.Cos(heading), Z: p.Z})
			}
		}
		t.paths = append(t.paths, path)
	}
	return t
}

// seen draws the tissue moved by f, with photon-like noise.
func (t tissue) seen(s img.Stack, seed uint64, f func(dendrite.Point) dendrite.Point) img.Stack {
	for _, path := range t.paths {
		for i := range len(path) - 1 {
			p, q := f(path[i]), f(path[i+1])
			spot(s, p, 60)
			spot(s, dendrite.Point{X: (p.X + q.X) / 2, Y: (p.Y + q.Y) / 2, Z: (p.Z + q.Z) / 2}, 60)
		}
	}
	for _, p := range t.spines {
		spot(s, f(p), 35)
	}
	rng := rand.New(rand.NewPCG(seed, 2))
	for i, v := range s.Pix {
		m := float64(v) + 2
		s.Pix[i] = float32(math.Max(0, m+math.Sqrt(m)*rng.NormFloat64()))
	}
	return s
}

func spot(s img.Stack, p dendrite.Point, amp float64) {
	const sigma, sigmaZ, r = 0.3, 1.2, 1.1
	v := s.Voxel
	for z := max(0, int((p.Z-3.5)/v.Z)); z <= min(s.D-1, int((p.Z+3.5)/v.Z)); z++ {
		for y := max(0, int((p.Y-r)/v.Y)); y <= min(s.H-1, int((p.Y+r)/v.Y)); y++ {
			for x := max(0, int((p.X-r)/v.X)); x <= min(s.W-1, int((p.X+r)/v.X)); x++ {
				dz, dy, dx := float64(z)*v.Z-p.Z, float64(y)*v.Y-p.Y, float64(x)*v.X-p.X
				g := amp * math.Exp(-(dx*dx+dy*dy)/(2*sigma*sigma)-dz*dz/(2*sigmaZ*sigmaZ))
				i := (z*s.H+y)*s.W + x
				s.Pix[i] = max(s.Pix[i], float32(g))
			}
		}
	}
}

const fieldUm, depthUm = 48.0, 16.0

// field is an empty stack of fieldUm by fieldUm by depthUm.
func field() img.Stack {
	return img.NewStack(depthUm, fieldUm/0.12, fieldUm/0.12, img.Voxel{Z: 1, Y: 0.12, X: 0.12})
}

func still(p dendrite.Point) dendrite.Point { return p }

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.6g, want %.6g within %g", what, got, want, tolerance)
	}
}
