package twin

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Kind is what is done to a mouse.
type Kind int

// The manipulations.
const (
	Corticosterone  Kind = iota // from an hour to an hour
	Restraint                   // from an hour to an hour, some hours of each day
	KetamineDose                // at an hour
	Vehicle                     // at an hour; does nothing
	Photoactivation             // at an hour, with a probe
	Deletion                    // at an hour, of as many random spines as light would have shrunk
)

var kindNames = [...]string{"corticosterone", "restraint", "ketamine", "vehicle", "photoactivation", "deletion"}

func (k Kind) String() string { return kindNames[k] }

// Probe is what the light acts on.
type Probe int

// The probes.
const (
	NoProbe    Probe = iota // a fluorophore alone: light does nothing
	ASPaRAC1                // in recently potentiated spines (Hayashi-Takagi et al. 2015, doi 10.1038/nature15257)
	Untargeted              // the same enzyme in spines at random
)

func (p Probe) String() string { return [...]string{"none", "AS-PaRAC1", "untargeted"}[p] }

// Manipulation is one dated event.
type Manipulation struct {
	Kind               Kind
	FromHours, ToHours float64 // ToHours is read for stress only
	Dose               float64 // mg/kg of ketamine, 0 means 10; drive of stress, 0 means 1 for corticosterone and 4 for the surge of a restraint
	HoursPerDay        float64 // of restraint; 0 means 2
	Probe              Probe
}

// SessionKind is what is recorded.
type SessionKind int

// The kinds of session.
const (
	SpineSession SessionKind = iota
	CalciumSession
	SuspensionSession // with photometry
	SucroseSession
	PunctaSession // tissue of the mouse as it is; it lives on
)

func (k SessionKind) String() string {
	return [...]string{"spines", "calcium", "tail-suspension", "sucrose", "psd95"}[k]
}

// Session is one dated recording.
type Session struct {
	Kind  SessionKind
	Hours float64
}

// Protocol is what happens to a mouse; hours count from the drug.
type Protocol struct {
	Name          string
	Manipulations []Manipulation
	Sessions      []Session
	// StartHours is when the simulation begins; 0 leaves time to settle before
	// the first manipulation or session. Give arms that are to be compared
	// mouse by mouse the same start.
	StartHours float64
}

// Keep returns the protocol with those of its sessions that are to be recorded,
// beginning when the whole one begins: a session has the same bits whatever else
// is recorded, and what is not read need not be paid for.
func (p Protocol) Keep(params Params, recorded []Session) Protocol {
	if p.StartHours = p.start(params); p.StartHours == 0 {
		p.StartHours = 0.5 // the same hour, but given
	}
	p.Sessions = slices.DeleteFunc(slices.Clone(p.Sessions), func(s Session) bool { return !slices.Contains(recorded, s) })
	return p
}

// Check returns everything wrong with the protocol.
func (p Protocol) Check() error {
	var wrong []string
	if len(p.Sessions) == 0 {
		wrong = append(wrong, "no session: nothing would be recorded")
	}
	for i, m := range p.Manipulations {
		switch {
		case m.Kind < 0 || int(m.Kind) >= len(kindNames):
			wrong = append(wrong, fmt.Sprintf("manipulation %d: unknown kind %d", i+1, int(m.Kind)))
		case !finite(m.FromHours) || !finite(m.ToHours):
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): no hour", i+1, m.Kind))
		case !(m.Dose >= 0) || !finite(m.Dose):
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): dose %g is negative or no number", i+1, m.Kind, m.Dose))
		case m.Probe < NoProbe || m.Probe > Untargeted:
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): unknown probe %d", i+1, m.Kind, int(m.Probe)))
		case p.misses(m.FromHours):
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): at %g h, before the simulation starts at %g h", i+1, m.Kind, m.FromHours, p.StartHours))
		case m.chronic() && m.ToHours <= m.FromHours:
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): ends at %g h, before it begins at %g h", i+1, m.Kind, m.ToHours, m.FromHours))
		case !(m.HoursPerDay >= 0 && m.HoursPerDay <= 24):
			wrong = append(wrong, fmt.Sprintf("manipulation %d (%s): %g hours a day", i+1, m.Kind, m.HoursPerDay))
		}
	}
	for i, s := range p.Sessions {
		if s.Kind < SpineSession || s.Kind > PunctaSession {
			wrong = append(wrong, fmt.Sprintf("session %d: unknown kind %d", i+1, int(s.Kind)))
			continue
		}
		if !finite(s.Hours) {
			wrong = append(wrong, fmt.Sprintf("session %d (%s): no hour", i+1, s.Kind))
		}
		if p.misses(s.Hours) {
			wrong = append(wrong, fmt.Sprintf("session %d (%s): at %g h, before the simulation starts at %g h", i+1, s.Kind, s.Hours, p.StartHours))
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("twin: protocol %q: %s\nhint: hours count from the drug, before it they are negative", p.Name, strings.Join(wrong, "; "))
}

// misses reports whether an hour is over before the simulation starts.
func (p Protocol) misses(hours float64) bool {
	return p.StartHours != 0 && math.Floor(hours) < math.Floor(p.StartHours)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func (m Manipulation) chronic() bool { return m.Kind == Corticosterone || m.Kind == Restraint }

// start returns the whole hour the simulation begins.
func (p Protocol) start(params Params) float64 {
	if p.StartHours != 0 {
		return math.Floor(p.StartHours)
	}
	return p.begins() - params.Imaging.SettleHours
}

// end returns the whole hour in which the last session is recorded.
func (p Protocol) end() float64 {
	last := math.Inf(-1)
	for _, s := range p.Sessions {
		last = math.Max(last, math.Floor(s.Hours))
	}
	return last
}

// stressed returns the drive of stress in an hour, 0 without.
func (p Protocol) stressed(hour float64) float64 {
	most := 0.0
	for _, m := range p.Manipulations {
		if !m.chronic() || hour < m.FromHours || hour >= m.ToHours {
			continue
		}
		if m.Kind == Restraint && math.Mod(hour-m.FromHours, 24) >= orElse(m.HoursPerDay, 2) {
			continue
		}
		usual := 1.0
		if m.Kind == Restraint {
			usual = 4
		}
		most = math.Max(most, orElse(m.Dose, usual))
	}
	return most
}

// orElse returns x, or what it means when it is not given.
func orElse(x, otherwise float64) float64 {
	if x == 0 {
		return otherwise
	}
	return x
}

// begins returns the whole hour of the first session or manipulation.
func (p Protocol) begins() float64 {
	first := math.Inf(1)
	for _, s := range p.Sessions {
		first = math.Min(first, s.Hours)
	}
	for _, m := range p.Manipulations {
		first = math.Min(first, m.FromHours)
	}
	return math.Floor(first)
}
