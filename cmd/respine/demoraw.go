package main

import (
	"path/filepath"
	"slices"

	"respine/rater"
	"respine/scope"
	"respine/score"
	"respine/study"
	"respine/table"
)

// demoRaw is a kind of session of which every animal of a demonstration is recorded,
// and measured from its recordings, rather than scored.
type demoRaw struct {
	kind study.SessionKind
	from string // what it is measured from, in a word
	// truth adds what the instrument knows of one session to the table that a
	// rater who does not err would have written.
	table string
	truth func(to *table.Table, animal, session, dir string) error
}

// demoRaws are the kinds measured from recordings, beside the spines of some animals.
func demoRaws() []demoRaw {
	return []demoRaw{
		{study.Sucrose, "weights", "sucrose", drunkTruth},
		{study.PSD95, "images", "images", stainTruth},
	}
}

// rawOf returns how a kind of session is measured from recordings, if it is.
func rawOf(kind study.SessionKind) (demoRaw, bool) {
	all := demoRaws()
	i := slices.IndexFunc(all, func(r demoRaw) bool { return r.kind == kind })
	if i < 0 {
		return demoRaw{}, false
	}
	return all[i], true
}

// recorded are the sessions of which an animal has recordings.
func (d demoPlan) recorded(animal string) []string {
	var out []string
	if slices.Contains(d.raw, animal) {
		out = slices.Clone(d.sessions)
	}
	for _, v := range d.study.Sessions {
		if _, ok := rawOf(v.Kind); ok {
			out = append(out, v.ID)
		}
	}
	return out
}

// instead puts into the tables of a rater who does not err what the instruments know,
// in place of what the twin does: grey values are of a microscope, and what a mouse
// drank is known without a scale. Dir is where the truth of recordings lies.
func (d demoPlan) instead(all []*table.Table, animal, dir string) ([]*table.Table, error) {
	out := slices.Clone(all)
	for i, t := range out {
		for _, r := range demoRaws() {
			if r.table != t.Name {
				continue
			}
			out[i] = table.New(t.Name, t.Columns()...)
			for _, v := range d.study.Sessions {
				if v.Kind != r.kind || !v.Covers(d.armOf(animal)) {
					continue
				}
				if err := r.truth(out[i], animal, v.ID, filepath.Join(dir, animal, v.ID)); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

func (d demoPlan) armOf(animal string) string {
	i := slices.IndexFunc(d.study.Animals, func(a study.Animal) bool { return a.ID == animal })
	return d.study.Animals[i].Arm
}

// notScored leaves out what a person would have scored of what is recorded.
func notScored(all []*table.Table) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		if _, ok := rawOf(rater.KindOf(t.Name)); ok {
			out[i] = t.Filter(func(int) bool { return false })
		}
	}
	return out
}

// drunkTruth is what left each bottle through the mouse.
func drunkTruth(to *table.Table, animal, session, dir string) error {
	t, err := table.Read(dir, "sucrose")
	if err != nil {
		return err
	}
	for i, who := range t.Strings("animal") {
		if who != "" {
			to.Append(animal, session, int(t.Ints("period")[i]), t.Strings("content")[i], t.Floats("drunk_g")[i], 0., false)
		}
	}
	return nil
}

// stainTruth is the density of the puncta of an image and their mean light.
func stainTruth(to *table.Table, animal, session, dir string) error {
	puncta, field, err := stainTables(dir)
	if err != nil {
		return err
	}
	mean := 0.
	for _, v := range puncta.Floats("intensity_grey") {
		mean += v / float64(puncta.Len())
	}
	to.Append(animal, session, "1", field.Floats("per_um2")[0], mean)
	return nil
}

func stainTables(dir string) (puncta, field *table.Table, err error) {
	if puncta, err = table.Read(dir, "puncta"); err == nil {
		field, err = table.Read(dir, "puncta_field")
	}
	return puncta, field, err
}

// stains prints how well puncta were found, all images together.
func (d demoPlan) stains(p *printer) error {
	t, err := table.Read(filepath.Join(d.Out, resultsName), "psd95_puncta")
	if err != nil {
		return err
	}
	type whose struct{ animal, session string }
	found := map[whose][]score.Punctum{}
	for i, kept := range t.Bools("kept") {
		if k := (whose{t.Strings("animal")[i], t.Strings("session")[i]}); kept {
			found[k] = append(found[k], score.Punctum{X: t.Floats("x_um")[i], Y: t.Floats("y_um")[i], Intensity: t.Floats("intensity")[i]})
		}
	}
	var all score.Counts
	for _, a := range d.study.Animals {
		for _, v := range d.study.Sessions {
			if found[whose{a.ID, v.ID}] == nil {
				continue // it was not stained, or could not be measured, which was told
			}
			is, _, err := stainTables(filepath.Join(d.Out, simulatedName, "truth", "recordings", a.ID, v.ID))
			if err != nil {
				return err
			}
			var truth []score.Punctum
			for i, grey := range is.Floats("intensity_grey") {
				truth = append(truth, score.Punctum{X: is.Floats("x_um")[i], Y: is.Floats("y_um")[i], Intensity: grey})
			}
			all = score.Sum(all, score.Puncta(found[whose{a.ID, v.ID}], truth, punctaRadiusUm).Counts)
		}
	}
	p.line("%-26s %-7s %-10s %-8s %6d %6d %7d\n", "puncta in images", digits(float64(all.F1), 2), digits(float64(all.Precision), 2), digits(float64(all.Recall), 2), all.TP, all.FP, all.FN)
	return nil
}

// punctaRadiusUm is how far apart a measured punctum and a true one may be: less than
// the width of one.
const punctaRadiusUm = 0.2

// demoPunctaBranches is how many branches' synapses an image of a demonstration shows,
// which is enough for its densities and keeps it within minutes.
const demoPunctaBranches = 12

// demoScope is how recordings of a demonstration are made.
func (d demoPlan) demoScope(animal string) scope.StudyRaw {
	raw := scope.SmallRaw(d.Seed)
	raw.Sessions, raw.PunctaBranches = d.recorded(animal), demoPunctaBranches
	return raw
}
