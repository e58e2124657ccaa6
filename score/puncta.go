package score

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/table"
)

// Punctum is a place with its light.
type Punctum struct{ X, Y, Z, Intensity float64 }

// PunctaResult is how well puncta were found in one image.
type PunctaResult struct {
	RadiusUm float64 `json:"radius_um"`
	Counts
	DensityPerUm2     Number `json:"density_per_um2"`
	TruthPerUm2       Number `json:"truth_per_um2"`
	DensityBias       Number `json:"density_bias"` // measured over true, less 1
	Intensity         Number `json:"intensity"`
	TruthIntensity    Number `json:"truth_intensity"`
	IntensityBias     Number `json:"intensity_bias"`
	FoundPerUm2       Number `json:"found_per_um2"`       // before crowding is made up for
	PlaceErrorUm      Number `json:"place_error_um"`      // root mean square over the pairs
	IntensityErrorLog Number `json:"intensity_error_log"` // of the logarithm, likewise
}

// Puncta compares the puncta of one image with the truth: nearest pairs first, within
// the radius across and three times that along z, each once.
func Puncta(measured, truth []Punctum, radiusUm float64) PunctaResult {
	type pair struct {
		m, t int
		d    float64
	}
	var all []pair
	for i, m := range measured {
		for k, t := range truth {
			if d := math.Hypot(math.Hypot(m.X-t.X, m.Y-t.Y), (m.Z-t.Z)/3); d <= radiusUm {
				all = append(all, pair{i, k, d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(a.d, b.d) })
	usedM, usedT := make([]bool, len(measured)), make([]bool, len(truth))
	r := PunctaResult{RadiusUm: radiusUm}
	n, place, light := 0, 0., 0.
	for _, p := range all {
		if usedM[p.m] || usedT[p.t] {
			continue
		}
		usedM[p.m], usedT[p.t] = true, true
		n++
		place += p.d * p.d
		l := math.Log(measured[p.m].Intensity / truth[p.t].Intensity)
		light += l * l
	}
	r.Counts = Counts{TP: n, FP: len(measured) - n, FN: len(truth) - n}.rated()
	r.PlaceErrorUm, r.IntensityErrorLog = Number(math.Sqrt(place/float64(n))), Number(math.Sqrt(light/float64(n)))
	return r
}

// ReadPuncta reads what respine puncta measured of one image and compares it with the
// truth of the simulated microscope. An image is called by its name, or where several
// animals have that name, by animal/session/name.
func ReadPuncta(measured, truth, image string, radiusUm float64) (PunctaResult, error) {
	images, err := table.Read(measured, "images")
	if err != nil {
		return PunctaResult{}, err
	}
	row, err := imageRow(images, measured, image)
	if err != nil {
		return PunctaResult{}, err
	}
	found, err := table.Read(measured, "psd95_puncta")
	if err != nil {
		return PunctaResult{}, err
	}
	is, err := table.Read(truth, "puncta", table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"), table.Float("intensity_grey", ""))
	if err != nil {
		return PunctaResult{}, err
	}
	stack := images.Floats("depth_um")[row] > 0
	z := func(v float64) float64 {
		if stack {
			return v
		}
		return 0
	}
	var m, t []Punctum
	name, kept := imageNames(images)[row], found.Bools("kept")
	for i, of := range imageNames(found) {
		if of == name && kept[i] {
			m = append(m, Punctum{found.Floats("x_um")[i], found.Floats("y_um")[i], z(found.Floats("z_um")[i]), found.Floats("intensity")[i]})
		}
	}
	sum := 0.
	for i, grey := range is.Floats("intensity_grey") {
		t = append(t, Punctum{is.Floats("x_um")[i], is.Floats("y_um")[i], z(is.Floats("z_um")[i]), grey})
		sum += grey
	}
	r := Puncta(m, t, radiusUm)
	r.DensityPerUm2, r.FoundPerUm2, r.Intensity = Number(images.Floats("density_per_um2")[row]), Number(images.Floats("found_per_um2")[row]), Number(images.Floats("intensity")[row])
	r.TruthPerUm2, r.TruthIntensity = Number(float64(len(t))/images.Floats("area_um2")[row]), Number(sum/float64(len(t)))
	r.DensityBias, r.IntensityBias = r.DensityPerUm2/r.TruthPerUm2-1, r.Intensity/r.TruthIntensity-1
	return r, nil
}

// imageNames are animal/session/image of every row.
func imageNames(t *table.Table) []string {
	out := make([]string, t.Len())
	for i, name := range t.Strings("image") {
		out[i] = t.Strings("animal")[i] + "/" + t.Strings("session")[i] + "/" + name
	}
	return out
}

// imageRow is the row of an image; of the only one, if none is named.
func imageRow(images *table.Table, measured, image string) (int, error) {
	whole := imageNames(images)
	var rows []int
	for i, name := range images.Strings("image") {
		if image == "" || image == name || image == whole[i] {
			rows = append(rows, i)
		}
	}
	switch {
	case len(rows) == 1:
		return rows[0], nil
	case len(rows) == 0:
		return 0, fmt.Errorf("%s has no image %s; there are %s", measured, image, strings.Join(whole, ", "))
	case image == "":
		return 0, errors.New(measured + " has several images\nhint: --image names the one of this truth")
	}
	return 0, fmt.Errorf("%s has %d images %s\nhint: --image %s says which", measured, len(rows), image, whole[rows[0]])
}
