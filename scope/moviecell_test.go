package scope

import (
	"math"
	"testing"
)

// openGrid is wide and deep enough for a cell in its middle.
func openGrid(pixelUm float64) grid {
	return grid{h: 90, w: 90, planes: 25, firstUm: -18, pixelUm: pixelUm}
}

// sum adds up the light of all planes.
func (f footprint) sum() float64 {
	var sum float64
	for _, plane := range f.planes {
		for _, v := range plane {
			sum += float64(v)
		}
	}
	return sum
}

// at returns the light on a pixel of the scene.
func (f footprint) at(k, y, x int) float64 {
	y, x = y-f.y0, x-f.x0
	if y < 0 || x < 0 || y >= f.h || x >= f.w {
		return 0
	}
	return float64(f.planes[k][y*f.w+x])
}

// Moving the focus through a body collects each of its points once: the sum over
// planes and pixels is its volume, 4/3 pi R^3 (1 + dent^2/2), whatever the
// point-spread function.
func TestLightOfABodyIsItsVolume(t *testing.T) {
	c := randomBody(newRand(1), 45, 45, 1.3)
	c.Nucleus, c.Brightness, c.shape.stemUm, c.shape.dent = 1, 1, 0, 0.15
	g := openGrid(0.7)
	foot, inside := c.light(g)
	light, within := foot.sum(), inside.sum()
	want := 4.0 / 3 * math.Pi * math.Pow(c.RadiusUm, 3) * (1 + 0.15*0.15/2)
	voxel := 0.7 * 0.7 * planeStepUm
	near(t, "light over volume", light*voxel/want, 1, 0.01)
	near(t, "displaced over volume", within*voxel/want, 1, 0.01)
}

// A nucleus takes its own volume times what it lacks.
func TestNucleusIsDarkInFocus(t *testing.T) {
	c := MovieCell{Kind: Soma, Y: 45, X: 45, RadiusUm: 6, Brightness: 1, Nucleus: 0.15, shape: cellShape{long: 1}}
	g := openGrid(0.7)
	foot, inside := c.light(g)
	light, within := foot.sum(), inside.sum()
	near(t, "share of light", light/within, 1-0.85*math.Pow(nucleusRadius, 3), 0.01)
	focus := 12 // z = 0
	at := func(um float64) float64 {
		return foot.at(focus, 45, 45+int(math.Round(um/0.7)))
	}
	if ring, middle := at(4.5), at(0); middle > 0.6*ring {
		t.Errorf("middle %v, ring %v: no donut", middle, ring)
	}
	if out := at(9); out > 0.02 {
		t.Errorf("light %v outside the body", out)
	}
}

func TestDepthDimsABody(t *testing.T) {
	c := MovieCell{Kind: Soma, Y: 45, X: 45, RadiusUm: 6, Brightness: 1, Nucleus: 1, shape: cellShape{long: 1}}
	g := openGrid(0.7)
	foot, _ := c.light(g)
	for k := range g.planes {
		z, sigma := g.z(k), 4/2.3548
		// In the middle the body is 12 um high; its edge is softened by the
		// point-spread function, and the lateral blur of half a pixel flattens
		// the top by less than 2 %.
		want := distanceNormal((6-z)/sigma) - distanceNormal((-6-z)/sigma)
		near(t, "light in the middle", foot.at(k, 45, 45), want, 0.02)
	}
}

// distanceNormal is the normal distribution function.
func distanceNormal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

func TestBodiesKeepClearInDepthAndOverlapInView(t *testing.T) {
	m := Movie{Height: 300, Width: 300, PixelUm: 1.17}
	cells := placeBodies(newRand(3), 100, m, 9)
	overlapping := 0
	for i, c := range cells {
		if c.RadiusUm < 5 || c.RadiusUm > 7 || math.Abs(c.ZUm) > 9 || c.Y < 0 || c.Y > 300 {
			t.Errorf("cell %+v", c)
		}
		for _, o := range cells[:i] {
			view := math.Hypot(c.Y-o.Y, c.X-o.X) * 1.17
			if deep := math.Hypot(view, c.ZUm-o.ZUm); deep < 0.9*(c.RadiusUm+o.RadiusUm) {
				t.Errorf("bodies %v um apart", deep)
			}
			if view < c.RadiusUm+o.RadiusUm {
				overlapping++
			}
		}
	}
	if overlapping == 0 {
		t.Error("no two bodies overlap in view")
	}
}

func TestProcessesAreRidgesOfTheirLength(t *testing.T) {
	c := MovieCell{Kind: Process, Y: 45, X: 45, RadiusUm: 10, Brightness: 2, shape: cellShape{stemUm: 20}}
	g := openGrid(0.8)
	foot, _ := c.light(g)
	var sum float64
	for _, v := range foot.planes[12] {
		sum += float64(v)
	}
	// A ridge of height h and Gaussian width s pixels has h s sqrt(2 pi) a pixel.
	near(t, "light", sum, 20/0.8*2*stemGrey*stemPx*math.Sqrt(2*math.Pi), 0.2)
}
