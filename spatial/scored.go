package spatial

import (
	"fmt"
	"sort"
)

// Seen is one place of a branch and the sessions a point was seen there in.
type Seen struct {
	PositionUm float64
	In         []bool // by session; false is judged and absent
}

// Scored is one branch as it was scored, session by session. Only what was
// judgeable in every session used belongs here.
type Scored struct {
	Path  []Span
	Sites []Seen
}

// Errors are the errors of scoring one session by itself, measured by repeat
// scans, planted points or a second rater.
type Errors struct {
	Miss       float64 // chance that a present point is scored absent
	FalsePerUm float64 // false points per micrometre of judgeable path
}

// Scoring says how sessions were scored and what they are asked.
type Scoring struct {
	// Times groups the sessions: before the loss, after it, after the formation
	// and, if there is one, later on. With one session at a time a point is
	// present or absent as it was scored. With two or more, it is present when
	// seen in all of them, absent when seen in none, and undecided, counting for
	// nothing, otherwise. Sessions of one time are taken to see the same points.
	Times  [][]int
	Errors []Errors // by session

	JitterUm  float64 // standard deviation of a scored position; 0 means 0.2
	LinkUm    float64 // nearer than this, two sessions' points are one; 0 means 0.7
	RadiusUm  float64 // of restored; 0 means 2
	ManyToOne bool    // a lost place may receive several new points
	// AvoidUm keeps new points this far from standing ones, as in N4; 0 places
	// them anywhere, as in N3.
	AvoidUm float64
	Draws   int // 0 means 999
}

// defaults fills in what is 0.
func (s Scoring) defaults() Scoring {
	if s.JitterUm == 0 {
		s.JitterUm = 0.2
	}
	if s.LinkUm == 0 {
		s.LinkUm = 0.7
	}
	s.RadiusUm = Match{RadiusUm: s.RadiusUm}.radius()
	s.Draws = Placement{Draws: s.Draws}.draws()
	return s
}

// check panics at a plan that makes no sense, which is the caller's mistake.
func (s Scoring) check() {
	if len(s.Times) != 3 && len(s.Times) != 4 {
		panic("spatial: Scoring needs three or four times")
	}
	last := -1
	for _, sessions := range s.Times {
		if len(sessions) == 0 {
			panic("spatial: a time without sessions")
		}
		for _, k := range sessions {
			if k <= last || k >= len(s.Errors) || k >= 32 {
				panic(fmt.Sprintf("spatial: session %d out of order or without errors", k))
			}
			last = k
			if e := s.Errors[k]; !(e.Miss >= 0 && e.Miss < 1) || !(e.FalsePerUm >= 0) {
				panic("spatial: need 0 <= miss < 1 and false points >= 0")
			}
		}
	}
}

// presentIf and absentIf are the chances that a point that stands at a time is
// called present, and absent; falsePerUm is how often, per micrometre, something
// that does not exist is called present.
func (s Scoring) presentIf(time int) float64 {
	p := 1.0
	for _, k := range s.Times[time] {
		p *= 1 - s.Errors[k].Miss
	}
	return p
}

func (s Scoring) absentIf(time int) float64 {
	p := 1.0
	for _, k := range s.Times[time] {
		p *= s.Errors[k].Miss
	}
	return p
}

func (s Scoring) falsePerUm(time int) float64 {
	if len(s.Times[time]) > 1 { // two false points at one place: below 1e-3 of the rate
		return 0
	}
	return s.Errors[s.Times[time][0]].FalsePerUm
}

// site is a place and the set of its sessions, one bit each.
type site struct {
	x    float64
	in   uint32
	last int // session it was last seen in, while linking
}

// call is what a time says of a site.
type call int8

const (
	absent call = iota
	undecided
	present
)

func (v site) at(sessions []int) call {
	n := 0
	for _, k := range sessions {
		if v.in>>k&1 == 1 {
			n++
		}
	}
	switch n {
	case 0:
		return absent
	case len(sessions):
		return present
	}
	return undecided
}

// branchSites lays out a scored branch, rising.
func branchSites(b Scored, sessions int) []site {
	var out []site
	for _, s := range b.Sites {
		if len(s.In) < sessions {
			panic("spatial: a site with fewer sessions than Errors")
		}
		v := site{x: s.PositionUm}
		for k, in := range s.In[:sessions] {
			if in {
				v.in |= 1 << k
			}
		}
		out = append(out, v)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].x < out[j].x })
	return out
}
