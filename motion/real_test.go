package motion

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"respine/recording"
)

// realMovie keeps a real movie in memory, or skips the test where there is none.
func realMovie(t *testing.T, name string) kept {
	t.Helper()
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(root, "calcium", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("NO REAL MOVIE %s; MOTION OF REAL MOVIES IS NOT TESTED: %v", name, err)
	}
	m, err := recording.OpenMovie(path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	k := kept{frames: make([][]float32, m.Len())}
	k.h, k.w = m.Size()
	for i := range k.frames {
		k.frames[i] = make([]float32, k.h*k.w)
		if err := m.Read(i, k.frames[i]); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// imposedErrorPx is what is asked of motion imposed on a real movie. The movie was
// registered to whole pixels, and so still moves by a third of a pixel; that motion,
// measured before the known one is imposed, is part of the truth.
const imposedErrorPx = 0.15

// A recorded movie is moved by a known path, in space by cubic interpolation, and
// cropped so that its borders are real.
func TestMotionImposedOnARealMovie(t *testing.T) {
	k := realMovie(t, "neurofinder_labelled/movie_256x160x600_u16.tif")
	const border = 12
	every := 3
	if testing.Short() {
		every = 6
	}
	rng := rand.New(rand.NewPCG(11, 2))
	moved, still := kept{h: k.h - 2*border, w: k.w - 2*border}, kept{h: k.h - 2*border, w: k.w - 2*border}
	var ty, tx []float64
	y, x := 0.0, 0.0
	for i := 0; i < len(k.frames); i += every {
		y, x = 0.9*y+0.9*rng.NormFloat64(), 0.9*x+0.9*rng.NormFloat64()
		y, x = max(-9, min(y, 9)), max(-9, min(x, 9))
		ty, tx = append(ty, y), append(tx, x)
		moved.frames = append(moved.frames, filled(moved, func(r, c int) float32 {
			return cubic(k, k.frames[i], float64(r+border)-y, float64(c+border)-x)
		}))
	}
	for i := 0; i < len(k.frames); i += every {
		still.frames = append(still.frames, filled(still, func(r, c int) float32 { return k.frames[i][(r+border)*k.w+c+border] }))
	}
	r, before := register(t, moved, Params{}), register(t, still, Params{})
	var by, bx []float64
	for _, s := range before.Shifts {
		by, bx = append(by, float64(s.Y)), append(bx, float64(s.X))
	}
	own, _ := rms(by, bx)
	var ey, ex []float64
	for i, s := range r.Shifts {
		ey, ex = append(ey, float64(s.Y)-ty[i]-by[i]), append(ex, float64(s.X)-tx[i]-bx[i])
	}
	root, worst := rms(ey, ex)
	t.Logf("%d frames, which move by %.3f px themselves: error %.3f px RMS, at most %.2f; %d used; crispness x %.2f", len(ty), own, root, worst, r.Used(), r.Crispness.After/r.Crispness.Before)
	if root > imposedErrorPx {
		t.Errorf("error %.3f px RMS, want at most %g", root, imposedErrorPx)
	}
}

// cubic is Catmull-Rom interpolation.
func cubic(k kept, pix []float32, y, x float64) float32 {
	iy, ix := int(math.Floor(y)), int(math.Floor(x))
	wy, wx := catmullRom(y-float64(iy)), catmullRom(x-float64(ix))
	var sum float64
	for i, a := range wy {
		for j, b := range wx {
			sum += a * b * float64(pix[(iy+i-1)*k.w+ix+j-1])
		}
	}
	return float32(sum)
}

func catmullRom(f float64) [4]float64 {
	return [4]float64{((-0.5*f+1)*f - 0.5) * f, (1.5*f-2.5)*f*f + 1, ((-1.5*f+2)*f + 0.5) * f, (0.5*f - 0.5) * f * f}
}

// Raw snippets as they came from the microscope: the mean becomes crisper, or the
// frames say too little and that is told.
func TestRealSnippets(t *testing.T) {
	for _, c := range []struct {
		name string
		used bool
	}{
		{"sima_example_128x256x20_u16.tif", true},
		{"allen_792757260_raw_100x100x100_i16.tif", false}, // single frames show nothing
		{"allen_sine_dewarp_512x512x5_u16.tif", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := realMovie(t, "small_raw_motion/"+c.name)
			r, err := Register(context.Background(), k, Params{})
			if err != nil {
				t.Fatal(err)
			}
			var confidence []float64
			for _, s := range r.Shifts {
				confidence = append(confidence, float64(s.Confidence))
			}
			t.Logf("%d of %d frames used, confidence %.0f, line phase %d, crispness %.3g -> %.3g (x %.2f)", r.Used(), k.Len(),
				median(confidence), r.LinePhasePx, r.Crispness.Before, r.Crispness.After, r.Crispness.After/r.Crispness.Before)
			if c.used && (r.Used() < k.Len() || r.Crispness.After < r.Crispness.Before) || !c.used && r.Used() > 0 {
				t.Errorf("%d of %d frames used", r.Used(), k.Len())
			}
		})
	}
}
