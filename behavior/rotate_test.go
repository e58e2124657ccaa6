package behavior

import (
	"math"
	"testing"

	"respine/random"
	"respine/scope"
)

// searched is the clear version of residual: parabolas through three trials each, a
// turn, a turn about the centre, a twist and a shift in turn, again and again, from
// the angle between the two centres.
func (a *animal) searched(n, p *silhouette) float64 {
	m := motion{turn: math.Atan2(n.cx-a.pivotX, n.cy-a.pivotY) - math.Atan2(p.cx-a.pivotX, p.cy-a.pivotY)}
	turn := 1 / math.Max(8, math.Hypot(n.cx-a.pivotX, n.cy-a.pivotY))
	best := a.moved(n, p, m)
	for range 3 {
		for _, d := range []motion{{turn: turn}, {turn: 2 * turn, shift: 2}, {wider: 0.04}, {shift: 1}} {
			by := func(k float64) motion { return motion{m.turn + k*d.turn, m.shift + k*d.shift, m.wider + k*d.wider} }
			less, more := a.moved(n, p, by(-1)).squares, a.moved(n, p, by(1)).squares
			at := 0.0
			if bend := less + more - 2*best.squares; bend > 0 {
				at = max(-2, min(2, (less-more)/(2*bend)))
			} else if less < more {
				at = -1
			} else {
				at = 1
			}
			if try := a.moved(n, p, by(at)); try.squares < best.squares {
				m, best = by(at), try
			}
		}
	}
	return best.changed / math.Max(n.area, p.area)
}

// By how much more than 36 trials three steps may leave: in the middle of all frames,
// and in a struggle, where no passive motion explains much and each search ends in
// another place.
const (
	usuallyMore   = 1.02
	strugglesMore = 1.5
)

// The few steps find what many trials find, nearly.
func TestResidualIsThatOfASearch(t *testing.T) {
	hung := scope.TailAnimal{TestSec: 8, SwingTauSec: 10, Vigour: 1.2, Bouts: []scope.TailBout{{FromSec: 0, ToSec: 3, State: scope.TailStruggling}}}
	test := scope.Hang(scope.TailVideo{Width: 320, Height: 240, RateHz: 10, Animals: []scope.TailAnimal{hung}}, random.New(5))
	var samples [][]uint8
	for i := range test.Frames() {
		pix := make([]uint8, 320*240)
		test.Frame(pix, i)
		samples = append(samples, pix)
	}
	s, err := Survey(samples, 320, 240, SurveyParams{Animals: 1})
	if err != nil {
		t.Fatal(err)
	}
	f := newFollower(s)
	var ratios []float64
	var was *silhouette
	for i, pix := range samples {
		f.add(pix, float64(i)/10)
		now := f.past[len(f.past)-1].animals[0]
		if was != nil && now.area > 0 && was.area > 0 {
			ratios = append(ratios, f.animals[0].residual(now, was)/f.animals[0].searched(now, was))
		}
		was = newSilhouette(f.animals[0].h, f.animals[0].w)
		was.area, was.cx, was.cy = now.area, now.cx, now.cy
		copy(was.soft, now.soft)
	}
	if r := median(ratios); !(r < usuallyMore) {
		t.Errorf("the median residual is %.3f of the searched one", r)
	}
	if r := quantile(ratios, 0.95); !(r < strugglesMore) {
		t.Errorf("at the 0.95 quantile the residual is %.3f of the searched one", r)
	}
	t.Logf("residual over the searched one: 5 %% %.3f, median %.3f, 95 %% %.3f", quantile(ratios, 0.05), median(ratios), quantile(ratios, 0.95))
}

// A silhouette that was turned, shifted and widened by a known motion is put back.
func TestResidualUndoesAMotion(t *testing.T) {
	a := &animal{kernels: fastest(), h: 120, w: 120, pivotX: 60, pivotY: 5, u: make([]float32, 120), gx: make([]float32, 120), gy: make([]float32, 120)}
	body := func(angle, shift, wider float64) *silhouette {
		n := newSilhouette(a.h, a.w)
		sin, cos := math.Sincos(angle)
		n.box = [4]int{0, a.h, 0, a.w}
		for y := range a.h {
			n.from[y], n.to[y] = 20, 100
			for x := range a.w {
				u, v := float64(x)-a.pivotX, float64(y)-a.pivotY
				along, across := u*sin+v*cos-60, (u*cos-v*sin-shift)/(1+wider)
				k := max(0, min(1.5-math.Hypot(along/26, across/9)*1.2, 1))
				n.soft[y*a.w+x] = float32(k)
				n.area += k
				n.cx, n.cy = n.cx+k*float64(x), n.cy+k*float64(y)
			}
		}
		n.cx, n.cy = n.cx/n.area, n.cy/n.area
		return n
	}
	const (
		left  = 0.03 // of the body: two images mixed from pixels
		moved = 0.05 // of the body, or more, without undoing it
	)
	for _, m := range []motion{{turn: 0.15}, {turn: 0.05, shift: 3}, {wider: 0.12}, {turn: -0.1, shift: 2, wider: 0.08}} {
		n, p := body(0.05+m.turn, m.shift, m.wider), body(0.05, 0, 0)
		if r := a.residual(n, p); !(r < left) {
			t.Errorf("%+v: %.3f of the body is left, want less than %g", m, r, left)
		}
		if r := a.moved(n, p, motion{}).changed / n.area; !(r > moved) {
			t.Errorf("%+v moves only %.3f of the body", m, r)
		}
	}
}
