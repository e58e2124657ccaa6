// Package claim holds statements about a study that were declared before its
// data, and what the data say to them: supported, refuted, equivalent,
// undetermined or not testable, each with effect, interval, the numbers of
// animals and of what lies below them, the smallest p those numbers could give,
// and one sentence.
//
// A claim is made of parts. A part is one measure (package measure), one
// contrast of groups of animals and one word, such as more or abolished, whose
// logic is fixed: Words lists them. The animal is the unit of every test. A claim
// holds by a formula over its parts and over other claims, which is three-valued
// and knows in addition what cannot be tested.
//
// Absence of an effect is supported by equivalence only, never by a large p.
// Claims about spines are judged twice, as scored and with the errors of scoring
// taken off, and hold only if they survive that (Reading in package measure).
// What it cannot see: whether the scorer was blind, animals assigned at random,
// or a claim really written before the data.
package claim

import (
	"slices"

	"respine/measure"
	"respine/study"
)

// Set is a declaration: groups of animals and claims about them.
type Set struct {
	Name   string
	Groups []Group
	Claims []Claim
}

// Group is animals to which the same was done by the time they are looked at: an
// animal of a light arm is one of the drug alone until the light. Arms, if any,
// are named by the lab and rule over the rest.
type Group struct {
	ID       string
	Anything bool
	Given    []study.ManipulationKind // beside vehicle
	Probe    study.Probe              // of photoactivation
	Light    study.Hours              // when
	Arms     []string
}

// Claim is one statement.
type Claim struct {
	ID        string
	Statement string
	Family    string // within which p is adjusted
	Holds     Formula
	Parts     []Part
	Caveats   []Caveat
	Weaker    string // the statement that is left when a caveat says so
	Premise   string // whose it is, for what is taken from elsewhere
	Inference Formula
	Needs     string // what would test an inference
}

// Part is one test.
type Part struct {
	ID        string // of the claim, a dot, and its name; of the claim alone for its only part
	Measure   measure.Measure
	Other     measure.Measure // beside it, for dissociated
	At        []When
	From      *When  // the value there is taken off
	Table     string // to read the measure from, where there are two; "" for the one with more animals
	Says      Word
	Arm       string // groups
	Against   string
	Reference string
	Control   [2]string // whose difference sets the margin
	MarginOf  string    // part whose effect sets it
	Margin    float64   // in the unit of the measure; 0 for none
	Share     float64   // of an effect, as margin; 0 means a half
	Value     float64   // for about
	Adjust    []measure.Measure
	Mixed     bool // branches within animals by a mixed model beside the animals' means
	Smallest  *float64
	Paper     *float64
}

// Caveat is told when something is not supported, or only when it is not
// testable.
type Caveat struct {
	Unless string // part or claim
	Text   string
	Weaker bool // the claim's weaker statement is what is left
}

// defaultShare of an effect is what counts as as good as none, and as half of it
// kept: the retained-effect margin.
const defaultShare = 0.5

func (p Part) share() float64 {
	if p.Share == 0 {
		return defaultShare
	}
	return p.Share
}

// Word says what a part claims.
type Word string

// The words. More and Less need the interval of the difference to lie on their
// side of zero, or of the measure's chance where a group stands alone, and beyond
// the smallest effect of interest if one is declared. Unchanged needs the 90 %
// interval within the margin (two one-sided tests). Abolished needs a difference
// from Against and equivalence to Reference. Reversed needs the recovery index
// (Arm-Against)/(Reference-Against) above zero, and tells full, within 0.75 to
// 1.25, from partial. Unreduced needs at least half of the effect of Against over
// Reference kept in Arm, that effect being shown in the same study. About needs
// the interval within a margin of a value. Dissociated needs the interaction of
// two measures in the same animals. Estimated claims nothing.
const (
	More        Word = "more"
	Less        Word = "less"
	Unchanged   Word = "unchanged"
	Abolished   Word = "abolished"
	Reversed    Word = "reversed"
	Unreduced   Word = "unreduced"
	About       Word = "about"
	Dissociated Word = "dissociated"
	Estimated   Word = "estimated"
)

// Words returns them all.
func Words() []Word {
	return []Word{More, Less, Unchanged, Abolished, Reversed, Unreduced, About, Dissociated, Estimated}
}

// Group returns the group of an ID.
func (s Set) Group(id string) (Group, bool) {
	i := slices.IndexFunc(s.Groups, func(g Group) bool { return g.ID == id })
	if i < 0 {
		return Group{}, false
	}
	return s.Groups[i], true
}

// Claim returns the claim of an ID.
func (s Set) Claim(id string) (Claim, bool) {
	i := slices.IndexFunc(s.Claims, func(c Claim) bool { return c.ID == id })
	if i < 0 {
		return Claim{}, false
	}
	return s.Claims[i], true
}

// IDs returns those of all claims.
func (s Set) IDs() []string {
	out := make([]string, len(s.Claims))
	for i, c := range s.Claims {
		out[i] = c.ID
	}
	return out
}
