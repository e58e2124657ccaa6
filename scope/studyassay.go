package scope

import (
	"math"
	"slices"

	"respine/dendrite"
	"respine/study"
	"respine/twin"
)

// halfDayHours is how long a pair of bottles of the twin hangs.
const halfDayHours = 12

// bottles weighs the bottles of a sucrose test, beside a cage without a mouse.
// What the mouse drank is the twin's; evaporation, leaks and the scale are the
// instrument's own.
func (w rawWriter) bottles(s StudySession, seen twin.Recording) (study.Recording, error) {
	file, listed, err := w.place(s.ID, "sucrose.csv")
	if err != nil {
		return study.Recording{}, err
	}
	cage := SucroseCage{Animal: w.m.Animal.ID, BodyG: 25}
	for _, b := range seen.Bottles {
		for len(cage.Periods) <= b.Half {
			from := float64(s.At) + halfDayHours*float64(len(cage.Periods))
			cage.Periods = append(cage.Periods, SucrosePeriod{FromH: from, ToH: from + halfDayHours})
		}
		p := &cage.Periods[b.Half]
		if b.Sucrose {
			p.SucroseG, p.SucroseLeft = b.DrunkG, b.Left
		} else {
			p.WaterG = b.DrunkG
		}
	}
	weights := SucroseTest{Cages: []SucroseCage{cage}, BlankCages: 1}.Weigh(w.key(s.Kind, s.Number))
	if err := w.csv(file, SucroseCSV(weights)); err != nil {
		return study.Recording{}, err
	}
	return w.recording(s, listed, study.Meta{}), w.truth(s.ID, SucroseTables(weights)...)
}

// usualPerUm is the spine density at which a section shows PunctaPerUm2.
const usualPerUm = 0.45

// puncta images a section that holds the synapses of the imaged branches: one
// punctum for each, as bright as the twin says, in a field whose size and length of
// neurites follow from the length of the branches, so that fewer spines are fewer
// puncta.
func (w rawWriter) puncta(s StudySession, seen twin.Recording) (study.Recording, error) {
	file, listed, err := w.place(s.ID, "psd95.tif")
	if err != nil {
		return study.Recording{}, err
	}
	branches := w.m.Imaged
	if n := w.raw.PunctaBranches; n > 0 {
		branches = branches[:min(n, len(branches))]
	}
	length := float64(len(branches)) * w.m.Wiring.LengthUm
	side := math.Ceil(math.Sqrt(length * usualPerUm / w.raw.PunctaPerUm2))
	p := PunctaParams{SizeUm: dendrite.Point{X: side, Y: side}, Neurites: max(1, int(math.Round(length/side)))}
	for _, v := range seen.Puncta {
		if !slices.Contains(branches, w.m.Wiring.Branch(w.m.Lives[v.Life].Contact)) {
			continue
		}
		p.Intensities = append(p.Intensities, v.Intensity)
	}
	key := w.key(s.Kind, s.Number)
	field := RandomPuncta(p, key.At(0))
	if len(p.Intensities) == 0 {
		field.Puncta = nil // a mouse without spines, not one whose puncta are to be drawn
	}
	channels, err := field.Render(w.ctx, key.At(1), 1)
	if err != nil {
		return study.Recording{}, err
	}
	if err := WritePuncta(file, channels); err != nil {
		return study.Recording{}, err
	}
	v := channels[0].Voxel
	return w.recording(s, listed, study.Meta{VoxelUm: [3]float64{v.Z, v.Y, v.X}, Channel: PunctaChannel + 1}), w.truth(s.ID, field.Tables()...)
}
