// Package scored holds what was measured in a study as tables joined to its
// manifest: every row is of a known animal and, where it belongs to a session,
// of a known moment. The tables may come from any program or from hand; Kinds
// lists them, and docs/tables.md tells of their columns.
//
// It checks what would make a claim wrong without being seen: a column that is
// missing or in another unit, an animal or session the manifest does not know, a
// row that is there twice, a number that is none. Problems come back all at
// once. It knows no claims, and does not open recordings.
package scored

import (
	"fmt"
	"slices"

	"respine/study"
	"respine/table"
)

// Set is the scored tables of a study.
type Set struct {
	Study  study.Study
	groups map[key]*table.Table
	tables map[string]bool // kinds that are there, with rows or without
	errs   []errorRate
	notes  []string
	// settled is what is measured already, so that rows of other tables about
	// it are passed over.
	settled map[key]bool
}

// key is whose rows a group is: of one kind of table, animal and moment. Tables
// whose rows have no session are kept under the zero moment.
type key struct {
	kind, animal string
	at           study.Hours
}

// errorRate is a row of table errors; animal "" is all.
type errorRate struct {
	animal      string
	miss, wrong float64
}

// New returns a set without tables.
func New(s study.Study) *Set {
	return &Set{Study: s, groups: map[key]*table.Table{}, tables: map[string]bool{}, settled: map[key]bool{}}
}

// Has reports whether a kind of table was given, with rows or without.
func (s *Set) Has(kind string) bool { return s.tables[kind] }

// Notes returns warnings: what is allowed and looks wrong.
func (s *Set) Notes() []string { return s.notes }

// Rows returns the rows of a kind of table that are of an animal at a moment,
// nil when there are none.
func (s *Set) Rows(kind, animal string, at study.Hours) *table.Table {
	return s.groups[key{kind, animal, at}]
}

// Settle says that what some kinds of table tell of an animal in a session, in all
// sessions for "", is in the set already, or known not to be there, from
// measurements: rows that tables added later have of it are passed over, with a
// note.
func (s *Set) Settle(kinds []string, animal, session string) {
	for _, name := range kinds {
		for _, v := range s.Study.Sessions {
			if v.ID == session || session == "" {
				s.settled[key{name, animal, v.At}] = true
			}
		}
		s.settled[key{kind: name, animal: animal}] = s.settled[key{kind: name, animal: animal}] || session == ""
	}
}

// Without returns the set without the rows of some animals, and a manifest
// without them. The tables are shared.
func (s *Set) Without(drop func(study.Animal) bool) *Set {
	out := *s
	out.Study.Animals = slices.DeleteFunc(slices.Clone(s.Study.Animals), drop)
	return &out
}

// Errors returns the share of present spines that scoring misses and the false
// spines per um: of an animal if they were told of it, else the mean over what was
// told. False if nobody estimated them.
func (s *Set) Errors(animal string) (miss, falsePerUm float64, known bool) {
	for _, fits := range []func(errorRate) bool{
		func(e errorRate) bool { return animal != "" && e.animal == animal },
		func(errorRate) bool { return true },
	} {
		n := 0.0
		for _, e := range s.errs {
			if fits(e) {
				miss, falsePerUm, n = miss+e.miss, falsePerUm+e.wrong, n+1
			}
		}
		if n > 0 {
			return miss / n, falsePerUm / n, true
		}
	}
	return 0, 0, false
}

// SetErrors states the error rates of scoring for all animals, in place of any
// that were given.
func (s *Set) SetErrors(miss, falsePerUm float64) {
	s.errs = []errorRate{{"", miss, falsePerUm}}
}

// Add takes the rows of a table into the set. Where says where it is from, such
// as a path; it leads every problem. A kind of table may come in several parts;
// a row that is there twice is a problem, not counted twice.
func (s *Set) Add(kind string, t *table.Table, where string) error {
	k, ok := KindOf(kind)
	if !ok {
		panic(fmt.Sprintf("scored: no kind of table is called %q", kind))
	}
	r := reader{set: s, kind: k, table: t, where: where}
	if !r.columns() {
		return r.err()
	}
	s.tables[k.Name] = true
	if k.Name == "errors" {
		r.errors()
		return r.err()
	}
	r.rows()
	return r.err()
}
