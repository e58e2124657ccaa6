package motion

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"respine/scope"
)

// Errors that a movie at the medium noise level may have, in pixels: the program's
// promise. A field of a fifth of the usual area says less about its shift.
const (
	rigidErrorPx     = 0.1
	piecewiseErrorPx = 0.2
)

// rigidScene is a small field, rows and columns different, moving as a whole.
var rigidScene = sync.OnceValues(func() (scope.Movie, kept) {
	m := scene(3, 160, 192, 120, scope.MovieMotion{Rigid: true, BoutsPerMinute: 20}, scope.MovieDetector{})
	return m, render(m)
})

// shiftErrors compares measured shifts with the truth, frames left out excepted.
func shiftErrors(m scope.Movie, r *Result, skip ...int) (root, worst float64) {
	var y, x []float64
	left := map[int]bool{}
	for _, i := range skip {
		left[i] = true
	}
	for i, s := range r.Shifts {
		if v := m.Shift(i); !left[i] {
			y, x = append(y, float64(s.Y)-v.Y), append(x, float64(s.X)-v.X)
		}
	}
	return rms(y, x)
}

func TestRigidMotionIsFound(t *testing.T) {
	m, k := rigidScene()
	r := register(t, k, Params{})
	root, worst := shiftErrors(m, r)
	t.Logf("error %.3f px RMS, at most %.3f", root, worst)
	if root > rigidErrorPx || r.Used() != k.Len() || r.LinePhasePx != 0 {
		t.Errorf("error %.3f px; %d of %d frames used; line phase %d", root, r.Used(), k.Len(), r.LinePhasePx)
	}
	if r.Crispness.After <= r.Crispness.Before {
		t.Errorf("the mean became no crisper: %v", r.Crispness)
	}
}

func TestPiecewiseMotionIsFound(t *testing.T) {
	m := scene(4, 288, 256, 60, scope.MovieMotion{BoutsPerMinute: 20, BendPx: 3}, scope.MovieDetector{})
	k := render(m)
	r := register(t, k, Params{Piecewise: true})
	blocks := func(r *Result) float64 {
		const n = 6
		var square float64
		for b := range n * n {
			var ey, ex []float64
			y, x := (float64(b/n)+0.5)*float64(k.h)/n, (float64(b%n)+0.5)*float64(k.w)/n
			for i := range k.frames {
				ty, tx := m.Displacement(i, y, x)
				my, mx := r.Displacement(i, y, x)
				ey, ex = append(ey, my-ty), append(ex, mx-tx)
			}
			e, _ := rms(ey, ex)
			square += e * e / (n * n)
		}
		return math.Sqrt(square)
	}
	whole := register(t, k, Params{})
	t.Logf("error %.3f px RMS in blocks, %.3f by whole frames", blocks(r), blocks(whole))
	if e := blocks(r); e > piecewiseErrorPx || e > blocks(whole) {
		t.Errorf("error %.3f px in blocks, %.3f by whole frames", e, blocks(whole))
	}
}

func TestWorkersDoNotMatter(t *testing.T) {
	_, k := briefly()
	one := register(t, k, Params{Piecewise: true, Workers: 1})
	many := register(t, k, Params{Piecewise: true, Workers: 5})
	for _, r := range []*Result{one, many} { // NaN is not itself
		for i, v := range r.Reference.Pix {
			if v != v {
				r.Reference.Pix[i] = -1
			}
		}
	}
	if !reflect.DeepEqual(one, many) {
		t.Error("five workers give another result than one")
	}
}

// Frames of 16 bits give the same as the same numbers as floats, whatever the sign
// an int16 would have.
func TestNarrowFramesAreTheSame(t *testing.T) {
	k := render(scene(5, 270, 262, 12, scope.MovieMotion{}, scope.MovieDetector{Offset: 40000, BitDepth: 16}))
	if wide, narrow := register(t, k, Params{}), register(t, narrowed(k, len(k.frames)), Params{}); !reflect.DeepEqual(wide.Shifts, narrow.Shifts) {
		t.Error("uint16 frames give other shifts than float frames")
	}
}

// Frames that cannot be used are named, keep their number, and do not move the others.
func TestBadFramesAreNamed(t *testing.T) {
	m, k := rigidScene()
	rng := rand.New(rand.NewPCG(8, 8))
	want := map[int]Reason{10: Constant, 20: NotNumbers, 30: Saturated, 41: Duplicate, 50: Jump, 60: Blank, 70: Unsure, 119: Constant}
	bad := k.with(func(f [][]float32) {
		f[10] = filled(k, func(y, x int) float32 { return 500 })
		f[20] = filled(k, func(y, x int) float32 { return float32(math.NaN()) })
		f[30] = filled(k, func(y, x int) float32 { return min(8191, f[30][y*k.w+x]*80) })
		f[41] = f[40]
		f[50] = filled(k, func(y, x int) float32 { return f[49][(y+k.h/2)%k.h*k.w+x] })
		f[60] = filled(k, func(y, x int) float32 { return float32(100 + 12*rng.NormFloat64()) })
		f[70] = filled(k, func(y, x int) float32 { return f[70][rng.IntN(k.h*k.w)] })
		f[119] = filled(k, func(y, x int) float32 { return 0 })
		f[80] = filled(k, func(y, x int) float32 { // a few missing pixels do not spoil a frame
			if y < 3 || y == 50 && x < 20 {
				return float32(math.NaN())
			}
			return f[80][y*k.w+x]
		})
	})
	r := register(t, bad, Params{})
	var skip []int
	for i, s := range r.Shifts {
		if s.Bad != want[i] {
			t.Errorf("frame %d is %q, want %q (confidence %.1f)", i, s.Bad, want[i], s.Confidence)
		}
		if want[i] != Good {
			skip = append(skip, i)
		}
	}
	if root, _ := shiftErrors(m, r, skip...); root > rigidErrorPx {
		t.Errorf("error of the others %.3f px", root)
	}
	if len(r.Shifts) != k.Len() || r.Used() != k.Len()-len(want) {
		t.Errorf("%d frames, %d used", len(r.Shifts), r.Used())
	}
	// Where nothing was seen, the place is between those of the neighbours.
	if s := r.Shifts[10]; math.Abs(float64(s.Y-(r.Shifts[9].Y+r.Shifts[11].Y)/2)) > 1e-5 {
		t.Errorf("frame 10 at %g, between %g and %g", s.Y, r.Shifts[9].Y, r.Shifts[11].Y)
	}
}

func filled(k kept, value func(y, x int) float32) []float32 {
	pix := make([]float32, k.h*k.w)
	for i := range pix {
		pix[i] = value(i/k.w, i%k.w)
	}
	return pix
}

// briefly is the same field for fewer frames, where each is a matter of itself.
func briefly() (scope.Movie, kept) {
	m, k := rigidScene()
	return m, kept{k.h, k.w, k.frames[:60]}
}

// What does not move with the tissue, or is brighter than it, leaves the shifts as
// they are.
func TestDisturbancesDoNotMoveTheField(t *testing.T) {
	m, k := briefly()
	disc := func(y, x, r int) bool { return (y-80)*(y-80)+(x-90)*(x-90) < r*r }
	for name, change := range map[string]func(t, y, x int, v float32) float32{
		"bright cell blinking in place": func(t, y, x int, v float32) float32 {
			if t%7 < 3 && disc(y, x, 8) {
				return v + 8000
			}
			return v
		},
		"stripes of the detector": func(t, y, x int, v float32) float32 { return v + float32(x%5*40) + float32(y%3*40) },
		"dirt":                    func(t, y, x int, v float32) float32 { return v * map[bool]float32{true: 0.4, false: 1}[disc(y, x, 6)] },
		"bleaching":               func(t, y, x int, v float32) float32 { return 100 + (v-100)*float32(math.Exp(-float64(t)/120)) },
		"large numbers":           func(t, y, x int, v float32) float32 { return v*4 + 32000 },
		"negative numbers":        func(t, y, x int, v float32) float32 { return v - 5000 },
	} {
		changed := k.with(func(f [][]float32) {
			for t := range f {
				was := f[t]
				f[t] = filled(k, func(y, x int) float32 { return change(t, y, x, was[y*k.w+x]) })
			}
		})
		r := register(t, changed, Params{})
		root, worst := shiftErrors(m, r)
		t.Logf("%s: error %.3f px RMS, at most %.3f", name, root, worst)
		if root > rigidErrorPx || r.Used() < k.Len()*9/10 {
			t.Errorf("%s: error %.3f px RMS; %d of %d used", name, root, r.Used(), k.Len())
		}
	}
}

// A frame of low contrast is not believed: pure noise is named in every frame.
func TestNoiseIsNotBelieved(t *testing.T) {
	k := kept{100, 100, make([][]float32, 200)}
	for i := range k.frames {
		k.frames[i] = noise(k.h*k.w, uint64(i))
	}
	r := register(t, k, Params{})
	if r.Used() > 0 {
		t.Errorf("%d of %d frames of noise were placed", r.Used(), k.Len())
	}
	for i, s := range r.Shifts {
		if s.Y != 0 || s.X != 0 {
			t.Fatalf("frame %d of noise is displaced by (%g, %g)", i, s.Y, s.X)
		}
	}
}

func TestLinePhaseIsUndone(t *testing.T) {
	m, k := briefly()
	for _, px := range []int{3, -2} {
		split := k.with(func(f [][]float32) {
			for t := range f {
				was := f[t]
				f[t] = filled(k, func(y, x int) float32 {
					if y%2 == 1 {
						return was[y*k.w+max(0, min(x-px, k.w-1))]
					}
					return was[y*k.w+x]
				})
			}
		})
		r := register(t, split, Params{})
		root, _ := shiftErrors(m, r)
		if r.LinePhasePx != px || root > rigidErrorPx {
			t.Errorf("odd rows %d px off: found %d, error %.3f px", px, r.LinePhasePx, root)
		}
	}
}

// Odd sizes, primes and long shapes.
func TestSizes(t *testing.T) {
	m, k := briefly()
	for _, size := range [][2]int{{151, 101}, {97, 192}, {160, 64}} {
		part := kept{size[0], size[1], make([][]float32, k.Len())}
		for i, f := range k.frames {
			part.frames[i] = filled(part, func(y, x int) float32 { return f[y*k.w+x] })
		}
		r := register(t, part, Params{Piecewise: true, MaxShiftPx: 16})
		if root, _ := shiftErrors(m, r); root > 1.5*rigidErrorPx { // half the field and less
			t.Errorf("%v: error %.3f px", size, root)
		}
	}
}

func TestShortMovies(t *testing.T) {
	_, k := rigidScene()
	for n := 1; n <= 3; n++ {
		r := register(t, kept{k.h, k.w, k.frames[:n]}, Params{Piecewise: true})
		if len(r.Shifts) != n || n == 1 && (r.Shifts[0].Bad != Good || math.Abs(float64(r.Shifts[0].Y)) > 1e-4) {
			t.Errorf("%d frames: %+v", n, r.Shifts)
		}
	}
}

func TestUselessMoviesAreErrors(t *testing.T) {
	constant := kept{32, 32, [][]float32{make([]float32, 1024), make([]float32, 1024)}}
	for _, c := range []struct {
		movie kept
		want  string
	}{
		{kept{8, 400, [][]float32{make([]float32, 3200)}}, "frames of 8 x 400 pixels are too small to measure motion in\nhint:"},
		{kept{32, 32, nil}, "no frames"},
		{constant, "none of 2 frames, evenly over the movie, shows anything: frame 0 is constant\nhint:"},
	} {
		_, err := Register(context.Background(), c.movie, Params{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	_, k := rigidScene()
	if _, err := Register(context.Background(), failing{k}, Params{}); !errors.Is(err, errDisk) {
		t.Errorf("a frame that cannot be read: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Register(ctx, k, Params{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

var errDisk = errors.New("the disk")

type failing struct{ kept }

func (f failing) Read(i int, dst []float32) error {
	if i == 100 {
		return errDisk
	}
	return f.kept.Read(i, dst)
}
