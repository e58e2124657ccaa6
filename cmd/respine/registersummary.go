package main

import (
	"fmt"
	"math"

	"respine/motion"
	"respine/recording"
)

// summarise says in short what was measured.
func (c registerCommand) summarise(movie *recording.Movie, m *motion.Result) registered {
	s := registered{Out: c.Out, Frames: movie.Len(), Height: m.H, Width: m.W, Used: m.Used(), LinePhasePx: m.LinePhasePx,
		Tiles: [2]int{len(m.Grid.Y), len(m.Grid.X)}, Warnings: append(append([]string{}, movie.Warnings...), movieOrder(c.Movies)...)}
	if c.ShiftsOnly {
		s.Out = c.beside("_shifts.csv")
	}
	if rate := movie.RateHz; rate > 0 {
		s.RateHz = &rate
	}
	if rate := c.RateHz; rate > 0 {
		if math.Abs(rate-movie.RateHz) > 0.01*movie.RateHz && movie.RateHz > 0 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("%g Hz as given; the file says %g", rate, movie.RateHz))
		}
		s.RateHz = &rate
	}
	if c.MaxShiftPx > m.MaxShiftPx {
		s.Warnings = append(s.Warnings, fmt.Sprintf("shifts of %d px at most can be told in this field, not of %d", m.MaxShiftPx, c.MaxShiftPx))
	}
	for k, v := range []float64{m.Crispness.Before, m.Crispness.After} {
		if !math.IsNaN(v) {
			s.Crispness[k] = &v
		}
	}
	s.MotionPx, s.FarthestPx = extent(m.Shifts)
	s.Bad = badOf(m)
	return s
}

// extent returns the root mean square of the shifts of good frames about their
// mean, along each axis, and the farthest from the reference; 0 without good frames.
func extent(shifts []motion.Shift) (rms, farthest float64) {
	var n, y, x, square float64
	for _, s := range shifts {
		if s.Bad != motion.Good {
			continue
		}
		dy, dx := float64(s.Y), float64(s.X)
		n, y, x, square = n+1, y+dy, x+dx, square+dy*dy+dx*dx
		farthest = max(farthest, math.Hypot(dy, dx))
	}
	if n == 0 {
		return 0, 0
	}
	return math.Sqrt(max(0, square/n-(y*y+x*x)/(n*n)) / 2), farthest
}

// tell prints the summary, and what to beware of.
func (c registerCommand) tell(e *env, s registered) error {
	e.warn(s.Warnings)
	if c.JSON {
		return e.jsonLine(s)
	}
	p := &printer{w: e.stdout}
	p.line("%s\n", s.Out)
	p.line("%d frames of %d x %d, %d good\n", s.Frames, s.Height, s.Width, s.Used)
	for _, b := range s.Bad {
		p.line("  %-12s %6d, first frame %d\n", b.Reason, b.Frames, b.First)
	}
	p.line("motion %.2f px RMS, at most %.1f px\n", s.MotionPx, s.FarthestPx)
	s.ZDrift.tell(p)
	if b, a := s.Crispness[0], s.Crispness[1]; b != nil && a != nil && *b > 0 {
		p.line("crispness of the mean x %.2f\n", *a / *b)
	}
	if s.LinePhasePx != 0 {
		p.line("odd rows were %d px off\n", s.LinePhasePx)
	}
	return p.err
}
