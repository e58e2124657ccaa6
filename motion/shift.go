package motion

import "respine/img"

// Reason says why a frame is not to be used; Good means that it is.
type Reason uint8

// The reasons, in the order in which they are looked for.
const (
	Good       Reason = iota
	NotNumbers        // a tenth of the pixels or more are NaN or infinite
	Constant          // every pixel has the same value
	Saturated         // a fifth of the pixels have the largest value
	Duplicate         // the same pixels as the frame before
	Jump              // displaced farther than MaxShiftPx
	Blank             // nothing of the reference is seen, and there is less contrast than in others
	Unsure            // nowhere within reach does the frame fit better than by chance
	Unlike            // it fits, but far worse than the others
)

// reasonNames are the words of the reasons, for tables.
var reasonNames = [...]string{"", "not numbers", "constant", "saturated", "duplicate", "jump", "blank", "unsure", "unlike"}

func (r Reason) String() string { return reasonNames[r] }

// Reasons lists the reasons a frame can be bad for.
func Reasons() []Reason {
	return []Reason{NotNumbers, Constant, Saturated, Duplicate, Jump, Blank, Unsure, Unlike}
}

// Shift is what was measured of one frame.
type Shift struct {
	Y, X float32 // pixels; of a bad frame whose place is not known, drawn from its good neighbours
	// Correlation is that of the frame, where it was found, with the reference
	// (Pearson's, of pixels binned as for the search); NaN where there is none.
	Correlation float32
	// Confidence is by how much the log likelihood of the shift exceeds that of
	// the best other place: e to this power is how much likelier it is.
	Confidence float32
	Mean       float32 // brightness, in grey values
	Bad        Reason
}

// Result is the motion of a movie.
type Result struct {
	H, W       int
	MaxShiftPx int
	Shifts     []Shift // of every frame
	// Reference is the mean of the sampled frames where they lie, NaN where none
	// shows anything.
	Reference img.Image
	// Crispness is the root of the mean squared slope of the mean of the sampled
	// frames, as recorded and as registered, where both are known (after
	// Pnevmatikakis & Giovannucci 2017): the gain is After/Before.
	Crispness struct{ Before, After float64 }
	// LinePhasePx is by how many pixels the odd rows were displaced against the
	// even ones before anything else; it is undone first.
	LinePhasePx int
	// Grid says where tiles lie; it has none unless motion was measured piecewise.
	Grid Grid

	local []int8 // of each tile of each frame, y and x, relative to the frame

	before average // of the sampled frames as recorded, while they are averaged
	seen   []int
}

// localUnit is what a local shift is counted in: rounding adds 0.011 pixels to its
// error, a sixth of it, and a long movie has many.
const localUnit = MaxTileShiftPx / 127.0

// Local returns by how much tile k of frame i is displaced beside the shift of the
// frame.
func (r *Result) Local(i, k int) (dy, dx float64) {
	at := 2 * (i*r.Grid.Len() + k)
	return localUnit * float64(r.local[at]), localUnit * float64(r.local[at+1])
}

// Displacement returns by how much what lies at row y and column x of the reference
// is displaced in frame i, straight between the centres of tiles and constant
// beyond the outer ones.
func (r *Result) Displacement(i int, y, x float64) (dy, dx float64) {
	dy, dx = float64(r.Shifts[i].Y), float64(r.Shifts[i].X)
	if r.Grid.Len() == 0 {
		return dy, dx
	}
	y0, y1, fy := between(r.Grid.Y, y)
	x0, x1, fx := between(r.Grid.X, x)
	for _, c := range [4]struct {
		y, x   int
		weight float64
	}{{y0, x0, (1 - fy) * (1 - fx)}, {y0, x1, (1 - fy) * fx}, {y1, x0, fy * (1 - fx)}, {y1, x1, fy * fx}} {
		ly, lx := r.Local(i, c.y*len(r.Grid.X)+c.x)
		dy += c.weight * ly
		dx += c.weight * lx
	}
	return dy, dx
}

// between returns the neighbouring places of v and how far along it lies.
func between(places []float64, v float64) (lo, hi int, f float64) {
	last := len(places) - 1
	if v <= places[0] {
		return 0, 0, 0
	}
	if v >= places[last] {
		return last, last, 0
	}
	for places[lo+1] < v {
		lo++
	}
	return lo, lo + 1, (v - places[lo]) / (places[lo+1] - places[lo])
}

// Used returns how many frames are good.
func (r *Result) Used() int {
	n := 0
	for _, s := range r.Shifts {
		if s.Bad == Good {
			n++
		}
	}
	return n
}
