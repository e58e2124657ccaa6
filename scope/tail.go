package scope

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"respine/random"
)

// TailVideo is a film of tail suspension tests: one camera, and one or more mice
// hung by the tail side by side, each in its compartment.
//
// A mouse is two rods in the plane of the picture, the tail and the body, that
// swing under gravity, driven by torque between them while it struggles and left
// alone while it does not; its body also bends, its limbs run, and it turns
// about its long axis (tailpendulum.go, tailmuscle.go). Times are seconds of the
// film, lengths centimetres, angles radians from hanging straight, positive to
// the right of the picture.
//
// It cannot show swings towards the camera, motion blur, shadows on the wall, or
// faeces and urine falling.
type TailVideo struct {
	Width, Height int     // pixels; default 640 x 480
	RateHz        float64 // frames per second; default 30
	Seconds       float64 // default: a second beyond the last test
	Animals       []TailAnimal
	Camera        TailCamera
}

// TailAnimal is one mouse and what it does.
type TailAnimal struct {
	Name string
	// StartSec is when the hand lets go and the test begins.
	StartSec float64
	// TestSec is how long it lasts; 0 until the last bout ends.
	TestSec float64
	// Bouts are what the mouse does, in seconds from StartSec, in order and
	// without overlap; between them it is immobile.
	Bouts       []TailBout
	MassG       float64 // default 25
	BodyCm      float64 // tail base to nose; default 8.5
	TailCm      float64 // tape to tail base; default 6
	SwingTauSec float64 // over which a passive swing falls to 1/e; default 3
	Vigour      float64 // of struggles; default 1
	Twist       float64 // how much struggles turn it about its long axis; default 1, which is up to half a turn
	TwitchHz    float64 // of small movements of the limbs while immobile
	Wire        bool    // carries a patch cord on its head
	CoatGrey    float64 // default 48, a black mouse
}

// TailState is what a mouse is doing.
type TailState int

// The states. Absent and Handled lie outside the test.
const (
	TailAbsent TailState = iota
	TailHandled
	TailImmobile
	TailStruggling
	TailClimbing
)

func (s TailState) String() string {
	return [...]string{"absent", "handled", "immobile", "struggling", "climbing"}[s]
}

// TailBout is a stretch of one state.
type TailBout struct {
	FromSec, ToSec float64
	State          TailState
}

// handSec is how long the hand is seen before it lets go.
const handSec = 1.5

// TailTest is a TailVideo as it happened: where every mouse was in every frame.
// It holds about 150 bytes for each, and no pixels.
type TailTest struct {
	video  TailVideo
	key    random.Key
	frames int
	lanes  []lane
	poses  [][]pose // by animal, then frame
	furs   []*fur
	scene  scenery
	spare  sync.Pool // of one frame's worth of float32
}

// Hang runs the tests. It panics when the bouts of an animal overlap, go
// backwards or are none that a mouse can do, or there is no animal. The same key
// gives the same film.
func Hang(v TailVideo, key random.Key) *TailTest {
	v = v.orDefaults()
	t := &TailTest{video: v, key: key, frames: int(math.Round(v.Seconds * v.RateHz)), lanes: v.lanes()}
	for i, a := range v.Animals {
		t.poses = append(t.poses, a.live(v.RateHz, t.frames, key.At(uint64(i))))
		t.furs = append(t.furs, newFur(key.At(uint64(i), forFur)))
	}
	t.scene = newScenery(v, t.lanes, key.At(uint64(len(v.Animals))))
	t.spare.New = func() any {
		room := make([]float32, v.Width*v.Height)
		return &room
	}
	return t
}

// Frames returns the number of frames.
func (t *TailTest) Frames() int { return t.frames }

// Video returns the description with its defaults filled in.
func (t *TailTest) Video() TailVideo { return t.video }

func (v TailVideo) orDefaults() TailVideo {
	if len(v.Animals) == 0 {
		panic("scope: a tail suspension test without animals")
	}
	v.Width, v.Height = cmp.Or(v.Width, 640), cmp.Or(v.Height, 480)
	v.RateHz = cmp.Or(v.RateHz, 30)
	v.Camera = v.Camera.orDefaults()
	v.Animals = slices.Clone(v.Animals)
	end := 0.0
	for i := range v.Animals {
		a := v.Animals[i].orDefaults()
		if a.Name == "" {
			a.Name = fmt.Sprintf("animal-%d", i+1)
		}
		v.Animals[i] = a
		end = max(end, a.StartSec+a.TestSec)
	}
	v.Seconds = cmp.Or(v.Seconds, end+1)
	return v
}

func (a TailAnimal) orDefaults() TailAnimal {
	last := 0.0
	for _, b := range a.Bouts {
		if b.FromSec < last || b.ToSec < b.FromSec || b.State < TailImmobile || b.State > TailClimbing {
			panic(fmt.Sprintf("scope: %s: bout %+v after %g s", a.Name, b, last))
		}
		last = b.ToSec
	}
	a.TestSec = cmp.Or(a.TestSec, last)
	a.MassG = cmp.Or(a.MassG, 25)
	a.BodyCm, a.TailCm = cmp.Or(a.BodyCm, 8.5), cmp.Or(a.TailCm, 6)
	a.SwingTauSec, a.Vigour = cmp.Or(a.SwingTauSec, 3), cmp.Or(a.Vigour, 1)
	a.Twist = cmp.Or(a.Twist, 1)
	a.CoatGrey = cmp.Or(a.CoatGrey, 48)
	return a
}

// stateAt returns what the mouse does at a time of the film.
func (a TailAnimal) stateAt(sec float64) TailState {
	t := sec - a.StartSec
	switch {
	case t < -handSec || t >= a.TestSec:
		return TailAbsent
	case t < 0:
		return TailHandled
	}
	i, _ := slices.BinarySearchFunc(a.Bouts, t, func(b TailBout, t float64) int {
		if b.ToSec <= t {
			return -1
		}
		return 1
	})
	if i < len(a.Bouts) && a.Bouts[i].FromSec <= t {
		return a.Bouts[i].State
	}
	return TailImmobile
}
