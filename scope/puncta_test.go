package scope

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/random"
	"respine/tiff"
)

// dark is a confocal without background, crosstalk or noise.
func dark() Confocal { return Confocal{LateralFWHMUm: 0.24, AxialFWHMUm: 0.7} }

func light(t *testing.T, f PunctaField) [2]img.Stack {
	t.Helper()
	c, err := f.Light(t.Context(), random.New(1), 2)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// moments returns sum, centre and variance along x of a slice, in pixels.
func moments(m img.Image) (sum, centre, variance float64) {
	for pass := range 2 {
		sum, second := 0.0, 0.0
		for y := range m.H {
			for x, v := range m.Row(y) {
				sum += float64(v)
				if pass == 0 {
					second += float64(v) * float64(x)
				} else {
					second += float64(v) * (float64(x) - centre) * (float64(x) - centre)
				}
			}
		}
		if pass == 0 {
			centre = second / sum
		} else {
			variance = second / sum
		}
	}
	for _, v := range m.Pix {
		sum += float64(v)
	}
	return sum, centre, variance
}

// TestPunctumIntegral: wherever it lies between pixels, a punctum's pixels add
// up to its photons, its centre is its position, and its variance is that of
// blur, size and pixel in squares.
func TestPunctumIntegral(t *testing.T) {
	for _, offset := range []float64{0, 0.013, 0.05, 0.087} {
		for _, size := range []float64{0, 0.3} {
			f := PunctaField{SizeUm: dendrite.Point{X: 4, Y: 4}, Confocal: dark()}
			f.Puncta = []Punctum{{At: dendrite.Point{X: 2 + offset, Y: 1.9 - offset}, SizeUm: size, Photons: 250}}
			sum, centre, variance := moments(light(t, f)[PunctaChannel].Slice(0))
			near(t, "sum", sum, 250, 1e-3)
			near(t, "centre", centre*0.1, 2+offset, 1e-5)
			near(t, "variance", variance*0.01, (0.24*0.24+size*size)/(8*math.Ln2)+0.01/12, 1e-5)
		}
	}
}

// TestFocus: out of focus a punctum fades as a Gaussian of the axial width and
// its size.
func TestFocus(t *testing.T) {
	f := PunctaField{SizeUm: dendrite.Point{X: 3, Y: 3, Z: 3}, Confocal: dark()}
	f.Puncta = []Punctum{{At: dendrite.Point{X: 1.5, Y: 1.5, Z: 1.5}, SizeUm: 0.4, Photons: 100}}
	s := light(t, f)[PunctaChannel]
	if s.D != 10 {
		t.Fatalf("%d slices, want 10", s.D)
	}
	for z := range s.D {
		dz := float64(z)*0.3 - 1.5
		sum, _, _ := moments(s.Slice(z))
		near(t, "slice", sum, 100*math.Exp(-4*math.Ln2*dz*dz/(0.49+0.16)), 1e-3)
	}
}

// TestNeuriteIsEven: photons per micrometre, without ripples, and as wide as its
// radius and the blur make it.
func TestNeuriteIsEven(t *testing.T) {
	f := PunctaField{SizeUm: dendrite.Point{X: 6, Y: 8}, Confocal: dark()}
	f.Neurites = []Neurite{{Points: []dendrite.Point{{X: 3, Y: -3}, {X: 3, Y: 2.2}, {X: 3, Y: 12}}, RadiusUm: 0.5, PhotonsPerUm: 80}}
	m := light(t, f)[NeuriteChannel].Slice(0)
	for y := range m.H {
		row := 0.0
		for _, v := range m.Row(y) {
			row += float64(v)
		}
		near(t, "photons of a row", row, 8, 0.02)
	}
	_, centre, variance := moments(m)
	near(t, "axis", centre*0.1, 3, 1e-5)
	near(t, "variance across", variance*0.01, 0.24*0.24/(8*math.Ln2)+0.25*0.25+0.01/12, 1e-4)
}

// TestCrosstalkAndBackground: each channel gets its share of the other, and a
// background with the gradient and the clouds asked for.
func TestCrosstalkAndBackground(t *testing.T) {
	f := PunctaField{SizeUm: dendrite.Point{X: 4, Y: 4}, Confocal: dark()}
	f.Confocal.Crosstalk = [2]float64{0.1, 0.04}
	f.Puncta = []Punctum{{At: dendrite.Point{X: 2, Y: 1}, Photons: 100}}
	f.Neurites = []Neurite{{Points: []dendrite.Point{{X: -1, Y: 3}, {X: 5, Y: 3}}, PhotonsPerUm: 50}}
	c := light(t, f)
	a, _, _ := moments(c[0].Slice(0))
	b, _, _ := moments(c[1].Slice(0))
	near(t, "puncta", a, 100+0.1*50*4, 0.01)
	near(t, "neurites", b, 50*4+0.04*100, 0.01)

	g := PunctaField{SizeUm: dendrite.Point{X: 150, Y: 150}, Voxel: img.Voxel{Z: 1, Y: 0.5, X: 0.5}, Confocal: dark()}
	g.Confocal.BackgroundPhotons, g.Confocal.Gradient, g.Confocal.Cloud = [2]float64{10, 0}, 0.5, 0.1
	m := light(t, g)[0].Slice(0)
	var left, right, squares float64
	for y := range m.H {
		for x, v := range m.Row(y) {
			if x < m.W/2 {
				left += float64(v)
			} else {
				right += float64(v)
			}
			d := float64(v)/10 - 1 - 0.5*(float64(x)/300-0.5)
			squares += d * d
		}
	}
	n := float64(m.H * m.W / 2)
	near(t, "right over left", right/left, 1.125/0.875, 0.02)
	near(t, "SD of the clouds", math.Sqrt(squares/n/2), 0.1, 0.01)
	near(t, "mean", (left+right)/n/2, 10, 0.15)
	if dim := slices.Max(light(t, g)[1].Pix); dim != 0 {
		t.Errorf("a background of %v in the channel without", dim)
	}
}

// TestNoiseOfAField: grey values have the gain's mean and the variance of
// photons, pulses and reading, and are independent between slices and channels.
func TestNoiseOfAField(t *testing.T) {
	c := dark()
	c.BackgroundPhotons = [2]float64{12, 3}
	c.Detector = Detector{PulseSpread: 0.5, Gain: 20, Offset: 100, ReadNoise: 6, BitDepth: 12}
	f := PunctaField{SizeUm: dendrite.Point{X: 30, Y: 30, Z: 0.6}, Confocal: c}
	got, err := f.Render(t.Context(), random.New(2), 2)
	if err != nil {
		t.Fatal(err)
	}
	correlation := func(a, b img.Image) float64 {
		ma, va := meanAndVariance(a.Pix)
		mb, vb := meanAndVariance(b.Pix)
		sum := 0.0
		for i := range a.Pix {
			sum += (float64(a.Pix[i]) - ma) * (float64(b.Pix[i]) - mb)
		}
		return sum / float64(len(a.Pix)) / math.Sqrt(va*vb)
	}
	near(t, "correlation of slices", correlation(got[0].Slice(0), got[0].Slice(1)), 0, 4./300)
	near(t, "correlation of channels", correlation(got[0].Slice(0), got[1].Slice(0)), 0, 4./300)
	for k, photons := range c.BackgroundPhotons {
		mean, variance := meanAndVariance(got[k].Slice(0).Pix)
		near(t, "mean", mean, 100+20*photons, 20*5*math.Sqrt(1.25*photons/90000))
		want := 400*photons*1.25 + 36 + 1./12
		near(t, "variance", variance, want, noiseTolerance*want)
	}
}

// TestIntensitySurvivesNoise: apertures around puncta that stand alone, less the
// background around them, give back the truth table's grey values on average.
func TestIntensitySurvivesNoise(t *testing.T) {
	f := PunctaField{SizeUm: dendrite.Point{X: 42, Y: 42}, Confocal: DefaultConfocal()}
	for i := range 100 {
		f.Puncta = append(f.Puncta, Punctum{At: dendrite.Point{X: 3 + 4*float64(i%10) + 0.013*float64(i%7), Y: 3 + 4*float64(i/10)}, SizeUm: 0.25, Photons: 300})
	}
	got, err := f.Render(t.Context(), random.New(3), 2)
	if err != nil {
		t.Fatal(err)
	}
	m := got[PunctaChannel].Slice(0)
	ratio := 0.0
	truth := f.Tables()[0]
	for i := range truth.Len() {
		cx, cy := truth.Floats("x_um")[i]*10, truth.Floats("y_um")[i]*10
		var in, out, nIn, nOut float64
		for y := int(cy) - 16; y <= int(cy)+16; y++ {
			for x := int(cx) - 16; x <= int(cx)+16; x++ {
				switch r := math.Hypot(float64(x)-cx, float64(y)-cy); {
				case r < 7: // five standard deviations
					in, nIn = in+float64(m.At(y, x)), nIn+1
				case r > 9 && r < 16:
					out, nOut = out+float64(m.At(y, x)), nOut+1
				}
			}
		}
		ratio += (in - out/nOut*nIn) / truth.Floats("intensity_grey")[i] / float64(truth.Len())
	}
	// Each has noise of about 9 %: 0.9 % for the mean of 100.
	near(t, "measured over true intensity", ratio, 1, 0.03)
}

func TestRenderingDoesNotDependOnWorkers(t *testing.T) {
	f := RandomPuncta(PunctaParams{SizeUm: dendrite.Point{X: 12, Y: 10, Z: 1.2}}, random.New(4))
	one, err := f.Render(t.Context(), random.New(5), 1)
	if err != nil {
		t.Fatal(err)
	}
	three, err := f.Render(t.Context(), random.New(5), 3)
	if err != nil {
		t.Fatal(err)
	}
	other, err := f.Render(t.Context(), random.New(6), 3)
	if err != nil {
		t.Fatal(err)
	}
	for c := range one {
		if !slices.Equal(one[c].Pix, three[c].Pix) || slices.Equal(one[c].Pix, other[c].Pix) {
			t.Errorf("channel %d depends on workers, or not on the key", c)
		}
	}
}

// TestRandomField: counts are Poisson of the density, puncta lie inside, the
// share on neurites is that asked for, sizes and light have their medians.
func TestRandomField(t *testing.T) {
	var count, on float64
	var photons, sizes []float64
	p := PunctaParams{SizeUm: dendrite.Point{X: 42, Y: 32}, PerUm2: 0.5}
	for seed := range uint64(10) {
		f := RandomPuncta(p, random.New(seed))
		for _, d := range f.Puncta {
			count++
			on += float64(bit(d.OnNeurite))
			photons, sizes = append(photons, d.Photons), append(sizes, d.SizeUm)
			if d.At.X < 1 || d.At.Y < 1 || d.At.X > 41 || d.At.Y > 31 || d.At.Z != 0 {
				t.Fatalf("punctum at %v", d.At)
			}
		}
	}
	near(t, "puncta", count, 10*0.5*40*30, 4*math.Sqrt(6000))
	near(t, "share on neurites", on/count, 0.7, 4*math.Sqrt(0.21/count))
	slices.Sort(photons)
	slices.Sort(sizes)
	near(t, "median light", math.Log(photons[len(photons)/2]/300), 0, 4*1.25*0.45/math.Sqrt(count))
	near(t, "median size", math.Log(sizes[len(sizes)/2]/0.25), 0, 4*1.25*0.2/math.Sqrt(count))
	p.Intensities = []float64{1, 0.5, 2}
	f := RandomPuncta(p, random.New(1))
	if len(f.Puncta) != 3 || f.Puncta[1].Photons != 150 || f.Puncta[2].Photons != 600 {
		t.Errorf("given intensities become %+v", f.Puncta)
	}
}

// TestPunctaFile: the file has both channels of every slice, and its size.
func TestPunctaFile(t *testing.T) {
	for _, depth := range []float64{0, 0.9} {
		f := RandomPuncta(PunctaParams{SizeUm: dendrite.Point{X: 6.4, Y: 4.8, Z: depth}}, random.New(7))
		want, err := f.Render(t.Context(), random.New(8), 2)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "puncta.tif")
		if err := WritePuncta(path, want); err != nil {
			t.Fatal(err)
		}
		file, err := tiff.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		meta, err := file.Meta()
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := file.Len(); n != 2*want[0].D || meta.Channels != 2 || math.Abs(meta.VoxelUm.X-0.1) > 1e-6 {
			t.Errorf("%d pages, %+v", n, meta)
		}
		page := make([]float32, 64*48)
		for z := range want[0].D {
			for c := range want {
				if err := file.ReadPage(2*z+c, page); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(page, want[c].Slice(z).Pix) {
					t.Errorf("slice %d of channel %d reads back differently", z, c)
				}
			}
		}
		file.Close()
		field := f.Tables()[1]
		area, volume := field.Floats("per_um2")[0], field.Floats("per_um3")[0]
		n := float64(len(f.Puncta))
		if depth == 0 && (math.Abs(area-n/6.4/4.8) > 1e-9 || !math.IsNaN(volume)) || depth > 0 && (math.Abs(volume-n/6.4/4.8/0.9) > 1e-9 || !math.IsNaN(area)) {
			t.Errorf("depth %v: %v per area, %v per volume", depth, area, volume)
		}
	}
	defer func() {
		if fmt.Sprint(recover()) != "scope: a field of puncta without a size" {
			t.Error("a field without a size does not panic")
		}
	}()
	PunctaField{}.Render(t.Context(), random.New(1), 1)
}
