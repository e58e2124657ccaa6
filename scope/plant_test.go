package scope

import (
	"math"
	"slices"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// lawTolerance: the law is read from medians over tiles, which lie a few
// percent below the mean of skewed variances.
const lawTolerance = 0.12

func TestEstimateNoiseFindsTheDetectorsLaw(t *testing.T) {
	sc := RandomScene(newRand(1), Params{FieldUm: dendrite.Point{X: 48, Y: 48, Z: 16}, Branches: 2})
	for _, d := range []Detector{
		{PeakPhotons: 40, BackgroundPhotons: 2, Gain: 20, Offset: 200, ReadNoise: 10, BitDepth: 16},
		{PeakPhotons: 200, BackgroundPhotons: 4, Gain: 30, Offset: 200, SmearPx: 0.7, BitDepth: 16},
		{PeakPhotons: 60, BackgroundPhotons: 3, Gain: 20, Offset: 300, PulseSpread: 1, BitDepth: 16},
	} {
		law := EstimateNoise(mustRender(t, sc, 0, Microscope{Detector: d}, 1, 2))
		want := d.Gain * (1 + d.PulseSpread*d.PulseSpread) * smearedPower(d.SmearPx)
		near(t, "slope", law.Slope, want, lawTolerance*want)
		near(t, "smear", law.SmearPx, d.SmearPx, 0.1)
		if !law.Whole || !math.IsInf(law.Ceiling, 1) {
			t.Errorf("law %+v of uncut whole grey values", law)
		}
	}
}

func TestEstimateNoiseOfNothing(t *testing.T) {
	for _, s := range []img.Stack{{}, img.NewStack(2, 30, 30, img.Voxel{Z: 1, Y: 1, X: 1})} {
		if law := EstimateNoise(s); law.Slope != 0 || law.Floor != 0 || law.SmearPx != 0 {
			t.Errorf("law %+v", law)
		}
	}
}

func TestTheCeilingIsThatOfABitDepth(t *testing.T) {
	for top, want := range map[float32]float64{255: 255, 4095: 4095, 65535: 65535, 254: math.Inf(1)} {
		if got := ceiling([]float32{1, top, 3}); got != want {
			t.Errorf("ceiling of %v is %v, want %v", top, got, want)
		}
	}
}

// shaftStack is a noiseless shaft of the given peak on a dark ground of 10.
func shaftStack(t *testing.T, peak float32) (img.Stack, dendrite.Branch) {
	t.Helper()
	b := straight(0, 2, 22, 12, 10)
	s := mustExpect(t, Scene{FieldUm: small(), Branches: []Branch{b}, Sessions: make([]Session, 1)}, 0, plainOptics())
	for i, v := range s.Pix {
		s.Pix[i] = 10 + peak*v
	}
	return s, b.Branch
}

func oneSpine() []Planted {
	return []Planted{{PositionUm: 10, LengthUm: 3, HeadRadiusUm: 0.3, NeckRadiusUm: 0.05, Brightness: 0.4}}
}

func TestAPlantedHeadIsAsBrightAsAsked(t *testing.T) {
	s, b := shaftStack(t, 500)
	before := slices.Clone(s.Pix)
	where := PlantSpines(s, b, oneSpine(), Ground{Optics: plainOptics()}, newRand(1))
	nearPoint(t, "tip", where[0].Tip, dendrite.Point{X: 12, Y: 15.5, Z: 10})
	nearPoint(t, "head", where[0].Head, dendrite.Point{X: 12, Y: 15.2, Z: 10})
	// At the head the shaft is dark; the neck adds a little.
	near(t, "head", float64(dendrite.Sample(s, where[0].Head)), 10+0.4*500, 0.03*200)
	for i, v := range s.Pix {
		if v < before[i] {
			t.Fatal("planting took light away")
		}
	}
	far := img.Stack{D: s.D, H: s.H, W: s.W, Voxel: s.Voxel, Pix: before}
	for z := range s.D {
		if !slices.Equal(s.Slice(z).Row(60), far.Slice(z).Row(60)) {
			t.Fatal("planting changed pixels far away")
		}
	}
}

// TestPlantedLightIsThatOfARenderedSpine: voxel by voxel, the light added to a
// stack is the rendered image of the same spine, alike up to its brightness.
func TestPlantedLightIsThatOfARenderedSpine(t *testing.T) {
	s, b := shaftStack(t, 500)
	before := slices.Clone(s.Pix)
	PlantSpines(s, b, oneSpine(), Ground{Optics: plainOptics()}, newRand(1))
	p := oneSpine()[0]
	shaft := straight(0, 2, 22, 12, 10)
	with := Scene{FieldUm: small(), Branches: []Branch{shaft}, Sessions: make([]Session, 1)}
	without := mustExpect(t, with, 0, plainOptics())
	with.Spines = []Spine{{PositionUm: p.PositionUm, LengthUm: p.LengthUm, HeadRadiusUm: p.HeadRadiusUm,
		NeckRadiusUm: p.NeckRadiusUm, Present: []bool{true}}}
	rendered := mustExpect(t, with, 0, plainOptics())
	brush := newBrush(plainOptics())
	brush.ball(dendrite.Point{}, p.HeadRadiusUm)
	scale := 0.4 * 500 / brush.splats[0].peak
	for i := range s.Pix {
		want := scale * float64(rendered.Pix[i]-without.Pix[i])
		if got := float64(s.Pix[i] - before[i]); math.Abs(got-want) > 0.01*200 {
			t.Fatalf("voxel %d has %v more light, want %v", i, got, want)
		}
	}
}

// TestPlantedLightHasTheStacksNoise: over many plantings the variance of a
// voxel is the slope times its mean.
func TestPlantedLightHasTheStacksNoise(t *testing.T) {
	for _, smear := range []float64{0, 0.7} {
		s, b := shaftStack(t, 500)
		g := Ground{Optics: plainOptics(), Noise: NoiseLaw{Slope: 6, SmearPx: smear}}
		var sum, squares float64
		n := 1000.0
		if testing.Short() {
			n = 200
		}
		rng := newRand(2)
		for range int(n) {
			around := s
			light := planted(around, b, g, rng)
			sum, squares = sum+light, squares+light*light
		}
		mean := sum / n
		near(t, "mean", mean, 200, 6.4*math.Sqrt(6*200/n)) // 6.4 standard errors; 7 of a full run
		near(t, "variance", squares/n-mean*mean, 6*mean, 5*math.Sqrt(2.0/n)*6*mean)
	}
}

// planted returns the light a fresh planting adds in the middle of the head,
// by the functions PlantSpines is made of, on a small part of the stack.
func planted(s img.Stack, b dendrite.Branch, g Ground, rng interface{ Uint64() uint64 }) float64 {
	part := img.Stack{D: 1, H: s.H, W: s.W, Voxel: s.Voxel, Pix: slices.Clone(s.Slice(20).Pix)}
	flat := dendrite.Branch{}
	for _, p := range b.Points {
		flat.Points = append(flat.Points, dendrite.Point{X: p.X, Y: p.Y})
	}
	before := part.At(0, 152, 120)
	PlantSpines(part, flat, oneSpine(), g, newRand(rng.Uint64()))
	return float64(part.At(0, 152, 120) - before)
}

func TestPlantingKeepsWholeValuesAndTheCeiling(t *testing.T) {
	s, b := shaftStack(t, 230)
	for i, v := range s.Pix {
		s.Pix[i] = float32(math.Round(float64(v)))
	}
	spines := oneSpine()
	spines[0].Brightness = 3
	law := NoiseLaw{Slope: 5, Ceiling: 255, Whole: true}
	again := img.Stack{D: s.D, H: s.H, W: s.W, Voxel: s.Voxel, Pix: slices.Clone(s.Pix)}
	PlantSpines(s, b, spines, Ground{Optics: plainOptics(), Noise: law}, newRand(3))
	if slices.ContainsFunc(s.Pix, notWhole) || slices.Max(s.Pix) != 255 {
		t.Errorf("brightest grey value is %v", slices.Max(s.Pix))
	}
	PlantSpines(again, b, spines, Ground{Optics: plainOptics(), Noise: law}, newRand(3))
	if !slices.Equal(s.Pix, again.Pix) {
		t.Error("one seed plants two spines")
	}
}

func TestPlantingOutsideTheStackDoesNothing(t *testing.T) {
	s := img.NewStack(5, 40, 40, plainOptics().Voxel)
	b := dendrite.Branch{Points: []dendrite.Point{{X: 90, Y: 90}, {X: 120, Y: 90}}}
	PlantSpines(s, b, oneSpine(), Ground{Optics: plainOptics()}, newRand(1))
	if slices.Max(s.Pix) != 0 {
		t.Error("light fell into the stack")
	}
}
