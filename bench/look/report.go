package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"

	"respine/img"
	"respine/plot"
)

// row is one line of the table: a number of every stack.
type row struct {
	name string
	of   func(look) float64
}

// rows are what the two kinds of stack are compared by.
func rows() []row {
	var out []row
	quantile := func(what string, shares []float64, of func(look) []float64) {
		for i, q := range shares {
			out = append(out, row{fmt.Sprintf("%s, %g %%", what, q), func(l look) float64 { return of(l)[i] }})
		}
	}
	quantile("background", voxelShares, func(l look) []float64 { return l.Raw })
	quantile("smoothed background", voxelShares, func(l look) []float64 { return l.Smoothed })
	quantile("shafts", shaftShares, func(l look) []float64 { return l.Shafts })
	out = append(out, row{"variance of the noise over the mean", func(l look) float64 { return l.Slope }},
		row{"smear of the noise along x, pixels", func(l look) float64 { return l.SmearPx }})
	for _, axis := range []struct {
		name string
		of   func(look) []float64
	}{{"x", func(l look) []float64 { return l.AlongX }}, {"y", func(l look) []float64 { return l.AlongY }}, {"z", func(l look) []float64 { return l.AlongZ }}} {
		for _, k := range []int{1, 2, 4, 8} {
			out = append(out, row{fmt.Sprintf("likeness of background %d apart along %s", k, axis.name), func(l look) float64 { return axis.of(l)[k-1] }})
		}
	}
	return out
}

// writeTable prints the range over the stacks of each kind.
func writeTable(w io.Writer, real, made []look) error {
	fmt.Fprintf(w, "| in units of a shaft | %d real stacks | %d simulated |\n|---|---|---|\n", len(real), len(made))
	for _, r := range rows() {
		fmt.Fprintf(w, "| %s | %s | %s |\n", r.name, spread(real, r.of), spread(made, r.of))
	}
	_, err := fmt.Fprintln(w)
	return err
}

func spread(all []look, of func(look) float64) string {
	low, high := extent(all, of)
	return strings.ReplaceAll(fmt.Sprintf("%.3f to %.3f", low, high), "-", "−")
}

func extent(all []look, of func(look) float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, l := range all {
		low, high = min(low, of(l)), max(high, of(l))
	}
	return low, high
}

// million voxels make the unit of the chart, so that its logarithms are positive.
const million = 1e6

// chart draws the histograms of the smoothed background, a band over the stacks of
// each kind.
func chart(real, made []look) []byte {
	c := plot.Chart{Title: "Background of real and simulated stacks", XLabel: "brightness above the background, in shafts",
		YLabel: "log10 of voxels in a million", XFrom: histogramFrom, XTo: histogramTo}
	for _, kind := range []struct {
		name   string
		colour plot.Colour
		of     []look
	}{{"rr30a, three sessions", plot.Vermilion, real}, {"simulated, three sessions", plot.Blue, made}} {
		s := plot.Series{Name: kind.name, Colour: kind.colour, Style: plot.Joined, Thin: true}
		for b := range histogramBins {
			low, high := extent(kind.of, func(l look) float64 { return math.Log10(max(1, million*l.Histogram[b])) })
			s.X = append(s.X, histogramFrom+(float64(b)+0.5)*(histogramTo-histogramFrom)/histogramBins)
			s.Y, s.Lo, s.Hi = append(s.Y, (low+high)/2), append(s.Lo, low), append(s.Hi, high)
		}
		c.Series = append(c.Series, s)
	}
	return c.SVG()
}

// greys are the steps of the picture: more would show noise and fill the file.
const greys = 48

// projection is the brightest of every column, white where less than one in a
// hundred is brighter, as PNG.
func projection(s img.Stack) ([]byte, error) {
	top := img.MaxProject(s)
	black, white := float64(img.Percentile(top.Pix, 1)), float64(img.Percentile(top.Pix, 99.1))
	grey := image.NewGray(image.Rect(0, 0, top.W, top.H))
	for i, v := range top.Pix {
		grey.Pix[i] = uint8(255 / (greys - 1) * math.Round((greys-1)*max(0, min(1, (float64(v)-black)/(white-black)))))
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&out, grey)
	return slices.Clip(out.Bytes()), err
}
