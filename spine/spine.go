// Package spine finds dendritic spines in two-photon stacks of the same
// dendrites on several days and follows each of them: candidates from a small
// convolutional network on the straightened dendrite, sites pooled over all
// days, and the presence of each site decided jointly from every day's evidence
// by a hidden Markov model. Lengths are micrometres.
//
// A spine is a lateral protrusion: what points up or down the optical axis is
// hidden in the shaft and is not counted (Holtmaat et al. 2009,
// doi:10.1038/nprot.2009.89). Two heads closer than the resolution are one
// candidate; such sites are flagged, not split. Absence is only stated where the
// dendrite can be judged.
package spine

import (
	"respine/dendrite"
	"respine/img"
	"respine/turnover"
)

// Params sets how spines are followed. The zero value means the defaults.
type Params struct {
	Classifier Classifier         // the one that comes with the program
	PerBranch  map[int]Classifier // instead, for single branches: to score dendrites left out of training
	Trace      dendrite.TraceParams
	Presence   PresenceParams
	Centreline map[int][]dendrite.Branch // per session, given rather than traced
	Workers    int                       // goroutines; 2
}

// Result is what was found on every branch in every session.
type Result struct {
	Sessions   []Session
	Branches   []Branch
	Sites      []Site
	Exclusions []Exclusion
	Errors     []ErrorRates // per session
}

// Session is one imaging day.
type Session struct {
	Name        string
	Day         float64
	Aligned     bool
	Correlation float64   // of its field with the reference field; 1 for the reference
	Projection  img.Image // largest over depth
	Voxel       img.Voxel
}

// Branch is one dendrite on all days. Column i of every strip shows the same
// place.
type Branch struct {
	ID       int
	LengthUm float64 // in the reference session
	Days     []Day   // one per session
}

// Day is one branch in one session.
type Day struct {
	Strip       dendrite.Strip // empty where the session was not aligned
	Correlation []float64      // per column, with the reference session
	Judgeable   []bool         // per column
	Reason      string         // why nothing of it can be judged, if so
}

// Site is one place on a branch where a spine stood in at least one session.
type Site struct {
	ID      string
	Branch  int
	Place   // pooled over the sessions it was seen in
	Kind    turnover.Kind
	Crowded bool // a neighbour on the same side is too close to be told apart surely
	Seen    []Observation
}

// Observation is one site in one session.
type Observation struct {
	State  turnover.State
	P      float64 // that a spine is present, from all sessions together; NaN if the session does not show the branch
	PAlone float64 // the same from this session's image alone
	Reason string  // why it cannot be judged, if so
	Candidate
}

// Exclusion is something left out, and why.
type Exclusion struct {
	Session int // -1 for all
	Branch  int // -1 for all
	FromUm  float64
	ToUm    float64
	Reason  string
}

// Presence returns the presence table of the sites for package turnover.
func (r Result) Presence() turnover.Presence {
	var p turnover.Presence
	for _, s := range r.Sessions {
		p.Sessions = append(p.Sessions, turnover.Session{Day: s.Day})
	}
	for _, s := range r.Sites {
		t := turnover.Site{Spine: s.ID, Branch: s.Branch, Side: s.Side, PositionUm: s.PositionUm, Kind: s.Kind}
		for _, o := range s.Seen {
			t.States = append(t.States, o.State)
		}
		p.Sites = append(p.Sites, t)
	}
	p.Judgeable = r.spans()
	return p
}
