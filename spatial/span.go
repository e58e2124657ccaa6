package spatial

import (
	"math"
	"sort"
)

// Span is a stretch of path from Lo to Hi micrometres.
type Span struct {
	Lo, Hi float64
}

// Union returns the spans sorted, merged and without empty ones.
func Union(spans []Span) []Span {
	s := make([]Span, 0, len(spans))
	for _, v := range spans {
		if v.Hi > v.Lo {
			s = append(s, v)
		}
	}
	sort.Slice(s, func(a, b int) bool { return s[a].Lo < s[b].Lo })
	out := s[:0]
	for _, v := range s {
		if n := len(out); n > 0 && v.Lo <= out[n-1].Hi {
			out[n-1].Hi = math.Max(out[n-1].Hi, v.Hi)
			continue
		}
		out = append(out, v)
	}
	return out
}

// Intersect returns the path that lies in both.
func Intersect(a, b []Span) []Span {
	a, b = Union(a), Union(b)
	var out []Span
	for i, j := 0, 0; i < len(a) && j < len(b); {
		lo, hi := math.Max(a[i].Lo, b[j].Lo), math.Min(a[i].Hi, b[j].Hi)
		if hi > lo {
			out = append(out, Span{lo, hi})
		}
		if a[i].Hi < b[j].Hi {
			i++
		} else {
			j++
		}
	}
	return out
}

// Subtract returns the path of a that lies outside b.
func Subtract(a, b []Span) []Span {
	a, b = Union(a), Union(b)
	var out []Span
	for _, v := range a {
		lo := v.Lo
		for _, w := range b {
			if w.Hi <= lo || w.Lo >= v.Hi {
				continue
			}
			if w.Lo > lo {
				out = append(out, Span{lo, w.Lo})
			}
			lo = math.Max(lo, w.Hi)
		}
		if lo < v.Hi {
			out = append(out, Span{lo, v.Hi})
		}
	}
	return out
}

// LengthUm returns the length of the path, counting overlaps once.
func LengthUm(spans []Span) float64 {
	sum := 0.0
	for _, v := range Union(spans) {
		sum += v.Hi - v.Lo
	}
	return sum
}

// windows returns ±r around each position.
func windows(positions []float64, r float64) []Span {
	w := make([]Span, len(positions))
	for i, x := range positions {
		w[i] = Span{x - r, x + r}
	}
	return w
}

// along returns the position u micrometres into the path, u < its length.
func along(path []Span, u float64) float64 {
	for _, v := range path {
		l := v.Hi - v.Lo
		if u < l {
			return v.Lo + u
		}
		u -= l
	}
	return path[len(path)-1].Hi
}
