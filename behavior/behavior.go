// Package behavior scores tail suspension from film: when each mouse hangs
// still and when it struggles, frame by frame.
//
// It takes grey frames with their times and gives, for every animal in the
// picture, a trace of movement (Follow) and from the traces of a cohort the state
// in every frame with its probability (Score). Movement is the share of the
// silhouette that changed within LagSec beyond what the best rigid rotation
// about the pivot explains, because a mouse that swings passively is immobile
// (Steru et al. 1985, doi 10.1007/BF00428203; Can et al. 2012, doi
// 10.3791/3769). The change of the area of the silhouette, which DBscorer uses
// (Nandi et al. 2021, doi 10.1523/ENEURO.0305-21.2021), and the plain difference
// of pixels are measured beside it. Times are seconds of the film, places
// pixels of the film, angles radians from hanging straight, positive to the
// right.
//
// It sees one camera and grey values: not swings towards the camera, nor which
// of two overlapping mice is which. A mouse must be darker than the wall behind
// it, or lighter (found by itself), and hang within the picture.
package behavior

import "math"

// Place is where one animal hangs and when. Right and Bottom are excluded.
type Place struct {
	Name                     string
	Left, Top, Right, Bottom int
	PivotX, PivotY           float64 // about which it swings: where the tail is taped
	StartSec, EndSec         float64 // of the test; NaN where it is to be found
}

// Frames hands out the frames of a film in order: Next fills dst with grey
// values row by row and returns the time of the frame, and io.EOF after the
// last. It is the part of video.Reader that is needed.
type Frames interface {
	Next(dst []uint8) (sec float64, err error)
}

// Trace is what was measured of one animal: one value a frame. A value that
// could not be measured is NaN; what follows from the traces never is.
type Trace struct {
	Place Place
	Sec   []float64
	// Residual is the movement: the share of the silhouette that changed within
	// LagSec beyond the best rotation about the pivot.
	Residual []float64
	// Drive is the share of the swing that a free pendulum does not explain,
	// radians.
	Drive []float64
	// Area is that of the silhouette, px of the film; AreaChange its change
	// within LagSec over the area.
	Area, AreaChange []float64
	// Plain is the share of the region whose grey value changed within LagSec by
	// more than PlainGrey, nothing corrected, over the share the animal fills.
	Plain []float64
	// Angle of the centre of the silhouette about the pivot, rad; Reach, its
	// distance from there, px; Low, that of the farthest part below the pivot, px.
	Angle, Reach, Low []float64
	// Hand is the share of the pixels about the pivot that are not as usual.
	Hand []float64
	// Light is the brightness of the wall, relative to the usual.
	Light []float64
	// Saturated is the share of the region at the largest grey value.
	Saturated []float64
}

// Definitions of the trace that every number downstream rests on.
const (
	// LagSec is over which movement is looked for: the same at every frame rate,
	// short beside a struggle and long beside the noise of the camera.
	LagSec = 0.1
	// PlainGrey is by how much a pixel must change for the plain method.
	PlainGrey = 15
)

var missing = math.NaN()
