package behavior

import (
	"math"

	"respine/img"
)

// animal is the measurement of one animal under way. Its region is a part of the
// binned picture; what lies outside a region does not exist.
type animal struct {
	scene                   Scene
	left, top, h, w         int
	pivotX, pivotY          float64 // within the region
	structure               mask
	now, rough, keep, spare mask
	runs                    []run
	shape                   []float32 // soft silhouette under way
	past                    []moment  // of the last LagSec, oldest first
	unused                  []moment
	zone                    [4]int // about the pivot, where a hand is seen: top, bottom, left, right
	trace                   Trace
}

// moment is what is kept of a frame to compare later ones with.
type moment struct {
	sec          float64
	grey         []float32 // of the region, as the camera gave it
	soft         []float32 // silhouette, 0 to 1
	area, cx, cy float64
	box          [4]int // top, bottom, left, right of the silhouette
	from, to     []int  // of it in every row; to is excluded
}

// softFrom and softTo are the shares of the contrast at which a pixel begins to
// count as animal and wholly does: the grain of the fur and the noise of the
// wall lie beyond.
const (
	softFrom = 0.3
	softTo   = 0.7
)

func newAnimal(s Scene, p Place) *animal {
	a := &animal{scene: s, left: p.Left / s.bin, top: p.Top / s.bin}
	a.h = max(1, min(p.Bottom/s.bin, s.wall.H)-a.top)
	a.w = max(1, min(p.Right/s.bin, s.wall.W)-a.left)
	shrunk := func(v float64) float64 { return (v+0.5)/float64(s.bin) - 0.5 }
	a.pivotX, a.pivotY = shrunk(p.PivotX)-float64(a.left), shrunk(p.PivotY)-float64(a.top)
	a.structure = newMask(a.h, a.w)
	for y := range a.h {
		for x := range a.w {
			if s.structure.at(a.top+y, a.left+x) {
				a.structure.set(y, x)
			}
		}
	}
	for _, m := range []*mask{&a.now, &a.rough, &a.keep, &a.spare} {
		*m = newMask(a.h, a.w)
	}
	a.shape = make([]float32, a.h*a.w)
	side := a.w / 8
	a.zone = [4]int{0, max(1, min(a.h, int(a.pivotY))), max(0, int(a.pivotX)-side), min(a.w, int(a.pivotX)+side+1)}
	a.trace.Place = p
	return a
}

// add measures a frame.
func (a *animal) add(m img.Image, rows []float32, light float32, sec float64) {
	t := &a.trace
	n := a.look(m, rows)
	n.sec = sec
	bin := float64(a.scene.bin)
	t.Sec = append(t.Sec, sec)
	t.Light = append(t.Light, float64(light))
	t.Area = append(t.Area, n.area*bin*bin)
	t.Saturated = append(t.Saturated, a.saturated(n.grey))
	t.Hand = append(t.Hand, a.hand(n.grey, rows))
	angle, reach, low := missing, missing, missing
	if n.area > 0 {
		angle, reach = math.Atan2(n.cx-a.pivotX, n.cy-a.pivotY), bin*math.Hypot(n.cx-a.pivotX, n.cy-a.pivotY)
		low = bin * (float64(n.box[1]) - a.pivotY)
	}
	t.Angle, t.Reach, t.Low = append(t.Angle, angle), append(t.Reach, reach), append(t.Low, low)
	residual, change, plain := missing, missing, missing
	if p, ok := a.before(sec); ok {
		plain = a.plain(n, p)
		if most := math.Max(n.area, p.area); n.area > 0 && p.area > 0 {
			change = math.Abs(n.area-p.area) / most
			residual = a.residual(n, p)
		}
	}
	t.Residual, t.AreaChange, t.Plain = append(t.Residual, residual), append(t.AreaChange, change), append(t.Plain, plain)
	a.remember(n)
}

// before returns the frame nearest to LagSec ago, false where the film has a
// gap there.
func (a *animal) before(sec float64) (moment, bool) {
	best, off := -1, math.Inf(1)
	for i, p := range a.past {
		if d := math.Abs(sec - p.sec - LagSec); d < off-1e-6 { // of two as near, the earlier
			best, off = i, d
		}
	}
	if best < 0 || off > 1.5*LagSec {
		return moment{}, false
	}
	return a.past[best], true
}

// remember keeps a frame, and forgets those before the one LagSec ago.
func (a *animal) remember(n moment) {
	a.past = append(a.past, n)
	for len(a.past) > 1 && n.sec-a.past[1].sec >= 0.8*LagSec {
		a.unused = append(a.unused, a.past[0])
		a.past = append(a.past[:0], a.past[1:]...)
	}
}

// blank returns memory for a frame.
func (a *animal) blank() moment {
	if n := len(a.unused); n > 0 {
		m := a.unused[n-1]
		a.unused = a.unused[:n-1]
		return m
	}
	return moment{grey: make([]float32, a.h*a.w), soft: make([]float32, a.h*a.w), from: make([]int, a.h), to: make([]int, a.h)}
}

// saturated is the share of the region at the largest grey value.
func (a *animal) saturated(grey []float32) float64 {
	n := 0
	for _, v := range grey {
		if v >= 254.5 {
			n++
		}
	}
	return float64(n) / float64(len(grey))
}

// handGrey is by how much a pixel about the pivot must differ from the usual.
const handGrey = 25

// hand is the share of the pixels above the pivot that are not as usual.
func (a *animal) hand(grey, rows []float32) float64 {
	n, of := 0, 0
	for y := a.zone[0]; y < a.zone[1]; y++ {
		usual := a.scene.usual.Row(a.top + y)[a.left:]
		g := rows[a.top+y]
		for x := a.zone[2]; x < a.zone[3]; x++ {
			d := grey[y*a.w+x] - g*usual[x]
			of++
			if d > handGrey || d < -handGrey {
				n++
			}
		}
	}
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// plain is the share of the region that changed, over that of the animal.
func (a *animal) plain(n, p moment) float64 {
	changed := 0
	for i, v := range n.grey {
		if d := v - p.grey[i]; d > PlainGrey || d < -PlainGrey {
			changed++
		}
	}
	return float64(changed) / math.Max(n.area, 1)
}
