package score

import (
	"math"
	"sort"
)

// nearestOn returns how far p lies from a line and how far past one of its ends
// (0 beside it, negative if inside).
func nearestOn(line Line, p Point) (lateral, beyond float64) {
	lateral = math.Inf(1)
	n := len(line.Points)
	if n == 0 {
		return lateral, lateral
	}
	if n == 1 {
		d := distance(p, line.Points[0])
		return d, d
	}
	var at Point
	for i := 1; i < n; i++ {
		q := nearestOnSegment(line.Points[i-1], line.Points[i], p)
		if d := distance(p, q); d < lateral {
			lateral, at = d, q
		}
	}
	switch at {
	case line.Points[0]:
		return lateral, past(line.Points, 0, 1, p)
	case line.Points[n-1]:
		return lateral, past(line.Points, n-1, -1, p)
	}
	return lateral, 0
}

// nearestOnSegment returns the point of the segment ab nearest to p.
func nearestOnSegment(a, b, p Point) Point {
	dx, dy := b.X-a.X, b.Y-a.Y
	f := ((p.X-a.X)*dx + (p.Y-a.Y)*dy) / (dx*dx + dy*dy)
	switch {
	case !(f > 0): // also a segment of no length
		return a
	case f >= 1:
		return b
	}
	return Point{a.X + f*dx, a.Y + f*dy}
}

// past returns how far p lies past the end point, along the line's direction
// over its last micrometre: traces made of pixels turn at every step.
func past(points []Point, end, step int, p Point) float64 {
	tip := points[end]
	inner := tip
	for i := end; i >= 0 && i < len(points) && distance(inner, tip) < 1; i += step {
		inner = points[i]
	}
	d := distance(inner, tip)
	if d == 0 {
		return distance(p, tip)
	}
	return ((p.X-tip.X)*(tip.X-inner.X) + (p.Y-tip.Y)*(tip.Y-inner.Y)) / d
}

// within reports whether a spine is one the annotator would have marked: its
// tip lies within reach of a line of an annotated branch, and its base, where it
// is known, on that branch's shaft. A spine that leans over from a neighbouring
// dendrite is not.
func within(lines []Line, annotated map[string]bool, s Spine) bool {
	for _, l := range lines {
		if !annotated[l.Branch] {
			continue
		}
		if lateral, beyond := nearestOn(l, s.Tip); lateral > reachUm || beyond > beyondUm {
			continue
		}
		if base, _ := nearestOn(l, s.Base); base <= shaftUm || math.IsNaN(s.Base.X) {
			return true
		}
	}
	return false
}

// beside reports whether p lies beside, not past, the traced extent of a branch.
func beside(lines []Line, branch string, p Point) bool {
	for _, l := range lines {
		if l.Branch == branch {
			if _, beyond := nearestOn(l, p); beyond <= 0 {
				return true
			}
		}
	}
	return false
}

// shift is the displacement of one spine seen in two sessions.
type shift struct {
	branch string
	at     Point // in the first session
	by     Point
}

// shifts returns the displacement of every spine of both sessions.
func shifts(a, b Session) []shift {
	var out []shift
	other := b.byID()
	for _, s := range a.Spines {
		if o, ok := other[s.ID]; ok && s.Present && o.Present && !s.Ignored && !o.Ignored {
			out = append(out, shift{s.Branch, s.Tip, Point{o.Tip.X - s.Tip.X, o.Tip.Y - s.Tip.Y}})
		}
	}
	return out
}

// moved returns where p of the first session is expected in the second: shifted
// by the median displacement of the nearest linked spines, of its own branch
// where that has any.
func moved(all []shift, branch string, p Point) Point {
	var near []shift
	for _, s := range all {
		if s.branch == branch {
			near = append(near, s)
		}
	}
	if len(near) == 0 {
		near = append(near, all...)
	}
	if len(near) == 0 {
		return p
	}
	sort.SliceStable(near, func(i, j int) bool { return distance(near[i].at, p) < distance(near[j].at, p) })
	near = near[:min(len(near), linkedForShift)]
	x, y := make([]float64, len(near)), make([]float64, len(near))
	for i, s := range near {
		x[i], y[i] = s.by.X, s.by.Y
	}
	return Point{p.X + median(x), p.Y + median(y)}
}

func median(x []float64) float64 {
	sort.Float64s(x)
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}

// reversed returns the displacements seen from the second session.
func reversed(all []shift) []shift {
	out := make([]shift, len(all))
	for i, s := range all {
		out[i] = shift{s.branch, Point{s.at.X + s.by.X, s.at.Y + s.by.Y}, Point{-s.by.X, -s.by.Y}}
	}
	return out
}
