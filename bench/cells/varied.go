package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"respine/scope"
)

// The range of varied movies.
const (
	slowestHz, fastestHz   = 8.0, 30.0
	smallestUm, largestUm  = 0.9, 2.9
	shortestSec            = 60.0
	longestSec             = 300.0
	mostFrames             = 2000
	leastPixels            = 96
	mostPixels             = 192
	standardHz, standardUm = 30.0, 1.17 // of which a grade of noise is said
)

// varied returns what a movie is of that differs from others in all that movies
// differ in: rate, size of a pixel, length, light, neuropil, how many bodies there
// are, and whether they fire for themselves or together. A grade of noise says how
// much light a cell gives in a second, whatever the rate and the pixel: a detector
// sees of it what falls into a pixel in a frame.
func varied(rng *rand.Rand, n scope.Noise) scope.MovieParams {
	between := func(lo, hi float64) float64 { return lo * math.Pow(hi/lo, rng.Float64()) }
	p := scope.MovieParams{RateHz: math.Round(between(slowestHz, fastestHz)), PixelUm: between(smallestUm, largestUm), Detector: scope.MoviePreset(n)}
	p.Frames = int(min(between(shortestSec, longestSec)*p.RateHz, mostFrames))
	p.Width = int(max(leastPixels, min(between(180, 420)/p.PixelUm, mostPixels)))
	p.Height = p.Width
	p.Detector.CellPhotons *= p.PixelUm * p.PixelUm / (standardUm * standardUm) * standardHz / p.RateHz
	// The detector's range is set to the light.
	p.Detector.Gain = min(p.Detector.Gain, 400/p.Detector.CellPhotons)
	p.Tissue.Neuropil = between(0.25, 0.8)
	area := float64(p.Width*p.Height) * p.PixelUm * p.PixelUm
	p.Tissue.Cells = max(4, int(area/between(700, 2500)))
	if far := rng.Float64(); far < 0.25 {
		p.Motion.Still = true
	} else {
		p.Motion = scope.MovieMotion{WobblePx: 1.2 * far, DriftPx: 2 * far, BoutPx: 4 * far, BendPx: far, ZUm: 2.5 * far}
	}
	if rng.IntN(3) > 0 {
		p.Spikes = together(rng, p.Tissue.Cells, float64(p.Frames)/p.RateHz)
	}
	return p
}

// together returns spikes of cells in assemblies: each fires by itself, and more in
// the events of its assembly, of which it joins most. Some cells hardly fire.
func together(rng *rand.Rand, cells int, seconds float64) [][]float64 {
	assemblies := 2 + rng.IntN(6)
	perMin, lasts := 1+3*rng.Float64(), 0.3+1.5*rng.Float64()
	joins, inside, outside := 0.4+0.5*rng.Float64(), 3+6*rng.Float64(), 0.02+0.3*rng.Float64()
	out := make([][]float64, cells)
	poisson := func(i int, from, to, hz float64) {
		for t := from + rng.ExpFloat64()/hz; t < min(to, seconds); t += rng.ExpFloat64() / hz {
			out[i] = append(out[i], t)
		}
	}
	for i := range out {
		if rng.IntN(5) > 0 {
			poisson(i, 0, seconds, outside*math.Exp(0.8*rng.NormFloat64()))
		}
	}
	for a := range assemblies {
		for t := rng.ExpFloat64() * 60 / perMin; t < seconds; t += rng.ExpFloat64() * 60 / perMin {
			for i := a; i < cells; i += assemblies {
				if rng.Float64() < joins {
					poisson(i, t+0.2*rng.Float64(), t+lasts, inside)
				}
			}
		}
	}
	for i := range out {
		slices.Sort(out[i])
	}
	return out
}
