// Package puncta measures fluorescent clusters of a synaptic protein, such as PSD95,
// in confocal images of fixed tissue: where each stands, how large it is, how bright,
// and whether it lies on what a second channel shows.
//
// Maxima of the Laplacian of a Gaussian (Marr & Hildreth 1980, doi
// 10.1098/rspb.1980.0020) above the noise are candidates. Gaussians are then fitted
// to all of them together, neighbours at once, so that what lies close by is not
// counted as light of its own; where two fit better than one by more than noise and
// freedom explain, there are two, and what is left over is searched again, as in the
// fitting of dense single molecules (Holden et al. 2011, doi 10.1038/nmeth0411-279b).
// Background is what lies between, estimated again after each fit. A size and an
// intensity filter, the same for all images, ends it.
//
// Intensity is in grey values of the image above background, summed over the pixels of
// a slice through the middle of the punctum: of a Gaussian, 2 pi sigma^2 times its
// height. Size is the full width at half maximum in the image, blur included.
// Lengths are micrometres, from the centre of the first pixel of the first slice.
//
// Grey values are compared between images only if everything was the same when they
// were taken. It cannot see what an antibody does not bind, depth, bleaching, two
// puncta nearer to each other than about half their width, or whether a punctum is a
// synapse. How many puncta were lost to such neighbours is estimated (Crowding) and
// added, which is right where puncta stand independently of each other at distances
// below their width, as in the projection of a section.
package puncta

import (
	"cmp"
	"context"
	"math"

	"respine/img"
)

// UsualSizeUm is the full width at half maximum of a usual punctum in an image: a
// density of 0.25 um (about 0.3 um in stimulated emission depletion: Broadhead et al.
// 2016, doi 10.1038/srep24626) behind a blur of 0.22 um.
const UsualSizeUm = 0.33

// Params say what is looked for. The zero Params are the defaults.
type Params struct {
	// SizeUm is the full width at half maximum of a usual punctum in the image;
	// default UsualSizeUm. Sizes of single puncta vary about what the image shows.
	SizeUm float64
	// AxialUm is the width along z of a point, and LateralUm across, in the
	// microscope; defaults 0.65 and 0.22. Only stacks need them.
	AxialUm, LateralUm float64
	// Filter leaves puncta out; the zero Filter is DefaultFilter.
	Filter Filter
}

func (p Params) orDefaults() Params {
	p.SizeUm, p.AxialUm, p.LateralUm = cmp.Or(p.SizeUm, UsualSizeUm), cmp.Or(p.AxialUm, 0.65), cmp.Or(p.LateralUm, 0.22)
	p.Filter = cmp.Or(p.Filter, DefaultFilter())
	return p
}

// Punctum is one cluster.
type Punctum struct {
	XUm, YUm, ZUm float64
	SizeUm        float64 // full width at half maximum across
	Intensity     float64 // grey values above background, summed over a slice
	SNR           float64 // intensity over its standard deviation by the noise of the image
	Reason        string  // why the filter leaves it out, "" if it does not
}

// Result is what one image holds.
type Result struct {
	Puncta       []Punctum // in the order of z, y, x; those filtered out have a reason
	AreaUm2      float64
	DepthUm      float64 // of a stack; 0 of one slice
	PixelUm      float64
	WidthUm      float64
	Background   float64 // median, grey values
	NoiseSD      float64 // of a pixel of background
	GreyPerEvent float64 // rise of the variance with the signal, grey values
	Crowding     Crowding
	Crosstalk    float64 // share of the second channel seen in the first; NaN without one
	Saturated    float64 // share of pixels at the largest value of the image, if above one in ten thousand
}

// fwhmPerSD is the full width at half maximum of a Gaussian, 2 sqrt(2 ln 2).
const fwhmPerSD = 2.3548200450309493

// passes is how often background, noise and the usual size are estimated again.
const passes = 3

// Measure finds the puncta of an image or stack. Second is a channel of the same size
// whose light may be seen in the first, nil if there is none; it is only used to take
// that off. An error is that of ctx, or of pixels that cannot be measured.
func Measure(ctx context.Context, s img.Stack, second *img.Stack, p Params) (Result, error) {
	p = p.orDefaults()
	if err := check(s, second, p); err != nil {
		return Result{}, err
	}
	f := newFit(s, second, p)
	for pass := range passes {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		f.find()
		f.settle(2)
		if pass > 0 {
			f.split()
			f.settle(1)
		}
		f.prune()
		f.estimate()
	}
	f.split()
	f.settle(2)
	f.prune()
	return f.result(p), nil
}

// Kept returns the puncta that pass the filter.
func (r Result) Kept() []Punctum {
	var out []Punctum
	for _, v := range r.Puncta {
		if v.Reason == "" {
			out = append(out, v)
		}
	}
	return out
}

// PerUm2 is the number of puncta per area, those lost to crowding added, all slices of
// a stack together.
func (r Result) PerUm2() float64 { return r.Crowding.Factor * r.FoundPerUm2() }

// FoundPerUm2 is the number of puncta kept per area.
func (r Result) FoundPerUm2() float64 { return float64(len(r.Kept())) / r.AreaUm2 }

// PerUm3 is the number of puncta per volume, NaN of a single slice.
func (r Result) PerUm3() float64 {
	if r.DepthUm == 0 {
		return math.NaN()
	}
	return r.PerUm2() / r.DepthUm
}

// Intensity is the mean over the puncta there are: their light together is that of the
// puncta kept, for one that was taken for two, or two for one, changes no sum. It is
// NaN if there are none.
func (r Result) Intensity() float64 { return r.FoundIntensity() / r.Crowding.Factor }

// FoundIntensity is the mean over the puncta kept, NaN if there are none.
func (r Result) FoundIntensity() float64 {
	sum, kept := 0.0, r.Kept()
	for _, v := range kept {
		sum += v.Intensity
	}
	return sum / float64(len(kept))
}
