package plot

import "math"

// extent is the least and the greatest of values.
type extent struct{ lo, hi float64 }

func newExtent() extent { return extent{math.Inf(1), math.Inf(-1)} }

// add widens an extent. What is no finite number is left out.
func (e *extent) add(values ...float64) {
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			e.lo, e.hi = math.Min(e.lo, v), math.Max(e.hi, v)
		}
	}
}

// axis maps values to places along a line of a drawing.
type axis struct{ v0, v1, p0, p1 float64 }

// axis lays the extent, with a margin, from one place to another.
func (e extent) axis(from, to float64) axis {
	if e.lo > e.hi {
		e.lo, e.hi = 0, 1
	}
	room := 0.06 * (e.hi - e.lo)
	if room == 0 {
		room = math.Max(math.Abs(e.lo)*0.1, 0.5)
	}
	return axis{e.lo - room, e.hi + room, from, to}
}

func (a axis) at(v float64) float64 { return a.p0 + (v-a.v0)/(a.v1-a.v0)*(a.p1-a.p0) }

func (a axis) ticks(n int) []float64 { return ticks(a.v0, a.v1, n) }
