package main

import (
	"math"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/scope"
)

// look is what a stack looks like, in units that a simulated and a real one
// share: brightness above the background over that of the shafts.
type look struct {
	Shaft       float64 // grey values of the middle of a shaft above the background
	Dark        float64 // grey value of the background
	Background  float64 // share of the field that is background
	Raw         []float64
	Smoothed    []float64
	Shafts      []float64
	Histogram   []float64
	Noise       scope.NoiseLaw
	AlongX      []float64
	AlongY      []float64
	AlongZ      []float64
	Transferred [][2]float64
}

// The shares of voxels below the quantiles of a look.
var (
	voxelShares = []float64{1, 5, 25, 50, 75, 95, 99, 99.9, 99.99}
	shaftShares = []float64{5, 25, 50, 75, 95}
)

const (
	smoothUm    = 0.24 // two pixels of rr30a: takes the noise away and leaves spines
	brightShare = 0.35 // of a shaft, above which a place belongs to a dendrite
	aroundUm    = 3.0  // beside it that is not background either: spines and the halo
	alongUm     = 0.5  // between places where the brightness of a shaft is read
	lags        = 8
)

// The histogram is of smoothed background.
const (
	histogramFrom, histogramTo = -0.1, 0.6
	histogramBins              = 70
)

// measure looks at a stack whose dendrites, or some of them, are known. What is
// near anything bright in any slice counts as dendrite, known or not, the rest of
// the field as background.
func measure(s img.Stack, lines []dendrite.Branch) look {
	var l look
	smooth := img.NewStack(s.D, s.H, s.W, s.Voxel)
	copy(smooth.Pix, s.Pix)
	img.GaussianStack(smooth, 0, smoothUm/s.Voxel.Y, smoothUm/s.Voxel.X, 1)
	l.Dark = float64(img.Median(smooth.Pix))
	shafts := shaftBrightness(smooth, lines)
	l.Shaft = float64(img.Median(shafts)) - l.Dark
	background := l.background(smooth)
	raw, smoothed := chosen(s, background), chosen(smooth, background)
	l.Background = float64(len(raw)) / float64(len(s.Pix))
	l.Dark = float64(img.Median(smoothed))
	l.Shaft = float64(img.Median(shafts)) - l.Dark
	l.Raw, l.Smoothed, l.Shafts = l.quantiles(raw, voxelShares), l.quantiles(smoothed, voxelShares), l.quantiles(shafts, shaftShares)
	l.Histogram = l.histogram(smoothed)
	l.Noise = scope.EstimateNoise(s)
	l.Noise.Ceiling = 0
	l.AlongX, l.AlongY, l.AlongZ = likeness(s, background)
	return l
}

// shaftBrightness reads the brightest of three slices along the dendrites.
func shaftBrightness(s img.Stack, lines []dendrite.Branch) []float32 {
	var out []float32
	for _, b := range lines {
		length := b.LengthUm()
		path := b.PositionsUm()
		for at := 0.0; at < length; at += alongUm {
			i := min(len(path)-1, max(0, sortedBefore(path, at)))
			p := b.Points[i]
			best := float32(math.Inf(-1))
			for dz := -1.0; dz <= 1; dz++ {
				best = max(best, dendrite.Sample(s, dendrite.Point{X: p.X, Y: p.Y, Z: p.Z + dz*s.Voxel.Z}))
			}
			if !math.IsNaN(float64(best)) {
				out = append(out, best)
			}
		}
	}
	return out
}

// sortedBefore is the number of values below at.
func sortedBefore(path []float64, at float64) int {
	n, _ := slices.BinarySearch(path, at)
	return n
}

// background marks the columns of the field with nothing bright near in any slice.
func (l look) background(smooth img.Stack) []bool {
	top := img.MaxProject(smooth)
	bright := img.NewImage(top.H, top.W)
	for i, v := range top.Pix {
		if float64(v)-l.Dark > brightShare*l.Shaft {
			bright.Pix[i] = 1
		}
	}
	near := img.NewImage(top.H, top.W)
	img.MaxFilter(near, bright, int(aroundUm/smooth.Voxel.Y), int(aroundUm/smooth.Voxel.X))
	out := make([]bool, len(near.Pix))
	for i, v := range near.Pix {
		out[i] = v == 0
	}
	return out
}

// chosen returns the voxels of some columns.
func chosen(s img.Stack, columns []bool) []float32 {
	var out []float32
	for z := range s.D {
		for i, v := range s.Slice(z).Pix {
			if columns[i] {
				out = append(out, v)
			}
		}
	}
	return out
}

// relative is a grey value in units of shafts.
func (l look) relative(grey float64) float64 { return (grey - l.Dark) / l.Shaft }

func (l look) quantiles(grey []float32, shares []float64) []float64 {
	out := make([]float64, len(shares))
	for i, q := range shares {
		out[i] = l.relative(float64(img.Percentile(grey, q)))
	}
	return out
}

// histogram returns the share of values in every bin; what lies beyond is in the
// first and the last.
func (l look) histogram(grey []float32) []float64 {
	out := make([]float64, histogramBins)
	for _, v := range grey {
		i := int((l.relative(float64(v)) - histogramFrom) / (histogramTo - histogramFrom) * histogramBins)
		out[max(0, min(i, histogramBins-1))] += 1 / float64(len(grey))
	}
	return out
}

// likeness is the correlation of the background with itself some pixels along x
// and y, and some slices along z.
func likeness(s img.Stack, background []bool) (x, y, z []float64) {
	for k := 1; k <= lags; k++ {
		x = append(x, likenessAt(s, background, 0, 0, k))
		y = append(y, likenessAt(s, background, 0, k, 0))
		z = append(z, likenessAt(s, background, k, 0, 0))
	}
	return x, y, z
}

func likenessAt(s img.Stack, background []bool, dz, dy, dx int) float64 {
	var n, a, b, aa, bb, ab float64
	for z := range max(0, s.D-dz) {
		here, there := s.Slice(z), s.Slice(z+dz)
		for j := range s.H - dy {
			for i := range s.W - dx {
				if !background[j*s.W+i] || !background[(j+dy)*s.W+i+dx] {
					continue
				}
				p, q := float64(here.Pix[j*s.W+i]), float64(there.Pix[(j+dy)*s.W+i+dx])
				n, a, b, aa, bb, ab = n+1, a+p, b+q, aa+p*p, bb+q*q, ab+p*q
			}
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return (ab/n - a/n*b/n) / math.Sqrt((aa/n-a/n*a/n)*(bb/n-b/n*b/n))
}
