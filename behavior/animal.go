package behavior

import (
	"math"

	"respine/img"
)

// animal is the measurement of one animal under way. Its region is a part of the
// binned picture; what lies outside a region does not exist.
type animal struct {
	kernels                 kernels
	scene                   Scene
	left, top, h, w         int
	pivotX, pivotY          float64   // within the region
	wall                    []float32 // of the region; negative where animals are light
	structure               mask
	now, rough, keep, spare mask
	pieces                  pieces
	u, gx, gy               []float32 // a row of the earlier silhouette, moved, and its slopes
	zone                    [4]int    // about the pivot, where a hand is seen: top, bottom, left, right
	trace                   Trace
}

func newAnimal(s Scene, p Place, k kernels) *animal {
	a := &animal{kernels: k, scene: s, left: p.Left / s.bin, top: p.Top / s.bin}
	a.h = max(1, min(p.Bottom/s.bin, s.wall.H)-a.top)
	a.w = max(1, min(p.Right/s.bin, s.wall.W)-a.left)
	shrunk := func(v float64) float64 { return (v+0.5)/float64(s.bin) - 0.5 }
	a.pivotX, a.pivotY = shrunk(p.PivotX)-float64(a.left), shrunk(p.PivotY)-float64(a.top)
	a.structure = newMask(a.h, a.w)
	a.wall = make([]float32, 0, a.h*a.w)
	for y := range a.h {
		for _, v := range s.wall.Row(a.top + y)[a.left : a.left+a.w] {
			a.wall = append(a.wall, s.sign()*v)
		}
		for x := range a.w {
			if s.structure.at(a.top+y, a.left+x) {
				a.structure.set(y, x)
			}
		}
	}
	for _, m := range []*mask{&a.now, &a.rough, &a.keep, &a.spare} {
		*m = newMask(a.h, a.w)
	}
	a.u, a.gx, a.gy = make([]float32, a.w), make([]float32, a.w), make([]float32, a.w)
	side := a.w / 8
	a.zone = [4]int{0, max(1, min(a.h, int(a.pivotY))), max(0, int(a.pivotX)-side), min(a.w, int(a.pivotX)+side+1)}
	a.trace.Place = p
	return a
}

// add measures a frame: n now and p nearest to LagSec before, nil where the film has
// a gap there.
func (a *animal) add(n, p *moment, now, was *silhouette, rows []float32, light float32) {
	t := &a.trace
	bin := float64(a.scene.bin)
	t.Sec = append(t.Sec, n.sec)
	t.Light = append(t.Light, float64(light))
	t.Area = append(t.Area, now.area*bin*bin)
	t.Saturated = append(t.Saturated, a.saturated(n.grey))
	t.Hand = append(t.Hand, a.hand(n.grey, rows))
	angle, reach, low := missing, missing, missing
	if now.area > 0 {
		angle, reach = math.Atan2(now.cx-a.pivotX, now.cy-a.pivotY), bin*math.Hypot(now.cx-a.pivotX, now.cy-a.pivotY)
		low = bin * (float64(now.box[1]) - a.pivotY)
	}
	t.Angle, t.Reach, t.Low = append(t.Angle, angle), append(t.Reach, reach), append(t.Low, low)
	residual, change, plain := missing, missing, missing
	if p != nil {
		plain = a.plain(n.grey, p.grey, now.area)
		if most := math.Max(now.area, was.area); now.area > 0 && was.area > 0 {
			change = math.Abs(now.area-was.area) / most
			residual = a.residual(now, was)
		}
	}
	t.Residual, t.AreaChange, t.Plain = append(t.Residual, residual), append(t.AreaChange, change), append(t.Plain, plain)
}

// row is a row of the region in a picture.
func (a *animal) row(m img.Image, y int) []float32 { return m.Row(a.top + y)[a.left : a.left+a.w] }

// largestGrey is where a camera saturates.
const largestGrey = 254.5

// saturated is the share of the region at the largest grey value.
func (a *animal) saturated(m img.Image) float64 {
	n := 0
	for y := range a.h {
		n += a.kernels.bright(a.row(m, y), largestGrey)
	}
	return float64(n) / float64(a.h*a.w)
}

// handGrey is by how much a pixel about the pivot must differ from the usual.
const handGrey = 25

// hand is the share of the pixels above the pivot that are not as usual.
func (a *animal) hand(m img.Image, rows []float32) float64 {
	n, of := 0, 0
	for y := a.zone[0]; y < a.zone[1]; y++ {
		usual, grey := a.row(a.scene.usual, y), a.row(m, y)
		g := rows[a.top+y]
		for x := a.zone[2]; x < a.zone[3]; x++ {
			d := grey[x] - float32(g*usual[x])
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
func (a *animal) plain(n, p img.Image, area float64) float64 {
	changed := 0
	for y := range a.h {
		changed += a.kernels.apart(a.row(n, y), a.row(p, y), PlainGrey)
	}
	return float64(changed) / math.Max(area, 1)
}
