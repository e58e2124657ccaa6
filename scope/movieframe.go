package scope

import (
	"fmt"

	"respine/img"
)

// frameScratch is the memory of one frame being rendered.
type frameScratch struct {
	scene    []float32 // light on the scene's pixels
	neuropil []float32
	level    []float32 // one row of the scene
	calcium  []float32 // of the cells
	photons  []float32 // of the frame
	y, x     []float32 // where a row is read
	lightY   []float32 // evenness of the light, by row
	lightX   []float32
}

func (ti *tissue) newScratch(m Movie) *frameScratch {
	return &frameScratch{
		scene: make([]float32, ti.h*ti.w), neuropil: make([]float32, ti.h*ti.w), level: make([]float32, ti.w),
		calcium: make([]float32, len(m.Cells)), photons: make([]float32, m.Height*m.Width),
		y: make([]float32, m.Width), x: make([]float32, m.Width),
		lightY: evenness(m.Height), lightX: evenness(m.Width),
	}
}

// cornerLoss is the light lost at the edges' middles; the corners lose twice that.
const cornerLoss = 0.15

// evenness returns the light along one axis of the frame, brightest in the middle.
func evenness(n int) []float32 {
	e := make([]float32, n)
	for i := range e {
		at := (2*float64(i)+1)/float64(n) - 1
		e[i] = float32(1 - cornerLoss*at*at)
	}
	return e
}

// Frame sets dst, Height rows of Width, to the grey values of frame t. It may be
// called from several goroutines. It panics when t is not a frame or dst has
// another size.
func (m Movie) Frame(dst []uint16, t int) {
	m.mustHave(len(dst), t)
	s := m.tissue.scratch.Get().(*frameScratch)
	defer m.tissue.scratch.Put(s)
	m.expect(s.photons, t, s)
	key := m.key.At(uint64(t))
	for y := range m.Height {
		from := y * m.Width
		m.tissue.noise.expose(dst[from:from+m.Width], s.photons[from:from+m.Width], rowStream(key, y))
	}
}

// Expected sets dst to the mean number of photons in each pixel of frame t. The
// mean grey value is Offset + Gain times that, where nothing is cut.
func (m Movie) Expected(dst []float32, t int) {
	m.mustHave(len(dst), t)
	s := m.tissue.scratch.Get().(*frameScratch)
	defer m.tissue.scratch.Put(s)
	m.expect(dst, t, s)
}

func (m Movie) mustHave(pixels, t int) {
	if t < 0 || t >= m.Frames || pixels != m.Width*m.Height {
		panic(fmt.Sprintf("scope: %d pixels of frame %d, of a movie of %d frames of %d x %d", pixels, t, m.Frames, m.Height, m.Width))
	}
}

// expect draws the tissue of frame t, reads it where the pixels lie, and counts
// photons.
func (m Movie) expect(dst []float32, t int, s *frameScratch) {
	m.draw(t, s)
	w := m.newWarp(t)
	power := float32(m.Detector.CellPhotons * m.Bleaching.At((float64(t)+0.5)/m.RateHz))
	for y := range m.Height {
		m.places(s, w, t, y)
		row := dst[y*m.Width : (y+1)*m.Width]
		m.tissue.sampler.row(row, s.scene, m.tissue.w, s.y, s.x)
		here := float32(power * s.lightY[y])
		for x, v := range row {
			row[x] = float32(float32(here*s.lightX[x])*v) + float32(m.Detector.DarkPhotons)
		}
	}
	for _, i := range m.dead {
		dst[i] = 0
	}
}

// draw sets s.scene to the light of the tissue in frame t, in the reference's
// place.
func (m Movie) draw(t int, s *frameScratch) {
	ti := m.tissue
	plane, upper := ti.between(m.Shift(t).ZUm)
	clear(s.scene)
	img.AddScaled(s.scene, ti.still[plane], 1-upper)
	img.AddScaled(s.scene, ti.still[plane+1], upper)
	clear(s.neuropil)
	img.AddScaled(s.neuropil, ti.neuropil[plane], 1-upper)
	img.AddScaled(s.neuropil, ti.neuropil[plane+1], upper)
	for i, c := range m.Cells {
		s.calcium[i] = float32(ti.kinetics.calcium(c.Spikes, m.cellSeconds(c, t)))
	}
	level := ti.regions.level(s.calcium, (float64(t)+0.5)/m.RateHz)
	for y := range ti.h {
		ti.regions.row(s.level, &level, y)
		scene, neuropil := s.scene[y*ti.w:(y+1)*ti.w], s.neuropil[y*ti.w:(y+1)*ti.w]
		for x, v := range s.level {
			scene[x] += float32(v * neuropil[x])
		}
	}
	for i, f := range ti.feet {
		f.addTo(s.scene, ti.w, plane, upper, float32(1+ti.kinetics.dff(float64(s.calcium[i]))))
	}
}

// places sets s.y and s.x to where row y of frame t lies in the scene.
func (m Movie) places(s *frameScratch, w *warp, t, y int) {
	w.alongRow(float64(y))
	shift := m.shiftAt(t, float64(y))
	atY, atX := float32(m.tissue.row(float64(y)-shift.Y)), float32(m.tissue.column(-shift.X))
	for j := 0; j*warpStep < m.Width; j++ {
		end := min(m.Width, (j+1)*warpStep)
		for x := j * warpStep; x < end; x++ {
			f := float32(x-j*warpStep) / warpStep
			s.y[x] = atY - lerp32(w.rowY[j], w.rowY[j+1], f)
			s.x[x] = atX + float32(x) - lerp32(w.rowX[j], w.rowX[j+1], f)
		}
	}
}
