package scope

import (
	"math"

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
// that a mouse is the same in every arm until something differs. The twin lives
// by whole hours, records at the beginning of one and acts in it: see hourly. The
// study must be one in which Check finds nothing that Err reports.
func StudyArms(s study.Study, settleHours float64) []StudyArm {
	begin := math.Inf(1)
	recorded, done := hourly(s)
	out := make([]StudyArm, len(s.Arms))
	for i, a := range s.Arms {
		p := twin.Protocol{Name: a.ID}
		for _, m := range a.Manipulations {
			p.Manipulations = append(p.Manipulations, twinManipulation(m, done[m.From]))
			begin = math.Min(begin, float64(m.From))
		}
		out[i].Protocol = p
		for _, v := range s.Sessions {
			if v.Covers(a.ID) {
				out[i].add(v, recorded[v.At])
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

// add appends a session, recorded at an hour, as an earlier one of the twin where
// that holds it.
func (a *StudyArm) add(s study.Session, hour float64) {
	for _, other := range a.Sessions {
		if other.At == s.At && twinSession(other.Kind) == twinSession(s.Kind) {
			a.Sessions = append(a.Sessions, StudySession{s, other.Number})
			return
		}
	}
	a.Sessions = append(a.Sessions, StudySession{s, len(a.Protocol.Sessions)})
	a.Protocol.Sessions = append(a.Protocol.Sessions, twin.Session{Kind: twinSession(s.Kind), Hours: hour})
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

func twinManipulation(m study.Manipulation, from float64) twin.Manipulation {
	kinds := map[study.ManipulationKind]twin.Kind{
		study.Corticosterone: twin.Corticosterone, study.Restraint: twin.Restraint, study.Vehicle: twin.Vehicle,
		study.Ketamine: twin.KetamineDose, study.Photoactivation: twin.Photoactivation, study.Deletion: twin.Deletion,
	}
	kind, ok := kinds[m.Kind]
	if !ok {
		panic("scope: unknown manipulation " + string(m.Kind))
	}
	probes := map[study.Probe]twin.Probe{study.ProbeASPaRAC1: twin.ASPaRAC1, study.ProbeUntargeted: twin.Untargeted}
	return twin.Manipulation{Kind: kind, FromHours: from, ToHours: float64(m.To),
		Dose: m.DoseMgPerKg, HoursPerDay: m.HoursPerDay, Probe: probes[m.Probe]}
}
