package score

import "math"

// Point is a place in the picture, in micrometres.
type Point struct {
	X, Y float64
}

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// Spine is one row about one spine in one session.
type Spine struct {
	ID, Branch string
	Side       int
	Tip, Base  Point // NaN where not known
	LengthUm   float64
	Brightness float64 // relative to the shaft; NaN where not known
	Present    bool
	Judgeable  bool // could have been seen here
	Ignored    bool // truth only: marked bad, or not visible in the picture
	// JudgeablePrev and JudgeableNext say, in truth that knows it, whether
	// the place could be judged in the session before and after.
	JudgeablePrev, JudgeableNext Known
}

// Known is an answer that may be missing.
type Known uint8

// The answers.
const (
	Unknown Known = iota
	No
	Yes
)

// Line is an annotated centreline.
type Line struct {
	Branch string
	Points []Point
}

// Session is one imaging session, measured or true.
type Session struct {
	Number    int
	Day       float64
	Recording string // file name; measured only
	Spines    []Spine
	Lines     []Line // truth only
}

// byID returns the rows of a session by spine; the present one, if a spine has
// several.
func (s Session) byID() map[string]Spine {
	m := make(map[string]Spine, len(s.Spines))
	for _, v := range s.Spines {
		if old, twice := m[v.ID]; !twice || v.Present && !old.Present {
			m[v.ID] = v
		}
	}
	return m
}

// Measured is what was measured, sessions in order.
type Measured struct {
	Sessions []Session
}

// Truth is what it is compared with, sessions in order.
type Truth struct {
	Sessions []Session
}

// annotated returns the branches with a spine in any session: a centreline
// without one was traced but not scored.
func (t Truth) annotated() map[string]bool {
	out := map[string]bool{}
	for _, s := range t.Sessions {
		for _, v := range s.Spines {
			out[v.Branch] = true
		}
	}
	return out
}

func (t Truth) session(number int) (Session, bool) {
	for _, s := range t.Sessions {
		if s.Number == number {
			return s, true
		}
	}
	return Session{}, false
}
