package motion

import (
	"math"
	"slices"
)

const (
	missingShare   = 0.1 // of pixels that are no numbers, from which a frame is not used
	saturatedShare = 0.2 // of pixels at the largest value of the frame
	// A frame is unlike the others when its correlation with the reference is
	// below unlikeShare of the median and unlikeSigma deviations from it.
	unlikeShare = 0.8
	unlikeSigma = 6
	// blankShare is the share of the usual contrast below which a frame in which
	// nothing is recognised is blank.
	blankShare = 0.6
)

// reason says why a frame cannot be searched for.
func (l look) reason() Reason {
	switch {
	case l.missing >= missingShare:
		return NotNumbers
	case l.lo == l.hi:
		return Constant
	case l.atTop >= saturatedShare:
		return Saturated
	}
	return Good
}

// nameBlank calls frames blank in which nothing was recognised and that have less
// contrast than others.
func (r *Result) nameBlank(spreads []float32) {
	var usual []float32
	for i, s := range r.Shifts {
		if s.Bad == Good {
			usual = append(usual, spreads[i])
		}
	}
	if len(usual) == 0 {
		return
	}
	slices.Sort(usual)
	limit := blankShare * usual[len(usual)/2]
	for i := range r.Shifts {
		if r.Shifts[i].Bad == Unsure && spreads[i] < limit {
			r.Shifts[i].Bad = Blank
		}
	}
}

// judge names the frames that are unlike the others, and draws the shifts of frames
// whose place is not known from their good neighbours.
func (r *Result) judge() {
	r.nameUnlike()
	last := -1 // good frame
	for i := range r.Shifts {
		if !r.Shifts[i].placed() {
			continue
		}
		r.draw(last, i)
		last = i
	}
	r.draw(last, len(r.Shifts))
}

// placed reports whether the place of a frame is known.
func (s Shift) placed() bool { return s.Bad == Good || s.Bad == Unlike || s.Bad == Duplicate }

// draw sets the shifts between two placed frames to the straight line between them;
// -1 and the number of frames stand for none.
func (r *Result) draw(from, to int) {
	n := len(r.Shifts)
	for i := from + 1; i < to; i++ {
		s := &r.Shifts[i]
		switch {
		case from < 0 && to == n:
			s.Y, s.X = 0, 0
		case from < 0:
			s.Y, s.X = r.Shifts[to].Y, r.Shifts[to].X
		case to == n:
			s.Y, s.X = r.Shifts[from].Y, r.Shifts[from].X
		default:
			f := float32(i-from) / float32(to-from)
			s.Y = r.Shifts[from].Y + float32(f*(r.Shifts[to].Y-r.Shifts[from].Y))
			s.X = r.Shifts[from].X + float32(f*(r.Shifts[to].X-r.Shifts[from].X))
		}
	}
}

// nameUnlike names the frames whose correlation lies far below that of the others,
// again and again until there are none: many hide each other.
func (r *Result) nameUnlike() {
	for {
		var all []float64
		for _, s := range r.Shifts {
			if s.Bad == Good && s.Correlation == s.Correlation {
				all = append(all, float64(s.Correlation))
			}
		}
		limit := unlikeBelow(all)
		more := false
		for i := range r.Shifts {
			if s := &r.Shifts[i]; s.Bad == Good && float64(s.Correlation) < limit {
				s.Bad, more = Unlike, true
			}
		}
		if !more {
			return
		}
	}
}

// unlikeBelow returns the correlation below which a frame is unlike the others, NaN
// of none. What is wrong with frames lowers it, so that the spread of the good ones
// is told from those above the middle.
func unlikeBelow(all []float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	middle := median(all)
	var off []float64
	for _, v := range all {
		if v >= middle {
			off = append(off, v-middle)
		}
	}
	const normal = 1.4826 // median absolute deviation to standard deviation
	return min(unlikeShare*middle, middle-unlikeSigma*normal*median(off))
}

// median returns the middle value; it leaves its argument as it is.
func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}
