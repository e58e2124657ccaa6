package study

import (
	"cmp"
	"fmt"
	"strings"

	"respine/spelling"
)

// ManipulationKind is the name of something done to animals.
type ManipulationKind string

// What can be done to animals. Deletion is for the twin alone: no light takes
// spines away at random.
const (
	Corticosterone  ManipulationKind = "corticosterone"  // in the drinking water
	Restraint       ManipulationKind = "restraint"       // repeated, some hours every day
	Vehicle         ManipulationKind = "vehicle"         // the injection without the drug
	Ketamine        ManipulationKind = "ketamine"        // one injection
	Photoactivation ManipulationKind = "photoactivation" // light on a probe
	Deletion        ManipulationKind = "deletion"        // as many spines as the light would take, at random
)

// ManipulationKinds returns them all.
func ManipulationKinds() []ManipulationKind {
	return []ManipulationKind{Corticosterone, Restraint, Vehicle, Ketamine, Photoactivation, Deletion}
}

// Probe is what neurons express for light to act on.
type Probe string

// AS-PaRAC1 shrinks recently potentiated spines under light (Hayashi-Takagi et
// al. 2015, doi:10.1038/nature15257). The untargeted construct shrinks spines
// whatever their history. ProbeNone is the fluorophore alone, on which light
// does nothing.
const (
	ProbeASPaRAC1   Probe = "AS-PaRAC1"
	ProbeUntargeted Probe = "untargeted"
	ProbeNone       Probe = "none"
)

// Probes returns them all.
func Probes() []Probe { return []Probe{ProbeASPaRAC1, ProbeUntargeted, ProbeNone} }

// Manipulation is one thing done to the animals of an arm. What happens at a
// moment has From equal to To.
type Manipulation struct {
	Kind        ManipulationKind
	From, To    Hours
	HoursPerDay float64 // of restraint
	DoseMgPerKg float64 // of ketamine
	Probe       Probe   // of photoactivation
}

// Interval returns when it was done.
func (m Manipulation) Interval() Interval { return Interval{m.From, m.To} }

// String prints a manipulation as it stands behind its kind in the manifest.
func (m Manipulation) String() string {
	switch m.Kind {
	case Corticosterone:
		return m.Interval().String()
	case Restraint:
		return fmt.Sprintf("%s h/day during %s", number(m.HoursPerDay), m.Interval())
	case Vehicle:
		return "at " + m.From.String()
	case Ketamine:
		return fmt.Sprintf("%s mg/kg at %s", number(m.DoseMgPerKg), m.From)
	case Photoactivation:
		return fmt.Sprintf("%s at %s", m.Probe, m.From)
	case Deletion:
		return randomMatched + " at " + m.From.String()
	}
	return string(m.Kind)
}

// randomMatched is the one kind of deletion: as many spines as photoactivation
// of AS-PaRAC1 would take from the same animal, chosen at random.
const randomMatched = "random-matched"

// form is how a manipulation is written: what it needs said, then "at" a moment
// or "during" a stretch.
type form struct {
	word, example string
	amount        bool // something stands before the word
}

// formOf returns how a kind of manipulation is written.
func formOf(kind ManipulationKind) form {
	switch kind {
	case Corticosterone:
		return form{"during", "day -10..0", false}
	case Restraint:
		return form{"during", "2 h/day during day -10..0", true}
	case Vehicle:
		return form{"at", "at 0 h", false}
	case Ketamine:
		return form{"at", "10 mg/kg at 0 h", true}
	case Photoactivation:
		return form{"at", "AS-PaRAC1 at 24 h", true}
	case Deletion:
		return form{"at", "random-matched at 24 h", true}
	}
	panic("study: unknown kind of manipulation " + string(kind))
}

// ParseManipulation reads what stands behind a kind of manipulation in the
// manifest, such as "10 mg/kg at 0 h" behind ketamine.
func ParseManipulation(kind ManipulationKind, s string) (Manipulation, error) {
	m, f := Manipulation{Kind: kind}, formOf(kind)
	before, when, found := strings.Cut(" "+s+" ", " "+f.word+" ")
	before, when = strings.TrimSpace(before), strings.TrimSpace(when)
	switch {
	case !found && f.amount:
		return m, fmt.Errorf("%q says no time\nhint: %s", s, timelessHint(kind, f))
	case !found:
		before, when = "", strings.TrimSpace(s)
	}
	if err := m.setAmount(before, f); err != nil {
		return m, err
	}
	if f.word == "at" {
		at, err := ParseHours(when)
		m.From, m.To = at, at
		return m, err
	}
	i, err := ParseInterval(when)
	m.From, m.To = i.From, i.To
	return m, err
}

// timelessHint is what to write where the time is missing.
func timelessHint(kind ManipulationKind, f form) string {
	hint := fmt.Sprintf("write %s: %s", kind, f.example)
	if kind == Photoactivation {
		hint += "; where the probe is expressed and no light given, write probe: AS-PaRAC1"
	}
	return hint
}

// setAmount reads what stands before the time.
func (m *Manipulation) setAmount(s string, f form) (err error) {
	fail := func(what string) error {
		return fmt.Errorf("%q is no %s\nhint: write %s: %s", s, what, m.Kind, f.example)
	}
	switch m.Kind {
	case Restraint:
		if m.HoursPerDay, err = quantity(s, "h/day"); err != nil {
			return fail("number of hours a day")
		}
	case Ketamine:
		if m.DoseMgPerKg, err = quantity(s, "mg/kg"); err != nil {
			return fail("dose")
		}
	case Photoactivation:
		m.Probe, err = parseProbe(s)
	case Deletion:
		if s != randomMatched {
			return fail("way to choose spines")
		}
	default:
		if s != "" {
			return fail("time")
		}
	}
	return err
}

// parseProbe reads the name of a probe, in any case.
func parseProbe(s string) (Probe, error) {
	for _, p := range Probes() {
		if strings.EqualFold(s, string(p)) {
			return p, nil
		}
	}
	return "", fmt.Errorf("unknown probe %q\nhint: %s", s, spelling.Suggest(s, names(Probes())))
}

// compareManipulations orders by time, then by the order of ManipulationKinds.
func compareManipulations(a, b Manipulation) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(rank(a.Kind), rank(b.Kind)))
}

// rank is the place of a kind among all.
func rank(kind ManipulationKind) int {
	for i, k := range ManipulationKinds() {
		if k == kind {
			return i
		}
	}
	return -1
}
