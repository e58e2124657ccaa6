package photometry

import "math"

// Bleach is how the light faded: the robust curve
//
//	F(t) = c₀ + Σ c_k exp(-t/τ_k),  c ≥ 0,
//
// with τ_k fixed, a factor of two apart, from 4 s to the length of the recording. Sums
// of falling exponentials with weights that are not negative are what fading of
// several populations gives, one or two in most recordings; the weights follow
// from least squares without a start to choose.
type Bleach struct {
	TauSec []float64
	Weight []float64 // of the constant, then of each exponential
	Lost   float64   // share of the light at the start that was gone at the end
}

// shortestTauSec is the fastest fading looked for; faster belongs to calcium.
const shortestTauSec = 4

// Bleaching fits the curve to a channel, t counting from its first sample, by
// iterated least squares with bisquare weights over the medians of whole
// seconds. A rise over the session is no bleaching and stays: the curve is then
// a constant.
func Bleaching(x []float64, rateHz float64) Bleach {
	sec, value := secondMedians(x, rateHz)
	b := Bleach{Weight: []float64{nan}, Lost: nan}
	if len(value) < 3 {
		return b
	}
	for tau := float64(shortestTauSec); tau <= math.Max(shortestTauSec, sec[len(sec)-1]); tau *= 2 {
		b.TauSec = append(b.TauSec, tau)
	}
	base := make([][]float64, len(sec))
	for i, s := range sec {
		base[i] = b.basis(s)
	}
	w, r := make([]float64, len(sec)), make([]float64, len(sec))
	for i := range w {
		w[i] = 1
	}
	for range 20 {
		b.Weight = nonNegative(base, value, w)
		for i := range r {
			r[i] = math.Abs(value[i] - dot(b.Weight, base[i]))
		}
		s := robustSD * median(r)
		if s <= 1e-12*math.Abs(value[0]) {
			break
		}
		for i, v := range r {
			w[i] = biweight(v / s)
		}
	}
	first, last := b.at(0), b.at(float64(len(x))/rateHz)
	b.Lost = (first - last) / first
	return b
}

func (b Bleach) basis(sec float64) []float64 {
	out := []float64{1}
	for _, tau := range b.TauSec {
		out = append(out, math.Exp(-sec/tau))
	}
	return out
}

func (b Bleach) at(sec float64) float64 { return dot(b.Weight, b.basis(sec)) }

// Curve returns the curve at n samples.
func (b Bleach) Curve(n int, rateHz float64) []float64 {
	out := make([]float64, n)
	if len(b.TauSec) == 0 {
		for i := range out {
			out[i] = nan
		}
		return out
	}
	for i := range out {
		out[i] = b.at(float64(i) / rateHz)
	}
	return out
}

// secondMedians are medians of whole seconds, and the middles of these; seconds
// with fewer than half of their samples are left out.
func secondMedians(x []float64, rateHz float64) (sec, value []float64) {
	k := max(1, int(math.Round(rateHz)))
	for i := 0; i+k <= len(x); i += k {
		var known []float64
		for _, v := range x[i : i+k] {
			if !math.IsNaN(v) {
				known = append(known, v)
			}
		}
		if 2*len(known) > k {
			sec = append(sec, (float64(i)+float64(k-1)/2)/rateHz)
			value = append(value, median(known))
		}
	}
	return sec, value
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}
