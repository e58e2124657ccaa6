// Package rater is a simulated person who scores a simulated study by eye: the
// truth about an animal becomes the tables a laboratory would bring, with a
// person's errors. Rows name animals and sessions as the manifest does; columns
// and units are those of docs/tables.md.
//
// The errors of Realistic are assumptions of the size that double scoring tends
// to show, not measurements, and they do not depend on the arm: this rater is
// blind. What it cannot show is a rater who drifts, knows the arm, or errs more on
// some animals than on others.
package rater

import (
	"fmt"
	"slices"

	"respine/random"
	"respine/scope"
	"respine/scored"
	"respine/study"
	"respine/table"
	"respine/twin"
)

// Errors is how a rater errs. The zero Errors does not.
type Errors struct {
	Spines twin.Scoring

	EdgeSec     float64 // SD of where a bout is seen to begin or end
	ShortestSec float64 // bouts shorter than this are not seen as such

	MissTransient        float64 // chance of passing over a transient
	FalseTransientPerMin float64
	TransientSec         float64 // SD of its time

	MissEvent float64 // chance of passing over a synchronous event

	BottleG float64 // SD of what is read off as lost, of every bottle

	PunctumLog float64 // SD of the logarithm of a punctum's brightness
	SectionLog float64 // and of that of everything in one session's sections
}

// Realistic returns errors of the size that double scoring tends to show:
// assumptions, each stated in docs/twin.md.
func Realistic() Errors {
	return Errors{Spines: twin.RealisticScoring(), EdgeSec: 0.3, ShortestSec: 0.5,
		MissTransient: 0.1, FalseTransientPerMin: 0.2, TransientSec: 0.1, MissEvent: 0.05, BottleG: 0.1, PunctumLog: 0.2, SectionLog: 0.05}
}

// Draws of a rater, kept apart by what is scored.
const (
	ofBouts uint64 = iota + 1
	ofTransients
	ofEvents
	ofBottles
	ofSections
	ofChance
)

// sheet is what a rater needs to write one animal's tables.
type sheet struct {
	m   scope.StudyMouse
	how Errors
	key random.Key
}

// Tables returns what a rater wrote down about an animal: observations, branches,
// errors, bouts, transients, sucrose, movies, ensemble_events and images. The same
// key gives the same errors whichever other animals there are.
func Tables(m scope.StudyMouse, how Errors, key random.Key) []*table.Table {
	s := sheet{m, how, key}
	return []*table.Table{s.observations(), s.branches(), s.errors(), s.bouts(), s.transients(), s.sucrose(), s.movies(), s.events(), s.images()}
}

// Set puts the tables of animals, in the order of the study, into a set to be
// judged.
func Set(s study.Study, all [][]*table.Table) (*scored.Set, error) {
	set := scored.New(s)
	for _, t := range scope.JoinTables(all) {
		if err := set.Add(t.Name, t, "simulated "+t.Name); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// KindOf returns of which kind of session a table of Tables is, for the manifest.
func KindOf(name string) study.SessionKind {
	switch name {
	case "observations", "branches", "errors":
		return study.Spines
	case "bouts", "transients":
		return study.TailSuspension
	case "sucrose":
		return study.Sucrose
	case "movies", "ensemble_events":
		return study.Calcium
	case "images":
		return study.PSD95
	}
	panic("rater: no table is called " + name)
}

func (s sheet) table(name string, columns ...table.Column) *table.Table {
	return table.New(name, append([]table.Column{table.String("animal", ""), table.String("session", "")}, columns...)...)
}

// draws are those of one session for one purpose.
func (s sheet) draws(purpose uint64, r twin.Recording) random.Key {
	return s.key.At(purpose, uint64(s.m.Mouse.Animal), uint64(r.Number))
}

// session is the name of a session of the twin in the manifest: of tail
// suspension and the photometry during it, the former.
func (s sheet) session(r twin.Recording) string {
	name := ""
	for _, v := range s.m.Sessions {
		if v.Number == r.Number && (name == "" || v.Kind == study.TailSuspension) {
			name = v.ID
		}
	}
	return name
}

// recordings are those of a kind, in the order of time.
func (s sheet) recordings(kind twin.SessionKind) []twin.Recording {
	out := slices.DeleteFunc(slices.Clone(s.m.Mouse.Sessions), func(r twin.Recording) bool { return r.Kind != kind })
	slices.SortStableFunc(out, func(a, b twin.Recording) int {
		switch {
		case a.Hours < b.Hours:
			return -1
		case a.Hours > b.Hours:
			return 1
		}
		return 0
	})
	return out
}

func (s sheet) branches() *table.Table {
	t := table.New("branches", table.String("animal", ""), table.Int("branch_id", ""), table.Float("length_um", "um"), table.Int("cell_id", ""))
	for _, b := range s.m.Imaged {
		t.Append(s.m.Name, b, s.m.Wiring.LengthUm, b/s.m.Wiring.BranchesOf)
	}
	return t
}

// errors states how often the rater errs on spines, as double scoring would tell.
func (s sheet) errors() *table.Table {
	t := table.New("errors", table.String("animal", ""), table.Float("miss", ""), table.Float("false_per_um", "1/um"))
	t.Append(s.m.Name, s.how.Spines.Miss, s.how.Spines.FalsePerUm)
	return t
}

func spineName(i int) string { return fmt.Sprintf("s%04d", i) }
