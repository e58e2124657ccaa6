package main

import (
	"path/filepath"
	"slices"

	"respine/score"
	"respine/study"
	"respine/table"
)

// scores prints how well things that can be found one by one were found in
// recordings, all animals together.
func (d demoPlan) scores(p *printer) error {
	f, err := d.followed()
	if err != nil {
		return err
	}
	p.line("\n%-26s %-7s %-10s %-8s %6s %6s %7s\n", "found in recordings", "F1", "precision", "recall", "right", "false", "missed")
	p.counts("spines, all sessions", f.found)
	p.counts("spines gained", f.gained)
	p.counts("spines lost", f.lost)
	for _, v := range []struct {
		name, table, at string
		within          float64
		of              []string
		kind            study.SessionKind
	}{
		{"bouts in films", "bouts", "from_s", 1, []string{"state"}, study.TailSuspension},
		{"together in movies", "ensemble_events", "from_s", 0.5, nil, study.Calcium},
		{"transients in fibres", "transients", "onset_s", 0.5, nil, study.Photometry},
	} {
		c, err := d.moments(v.table, v.at, v.within, v.of, v.kind)
		if err != nil {
			return err
		}
		p.counts(v.name, c)
	}
	return d.stains(p)
}

func (p *printer) counts(name string, c score.Counts) {
	p.line("%-26s %-7s %-10s %-8s %6d %6d %7d\n", name, digits(float64(c.F1), 2), digits(float64(c.Precision), 2), digits(float64(c.Recall), 2), c.TP, c.FP, c.FN)
}

// moments compares what was measured of a kind of session with the rater who does not
// err, of the animals that were recorded.
func (d demoPlan) moments(name, at string, within float64, of []string, kind study.SessionKind) (score.Counts, error) {
	seen, err := table.Read(filepath.Join(d.Out, resultsName), name)
	if err != nil {
		return score.Counts{}, err
	}
	r, _ := rawOf(kind)
	return d.compared(seen, name, at, within, of, func(animal string) bool { return r.of(d, animal) })
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
	p.counts("puncta in images", all)
	return nil
}

// punctaRadiusUm is how far apart a measured punctum and a true one may be: less than
// the width of one.
const punctaRadiusUm = 0.2
