// Package plot draws what respine measured: overlays on projections,
// straightened dendrites day under day, and charts with their uncertainty.
//
// It takes plain values (img.Image, points in micrometres, labels, numbers) and
// gives pictures: *image.RGBA for anything with pixels under it, SVG for charts.
// It computes nothing that could be reported. Colours are those of Okabe & Ito
// (2008), which people with any common colour vision tell apart, and every
// colour also has a shape of its own. Text is set in the Go fonts (images) or in
// the reader's sans serif (charts); the Go fonts hold Latin, Greek and Cyrillic,
// and other scripts appear as empty boxes in images.
package plot

import (
	"fmt"
	"image"
	"image/png"
	"io"
)

// Colour is a colour of the house palette, written 0xRRGGBB. It is a
// color.Color, and its String is its CSS name.
type Colour uint32

// The palette of Okabe & Ito, and the greys around it.
const (
	Orange    Colour = 0xE69F00
	SkyBlue   Colour = 0x56B4E9
	Green     Colour = 0x009E73
	Yellow    Colour = 0xF0E442
	Blue      Colour = 0x0072B2
	Vermilion Colour = 0xD55E00
	Purple    Colour = 0xCC79A7

	Black Colour = 0x000000
	White Colour = 0xFFFFFF
	Grey  Colour = 0x8A8A8A // reads on black and on white

	night Colour = 0x14161A // paper of pictures with pixels
	moon  Colour = 0xE8E8E8 // their text
	dusk  Colour = 0x9AA0A6 // their small print
	ink   Colour = 0x202124 // text of charts
	pale  Colour = 0x5F6368 // small print of charts
	rule  Colour = 0xE3E5E8 // grid lines of charts
)

// RGBA implements color.Color.
func (c Colour) RGBA() (r, g, b, a uint32) {
	return uint32(c>>16&0xFF) * 0x101, uint32(c>>8&0xFF) * 0x101, uint32(c&0xFF) * 0x101, 0xFFFF
}

// String returns the colour as #RRGGBB.
func (c Colour) String() string { return fmt.Sprintf("#%06X", uint32(c)) }

// WritePNG writes a picture as PNG, packed in a fraction of the usual time: pictures of
// tissue are noisy and hardly get smaller by more.
func WritePNG(w io.Writer, m image.Image) error {
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, m); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	return nil
}
