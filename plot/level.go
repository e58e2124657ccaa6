package plot

import (
	"math"

	"respine/img"
)

// The shaft of a straightened dendrite, for levelling: the brightest value
// within shaftUm of the axis, by its median over levelUm to either side. Where
// it is dimmer than dimmest times that of the whole strip there is no shaft to
// go by.
const (
	shaftUm = 0.5
	levelUm = 3.0
	dimmest = 0.2
)

// shaftWhite is the brightness, in shafts, that is shown white at most. Where
// a strip has lost its dendrite something beside it may be many times as bright
// as what is taken for the shaft, and must not darken the rest.
const shaftWhite = 1.2

// shown returns a strip as it is drawn, and its window.
func shown(m img.Image, stepUm float64) (img.Image, window) {
	level, ok := levelled(m, stepUm)
	w := windowOf(level)
	if ok && w.lo < shaftWhite {
		w.hi = math.Min(w.hi, shaftWhite)
	}
	return level, w
}

// levelled returns a strip over its background and in units of its own shaft
// nearby, so that a dim stretch of dendrite shows its spines as a bright one
// does. The background is the lower quartile of the strip. A strip without
// anything brighter is returned as it is, and ok is false.
func levelled(m img.Image, stepUm float64) (out img.Image, ok bool) {
	pix := finite(m.Pix)
	if len(pix) == 0 {
		return m, false
	}
	bg := img.Percentile(pix, 25)
	shaft := make([]float32, m.H)
	reach := int(shaftUm/stepUm + 0.5)
	for i := range shaft {
		for j := max(0, m.W/2-reach); j < min(m.W, m.W/2+reach+1); j++ {
			shaft[i] = max(shaft[i], known(m.Pix[i*m.W+j]-bg))
		}
	}
	least := dimmest * img.Percentile(append([]float32(nil), shaft...), 50)
	if !(least > 0) {
		return m, false
	}
	out = img.NewImage(m.H, m.W)
	wide := int(levelUm/stepUm + 0.5)
	for i := range shaft {
		near := img.Percentile(append([]float32(nil), shaft[max(0, i-wide):min(m.H, i+wide+1)]...), 50)
		for j := range m.W {
			out.Pix[i*m.W+j] = (m.Pix[i*m.W+j] - bg) / max(near, least)
		}
	}
	return out, true
}

// known is 0 for what is not a number.
func known(v float32) float32 {
	if math.IsNaN(float64(v)) {
		return 0
	}
	return v
}
