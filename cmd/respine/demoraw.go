package main

import (
	"path/filepath"
	"slices"

	"respine/scope"
	"respine/study"
	"respine/table"
)

// demoRaw is a kind of session that is recorded and measured, rather than scored.
type demoRaw struct {
	kind study.SessionKind
	from string // what it is measured from, in a word
	// some says that not every animal is recorded, but those of demoPlan.filmed: a
	// film or a movie takes seconds to make and seconds to measure.
	some bool
	// tables are those of the rater in whose place it is measured.
	tables []string
	// truth adds what the instrument knows of one session to the table that a
	// rater who does not err would have written; nil where the two are one.
	truth func(to *table.Table, animal, session, dir string) error
}

// demoRaws are the kinds measured from recordings, beside the spines of some animals.
func demoRaws() []demoRaw {
	return []demoRaw{
		{study.Calcium, "movies", true, []string{"movies", "ensemble_events"}, nil},
		{study.TailSuspension, "films", true, []string{"bouts"}, nil},
		{study.Photometry, "fibres", false, []string{"transients"}, nil},
		{study.Sucrose, "weights", false, []string{"sucrose"}, drunkTruth},
		{study.PSD95, "images", false, []string{"images"}, stainTruth},
	}
}

// of reports whether an animal is recorded.
func (r demoRaw) of(d demoPlan, animal string) bool {
	return !r.some || slices.Contains(d.filmed, animal)
}

// recorded are the sessions of which an animal has recordings.
func (d demoPlan) recorded(animal string) []string {
	var out []string
	if slices.Contains(d.raw, animal) {
		out = slices.Clone(d.sessions)
	}
	for _, r := range demoRaws() {
		for _, v := range d.study.Sessions {
			if v.Kind == r.kind && r.of(d, animal) {
				out = append(out, v.ID)
			}
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
			if r.truth == nil || !slices.Contains(r.tables, t.Name) {
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
		if t.Name == "transients" {
			out[i] = d.lit(t)
		}
	}
	return out, nil
}

// lit leaves of the twin's transients, which the rater notes with tail suspension,
// those of moments at which there was light in the fibre, in its own sessions.
func (d demoPlan) lit(t *table.Table) *table.Table {
	out := table.New(t.Name, t.Columns()...)
	for i, id := range t.Strings("session") {
		if fibre, ok := d.beside(id, study.Photometry); ok {
			out.Append(t.Strings("animal")[i], fibre, t.Floats("onset_s")[i], t.Floats("peak_s")[i])
		}
	}
	return out
}

// beside returns the session of a kind at the moment of another.
func (d demoPlan) beside(id string, kind study.SessionKind) (string, bool) {
	at := slices.IndexFunc(d.study.Sessions, func(v study.Session) bool { return v.ID == id })
	i := slices.IndexFunc(d.study.Sessions, func(v study.Session) bool { return v.Kind == kind && v.At == d.study.Sessions[at].At })
	if i < 0 {
		return "", false
	}
	return d.study.Sessions[i].ID, true
}

func (d demoPlan) armOf(animal string) string {
	i := slices.IndexFunc(d.study.Animals, func(a study.Animal) bool { return a.ID == animal })
	return d.study.Animals[i].Arm
}

// notScored leaves out what a person would have scored of what is recorded of an animal.
func (d demoPlan) notScored(all []*table.Table, animal string) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		for _, r := range demoRaws() {
			if slices.Contains(r.tables, t.Name) && r.of(d, animal) {
				out[i] = t.Filter(func(int) bool { return false })
			}
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

// demoPunctaBranches is how many branches' synapses an image of a demonstration shows,
// which is enough for its densities and keeps it within minutes.
const demoPunctaBranches = 9

// demoScope is how recordings of a demonstration are made: small, and with a recorder
// of light whose clock is not the film's.
func (d demoPlan) demoScope(animal string) scope.StudyRaw {
	raw := scope.SmallRaw(d.Seed)
	raw.Sessions, raw.PunctaBranches = d.recorded(animal), demoPunctaBranches
	raw.FilmWidth, raw.FilmHeight = 96, 144
	raw.MovieSec = d.movieSec()
	raw.FibreClock = scope.FibreClock{OffsetSec: 2.7, DriftPPM: 80}
	return raw
}
