// Package study reads the manifest of a study, study.yaml: which animals are in
// which arm, what was done to the arms and when, what was looked at when, and
// which files hold it. The manifest is parsed and checked as a whole; nothing it
// names is opened.
//
// All times are hours from time zero, the moment of the drug (or of its
// vehicle), the same for all animals and independent of the calendar. A session
// sees the state before anything dated its own moment: what is done at 0 h is not
// seen in a session at 0 h.
//
// A Study is plain values. Parse makes one from text, Check finds what is wrong
// with one, Write makes text of one; Parse of what Write wrote is the same
// Study. Every key of the file is described once, in keys.go, from which it is
// read, written and told to editors (Schema).
//
// It cannot see whether files exist or hold what the manifest says.
package study

import (
	"slices"

	"respine/yamltree"
)

// Study is a whole manifest.
type Study struct {
	Name       string
	TimeZero   TimeZero
	Arms       []Arm
	Animals    []Animal
	Sessions   []Session
	Recordings []Recording
	Tables     []Table
	Measure    Measure
	Claims     Claims
	Blinding   Blinding
	Simulation Simulation // zero for a study of animals
}

// Blinding says what whoever looks at results may know.
type Blinding string

// Masked has results name animals by codes and leave out arms, until they are
// unblinded.
const Masked Blinding = "masked"

// TimeZero says what happened at 0 h.
type TimeZero struct {
	Event string // such as "injection of ketamine or vehicle"
	Clock string // local time of day, hh:mm, "" if unknown; corticosterone follows it
}

// Arm is a group of animals to which the same was done.
type Arm struct {
	ID            string
	Purpose       string // what the arm is compared for, in the lab's words
	Probe         Probe  // the construct expressed throughout; "" if none was given
	Manipulations []Manipulation
}

// Animal is the experimental unit.
type Animal struct {
	ID    string
	Arm   string
	Sex   Sex
	Cage  string
	Batch string
}

// Sex is "" where it was not written down.
type Sex string

// Sexes as the manifest writes them.
const (
	Female Sex = "f"
	Male   Sex = "m"
)

// Table is a table the lab brings ready-made, such as bouts scored by hand: its
// rows name their animal and session themselves.
type Table struct {
	Kind  SessionKind // what it is a table of
	Files []string
	Rater string // who scored it, "" if unknown
}

// Simulation says how the twin stands in for the animals. The zero value means
// it does not.
type Simulation struct {
	Preset        string  // of the twin
	Size          string  // "small", "paper" or ""
	ClockDriftPPM float64 // how much faster the photometry recorder's clock runs than the film's
	ClockOffsetS  float64 // what it shows as the film begins
}

// Problem is one thing wrong with a manifest, Problems all of them in the order
// of its lines.
type (
	Problem  = yamltree.Problem
	Problems = yamltree.Problems
)

// Parse reads a manifest. Name stands in front of every problem, as in
// study.yaml:12:5. All problems come back at once, in the order of the lines,
// each with its place and, where one is known, a hint. The Study is the zero
// value if Problems.Err is not nil; warnings alone leave it whole. Manipulations
// come back in the order of time.
func Parse(text []byte, name string) (Study, Problems) {
	c := yamltree.Collect(name)
	root, ok := c.Parse(text)
	if !ok {
		return Study{}, c.Problems()
	}
	var s Study
	readKeys(c, root, "", "key", s.keys())
	for i := range s.Arms {
		s.Arms[i].settle()
	}
	check(c, s)
	if c.Problems().Err() != nil {
		return Study{}, c.Problems()
	}
	return s, c.Problems()
}

// Arm returns the arm with an ID.
func (s Study) Arm(id string) (Arm, bool) {
	i := slices.IndexFunc(s.Arms, func(a Arm) bool { return a.ID == id })
	if i < 0 {
		return Arm{}, false
	}
	return s.Arms[i], true
}

// settle brings an arm into the form in which two equal arms are equal:
// manipulations in the order of time, and the probe of its light as its probe.
func (a *Arm) settle() {
	slices.SortStableFunc(a.Manipulations, compareManipulations)
	for _, m := range a.Manipulations {
		if m.Kind == Photoactivation && a.Probe == "" {
			a.Probe = m.Probe
		}
	}
}
