package puncta

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/random"
	"respine/scope"
)

// grade is a field of scope with some of its usual light: all photons times light,
// with a gain that keeps the grey values.
func grade(t testing.TB, seed uint64, size dendrite.Point, light, perUm float64) (scope.PunctaField, [2]img.Stack) {
	t.Helper()
	key := random.New(seed, 77)
	f := scope.RandomPuncta(scope.PunctaParams{SizeUm: size, PerUm2: perUm}, key.At(0))
	f.Confocal = scope.DefaultConfocal()
	for i := range f.Puncta {
		f.Puncta[i].Photons *= light
	}
	for i := range f.Neurites {
		f.Neurites[i].PhotonsPerUm *= light
	}
	for c := range f.Confocal.BackgroundPhotons {
		f.Confocal.BackgroundPhotons[c] *= light
	}
	f.Confocal.Detector.Gain /= light
	channels, err := f.Render(t.Context(), key.At(1), 1)
	if err != nil {
		t.Fatal(err)
	}
	return f, channels
}

func measure(t testing.TB, s img.Stack, second *img.Stack, p Params) Result {
	t.Helper()
	r, err := Measure(t.Context(), s, second, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// biasShare is what density and intensity of a few crowded fields may be off: over
// twelve they are off by 4 and 5 percent, and one varies by 9; the first is the third
// most crowded. What is found, crowding left alone, is off by 17 to 20.
const biasShare = 0.12

// TestBias: density and mean intensity against the truth of rendered fields, at two
// grades of light, with seeds that nothing was tuned on.
func TestBias(t *testing.T) {
	for _, c := range []struct {
		name  string
		light float64
		seeds uint64
	}{{"low noise", 10. / 3, 1}, {"medium noise", 1, 3}} {
		if testing.Short() && c.light != 1 {
			continue
		}
		seeds := c.seeds
		var density, intensity, found float64
		for seed := range seeds {
			f, ch := grade(t, 9000+seed, dendrite.Point{X: 40, Y: 40}, c.light, 0.3)
			r := measure(t, ch[0], &ch[1], Params{})
			n, grey := float64(len(f.Puncta)), 0.
			for _, v := range f.Tables()[0].Floats("intensity_grey") {
				grey += v
			}
			density += (r.PerUm2()*1600/n - 1) / float64(seeds)
			found += (r.FoundPerUm2()*1600/n - 1) / float64(seeds)
			intensity += (r.Intensity()/(grey/n) - 1) / float64(seeds)
		}
		t.Logf("%-12s density %+.1f %% (found %+.1f %%), intensity %+.1f %%, of %d fields", c.name, 100*density, 100*found, 100*intensity, seeds)
		if math.Abs(density) > biasShare || math.Abs(intensity) > biasShare {
			t.Errorf("%s: density %+.1f %%, intensity %+.1f %%", c.name, 100*density, 100*intensity)
		}
	}
}

// precise is how well a bright punctum that stands alone is placed and weighed: a
// hundred standard deviations of its place are 0.14 um of blur over the root of its
// photons.
const (
	preciseUm    = 0.02
	preciseShare = 0.06
)

// splitShare is how many of puncta that stand alone may be taken for two: one in 25 by
// the cost of a further spot, and these are few.
const splitShare = 0.13

// TestAlone: place, size and light of puncta that stand alone, in a slice and in a
// stack, and hardly anything else is found.
func TestAlone(t *testing.T) {
	for _, depth := range []float64{0, 3} {
		f := scope.PunctaField{SizeUm: dendrite.Point{X: 12, Y: 12, Z: depth}, Confocal: scope.DefaultConfocal()}
		for i := range 16 {
			f.Puncta = append(f.Puncta, scope.Punctum{At: dendrite.Point{X: 1.53 + 3*float64(i%4), Y: 1.48 + 3.01*float64(i/4), Z: depth / 2}, SizeUm: 0.25, Photons: 1200})
		}
		ch, err := f.Render(t.Context(), random.New(3), 1)
		if err != nil {
			t.Fatal(err)
		}
		r := measure(t, ch[0], nil, Params{})
		kept := r.Kept()
		if extra := len(kept) - len(f.Puncta); extra < 0 || float64(extra) > splitShare*float64(len(f.Puncta)) {
			t.Errorf("depth %g: %d puncta, want %d", depth, len(kept), len(f.Puncta))
		}
		for _, want := range f.Puncta {
			i := slices.IndexFunc(kept, func(p Punctum) bool {
				return math.Hypot(p.XUm-want.At.X, p.YUm-want.At.Y) < 0.3
			})
			if i < 0 {
				t.Errorf("depth %g: nothing at %+v", depth, want.At)
				continue
			}
			p := kept[i]
			if j := slices.IndexFunc(kept[i+1:], func(q Punctum) bool { return math.Hypot(p.XUm-q.XUm, p.YUm-q.YUm) < 0.3 }); j >= 0 {
				continue // taken for two
			}
			if math.Hypot(p.XUm-want.At.X, p.YUm-want.At.Y) > preciseUm || math.Abs(p.ZUm-want.At.Z) > 5*preciseUm {
				t.Errorf("depth %g: at %.3f %.3f %.3f, want %+v", depth, p.XUm, p.YUm, p.ZUm, want.At)
			}
			if math.Abs(p.Intensity/(want.Photons*30)-1) > 2*preciseShare || math.Abs(p.SizeUm/math.Hypot(0.22, 0.25)-1) > 2*preciseShare {
				t.Errorf("depth %g: intensity %.0f, size %.3f", depth, p.Intensity, p.SizeUm)
			}
		}
	}
}

// TestTwo: two bright puncta 0.2 um apart, much nearer than their width, are two;
// one of the usual size stays one.
func TestTwo(t *testing.T) {
	f := scope.PunctaField{SizeUm: dendrite.Point{X: 16, Y: 16}, Confocal: scope.DefaultConfocal()}
	for i := range 16 {
		at := dendrite.Point{X: 2 + 4*float64(i%4), Y: 2 + 4*float64(i/4)}
		f.Puncta = append(f.Puncta, scope.Punctum{At: at, SizeUm: 0.25, Photons: 600})
		if i%2 == 0 {
			at.X += 0.2
			f.Puncta = append(f.Puncta, scope.Punctum{At: at, SizeUm: 0.25, Photons: 600})
		}
	}
	ch, err := f.Render(t.Context(), random.New(5), 1)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(measure(t, ch[0], nil, Params{}).Kept()); math.Abs(float64(n-len(f.Puncta))) > splitShare*float64(len(f.Puncta)) {
		t.Errorf("%d puncta, want %d", n, len(f.Puncta))
	}
}

// TestLaws: twice the grey values are twice the light, an offset is none, a mirrored
// image holds the mirrored puncta, pixels are left as they were, and a second run gives
// the same.
func TestLaws(t *testing.T) {
	_, ch := grade(t, 4, dendrite.Point{X: 16, Y: 16}, 1, 0.2)
	s := ch[0]
	before := slices.Clone(s.Pix)
	one := measure(t, s, nil, Params{})
	if again := measure(t, s, nil, Params{}); !slices.Equal(one.Puncta, again.Puncta) {
		t.Error("a second run gives something else")
	}
	if !slices.Equal(s.Pix, before) {
		t.Error("pixels were changed")
	}
	const changed = 1e-3 // steps end elsewhere by rounding
	other := img.NewStack(1, s.H, s.W, s.Voxel)
	for i, v := range s.Pix {
		other.Pix[i] = 2*v + 1000
	}
	twice := measure(t, other, nil, Params{})
	if len(twice.Puncta) != len(one.Puncta) || math.Abs(twice.Intensity()/one.Intensity()/2-1) > changed || math.Abs(twice.NoiseSD/one.NoiseSD/2-1) > changed {
		t.Errorf("twice the grey: %d and %d puncta, intensity %g and %g", len(one.Puncta), len(twice.Puncta), one.Intensity(), twice.Intensity())
	}
	for y := range s.H {
		for x, v := range s.Slice(0).Row(y) {
			other.Pix[y*s.W+s.W-1-x] = v
		}
	}
	mirrored := measure(t, other, nil, Params{})
	if math.Abs(mirrored.PerUm2()/one.PerUm2()-1) > 0.03 || math.Abs(mirrored.Intensity()/one.Intensity()-1) > 0.03 { // groups are cut elsewhere
		t.Errorf("mirrored: %g and %g per um2, %g and %g", one.PerUm2(), mirrored.PerUm2(), one.Intensity(), mirrored.Intensity())
	}
}

// falsePerUm2 is what noise may leave: five standard deviations are rarer, but light of
// two photons a pixel is not normal.
const falsePerUm2 = 1e-3

// TestNothing: an image without puncta has none, a constant one has none, and noise
// none that count.
func TestNothing(t *testing.T) {
	f := scope.PunctaField{SizeUm: dendrite.Point{X: 40, Y: 40}, Confocal: scope.DefaultConfocal()}
	ch, err := f.Render(t.Context(), random.New(8), 1)
	if err != nil {
		t.Fatal(err)
	}
	flat := img.NewStack(1, 64, 64, ch[0].Voxel)
	for _, s := range []img.Stack{ch[0], flat} {
		r := measure(t, s, nil, Params{})
		if r.PerUm2() > falsePerUm2 || s.W == 64 && (len(r.Kept()) > 0 || !math.IsNaN(r.Intensity())) {
			t.Errorf("%d puncta", len(r.Kept()))
		}
		if w := (Image{Result: r}).Warnings(); s.W == 64 && (len(w) == 0 || !strings.Contains(w[0], "no puncta")) {
			t.Errorf("warnings %q", w)
		}
	}
}

// TestRefused: what cannot be measured is an error, and so is a cancelled context.
func TestRefused(t *testing.T) {
	v := img.Voxel{Z: 0.3, Y: 0.1, X: 0.1}
	spoiled := img.NewStack(1, 32, 32, v)
	spoiled.Pix[5] = float32(math.NaN())
	small := img.NewStack(1, 8, 32, v)
	for _, c := range []struct {
		s      img.Stack
		second *img.Stack
		want   string
	}{
		{img.NewStack(1, 32, 32, img.Voxel{}), nil, "size of a pixel is not known"},
		{img.NewStack(1, 32, 32, img.Voxel{Z: 1, Y: 0.1, X: 0.2}), nil, "not square"},
		{img.NewStack(1, 32, 32, img.Voxel{Z: 1, Y: 1, X: 1}), nil, "too coarse"},
		{img.NewStack(1, 32, 32, img.Voxel{Z: 1, Y: 1e-3, X: 1e-3}), nil, "is the size of a pixel right"},
		{small, nil, "16 by 16 are needed"},
		{img.NewStack(1, 32, 32, v), &small, "the second channel has 1 slices of 8 by 32"},
		{spoiled, nil, "slice 0, row 0, column 5 is no number"},
	} {
		if _, err := Measure(t.Context(), c.s, c.second, Params{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.want, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Measure(ctx, img.NewStack(1, 32, 32, v), nil, Params{}); err == nil {
		t.Error("cancelled, and no error")
	}
}

// TestCrosstalk: the share of the second channel in the first is found, within a
// factor of two or so, and none where there is none.
func TestCrosstalk(t *testing.T) {
	for _, share := range []float64{0, 0.1} {
		f := scope.RandomPuncta(scope.PunctaParams{SizeUm: dendrite.Point{X: 30, Y: 30}, PerUm2: 0.1}, random.New(2))
		f.Confocal = scope.DefaultConfocal()
		f.Confocal.Crosstalk[0] = share
		ch, err := f.Render(t.Context(), random.New(3), 1)
		if err != nil {
			t.Fatal(err)
		}
		if r := measure(t, ch[0], &ch[1], Params{}); math.Abs(r.Crosstalk-share) > 0.03 {
			t.Errorf("crosstalk %.3f, want %g", r.Crosstalk, share)
		}
	}
}

// TestOnSecond: of the puncta on neurites most are found to lie on one, and of the
// others as many as chance gives.
func TestOnSecond(t *testing.T) {
	f, ch := grade(t, 12, dendrite.Point{X: 40, Y: 40}, 1, 0.3)
	var all []Punctum
	share := 0.
	for _, p := range f.Puncta {
		all = append(all, Punctum{XUm: p.At.X, YUm: p.At.Y})
		if p.OnNeurite {
			share++
		}
	}
	share /= float64(len(all))
	o := OnSecond(all, ch[1], 0.33)
	if want := share + (1-share)*o.Chance; math.Abs(o.Share-want) > 0.1 || o.Chance > 0.4 {
		t.Errorf("on neurites %.2f, want %.2f; chance %.2f", o.Share, want, o.Chance)
	}
}

// TestNear: points at every third punctum are found near those, and beyond chance.
func TestNear(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var all []Punctum
	var points [][3]float64
	for i := range 60 {
		p := Punctum{XUm: 20 * rng.Float64(), YUm: 20 * rng.Float64()}
		all = append(all, p)
		if i%3 == 0 {
			points = append(points, [3]float64{p.XUm + 0.1, p.YUm, 0})
		}
	}
	o := Near(all, points, 0.3, 20, 20, rng)
	// 20 points of 0.28 um2 in 400 um2 hold 1.4 % of the places.
	if o.Share < 1./3 || o.Chance > 0.04 || o.ChanceP > 0.01 {
		t.Errorf("%.3f near, %.3f by chance, p %.3f", o.Share, o.Chance, o.ChanceP)
	}
}

// TestCrowding: of puncta that stand independently of each other nothing is missing,
// and when all pairs nearer than 0.2 um become one, as many as were lost are added.
func TestCrowding(t *testing.T) {
	for _, stack := range []bool{false, true} {
		var lost, kept float64
		for seed := range uint64(10) {
			rng := rand.New(rand.NewPCG(seed, 5))
			var all, merged []Punctum
			for range 1200 {
				p := Punctum{XUm: 24 * rng.Float64(), YUm: 24 * rng.Float64()}
				if stack {
					p.XUm, p.YUm, p.ZUm = p.XUm/3, p.YUm/3, 4*rng.Float64()
				}
				all = append(all, p)
			}
			for _, p := range all {
				near := func(q Punctum) bool {
					return math.Hypot(math.Hypot(p.XUm-q.XUm, p.YUm-q.YUm), p.ZUm-q.ZUm) < 0.2
				}
				if !slices.ContainsFunc(merged, near) {
					merged = append(merged, p)
				}
			}
			deep := 0.
			if stack {
				deep = 0.33
			}
			kept += crowding(all, 0.33, deep).Factor / 10
			lost += crowding(merged, 0.33, deep).Factor * float64(len(merged)) / 1200 / 10
		}
		const within = 0.03 // ten fields of as many pairs
		if math.Abs(kept-1) > within || math.Abs(lost-1) > within {
			t.Errorf("stack %v: %.3f of what was not lost, %.3f of what was", stack, kept, lost)
		}
	}
}

// TestFilter: a filter of controls keeps nearly all puncta of another control, and
// asks the same light of a dimmer image.
func TestFilter(t *testing.T) {
	_, a := grade(t, 21, dendrite.Point{X: 30, Y: 30}, 1, 0.3)
	_, b := grade(t, 22, dendrite.Point{X: 30, Y: 30}, 1, 0.3)
	control := measure(t, a[0], &a[1], Params{})
	filter, err := FilterOf([]Result{control})
	if err != nil {
		t.Fatal(err)
	}
	if err := filter.Check(); err != nil {
		t.Error(err)
	}
	usual, fixed := measure(t, b[0], &b[1], Params{}), measure(t, b[0], &b[1], Params{Filter: filter})
	if n, m := len(usual.Kept()), len(fixed.Kept()); m < n*9/10 || m > n*21/20 {
		t.Errorf("%d puncta with the filter, %d without", m, n)
	}
	for _, p := range fixed.Kept() {
		if p.Intensity < filter.MinIntensity || p.SizeUm < filter.MinSizeUm || p.SizeUm > filter.MaxSizeUm {
			t.Errorf("%+v passes %+v", p, filter)
		}
	}
	if _, err := FilterOf([]Result{{}}); err == nil || !strings.Contains(err.Error(), "control images") {
		t.Error(err)
	}
	for _, f := range []Filter{{MinSizeUm: 1, MaxSizeUm: 1}, {MinSizeUm: -1, MaxSizeUm: 1}} {
		if f.Check() == nil {
			t.Errorf("%+v passes", f)
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	_, ch := grade(b, 1, dendrite.Point{X: 40, Y: 40}, 1, 0.3)
	for b.Loop() {
		measure(b, ch[0], &ch[1], Params{})
	}
}
