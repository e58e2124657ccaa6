package study

import "slices"

// SessionKind is the name of something looked at.
type SessionKind string

// What can be looked at.
const (
	Spines         SessionKind = "spines"          // a two-photon z-stack
	Calcium        SessionKind = "calcium"         // a two-photon movie of cells
	TailSuspension SessionKind = "tail-suspension" // a video
	Photometry     SessionKind = "photometry"      // light through a fibre
	Sucrose        SessionKind = "sucrose"         // weights of two bottles
	PSD95          SessionKind = "psd95"           // images of fixed sections
)

// SessionKinds returns them all.
func SessionKinds() []SessionKind {
	return []SessionKind{Spines, Calcium, TailSuspension, Photometry, Sucrose, PSD95}
}

// Session is one occasion on which the same was looked at in all animals, or in
// all animals of some arms.
type Session struct {
	ID    string
	Kind  SessionKind
	At    Hours    // when it begins
	Lasts Hours    // 0 means what is usual for its kind
	Arms  []string // nil means all
}

// Interval returns from when to when a session lasts. Unless the manifest says
// otherwise an imaging session takes an hour with its handling, a movie 20 min,
// tail suspension and the photometry during it 6 min, a sucrose test a day.
func (s Session) Interval() Interval {
	lasts := s.Lasts
	if lasts == 0 {
		switch s.Kind {
		case Calcium:
			lasts = Hours(20) / 60
		case TailSuspension, Photometry:
			lasts = Hours(6) / 60
		case Sucrose:
			lasts = Day
		default:
			lasts = 1
		}
	}
	return Interval{s.At, s.At + lasts}
}

// Covers reports whether the animals of an arm take part.
func (s Session) Covers(arm string) bool {
	return s.Arms == nil || slices.Contains(s.Arms, arm)
}
