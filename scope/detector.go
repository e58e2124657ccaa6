package scope

import (
	"math"
	"math/rand/v2"

	"respine/img"
)

// manyPhotons is where the sum of exponential pulses is drawn as a normal
// number of the same mean and variance.
const manyPhotons = 30

// charge returns what the detector makes of some photons, in units of the mean
// pulse: exponential pulses, drawn towards their mean for a PulseSpread below 1.
func (d Detector) charge(rng *rand.Rand, photons float64) float64 {
	if d.PulseSpread == 0 || photons == 0 {
		return photons
	}
	var excess float64
	if photons > manyPhotons {
		excess = math.Sqrt(photons) * rng.NormFloat64()
	} else {
		for range int(photons) {
			excess += rng.ExpFloat64() - 1
		}
	}
	return photons + float64(d.PulseSpread*excess)
}

// expose turns the relative brightness in im into grey values: Poisson photons
// of the signal and the background, both times power; their pulses, smeared
// along x, and along y if asked; times the gain, with offset and read noise; rounded and clipped.
func (d Detector) expose(im img.Image, power float64, rng *rand.Rand) {
	for i, v := range im.Pix {
		photons := poisson(rng, power*(d.PeakPhotons*float64(v)+d.BackgroundPhotons))
		im.Pix[i] = float32(d.charge(rng, photons))
	}
	if d.SmearPx > 0 || d.LineSmearPx > 0 {
		img.Gaussian(im, im, d.LineSmearPx, d.SmearPx)
	}
	ceiling := math.Exp2(float64(d.BitDepth)) - 1
	for i, v := range im.Pix {
		grey := d.Offset + float64(d.Gain*float64(v))
		if d.ReadNoise > 0 {
			grey += float64(d.ReadNoise * rng.NormFloat64())
		}
		im.Pix[i] = float32(math.Round(max(0, min(grey, ceiling))))
	}
}
