package main

import (
	"math"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/scope"
)

// look is what a stack looks like, in units that a simulated and a real one
// share: brightness above the background over that of the shafts. It holds numbers
// over the whole stack alone, from which no picture can be had again.
type look struct {
	Name       string  `json:"name"`
	ShaftGrey  float64 `json:"shaft_grey"`       // of the middle of a shaft, above the background
	DarkGrey   float64 `json:"background_grey"`  // median of the background
	Background float64 `json:"background_share"` // of the field

	Raw       []float64 `json:"background_quantiles"`
	Smoothed  []float64 `json:"smoothed_background_quantiles"`
	Shafts    []float64 `json:"shaft_quantiles"`
	Histogram []float64 `json:"smoothed_background_histogram"`

	// Noise: variance of a voxel over its mean, both in units of shafts.
	Slope   float64   `json:"variance_per_mean"`
	SmearPx float64   `json:"smear_px"`
	AlongX  []float64 `json:"background_correlation_x"` // 1 to lags pixels apart
	AlongY  []float64 `json:"background_correlation_y"`
	AlongZ  []float64 `json:"background_correlation_z"` // slices apart
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
)

// The histogram is of smoothed background.
const (
	histogramFrom, histogramTo = -0.1, 0.4
	histogramBins              = 50
)

// measure looks at a stack whose dendrites, or some of them, are known. What is
// near anything bright in any slice counts as dendrite, known or not, the rest of
// the field as background.
func measure(s img.Stack, lines []dendrite.Branch) look {
	smooth := img.NewStack(s.D, s.H, s.W, s.Voxel)
	copy(smooth.Pix, s.Pix)
	img.GaussianStack(smooth, 0, smoothUm/s.Voxel.Y, smoothUm/s.Voxel.X, 1)
	shafts := shaftBrightness(smooth, lines)
	shaft, dark := float64(img.Median(shafts)), float64(img.Median(smooth.Pix))
	background := darkColumns(smooth, dark+brightShare*(shaft-dark))
	raw, smoothed := chosen(s, background), chosen(smooth, background)
	l := look{DarkGrey: float64(img.Median(smoothed)), Background: float64(len(raw)) / float64(len(s.Pix))}
	l.ShaftGrey = shaft - l.DarkGrey
	l.Raw, l.Smoothed, l.Shafts = l.quantiles(raw, voxelShares), l.quantiles(smoothed, voxelShares), l.quantiles(shafts, shaftShares)
	l.Histogram = l.histogram(smoothed)
	noise := scope.EstimateNoise(s)
	l.Slope, l.SmearPx = noise.Slope/l.ShaftGrey, noise.SmearPx
	l.AlongX, l.AlongY, l.AlongZ = likeness(s, background)
	return l
}

// shaftBrightness reads the brightest of three slices along the dendrites.
func shaftBrightness(s img.Stack, lines []dendrite.Branch) []float32 {
	var out []float32
	for _, b := range lines {
		path := b.PositionsUm()
		for at := 0.0; at < b.LengthUm(); at += alongUm {
			i, _ := slices.BinarySearch(path, at)
			p := b.Points[min(i, len(path)-1)]
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

// darkColumns marks the columns of the field with nothing as bright as a grey value
// near them in any slice.
func darkColumns(smooth img.Stack, grey float64) []bool {
	top := img.MaxProject(smooth)
	bright := img.NewImage(top.H, top.W)
	for i, v := range top.Pix {
		if float64(v) > grey {
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
func (l look) relative(grey float64) float64 { return (grey - l.DarkGrey) / l.ShaftGrey }

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
