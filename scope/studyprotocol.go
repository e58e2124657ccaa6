package scope

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/study"
	"respine/twin"
)

// StudyArm is an arm of a manifest as the twin lives it.
type StudyArm struct {
	Protocol twin.Protocol
	Sessions []StudySession
}

// StudySession is a session of the manifest with its number in the protocol.
// Photometry and tail suspension at one moment are one session of the twin.
type StudySession struct {
	study.Session
	Number int
}

// StudyArms turns the arms of a study into protocols, in the order of the study.
// All begin at the same hour, settleHours before the first thing in any arm, so
// that a mouse is the same in every arm until something differs. The study must
// be one in which Check finds nothing that Err reports.
func StudyArms(s study.Study, settleHours float64) []StudyArm {
	begin := math.Inf(1)
	out := make([]StudyArm, len(s.Arms))
	for i, a := range s.Arms {
		p := twin.Protocol{Name: a.ID}
		for _, m := range a.Manipulations {
			p.Manipulations = append(p.Manipulations, twinManipulation(m))
			begin = math.Min(begin, float64(m.From))
		}
		out[i].Protocol = p
		for _, v := range s.Sessions {
			if v.Covers(a.ID) {
				out[i].add(v)
				begin = math.Min(begin, float64(v.At))
			}
		}
	}
	start := math.Floor(begin) - settleHours
	if start == 0 {
		start = -1 // 0 leaves the start to the twin, arm by arm
	}
	for i := range out {
		out[i].Protocol.StartHours = start
	}
	return out
}

// add appends a session, as an earlier one of the twin where that holds it.
func (a *StudyArm) add(s study.Session) {
	v := twin.Session{Kind: twinSession(s.Kind), Hours: float64(s.At)}
	n := slices.Index(a.Protocol.Sessions, v)
	if n < 0 {
		n = len(a.Protocol.Sessions)
		a.Protocol.Sessions = append(a.Protocol.Sessions, v)
	}
	a.Sessions = append(a.Sessions, StudySession{s, n})
}

// twinSession is what the twin records for a kind of session.
func twinSession(k study.SessionKind) twin.SessionKind {
	switch k {
	case study.Spines:
		return twin.SpineSession
	case study.Calcium:
		return twin.CalciumSession
	case study.TailSuspension, study.Photometry:
		return twin.SuspensionSession
	case study.Sucrose:
		return twin.SucroseSession
	case study.PSD95:
		return twin.PunctaSession
	}
	panic("scope: unknown kind of session " + string(k))
}

func twinManipulation(m study.Manipulation) twin.Manipulation {
	kinds := map[study.ManipulationKind]twin.Kind{
		study.Corticosterone: twin.Corticosterone, study.Restraint: twin.Restraint, study.Vehicle: twin.Vehicle,
		study.Ketamine: twin.KetamineDose, study.Photoactivation: twin.Photoactivation, study.Deletion: twin.Deletion,
	}
	kind, ok := kinds[m.Kind]
	if !ok {
		panic("scope: unknown manipulation " + string(m.Kind))
	}
	probes := map[study.Probe]twin.Probe{study.ProbeASPaRAC1: twin.ASPaRAC1, study.ProbeUntargeted: twin.Untargeted}
	return twin.Manipulation{Kind: kind, FromHours: float64(m.From), ToHours: float64(m.To),
		Dose: m.DoseMgPerKg, HoursPerDay: m.HoursPerDay, Probe: probes[m.Probe]}
}

// StudyNotes says where the twin's clock, which goes by whole hours and records
// before it acts, departs from the manifest: what is done in the hour of a
// session is done after it.
func StudyNotes(s study.Study) []string {
	var out []string
	for _, v := range s.Sessions {
		if whole := study.Hours(math.Floor(float64(v.At))); v.At != whole {
			out = append(out, fmt.Sprintf("session %s at %s is recorded in the state of %s: the twin lives by whole hours", v.ID, v.At, whole))
		}
	}
	type deed struct{ what, sessions string }
	arms := map[deed][]string{}
	var order []deed
	for _, a := range s.Arms {
		for _, m := range a.Manipulations {
			d := deed{fmt.Sprintf("%s at %s", m.Kind, m.From), strings.Join(sessionsBefore(s, a.ID, m), " ")}
			if d.sessions == "" {
				continue
			}
			if arms[d] == nil {
				order = append(order, d)
			}
			arms[d] = append(arms[d], a.ID)
		}
	}
	for _, d := range order {
		out = append(out, fmt.Sprintf("%s in arms %s: the twin records %s before it", d.what, strings.Join(arms[d], " "), d.sessions))
	}
	return out
}

// sessionsBefore lists the sessions of an arm that the manifest dates after a
// manipulation, or at its moment, and the twin before it.
func sessionsBefore(s study.Study, arm string, m study.Manipulation) []string {
	if m.Kind == study.Vehicle {
		return nil
	}
	var out []string
	for _, v := range s.Sessions {
		if v.Covers(arm) && v.At >= m.From && math.Floor(float64(v.At)) == math.Floor(float64(m.From)) {
			out = append(out, v.ID)
		}
	}
	return out
}
