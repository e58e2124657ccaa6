package scope

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// pointScene is one point of light in the middle of a small field.
func pointScene() Scene {
	return Scene{FieldUm: small(), Sessions: make([]Session, 1),
		Blobs: []Blob{{At: dendrite.Point{X: 12, Y: 12, Z: 10}, Brightness: 1}}}
}

// fwhm of a profile sampled every step, by linear interpolation at half the peak.
func fwhm(profile []float32, step float64) float64 {
	peak := 0
	for i, v := range profile {
		if v > profile[peak] {
			peak = i
		}
	}
	half := profile[peak] / 2
	cross := func(d int) float64 {
		i := peak
		for profile[i+d] > half {
			i += d
		}
		return math.Abs(float64(i-peak)) + float64((profile[i]-half)/(profile[i]-profile[i+d]))
	}
	return step * (cross(1) + cross(-1))
}

func TestAPointIsAsWideAsTheOpticsSay(t *testing.T) {
	o := plainOptics()
	s := mustExpect(t, pointScene(), 0, o)
	var axial, down []float32
	for z := range s.D {
		axial = append(axial, s.At(z, 120, 120))
	}
	for y := range s.H {
		down = append(down, s.At(20, y, 120))
	}
	near(t, "width along x", fwhm(s.Slice(20).Row(120), 0.1), o.LateralFWHMUm, 0.01*o.LateralFWHMUm)
	near(t, "width along y", fwhm(down, 0.1), o.LateralFWHMUm, 0.01*o.LateralFWHMUm)
	near(t, "width along z", fwhm(axial, 0.5), o.AxialFWHMUm, 0.01*o.AxialFWHMUm)
	near(t, "peak", float64(s.At(20, 120, 120)), 1, 1e-6)
}

// TestLightIsAsMuchAsThereIsVolume: the sum over voxels is the painted volume
// over that of a reference shaft, whose closed form is the cross section over
// the blurred widths, whatever the optics; less the ends of the splats.
func TestLightIsAsMuchAsThereIsVolume(t *testing.T) {
	const lostToEnds = 1e-3
	for _, o := range []Optics{
		plainOptics(),
		{Voxel: img.Voxel{Z: 0.8, Y: 0.12, X: 0.15}, LateralFWHMUm: 0.6, AxialFWHMUm: 3},
	} {
		sl, sz := o.LateralFWHMUm*fwhmToSigma, o.AxialFWHMUm*fwhmToSigma
		shaft := math.Pi * 0.25 / (2 * math.Pi * math.Sqrt((sl*sl+0.0625)*(sz*sz+0.0625)))
		b := newBrush(o)
		b.ball(dendrite.Point{X: 8, Y: 8, Z: 10}, 0.4)
		b.tube([]dendrite.Point{{X: 6, Y: 14, Z: 10}, {X: 16, Y: 17, Z: 9}, {X: 17, Y: 10, Z: 10}}, []float64{0.3, 0.3, 0.3})
		volume := 4*math.Pi/3*0.064 + math.Pi*0.09*(math.Sqrt(100+9+1)+math.Sqrt(1+49+1))
		s := Microscope{Optics: o}.emptyStack(small())
		var sum float64
		for z := range s.D {
			drawSlice(s.Slice(z), s.Voxel, z, dendrite.Point{}, b.splats)
			sum += img.Mean(s.Slice(z).Pix) * float64(s.H*s.W)
		}
		want := volume / shaft
		near(t, "light", sum*o.Voxel.X*o.Voxel.Y*o.Voxel.Z, want, lostToEnds*want)
	}
}

func TestTheReferenceShaftHasBrightnessOne(t *testing.T) {
	sc := Scene{FieldUm: small(), Sessions: make([]Session, 1), Branches: []Branch{straight(0, 0, 24, 12, 10)}}
	for _, tail := range []float64{0, 0.2} {
		o := plainOptics()
		o.TailFraction = tail
		s := mustExpect(t, sc, 0, o)
		near(t, "middle of the shaft", float64(s.At(20, 120, 120)), 1, 2e-3)
	}
}

func TestASliceTakenInMotionIsDisplaced(t *testing.T) {
	sc := pointScene()
	still := mustExpect(t, sc, 0, plainOptics())
	shift := make([]dendrite.Point, 40)
	shift[20] = dendrite.Point{X: 0.3, Y: -0.5}
	sc.Sessions[0].View.SliceShiftUm = shift
	moved := mustExpect(t, sc, 0, plainOptics())
	near(t, "displaced point", float64(moved.At(20, 115, 123)), float64(still.At(20, 120, 120)), 1e-6)
	near(t, "slice below", float64(moved.At(21, 120, 120)), float64(still.At(21, 120, 120)), 0)
}
