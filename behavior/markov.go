package behavior

import (
	"math"

	"respine/img"
)

// course is the movement of one animal during its test: the mean over smoothSec of
// the logarithm of the residual, NaN where nothing could be measured.
type course struct {
	first int // frame of the film
	dt    []float64
	y     []float64
	plain []float32
}

const (
	smoothSec = 0.2
	floor     = 0.01 // of the silhouette: what noise alone changes
)

// newCourse takes the test out of a trace. Movement belongs to the middle of the
// LagSec it was measured over.
func newCourse(t Trace, from, to float64) course {
	c := course{first: -1}
	climbs := climbing(t)
	lo, hi := 0, 0
	usual := step(t.Sec)
	for i, sec := range t.Sec {
		if sec < from-1e-9 || sec >= to-1e-9 {
			continue
		}
		if c.first < 0 {
			c.first = i
		}
		for lo < len(t.Sec) && t.Sec[lo] < sec+LagSec/2-smoothSec/2-1e-6 {
			lo++
		}
		for hi < len(t.Sec) && t.Sec[hi] <= sec+LagSec/2+smoothSec/2+1e-6 {
			hi++
		}
		var sum, n, plain, m float64
		for k := lo; k < hi; k++ {
			if v := t.Residual[k]; !math.IsNaN(v) {
				sum, n = sum+math.Log(v+floor), n+1
			}
			if v := t.Plain[k]; !math.IsNaN(v) {
				plain, m = plain+v, m+1
			}
		}
		if climbs[i] { // neither state
			sum = missing
		}
		c.y = append(c.y, sum/n)
		c.plain = append(c.plain, float32(math.Log(plain/math.Max(m, 1)+floor)))
		d := usual
		if i > 0 {
			d = t.Sec[i] - t.Sec[i-1]
		}
		c.dt = append(c.dt, d)
	}
	return c
}

// Model is what the two states look like: the means of the logarithm of the movement,
// immobile first, and the standard deviation, which both have in common, so that they
// meet halfway: one of its own lets the wider state take what lies beyond the
// narrower.
type Model struct {
	Mean [2]float64 `json:"mean"`
	SD   float64    `json:"sd"`
}

// The usual model, from rendered films of seeds 1 and 2, how many seconds of either
// state it weighs against the cohort, and how many the cohort weighs against one
// animal; sd beyond which states are not believed. A bout lasts 4 s on average.
var usual = Model{Mean: [2]float64{-2.75, -1.4}, SD: 0.45}

const (
	priorSec   = 120.0
	ownSec     = 30.0
	boutSec    = 4.0
	rounds     = 12
	leastSD    = 0.2
	mostSD     = 0.8
	leastApart = 0.7 // of the means: immobile is never mistaken for struggling
)

// Fit estimates the model of a cohort by expectation and maximisation with the usual
// one as prior (MAP; Rabiner 1989, doi 10.1109/5.18626, with normal emissions). Time,
// not frames, is counted, so that the frame rate does not weigh.
func Fit(traces []Trace, p Params) Model {
	p = p.orDefaults()
	var all []course
	for _, t := range traces {
		from, to := window(t, p.TestSec)
		all = append(all, newCourse(t, from, to))
	}
	return usual.fitted(all, priorSec)
}

// fitted is the model of some animals with m as their prior, which weighs as much as
// so many seconds of either state.
func (prior Model) fitted(all []course, weight float64) Model {
	m := prior
	for range rounds {
		var n, sum, square [2]float64
		for s := range n {
			n[s], sum[s] = weight, weight*prior.Mean[s]
			square[s] = weight * (prior.SD*prior.SD + prior.Mean[s]*prior.Mean[s])
		}
		for _, c := range all {
			for i, p := range c.smooth(m) {
				if y := c.y[i]; !math.IsNaN(y) {
					for s, w := range [2]float64{p * c.dt[i], (1 - p) * c.dt[i]} {
						n[s], sum[s], square[s] = n[s]+w, sum[s]+w*y, square[s]+w*y*y
					}
				}
			}
		}
		variance := 0.0
		for s := range n {
			m.Mean[s] = sum[s] / n[s]
			v := math.Max(0, square[s]/n[s]-m.Mean[s]*m.Mean[s])
			variance += max(leastSD*leastSD, min(mostSD*mostSD, v)) / 2
		}
		m.SD = math.Sqrt(variance)
		if short := leastApart - (m.Mean[1] - m.Mean[0]); short > 0 {
			m.Mean[0], m.Mean[1] = m.Mean[0]-short/2, m.Mean[1]+short/2
		}
	}
	return m
}

// smooth returns the probability of immobility in every frame given all frames
// (forward and backward). A frame without a value says nothing; a long step
// between frames lets the state change more.
func (c course) smooth(m Model) []float64 {
	n := len(c.y)
	forward, like := make([]float64, n), make([][2]float64, n)
	before := 0.5
	for i, y := range c.y {
		like[i] = m.like(y)
		p := stays(before, c.dt[i])
		a, b := p*like[i][0], (1-p)*like[i][1]
		before = a / (a + b)
		forward[i] = before
	}
	out := make([]float64, n)
	back := [2]float64{1, 1}
	for i := n - 1; i >= 0; i-- {
		a, b := forward[i]*back[0], (1-forward[i])*back[1]
		out[i] = a / (a + b)
		q := change(c.dt[i])
		a, b = like[i][0]*back[0], like[i][1]*back[1]
		back = [2]float64{(1-q)*a + q*b, q*a + (1-q)*b}
		total := back[0] + back[1]
		back[0], back[1] = back[0]/total, back[1]/total
	}
	return out
}

// change is the probability that the state is another one after dt.
func change(dt float64) float64 { return (1 - math.Exp(-2*dt/boutSec)) / 2 }

func stays(p, dt float64) float64 { q := change(dt); return p*(1-q) + (1-p)*q }

// like is how likely a movement is in either state, relative. Beyond the means
// the nearer state keeps it: stiller than immobile is immobile.
func (m Model) like(y float64) [2]float64 {
	if math.IsNaN(y) {
		return [2]float64{1, 1}
	}
	y = max(m.Mean[0]-m.SD/2, min(y, m.Mean[1]+m.SD/2))
	var l [2]float64
	for s := range l {
		z := (y - m.Mean[s]) / m.SD
		l[s] = -z * z / 2
	}
	top := max(l[0], l[1])
	return [2]float64{math.Exp(l[0] - top), math.Exp(l[1] - top)}
}

// still returns the probability of immobility, or 0 and 1 by a threshold.
func (c course) still(m Model, method Method) []float64 {
	switch method {
	case Threshold:
		return c.hysteresis(m)
	case Plain:
		return c.otsu()
	}
	return c.smooth(m)
}

// hysteresis calls movement immobile once it falls below a third of the way from
// immobile to struggling, until it rises above two thirds.
func (c course) hysteresis(m Model) []float64 {
	lo, hi := m.Mean[0]+(m.Mean[1]-m.Mean[0])/3, m.Mean[0]+(m.Mean[1]-m.Mean[0])*2/3
	out := make([]float64, len(c.y))
	at := 0.0
	for i, y := range c.y {
		switch {
		case y < lo:
			at = 1
		case y > hi:
			at = 0
		}
		out[i] = at
	}
	return out
}

// otsu splits the plain difference of pixels of one animal, as if it had as much
// of both states.
func (c course) otsu() []float64 {
	out := make([]float64, len(c.y))
	if len(out) == 0 {
		return out
	}
	t := img.Otsu(c.plain)
	for i, v := range c.plain {
		if v <= t {
			out[i] = 1
		}
	}
	return out
}
