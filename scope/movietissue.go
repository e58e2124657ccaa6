package scope

import (
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
)

// MovieTissue says what is in the field. The zero MovieTissue means the defaults.
type MovieTissue struct {
	Cells     int     // bodies; default one for 1150 um2 of the field
	Processes int     // active stretches of processes whose cells lie elsewhere; default 0.6 for each body
	SlabUm    float64 // bodies lie up to this above and below the focus; default 9
	// Neuropil is its mean brightness at rest relative to the cytoplasm of the
	// median cell; default 0.45, below 0 for none.
	Neuropil float64
	Dark     int // cells without indicator, and vessels seen end on; default 0.5 for each body, below 0 for none
	Vessels  int // along the plane; default 2, below 0 for none
}

// um2PerBody is the area of the field per body: the labelled field that the
// defaults are compared with shows 330 in about (600 um)^2.
const um2PerBody = 1150

func (p MovieTissue) orDefaults(fieldUm2 float64) MovieTissue {
	for _, f := range []struct {
		value    *int
		standard float64
	}{
		{&p.Cells, max(1, fieldUm2/um2PerBody)}, {&p.Vessels, 2},
	} {
		if *f.value == 0 {
			*f.value = int(math.Round(f.standard))
		}
	}
	if p.Processes == 0 {
		p.Processes = int(math.Round(0.6 * float64(p.Cells)))
	}
	if p.Dark == 0 {
		p.Dark = int(math.Round(0.5 * float64(p.Cells)))
	}
	if p.SlabUm == 0 {
		p.SlabUm = 9
	}
	if p.Neuropil == 0 {
		p.Neuropil = 0.45
	}
	return p
}

// grid is where a scene is drawn: pixels of the field with a margin for motion,
// at focal planes a step apart.
type grid struct {
	h, w, margin int
	planes       int
	firstUm      float64 // depth of the focus at plane 0, in the reference
	pixelUm      float64
}

// planeStepUm is the distance of the planes between which brightness is
// interpolated; it is less than the axial standard deviation.
const planeStepUm = 1.5

func (g grid) z(k int) float64          { return g.firstUm + planeStepUm*float64(k) }
func (g grid) row(y float64) float64    { return y + float64(g.margin) }
func (g grid) column(x float64) float64 { return x + float64(g.margin) }

// newGrid makes room for all places and depths the motion reaches.
func (m Movie) newGrid() grid {
	var far, up, down float64
	for _, s := range m.Path {
		far = max(far, math.Abs(s.Y), math.Abs(s.X))
		up, down = min(up, s.ZUm), max(down, s.ZUm)
	}
	for _, b := range m.bends {
		far += b.largest
	}
	const around = 4 // pixels the sampler reads beside a place, and rounding
	g := grid{margin: int(math.Ceil(far)) + around, firstUm: up, pixelUm: m.PixelUm}
	g.h, g.w = m.Height+2*g.margin, m.Width+2*g.margin
	g.planes = 2 + int((down-up)/planeStepUm)
	return g
}

// between returns the planes around a depth of focus and the weight of the upper.
func (g grid) between(zUm float64) (k int, f float32) {
	at := max(0, min((zUm-g.firstUm)/planeStepUm, float64(g.planes-1)))
	k = min(int(at), g.planes-2)
	return k, float32(at - float64(k))
}

// around returns a dark footprint within reach of a place of the field.
func (g grid) around(y, x, reachUm float64) footprint {
	reach := reachUm / g.pixelUm
	f := footprint{y0: max(0, int(g.row(y)-reach)), x0: max(0, int(g.column(x)-reach))}
	f.h = max(0, min(g.h, int(g.row(y)+reach)+2)-f.y0)
	f.w = max(0, min(g.w, int(g.column(x)+reach)+2)-f.x0)
	f.planes = make([][]float32, g.planes)
	for k := range f.planes {
		f.planes[k] = make([]float32, f.h*f.w)
	}
	return f
}

// volume returns a value for each pixel of each plane.
func (g grid) volume() [][]float32 {
	v := make([][]float32, g.planes)
	for k := range v {
		v[k] = make([]float32, g.h*g.w)
	}
	return v
}

// tissue is the scene of a movie, made once: light on each pixel and plane, in
// units of the median cell's cytoplasm.
type tissue struct {
	grid
	still    [][]float32 // what never changes, by plane
	neuropil [][]float32 // at rest, by plane
	feet     []footprint // of the cells, in order
	kinetics kinetics
	regions  regions
	sampler  *sampler
	noise    *movieNoise
	scratch  sync.Pool // *frameScratch
}

// newTissue draws the scene for the cells of m.
func (m Movie) newTissue(rng *rand.Rand, p MovieTissue) *tissue {
	ti := &tissue{grid: m.newGrid(), kinetics: m.Indicator.kinetics(), sampler: newSampler(), noise: newMovieNoise(m.Detector)}
	ti.neuropil = ti.randomNeuropil(rng, p.Neuropil)
	ti.still = ti.volume()
	ti.addFibres(rng)
	ti.feet = make([]footprint, len(m.Cells))
	inside := make([]footprint, len(m.Cells))
	eachOf(len(m.Cells), func(i int) { ti.feet[i], inside[i] = m.Cells[i].light(ti.grid) })
	for i := range inside {
		ti.shade(inside[i], 1)
	}
	dark := make([]MovieCell, max(0, p.Dark))
	for i := range dark {
		dark[i] = m.randomDark(rng, p.SlabUm)
	}
	shadows := make([]footprint, len(dark))
	eachOf(len(dark), func(i int) { _, shadows[i] = dark[i].light(ti.grid) })
	for i := range shadows {
		ti.shade(shadows[i], darkDepth)
	}
	for range max(0, p.Vessels) {
		ti.addVessel(rng)
	}
	ti.regions = ti.newRegions(m, newSlowWave(rng))
	ti.scratch.New = func() any { return ti.newScratch(m) }
	return ti
}

// eachOf calls do(i) for i in [0, n) on two goroutines. The calls do not depend on
// each other.
func eachOf(n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// shade takes from neuropil and fibres what a body displaces.
func (ti *tissue) shade(inside footprint, depth float64) {
	for k := range inside.planes {
		for y := range inside.h {
			from := (inside.y0+y)*ti.w + inside.x0
			for x, v := range inside.planes[k][y*inside.w : (y+1)*inside.w] {
				left := float32(max(0, 1-depth*float64(v)))
				ti.neuropil[k][from+x] *= left
				ti.still[k][from+x] *= left
			}
		}
	}
}

// placeBodies draws n bodies in the slab. Their balls do not overlap as long as
// there is room, but what is seen of them does.
func placeBodies(rng *rand.Rand, n int, m Movie, slabUm float64) []MovieCell {
	const tries, closest = 200, 0.9
	cells := make([]MovieCell, 0, n)
	for len(cells) < n {
		var c MovieCell
		for range tries {
			c = randomBody(rng, rng.Float64()*float64(m.Height), rng.Float64()*float64(m.Width), slabUm*pm(rng))
			if c.clearOf(cells, closest, m.PixelUm) {
				break
			}
		}
		cells = append(cells, c)
	}
	return cells
}

// clearOf reports whether c keeps the given share of the sum of radii from others.
func (c MovieCell) clearOf(others []MovieCell, closest, pixelUm float64) bool {
	for _, o := range others {
		y, x, z := (c.Y-o.Y)*pixelUm, (c.X-o.X)*pixelUm, c.ZUm-o.ZUm
		if least := closest * (c.RadiusUm + o.RadiusUm); y*y+x*x+z*z < least*least {
			return false
		}
	}
	return true
}

// addTo adds a times the light between planes k and k+1, f of the way, to scene.
func (f footprint) addTo(scene []float32, width, k int, upper, a float32) {
	lo, hi := float32(a*(1-upper)), float32(a*upper)
	for y := range f.h {
		from := (f.y0+y)*width + f.x0
		dst := scene[from : from+f.w]
		p, q := f.planes[k][y*f.w:(y+1)*f.w], f.planes[k+1][y*f.w:(y+1)*f.w]
		for x := range dst {
			dst[x] += float32(lo*p[x]) + float32(hi*q[x])
		}
	}
}
