package scope

import (
	"math"
	"math/rand/v2"

	"respine/random"
)

// MovieDetector turns light into grey values. The zero MovieDetector is the
// medium of three grades of recording, see MoviePreset.
//
// The grey value of a pixel is Offset + Gain times the charge of its photons, plus
// read noise. Its variance is therefore Gain (1 + PulseSpread^2) times its mean
// above Offset and dark photons included, plus ReadNoise^2 and 1/12 for rounding.
type MovieDetector struct {
	// CellPhotons is the mean number of photons in a pixel of the median cell's
	// cytoplasm at rest, in one frame; default 2.
	CellPhotons float64
	DarkPhotons float64 // in every pixel of every frame, whatever the tissue does; default 0.02
	// PulseSpread is the standard deviation of the charge of a single photon
	// relative to its mean; default 0.5.
	PulseSpread float64
	Gain        float64 // grey values per photon; default 60
	Offset      float64 // grey value of no light; default 100
	ReadNoise   float64 // standard deviation, grey values; default 12
	BitDepth    int     // grey values are cut at 2^BitDepth - 1; default 13, at most 16
	DeadPixels  int     // see no light; default none
}

// MoviePreset returns the detector of a grade. At 30 frames a second and pixels of
// 1.17 um the noise of the mean of an average cell near the focus, neuropil
// included, comes out as 1.5 (low), 2.5 (medium) or 4.8 (high) per cent per root
// hertz, where 1 is very good and more than 5 poor (Rupprecht et al. 2021,
// doi 10.1038/s41593-021-00895-5). The field that the tissue is compared with has a
// variance of 110 grey values per grey value of its mean; here it is 75.
func MoviePreset(n Noise) MovieDetector {
	photons := map[Noise]float64{LowNoise: 6, MediumNoise: 2, HighNoise: 0.7}[n]
	if photons == 0 {
		panic("scope: no preset " + string(n))
	}
	return MovieDetector{CellPhotons: photons, DarkPhotons: 0.02, PulseSpread: 0.5, Gain: 60, Offset: 100, ReadNoise: 12, BitDepth: 13}
}

func (d MovieDetector) orDefaults() MovieDetector {
	standard := MoviePreset(MediumNoise)
	for _, f := range []struct{ value, standard *float64 }{
		{&d.CellPhotons, &standard.CellPhotons}, {&d.DarkPhotons, &standard.DarkPhotons},
		{&d.PulseSpread, &standard.PulseSpread}, {&d.Gain, &standard.Gain},
		{&d.Offset, &standard.Offset}, {&d.ReadNoise, &standard.ReadNoise},
	} {
		if *f.value == 0 {
			*f.value = *f.standard
		}
	}
	if d.BitDepth == 0 {
		d.BitDepth = standard.BitDepth
	}
	if d.BitDepth < 1 || d.BitDepth > 16 {
		panic("scope: a movie has 1 to 16 bits")
	}
	return d
}

// movieNoise holds the tables of a detector.
type movieNoise struct {
	MovieDetector
	ceiling float32
	normal  [normalSteps]float32
	centre  [tabledPhotons]float32 // of the cube root of a charge
	spread  [tabledPhotons]float32
	// reciprocal holds 1/i: a multiplication is faster than a division. A number
	// drawn for a mean of mostInverted does not reach its end.
	reciprocal [tabledPhotons]float64
}

const (
	// normalSteps is the number of equally likely values that stand for a
	// normal number: within 3.7 standard deviations, and of variance 1.
	normalSteps = 4096
	// tabledPhotons bounds the photons of a pixel whose charge is spread by a
	// table; more keep the spread of that many.
	tabledPhotons = 256
)

func newMovieNoise(d MovieDetector) *movieNoise {
	n := &movieNoise{MovieDetector: d, ceiling: float32(math.Exp2(float64(d.BitDepth)) - 1)}
	var square float64
	for i := range n.normal {
		v := math.Sqrt2 * math.Erfinv((2*float64(i)+1)/normalSteps-1)
		n.normal[i] = float32(v)
		square += v * v
	}
	for i := range n.normal {
		n.normal[i] *= float32(1 / math.Sqrt(square/normalSteps))
	}
	for i := 1; i < tabledPhotons; i++ {
		n.reciprocal[i] = 1 / float64(i)
		n.centre[i] = float32(1 - 1/(9*float64(i)))
		n.spread[i] = float32(1 / (3 * math.Sqrt(float64(i))))
	}
	return n
}

// rowStream returns the random numbers of one row of a frame. They are named by the
// row, so rows and frames may be exposed in any order; within a row they come in
// turn from a generator that is faster than a draw by name.
func rowStream(frame random.Key, y int) rand.PCG {
	var s rand.PCG
	s.Seed(frame.Uint64(2*uint64(y)), frame.Uint64(2*uint64(y)+1))
	return s
}

// expose sets dst to the grey values of a row of mean photons.
func (n *movieNoise) expose(dst []uint16, photons []float32, draws rand.PCG) {
	gain, offset, read, ceiling := float32(n.Gain), float32(n.Offset)+0.5, float32(n.ReadNoise), n.ceiling
	for i, mean := range photons {
		bits := draws.Uint64()
		charge := n.charge(n.photonCount(&draws, float64(mean), bits>>32), bits)
		grey := offset + float32(gain*charge) + float32(read*n.normal[bits>>8%normalSteps])
		dst[i] = uint16(max(0, min(grey, ceiling)))
	}
}

// mostInverted is the largest mean whose Poisson number is found by adding up
// probabilities; for a larger one a rejection is faster.
const mostInverted = 10

// photonCount draws a Poisson number from step u of 2^32, and from more draws when
// the mean is large.
func (n *movieNoise) photonCount(draws *rand.PCG, mean float64, u uint64) int {
	if mean > mostInverted {
		return n.rejectPoisson(draws, mean)
	}
	return n.invertPoisson(mean, u)
}

// rejectPoisson draws a Poisson number of a mean of at least 10 by transformed
// rejection with a squeeze, algorithm PTRS of Hoermann 1993
// (doi 10.1016/0167-6687(93)90997-4): exact, and nine times in ten without a logarithm.
func (n *movieNoise) rejectPoisson(draws *rand.PCG, mean float64) int {
	b := 0.931 + 2.53*math.Sqrt(mean)
	a := -0.059 + 0.02483*b
	squeeze := 0.9277 - 3.6224/(b-2)
	for {
		bits := draws.Uint64()
		u, v := (float64(bits>>32)+0.5)*0x1p-32-0.5, (float64(bits&(1<<32-1))+0.5)*0x1p-32
		edge := 0.5 - math.Abs(u)
		k := math.Floor((2*a/edge+b)*u + mean + 0.43)
		if edge >= 0.07 && v <= squeeze {
			return int(k)
		}
		if k < 0 || edge < 0.013 && v > edge {
			continue
		}
		factorial, _ := math.Lgamma(k + 1)
		if math.Log(v*(1.1239+1.1328/(b-3.4))/(a/(edge*edge)+b)) <= k*math.Log(mean)-mean-factorial {
			return int(k)
		}
	}
}

// invertPoisson returns the Poisson number whose distribution function passes the
// middle of step u of 2^32. Since exp(-mean) > 1-mean, dark pixels need no
// exponential.
func (n *movieNoise) invertPoisson(mean float64, u uint64) int {
	at := (float64(u) + 0.5) * 0x1p-32
	if at <= 1-mean {
		return 0
	}
	p, count := math.Exp(-mean), 0
	for at > p && p > 0 {
		at -= p
		count++
		p *= mean * n.reciprocal[min(count, tabledPhotons-1)]
	}
	return count
}

// charge returns what the detector makes of some photons, in mean pulses. Pulses
// of exponential size add up to a gamma number, drawn as the cube of a normal one
// (Wilson & Hilferty 1931, doi 10.1073/pnas.17.12.684; for a single pulse its mean
// is 0.1 % and its variance 0.4 % too small), which PulseSpread draws towards its
// mean.
func (n *movieNoise) charge(count int, bits uint64) float32 {
	if count == 0 || n.PulseSpread == 0 {
		return float32(count)
	}
	k := min(count, tabledPhotons-1)
	root := max(0, n.centre[k]+float32(n.spread[k]*n.normal[bits>>20%normalSteps]))
	excess := float32(root*root)*root - 1
	return float32(count) * (1 + float32(float32(n.PulseSpread)*excess))
}
