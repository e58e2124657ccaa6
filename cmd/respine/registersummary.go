package main

import (
	"encoding/json"
	"fmt"
	"math"

	"respine/motion"
	"respine/plot"
	"respine/recording"
)

// summarise says in short what was measured.
func (c registerCommand) summarise(movie *recording.Movie, m *motion.Result) registered {
	s := registered{Out: c.Out, Frames: movie.Len(), Height: m.H, Width: m.W, Used: m.Used(), LinePhasePx: m.LinePhasePx,
		Tiles: [2]int{len(m.Grid.Y), len(m.Grid.X)}, Warnings: append([]string{}, movie.Warnings...)}
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
	for k, v := range []float64{m.Crispness.Before, m.Crispness.After} {
		if !math.IsNaN(v) {
			s.Crispness[k] = &v
		}
	}
	s.MotionPx, s.FarthestPx = extent(m.Shifts)
	for _, reason := range motion.Reasons() {
		b := badFrames{Reason: reason.String(), First: -1}
		for i, v := range m.Shifts {
			if v.Bad == reason {
				if b.Frames++; b.First < 0 {
					b.First = i
				}
			}
		}
		if b.Frames > 0 {
			s.Bad = append(s.Bad, b)
		}
	}
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
	for _, w := range s.Warnings {
		fmt.Fprintln(e.stderr, "respine: warning: "+w)
	}
	if c.JSON {
		b, err := json.Marshal(s)
		if err == nil {
			_, err = fmt.Fprintf(e.stdout, "%s\n", b)
		}
		return err
	}
	p := &printer{w: e.stdout}
	p.line("%s\n", s.Out)
	p.line("%d frames of %d x %d, %d good\n", s.Frames, s.Height, s.Width, s.Used)
	for _, b := range s.Bad {
		p.line("  %-12s %6d, first frame %d\n", b.Reason, b.Frames, b.First)
	}
	p.line("motion %.2f px RMS, at most %.1f px\n", s.MotionPx, s.FarthestPx)
	if b, a := s.Crispness[0], s.Crispness[1]; b != nil && a != nil && *b > 0 {
		p.line("crispness of the mean x %.2f\n", *a / *b)
	}
	if s.LinePhasePx != 0 {
		p.line("odd rows were %d px off\n", s.LinePhasePx)
	}
	return p.err
}

// chartPoints is how many points the motion is drawn with at most.
const chartPoints = 1500

// motionChart draws the displacement of frames, the largest of each stretch of
// time, and marks the stretches with frames that cannot be used.
func motionChart(m *motion.Result, rateHz float64) []byte {
	label, scale := "frame", 1.0
	if rateHz > 0 {
		label, scale = "time (s)", 1/rateHz
	}
	step := (len(m.Shifts) + chartPoints - 1) / chartPoints
	far := plot.Series{Name: "largest displacement", Colour: plot.Blue, Style: plot.Joined, Thin: true}
	bad := plot.Series{Name: "with frames not to be used", Colour: plot.Vermilion, Shape: plot.Diamond}
	for from := 0; from < len(m.Shifts); from += step {
		farthest, spoilt := math.NaN(), false
		for _, s := range m.Shifts[from:min(len(m.Shifts), from+step)] {
			if s.Bad != motion.Good {
				spoilt = true
			} else if d := math.Hypot(float64(s.Y), float64(s.X)); !(d <= farthest) {
				farthest = d
			}
		}
		at := scale * float64(from)
		far.X, far.Y = append(far.X, at), append(far.Y, farthest)
		if spoilt {
			bad.X, bad.Y = append(bad.X, at), append(bad.Y, 0)
		}
	}
	series := []plot.Series{far}
	if len(bad.X) > 0 {
		series = append(series, bad)
	}
	return plot.Chart{Title: "Motion", XLabel: label, YLabel: "displacement (px)", Series: series, Empty: "no frame was placed"}.SVG()
}
