package dendrite

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"respine/img"
)

func trace(t *testing.T, s img.Stack) []Branch {
	t.Helper()
	b, err := Trace(context.Background(), s, TraceParams{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// overshootUm is how far beyond its end a drawn tube is still traced: its
// profile has fallen to a tenth by 0.75 um.
const overshootUm = 1.0

// against returns the mean signed lateral offset of a traced branch from the
// true path and the mean absolute one.
func against(b Branch, path []Point) (signed, mean float64) {
	f := NewFrame(Branch{Points: path}, StepUm)
	g := NewFrame(b, 0.25)
	for _, c := range g.Centre {
		_, r, _ := f.Locate(c)
		signed, mean = signed+r/float64(g.Len()), mean+math.Abs(r)/float64(g.Len())
	}
	return signed, mean
}

// endsAt fails unless the branch runs from near p to near q, or back.
func endsAt(t *testing.T, b Branch, p, q Point, within float64) {
	t.Helper()
	lateral := func(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
	from, to := b.Points[0], b.Points[len(b.Points)-1]
	if lateral(from, p) > lateral(to, p) {
		from, to = to, from
	}
	if d := math.Max(lateral(from, p), lateral(to, q)); d > within {
		t.Errorf("runs from %.1f to %.1f, drawn from %.1f to %.1f", from, to, p, q)
	}
	for _, e := range [][2]Point{{from, p}, {to, q}} {
		near(t, "depth of an end", e[0].Z, e[1].Z, 2.8) // the axial width of the tube
	}
}

// The tracer works on binned pixels; what it returns must lie on the axis in the
// pixels of the stack, along x and y, at coarse and at fine pixels.
func TestTraceLiesOnTheAxis(t *testing.T) {
	for _, path := range [][]Point{
		{{4, 12, 4.2}, {26, 13.5, 4.2}}, {{12, 4, 4.2}, {13.5, 26, 4.2}}, {{4, 26, 5}, {23, 4, 3}},
	} {
		for _, px := range []float64{0.06, 0.12, 0.2} {
			if testing.Short() && px < 0.1 {
				continue
			}
			n := int(30 / px)
			s := noisy(draw(img.NewStack(8, n, n, img.Voxel{Z: 1, Y: px, X: px}), line(path...)), 1)
			got := trace(t, s)
			if len(got) != 1 {
				t.Fatalf("%d branches at %v um", len(got), px)
			}
			signed, mean := against(got[0], path)
			near(t, "mean offset", signed, 0, 0.04) // undoing no binning leaves 0.06 to 0.09
			near(t, "mean distance", mean, 0, 0.1)
			endsAt(t, got[0], path[0], path[1], overshootUm)
		}
	}
}

func TestTraceOfAForkGivesEachArm(t *testing.T) {
	stem, fork := Point{4, 18, 4}, Point{18, 18, 4}
	s := noisy(draw(field(40), line(stem, fork, Point{36, 12, 4}), line(fork, Point{24, 36, 4})), 2)
	got := trace(t, s)
	if len(got) != 2 {
		t.Fatalf("%d branches, want the straighter arm with the stem, and the other", len(got))
	}
	endsAt(t, got[0], stem, Point{36, 12, 4}, overshootUm)
	endsAt(t, got[1], fork, Point{24, 36, 4}, overshootUm)
	if got[0].ID != 0 || got[1].ID != 1 {
		t.Error("ids do not go from the longest")
	}
}

func TestTraceTellsCrossingDendritesApart(t *testing.T) {
	s := noisy(draw(field(40), line(Point{4, 6, 2}, Point{36, 34, 2}), line(Point{5, 33, 7}, Point{35, 5, 7})), 3)
	got := trace(t, s)
	if len(got) != 2 {
		t.Fatalf("%d branches", len(got))
	}
	endsAt(t, got[0], Point{4, 6, 2}, Point{36, 34, 2}, overshootUm)
	endsAt(t, got[1], Point{5, 33, 7}, Point{35, 5, 7}, overshootUm)
}

// Of two dendrites that cross, the long arms of both make the longest way through
// the piece, with a turn like the angle of the crossing: at any angle each comes
// back as itself. At 35 degrees and less two arms look like one for micrometres.
func TestTraceKeepsToItsDendriteAtACrossing(t *testing.T) {
	const aside = 1.2 // um off the dendrite at most; a hybrid goes 10 and more
	angles := []float64{40, 47, 52, 58, 64, 72, 85}
	if testing.Short() {
		angles = []float64{52}
	}
	c := Point{20, 20, 4}
	for _, dz := range []float64{0, 2} { // between the two
		for _, deg := range angles {
			arm := func(deg, um, z float64) Point {
				sin, cos := math.Sincos((deg + 10) * math.Pi / 180)
				return Point{c.X + um*cos, c.Y + um*sin, z}
			}
			drawn := [][]Point{{arm(180, 18, 4), arm(0, 10, 4)}, {arm(deg, 18, 4+dz), arm(deg+180, 10, 4+dz)}}
			got := trace(t, noisy(draw(field(40), line(drawn[0]...), line(drawn[1]...)), 3))
			if len(got) != 2 {
				t.Errorf("%v degrees: %d branches", deg, len(got))
				continue
			}
			if farthest(got[0], drawn[0]) > aside { // found in the other order
				slices.Reverse(drawn)
			}
			for i, b := range got {
				if d := farthest(b, drawn[i]); d > aside {
					t.Errorf("%v degrees, %v um apart: branch %d goes %.1f um off its dendrite", deg, dz, i, d)
				}
				near(t, "length", b.LengthUm(), 28, 3)
			}
		}
	}
}

// farthest is how far a branch goes off a path, to the side.
func farthest(b Branch, path []Point) (um float64) {
	f := NewFrame(Branch{Points: path}, StepUm)
	for _, p := range b.Points {
		_, r, _ := f.Locate(p)
		um = math.Max(um, math.Abs(r))
	}
	return um
}

func TestTraceOfTwoNeighbours(t *testing.T) {
	a, b := []Point{{4, 10, 4}, {36, 12, 4}}, []Point{{4, 14, 4}, {32, 22, 4}}
	got := trace(t, noisy(draw(field(40), line(a...), line(b...)), 4))
	if len(got) != 2 {
		t.Fatalf("%d branches", len(got))
	}
	for i, path := range [][]Point{a, b} {
		_, mean := against(got[i], path)
		near(t, "mean distance", mean, 0, 0.1)
		endsAt(t, got[i], path[0], path[1], overshootUm)
	}
}

func TestSpinesAreNoBranches(t *testing.T) {
	path := []Point{{4, 18, 4}, {36, 20, 4}}
	tubes := []tube{line(path...)}
	for i := range 12 {
		x, side := 6+2.4*float64(i), float64(1-2*(i%2))
		base := Point{x, 18 + (x-4)/16, 4}
		sp := line(base, Point{x + 0.3, base.Y + side*1.8, 4})
		sp.sigma, sp.amp = 0.25, 40
		tubes = append(tubes, sp)
	}
	got := trace(t, noisy(draw(field(40), tubes...), 5))
	if len(got) != 1 {
		t.Fatalf("%d branches", len(got))
	}
	signed, mean := against(got[0], path)
	near(t, "mean offset", signed, 0, 0.05)
	near(t, "mean distance", mean, 0, 0.15)
	endsAt(t, got[0], path[0], path[1], overshootUm)
}

func TestTraceOfWhatIsNoDendrite(t *testing.T) {
	soma := line(Point{18, 18, 4}, Point{18.1, 18, 4})
	soma.sigma, soma.sigmaZ = 3, 4
	vein := line(Point{4, 6, 4}, Point{36, 30, 4}) // a broad band of autofluorescence
	vein.sigma, vein.sigmaZ = 2.5, 4
	// a seam half as bright as the patch it runs through
	patch, seam := line(Point{4, 6, 4}, Point{36, 30, 4}), line(Point{4, 6, 4}, Point{36, 30, 4})
	patch.sigma, patch.sigmaZ, patch.amp = 3.5, 4, 40
	both := draw(field(40), patch)
	for i, v := range draw(field(40), seam).Pix {
		both.Pix[i] += v / 2
	}
	for name, s := range map[string]img.Stack{
		"seam":  noisy(both, 12),
		"black": field(30), "noise": noisy(field(30), 6),
		"soma": noisy(draw(field(40), soma), 7), "vein": noisy(draw(field(40), vein), 8),
		"short": noisy(draw(field(30), line(Point{10, 10, 4}, Point{20, 12, 4})), 9),
	} {
		if got := trace(t, s); len(got) != 0 {
			t.Errorf("%s: %d branches, the longest of %.1f um", name, len(got), got[0].LengthUm())
		}
	}
}

// A dendrite may fall to a third of the level it must reach somewhere.
func TestThresholdsAreMultiplesOfTheBackground(t *testing.T) {
	r := make([]float32, 7*1001)
	for i := range r {
		r[i] = float32(i / 7) // ranks 1..1000 are above zero; their 90th percentile is 900
	}
	lo, hi := thresholds(r, 20)
	near(t, "high", float64(hi), 20*900, 20)
	near(t, "low", float64(lo), 20*300, 20)
	if lo, hi := thresholds(make([]float32, 70), 20); !math.IsInf(float64(lo), 1) || !math.IsInf(float64(hi), 1) {
		t.Error("no response at all has thresholds")
	}
}

func TestTraceOfASingleSlice(t *testing.T) {
	path := []Point{{4, 5, 0}, {30, 21, 0}}
	s := noisy(draw(img.NewStack(1, 300, 300, img.Voxel{Z: 1, Y: 0.12, X: 0.12}), line(path...)), 10)
	got := trace(t, s)
	if len(got) != 1 {
		t.Fatalf("%d branches", len(got))
	}
	if _, mean := against(got[0], path); mean > 0.1 {
		t.Errorf("%.2f um aside", mean)
	}
}

func TestTraceLeavesTheStackAndDoesNotDependOnWorkers(t *testing.T) {
	for _, px := range []float64{0.12, 0.2} { // binned, and not
		s := img.NewStack(6, 200, 200, img.Voxel{Z: 1, Y: px, X: px})
		noisy(draw(s, line(Point{3, 3, 2}, Point{20, 17, 4})), 11)
		before := slices.Clone(s.Pix)
		one, err := Trace(context.Background(), s, TraceParams{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		three, _ := Trace(context.Background(), s, TraceParams{Workers: 3})
		if len(one) != 1 || !reflect.DeepEqual(one, three) {
			t.Errorf("%v um: 1 and 3 workers disagree", px)
		}
		if !slices.Equal(before, s.Pix) {
			t.Errorf("%v um: the stack was changed", px)
		}
	}
}

func TestTraceStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Trace(ctx, field(12), TraceParams{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestTraceOfAnyTinyStack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 12)
		px := rapid.SampledFrom([]float64{0.05, 0.12, 0.3, 1}).Draw(t, "pixel")
		s := img.NewStack(size.Draw(t, "d"), size.Draw(t, "h"), size.Draw(t, "w"), img.Voxel{Z: 1, Y: px, X: px})
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		level := float32(rapid.SampledFrom([]float64{0, 1, 1e4}).Draw(t, "level"))
		for i := range s.Pix {
			s.Pix[i] = level * rng.Float32()
			if rng.IntN(8) == 0 {
				s.Pix[i] *= 100
			}
		}
		got, err := Trace(context.Background(), s, TraceParams{MinLengthUm: 0.5, Contrast: 0.5})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range got {
			for _, p := range b.Points {
				if !finite(p) {
					t.Fatalf("a point at %v", p)
				}
			}
			if f := NewFrame(b, StepUm).Recentre(s, 0.7, 2); f.Len() > 0 {
				Straighten(s, f)
			}
		}
	})
}
