package puncta

import (
	"fmt"
	"math"

	"respine/table"
)

// Image is one measured image, and which it is.
type Image struct {
	Animal, Session, Section, Image string
	Result
	Second  *Overlap // of the puncta kept with the second channel, nil without one
	Near    *Overlap // with points, nil without
	Problem string   // why it could not be measured, "" if it could
}

// Tables returns images, a row an image; psd95_puncta, a row a punctum, those that the
// filter leaves out with their reason; and image_exclusions, the images that could not
// be measured. Without names animal and session are left out, to be put in front by
// who knows them.
//
// The table of puncta is not called puncta: that of docs/tables.md is of puncta on
// imaged branches.
func Tables(all []Image, withNames bool) []*table.Table {
	keyed := func(name string, columns ...table.Column) *table.Table {
		columns = append([]table.Column{table.String("section", ""), table.String("image", "")}, columns...)
		if withNames {
			columns = append([]table.Column{table.String("animal", ""), table.String("session", "")}, columns...)
		}
		return table.New(name, columns...)
	}
	row := func(v Image, cells ...any) []any {
		cells = append([]any{v.Section, v.Image}, cells...)
		if withNames {
			cells = append([]any{v.Animal, v.Session}, cells...)
		}
		return cells
	}
	images := keyed("images", table.Float("density_per_um2", "1/um2"), table.Float("density_per_um3", "1/um3"), table.Float("intensity", ""), table.Float("size_um", "um"),
		table.Int("puncta", ""), table.Int("filtered", ""), table.Float("found_per_um2", "1/um2"), table.Float("found_intensity", ""), table.Float("crowding", ""),
		table.Float("area_um2", "um2"), table.Float("depth_um", "um"), table.Float("background", ""), table.Float("noise", ""), table.Float("crosstalk", ""), table.Float("saturated", ""),
		table.Float("on_second", ""), table.Float("on_second_chance", ""), table.Float("near_points", ""), table.Float("near_points_chance", ""), table.Float("near_points_p", ""))
	puncta := keyed("psd95_puncta", table.Int("punctum_id", ""), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"), table.Float("size_um", "um"),
		table.Float("intensity", ""), table.Float("snr", ""), table.Bool("on_second", ""), table.Bool("near_point", ""), table.Bool("kept", ""), table.String("reason", ""))
	exclusions := keyed("image_exclusions", table.String("reason", ""))
	for _, v := range all {
		if v.Problem != "" {
			exclusions.Append(row(v, v.Problem)...)
			continue
		}
		share := func(o *Overlap) (share, chance, p float64) {
			if o == nil {
				return math.NaN(), math.NaN(), math.NaN()
			}
			return o.Share, o.Chance, o.ChanceP
		}
		kept := v.Kept()
		on, onChance, _ := share(v.Second)
		near, nearChance, p := share(v.Near)
		intensity, found := v.Intensity(), v.FoundIntensity()
		if len(kept) == 0 {
			intensity, found = 0, 0 // of no light; the density says that there are none
		}
		images.Append(row(v, v.PerUm2(), v.PerUm3(), intensity, v.medianSize(), len(kept), len(v.Puncta)-len(kept), v.FoundPerUm2(), found, v.Crowding.Factor,
			v.AreaUm2, v.DepthUm, v.Background, v.NoiseSD, v.Crosstalk, v.Saturated, on, onChance, near, nearChance, p)...)
		k := 0
		for i, q := range v.Puncta {
			second, point := false, false
			if q.Reason == "" {
				second, point = v.Second != nil && v.Second.On[k], v.Near != nil && v.Near.On[k]
				k++
			}
			puncta.Append(row(v, i, q.XUm, q.YUm, q.ZUm, q.SizeUm, q.Intensity, q.SNR, second, point, q.Reason == "", q.Reason)...)
		}
	}
	return []*table.Table{images, puncta, exclusions}
}

// medianSize is that of the puncta kept, NaN if there are none.
func (r Result) medianSize() float64 {
	var all []float32
	for _, p := range r.Kept() {
		all = append(all, float32(p.SizeUm))
	}
	return float64(median(all))
}

// Warnings tells what to know before believing an image.
func (v Image) Warnings() []string {
	var out []string
	tell := func(format string, args ...any) {
		out = append(out, fmt.Sprintf("image %s: ", v.Image)+fmt.Sprintf(format, args...))
	}
	kept := v.Kept()
	switch {
	case v.Problem != "":
		return nil
	case len(kept) == 0:
		tell("no puncta: the density is 0; is it the right channel?")
	case v.Second != nil && v.Crosstalk > 0.2:
		tell("%.0f %% of the second channel is in the first: are the channels exchanged?", 100*v.Crosstalk)
	}
	if v.Crowding.Factor > 1.25 || v.Crowding.Factor < 0.9 {
		tell("%.0f puncta for %d found, by the distances between them: they are too crowded to be counted well", v.Crowding.Factor*float64(len(kept)), len(kept))
	}
	if v.Saturated > 0 {
		tell("%.2g %% of its pixels have the largest value: bright puncta are brighter than measured", 100*v.Saturated)
	}
	return out
}
