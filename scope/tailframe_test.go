package scope

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"respine/random"
	"respine/video"
)

func drawn(t *TailTest, i int) []uint8 {
	dst := make([]uint8, t.video.Width*t.video.Height)
	t.Frame(dst, i)
	return dst
}

// TestFramesAreWhatTheyAre: a frame does not depend on those drawn before it.
func TestFramesAreWhatTheyAre(t *testing.T) {
	a := hung(TailAnimal{Bouts: restless, Wire: true}, TailCamera{})
	first := drawn(a, 100)
	for _, i := range []int{0, 500, 99} {
		drawn(a, i)
	}
	if b := hung(TailAnimal{Bouts: restless, Wire: true}, TailCamera{}); !bytes.Equal(first, drawn(a, 100)) || !bytes.Equal(first, drawn(b, 100)) {
		t.Error("frame 100 depends on what was drawn before")
	}
	other := Hang(TailVideo{Width: 200, Height: 240, Animals: []TailAnimal{{Bouts: restless, Wire: true}}}, random.New(12))
	if bytes.Equal(first, drawn(other, 100)) {
		t.Error("another key gives the same frame")
	}
}

// TestFilmDoesNotDependOnWorkers: byte for byte, and it reads back as drawn.
func TestFilmDoesNotDependOnWorkers(t *testing.T) {
	test := Hang(TailVideo{Width: 96, Height: 96, RateHz: 25, Seconds: 1.6, Animals: []TailAnimal{{Bouts: restless}, {StartSec: 1, Bouts: restless}}}, random.New(3))
	var films [][]byte
	for _, workers := range []int{1, 3} {
		path := filepath.Join(t.TempDir(), "film.avi")
		w, err := video.Create(t.Context(), path, 96, 96, 25)
		if err != nil {
			t.Fatal(err)
		}
		if err := test.Write(t.Context(), w, workers); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		films = append(films, b)
		r, err := video.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range test.Frames() {
			got := make([]uint8, 96*96)
			sec, err := r.Next(got)
			if err != nil || sec != float64(i)/25 {
				t.Fatalf("frame %d at %v s: %v", i, sec, err)
			}
			sum := 0.0
			for k, v := range drawn(test, i) {
				sum += (float64(v) - float64(got[k])) * (float64(v) - float64(got[k]))
			}
			if rms := math.Sqrt(sum / 96 / 96); rms > jpegError {
				t.Fatalf("frame %d differs by %.1f grey values after JPEG", i, rms)
			}
		}
		if _, err := r.Next(make([]uint8, 96*96)); err != io.EOF {
			t.Errorf("after %d frames: %v", test.Frames(), err)
		}
		r.Close()
	}
	if !bytes.Equal(films[0], films[1]) {
		t.Error("one worker and three write different films")
	}
}

// jpegError is a root mean square of quality 90 on a noisy picture.
const jpegError = 3

// TestSilhouetteHangsWhereTheTruthSays: the centre of the dark pixels below the
// tail base swings as the centre of mass does.
func TestSilhouetteHangsWhereTheTruthSays(t *testing.T) {
	a := TailAnimal{Bouts: []TailBout{{0, 3, TailStruggling}, {3, 9, TailImmobile}}}
	test := hung(a, quiet)
	l := test.lanes[0]
	var sxx, sxy, worst float64
	for i := 3*30 + 5; i < 9*30; i += 3 {
		p := test.poses[0][i]
		var x, y, n float64
		for k, v := range drawn(test, i) {
			row, column := float64(k/200), float64(k%200)
			if v < 90 && row > l.pivotY+0.7*l.pxPerCm*6 {
				x, y, n = x+column, y+row, n+1
			}
		}
		got := math.Atan2(x/n-l.pivotX, y/n-l.pivotY)
		want := math.Atan2(p.bodyCentre[0], p.bodyCentre[1])
		sxx, sxy = sxx+want*want, sxy+want*got
		worst = max(worst, math.Abs(got-want))
	}
	// The silhouette has limbs and ears, and one pixel is 0.01 rad.
	near(t, "slope of the seen angle on the true one", sxy/sxx, 1, 0.05)
	if worst > 0.03 {
		t.Errorf("the silhouette is off by up to %.3f rad", worst)
	}
}

// TestPixelsMoveInStruggles: long after a struggle only the breath moves, in
// it a hundred times more pixels do, and from its first quarter of a second on.
func TestPixelsMoveInStruggles(t *testing.T) {
	test := hung(TailAnimal{Bouts: []TailBout{{0, 1, TailStruggling}, {1, 30, TailImmobile}, {30, 32, TailStruggling}, {32, 33, TailImmobile}}}, quiet)
	changed := func(i int) (n int) {
		a, b := drawn(test, i-1), drawn(test, i)
		for k := range a {
			if math.Abs(float64(a[k])-float64(b[k])) > 10 {
				n++
			}
		}
		return n
	}
	before, onset, middle := changed(29*30), 0, changed(31*30)
	for i := range 8 {
		onset = max(onset, changed(30*30+i))
	}
	if before > 20 || onset < 60 || middle < 100 {
		t.Errorf("%d pixels change before, %d at onset, %d in the struggle", before, onset, middle)
	}
}

// TestCamera: noise, flicker, vignette and drift of an empty box follow their
// closed forms.
func TestCamera(t *testing.T) {
	empty := func(c TailCamera, w, h int) *TailTest {
		return Hang(TailVideo{Width: w, Height: h, Seconds: 2, Animals: []TailAnimal{{StartSec: 100, TestSec: 1}}, Camera: c}, random.New(4))
	}
	noisy, still := empty(TailCamera{WallGrey: 170, NoiseSD: 6}, 160, 120), empty(TailCamera{WallGrey: 170}, 160, 120)
	a, b, mean := drawn(noisy, 3), drawn(noisy, 4), drawn(still, 3)
	var square, paired, n float64
	for i := 20 * 160; i < len(a); i++ {
		d, e := float64(a[i])-float64(mean[i]), float64(b[i])-float64(mean[i])
		square, paired, n = square+d*d, paired+d*e, n+1
	}
	want := 36*(1./3+2./3*170/128) + 2./12 // and two roundings
	near(t, "variance of the noise", square/n, want, 0.06*want)
	near(t, "correlation of neighbouring frames", paired/square, 0, 4/math.Sqrt(n))

	flickering := empty(TailCamera{WallGrey: 150, Flicker: 0.05, MainsHz: 100, Vignette: 0.3}, 80, 80)
	level := func(i, k int) float64 {
		return float64(drawn(flickering, i)[k]) / float64(drawn(empty(TailCamera{WallGrey: 150}, 80, 80), i)[k])
	}
	near(t, "corner to middle", level(0, 79*80+79)/level(0, 40*80+40), 0.7, 0.02)
	// 100 Hz seen 30 times a second repeats every three frames: 10 Hz.
	course := []float64{level(0, 3240), level(1, 3240), level(2, 3240), level(3, 3240)}
	near(t, "frame 3 to frame 0", course[3], course[0], 0.008)
	mean3, power := (course[0]+course[1]+course[2])/3, 0.0
	for _, v := range course[:3] {
		power += (v - mean3) * (v - mean3)
	}
	near(t, "amplitude", math.Sqrt(power*2/3)/mean3, 0.05, 0.008)
}

func TestRollingShutterMakesBands(t *testing.T) {
	c := TailCamera{Flicker: 0.1, MainsHz: 120, RollingSec: 1. / 30}
	k := random.New(1)
	var crossings int
	for row := 1; row < 480; row++ {
		if c.brightness(0, row-1, 480, k) < 1 && c.brightness(0, row, 480, k) >= 1 {
			crossings++
		}
	}
	if crossings != 4 {
		t.Errorf("%d bands, want 120/30 = 4", crossings)
	}
}

// TestCompartments: a mouse, here too long for it, shows only in its own, before its start only the
// hand's time, and not after its end; the wire is in front of the mouse that
// wears one.
func TestCompartments(t *testing.T) {
	v := TailVideo{Width: 240, Height: 160, Seconds: 20, Animals: []TailAnimal{
		{StartSec: 4, TestSec: 6, BodyCm: 16, Bouts: []TailBout{{0, 5, TailClimbing}}}, {StartSec: 100, TestSec: 1}, {StartSec: 8, TestSec: 6, Wire: true}}, Camera: quiet}
	test := Hang(v, random.New(6))
	v.Animals[2].Wire = false
	bare := Hang(v, random.New(6))
	box := drawn(test, 0)
	for sec, want := range map[float64][3]bool{1: {}, 3: {true}, 5: {true}, 6: {true}, 9: {true, false, true}, 11: {false, false, true}, 15: {}} {
		var seen [3]bool
		frame, other := drawn(test, int(sec*30)), drawn(bare, int(sec*30))
		var wired [3]bool
		for k := range box {
			lane := k % 240 / 80
			seen[lane] = seen[lane] || frame[k] != box[k]
			wired[lane] = wired[lane] || frame[k] != other[k]
		}
		if seen != want {
			t.Errorf("at %v s mice in %v, want %v", sec, seen, want)
		}
		if wired != [3]bool{2: want[2]} {
			t.Errorf("at %v s wires in %v", sec, wired)
		}
	}
}

func TestInOrder(t *testing.T) {
	broken := errors.New("broken")
	var got []byte
	err := inOrder(t.Context(), 100, 4, func(i int, b *filmBuffer) error {
		b.coded = append(b.coded[:0], byte(i))
		return nil
	}, func(b *filmBuffer) error {
		got = append(got, b.coded...)
		return nil
	})
	for i, v := range got {
		if v != byte(i) {
			t.Fatalf("%d came in place %d", v, i)
		}
	}
	if err != nil || len(got) != 100 {
		t.Errorf("%d used, %v", len(got), err)
	}
	used := 0
	err = inOrder(t.Context(), 1000, 2, func(i int, _ *filmBuffer) error {
		if i == 7 {
			return broken
		}
		return nil
	}, func(*filmBuffer) error { used++; return nil })
	if err != broken || used != 7 {
		t.Errorf("producing fails: %v after %d, want 7", err, used)
	}
	if err := inOrder(t.Context(), 1000, 2, func(int, *filmBuffer) error { return nil }, func(*filmBuffer) error { return broken }); err != broken {
		t.Errorf("using fails: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := inOrder(ctx, 1000, 2, func(i int, _ *filmBuffer) error {
		if i == 5 {
			cancel()
		}
		return nil
	}, func(*filmBuffer) error { return nil }); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
