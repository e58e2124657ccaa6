package puncta

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"respine/img"
)

// Filter says which puncta count. It is fixed on control images and given to all,
// so that what counts does not depend on the group.
type Filter struct {
	MinSizeUm    float64 `json:"min_size_um"`
	MaxSizeUm    float64 `json:"max_size_um"`
	MinIntensity float64 `json:"min_intensity"` // grey values, as Punctum.Intensity
	MinSNR       float64 `json:"min_snr"`
}

// DefaultFilter keeps what stands five standard deviations above the noise of its
// image and is not smaller than half the usual blur, nor wider than a micrometre.
// It is meant for looking at one image: intensities are compared between images by
// a filter from controls.
func DefaultFilter() Filter { return Filter{MinSizeUm: 0.1, MaxSizeUm: 1, MinSNR: 5} }

// FilterOf fixes a filter on control images: sizes between the 1st and the 99th
// percentile of the puncta found in them, widened by a tenth, and the intensity that
// five standard deviations of the noise are in the noisiest of them, below which no
// image is asked.
func FilterOf(controls []Result) (Filter, error) {
	const leastPuncta = 50
	var sizes []float32
	f := Filter{}
	for _, r := range controls {
		kept := r.Kept()
		var usual []float32
		for _, p := range kept {
			sizes, usual = append(sizes, float32(p.SizeUm)), append(usual, float32(p.SizeUm))
		}
		if len(kept) > 0 {
			f.MinIntensity = math.Max(f.MinIntensity, r.faintest(float64(img.Median(usual))))
		}
	}
	if len(sizes) < leastPuncta {
		return f, fmt.Errorf("%d puncta in the control images, of which a filter cannot be made\nhint: give it more control images: %d puncta are needed", len(sizes), leastPuncta)
	}
	f.MinSizeUm, f.MaxSizeUm = 0.9*float64(img.Percentile(slices.Clone(sizes), 1)), 1.1*float64(img.Percentile(sizes, 99))
	return f, nil
}

// faintest is the intensity that stands five standard deviations above the noise, for
// a punctum of a size: the positive root of I^2 = 25 (area noise^2 + slope I).
func (r Result) faintest(sizeUm float64) float64 {
	const k = 25
	area := 4 * math.Pi * math.Pow(sizeUm/fwhmPerSD/r.PixelUm, 2)
	half := k * r.GreyPerEvent / 2
	return half + math.Sqrt(half*half+k*area*r.NoiseSD*r.NoiseSD)
}

// Check returns what is wrong with a filter.
func (f Filter) Check() error {
	switch {
	case !(f.MinSizeUm >= 0 && f.MinIntensity >= 0 && f.MinSNR >= 0):
		return errors.New("a filter with limits below 0")
	case !(f.MaxSizeUm > f.MinSizeUm):
		return fmt.Errorf("a filter with sizes from %g to %g um", f.MinSizeUm, f.MaxSizeUm)
	}
	return nil
}

// reason is why a punctum does not count, "" if it does.
func (f Filter) reason(p Punctum) string {
	switch {
	case p.SNR < f.MinSNR:
		return "noise"
	case p.Intensity < f.MinIntensity:
		return "dim"
	case p.SizeUm < f.MinSizeUm:
		return "small"
	case p.SizeUm > f.MaxSizeUm:
		return "large"
	}
	return ""
}

// result is what the fit says, in micrometres.
func (f *fit) result(p Params) Result {
	v := f.image.Voxel
	r := Result{AreaUm2: float64(f.image.H) * v.Y * float64(f.image.W) * v.X, PixelUm: v.X, WidthUm: float64(f.image.W) * v.X, Background: float64(img.Median(slices.Clone(f.back.Pix))), NoiseSD: math.Sqrt(f.noise),
		GreyPerEvent: f.slope, Crosstalk: f.crosstalk, Saturated: saturated(f.image)}
	if f.image.D > 1 {
		r.DepthUm = float64(f.image.D) * v.Z
	}
	for _, s := range f.spots {
		one := Punctum{XUm: s.x * v.X, YUm: s.y * v.Y, ZUm: s.z * v.Z, SizeUm: s.sd() * fwhmPerSD * v.X, Intensity: s.flux, SNR: f.snr(s)}
		one.Reason = p.Filter.reason(one)
		r.Puncta = append(r.Puncta, one)
	}
	slices.SortStableFunc(r.Puncta, func(a, b Punctum) int {
		return cmp.Or(cmp.Compare(a.ZUm, b.ZUm), cmp.Compare(a.YUm, b.YUm), cmp.Compare(a.XUm, b.XUm))
	})
	usual, deep := f.sd()*fwhmPerSD*v.X, 0.
	if f.image.D > 1 {
		deep = f.axialSD(f.sd()) * fwhmPerSD * v.Z
	}
	r.Crowding = crowding(r.Kept(), usual, deep)
	return r
}

// median leaves its values as they are; NaN of none.
func median(v []float32) float32 { return img.Median(slices.Clone(v)) }
