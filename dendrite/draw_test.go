package dendrite

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/img"
)

// tube is a bright line with a Gaussian profile: peak amp, standard deviation
// sigma across it in the image plane and sigmaZ along the optical axis.
type tube struct {
	points        []Point
	sigma, sigmaZ float64
	amp           float64
}

func line(points ...Point) tube { return tube{points, 0.35, 1.2, 60} }

// draw renders tubes on black, the brightest counting: every voxel is as bright
// as its nearest point on the tube makes it.
func draw(s img.Stack, tubes ...tube) img.Stack {
	for _, t := range tubes {
		for _, p := range resample(t.points, t.sigma/10) {
			t.touch(s, p)
		}
	}
	return s
}

func (t tube) touch(s img.Stack, p Point) {
	v, r := s.Voxel, 4*t.sigma
	for z := range s.D {
		dz := float64(z)*v.Z - p.Z
		if math.Abs(dz) > 4*t.sigmaZ {
			continue
		}
		for y := max(0, int((p.Y-r)/v.Y)); y <= min(s.H-1, int((p.Y+r)/v.Y)); y++ {
			for x := max(0, int((p.X-r)/v.X)); x <= min(s.W-1, int((p.X+r)/v.X)); x++ {
				dy, dx := float64(y)*v.Y-p.Y, float64(x)*v.X-p.X
				g := t.amp * math.Exp(-(dx*dx+dy*dy)/(2*t.sigma*t.sigma)-dz*dz/(2*t.sigmaZ*t.sigmaZ))
				i := (z*s.H+y)*s.W + x
				s.Pix[i] = max(s.Pix[i], float32(g))
			}
		}
	}
}

// noisy adds a background of 2 and photon-like noise: variance grows with the
// brightness.
func noisy(s img.Stack, seed uint64) img.Stack {
	rng := rand.New(rand.NewPCG(seed, 0))
	for i, v := range s.Pix {
		m := float64(v) + 2
		s.Pix[i] = float32(math.Max(0, m+math.Sqrt(m)*rng.NormFloat64()))
	}
	return s
}

// field is a square black stack of about um micrometres, 0.12 um pixels and 10
// slices of one micrometre.
func field(um float64) img.Stack {
	n := int(math.Round(um / 0.12))
	return img.NewStack(10, n, n, img.Voxel{Z: 1, Y: 0.12, X: 0.12})
}

func dist(p, q Point) float64 {
	return math.Sqrt((p.X-q.X)*(p.X-q.X) + (p.Y-q.Y)*(p.Y-q.Y) + (p.Z-q.Z)*(p.Z-q.Z))
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.6g, want %.6g within %g", what, got, want, tolerance)
	}
}

func finite(p Point) bool {
	sum := p.X + p.Y + p.Z
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// arc is a circle of the given radius around a point, or a part of it.
func arc(c Point, radius, from, to float64) []Point {
	var pts []Point
	n := int(math.Abs(to-from)*radius/0.05) + 1
	for i := range n + 1 {
		a := from + (to-from)*float64(i)/float64(n)
		pts = append(pts, Point{X: c.X + radius*math.Cos(a), Y: c.Y + radius*math.Sin(a), Z: c.Z})
	}
	return pts
}
