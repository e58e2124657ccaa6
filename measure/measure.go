// Package measure turns the scored tables of a study into one number per animal,
// the experimental unit, with what lies below it kept: cells, branches, and
// spines, bouts, events or images. All lists the measures; each says which
// tables it needs, in what unit it is and what it would be by chance.
//
// Measures of spines come in three readings. AsScored believes the table.
// Corrected takes off what the stated errors of scoring make on average; where
// new spines are compared with lost places that is the null N5, in which a spine
// missed once comes back at its own place. Confirmed believes only what two
// neighbouring sessions show alike. A measure that errors alone cannot move says
// why instead.
//
// Definitions are those of Moda-Sava et al. 2019 (doi 10.1126/science.aat8078)
// where its text gives them and those of the field where not; every number in
// them is a named constant here. An animal without a value has the reason.
// Nothing here knows arms or claims.
package measure

import (
	"math"
	"math/rand/v2"

	"respine/scored"
	"respine/study"
)

// Measure is one way to get a number from an animal.
type Measure struct {
	Name   string
	What   string
	Unit   string // "" for shares and ratios
	Kind   study.SessionKind
	Times  []string   // what each of its moments is; nil means every session of its kind
	Needs  [][]string // tables: one of each list
	Chance float64    // the value by chance or without effect, for tests of one group
	Log    bool       // the number is a logarithm; effects are told as ratios
	Rate   bool       // what is counted is no part of what it is counted over, and may exceed it
	Pooled bool       // animals weigh by Of: few spines say little
	Rows   string     // what a row below the animal is, "" for none
	Robust bool       // of spines that stand together: errors that fall anywhere alike cannot make an effect
	value  func(a animal, at []study.Hours) Value
}

// Spines reports whether the measure is read from scored spines, and errors of
// scoring bear on it.
func (m Measure) Spines() bool { return m.Kind == study.Spines }

// Value is the number of one animal, Sum over Of, or the reason there is none.
type Value struct {
	Animal    string
	Sum, Of   float64
	Undefined string
	Rows      []Row
	Counts    Counts
}

// X returns the number.
func (v Value) X() float64 { return v.Sum / v.Of }

// Counts is how many of each lie below an animal.
type Counts struct{ Cells, Branches, Items int }

// Row is one observation below an animal: Y of Of, such as lost spines of a
// branch.
type Row struct {
	Cell, Branch string
	Group        string // within the animal, such as "restored"
	Y, Of        float64
}

// Reading says how errors of scoring are dealt with.
type Reading int

// The readings.
const (
	AsScored Reading = iota
	Corrected
	Confirmed
)

func (r Reading) String() string { return [...]string{"as scored", "corrected", "confirmed"}[r] }

// How says how to measure.
type How struct {
	Reading Reading
	Draws   int    // of permutations; 0 means 99, enough for a mean and a spread
	Seed    uint64 // of the permutations
}

const defaultDraws = 99

// animal is what a measure sees.
type animal struct {
	set *scored.Set
	id  string
	how How
	rng *rand.Rand
}

// Of measures one animal. Moments are as Times tells; for a measure of every
// session they are all given.
func (m Measure) Of(set *scored.Set, id string, at []study.Hours, how How) Value {
	if how.Draws == 0 {
		how.Draws = defaultDraws
	}
	a := animal{set, id, how, rand.New(rand.NewPCG(how.Seed, hash(m.Name+"/"+id)))}
	v := m.value(a, at)
	v.Animal = id
	if v.Undefined == "" && (math.IsNaN(v.X()) || math.IsInf(v.X(), 0)) {
		v.Undefined = "nothing to divide by"
	}
	if v.Undefined != "" {
		v.Sum, v.Of = math.NaN(), math.NaN()
	}
	return v
}

// hash is FNV-1a of a name.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(s) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

func undefined(why string) Value { return Value{Undefined: why} }

// share is a ratio with its parts; without says what it means to have nothing to
// divide by.
func share(sum, of float64, without string) Value {
	if !(of > 0) {
		return undefined(without)
	}
	return Value{Sum: sum, Of: of}
}

// Missing says which table a measure needs and the set lacks, "" if none.
func (m Measure) Missing(set *scored.Set) string {
	for _, any := range m.Needs {
		found := false
		for _, name := range any {
			found = found || set.Has(name)
		}
		if !found {
			if len(any) == 1 {
				return any[0]
			}
			return any[0] + " (or " + any[1] + ")"
		}
	}
	return ""
}
