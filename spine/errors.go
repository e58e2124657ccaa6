package spine

import (
	"math"
	"slices"

	"respine/dendrite"
	"respine/table"
	"respine/turnover"
)

// ErrorRates are the estimated errors of one session's scoring. A value that
// cannot be estimated is NaN, with the reason in Why.
type ErrorRates struct {
	Session int
	// Miss is the share of the spines there are that were not found, from
	// planted spines: every spine found at a contrast where one in n is found
	// stands for n (Horvitz & Thompson 1952, doi:10.1080/01621459.1952.10483446).
	Miss           float64
	MissLo, MissHi float64 // 95 % bootstrap interval over planted spines and found ones
	Planted, Found int
	// FalsePerUm is the expected number of false spines on a micrometre of
	// judgeable path, and FalseShare their share of the spines called, from
	// the joint probability of presence of each.
	FalsePerUm, FalseShare float64
	// MissRepeat and FalseRepeatPerUm come from disagreement of three
	// neighbouring used sessions: present-absent-present over present-?-present, and
	// absent-present-absent per micrometre judged in all three. Spines that truly come and go
	// within the three raise them.
	MissRepeat, FalseRepeatPerUm float64
	Why                          string
}

// estimateErrors fills the error rates of every session.
func (t *Tracker) estimateErrors(r *Result, views [][]*view) {
	r.Errors = make([]ErrorRates, len(r.Sessions))
	for k := range r.Errors {
		r.Errors[k] = ErrorRates{Session: k, Miss: math.NaN(), MissLo: math.NaN(), MissHi: math.NaN()}
		r.falseRates(k, &r.Errors[k])
		r.repeatRates(k, &r.Errors[k])
	}
	t.missRates(r, views)
}

func (r *Result) judgeableUm(k int) float64 {
	var um float64
	for _, b := range r.Branches {
		um += b.Days[k].JudgeableUm()
	}
	return um
}

func (r *Result) falseRates(k int, e *ErrorRates) {
	var called, wrong float64
	for _, s := range r.Sites {
		if s.Seen[k].State == turnover.Present {
			called++
			wrong += 1 - s.Seen[k].P
		}
	}
	e.FalseShare, e.FalsePerUm = wrong/called, wrong/r.judgeableUm(k)
	if called == 0 {
		e.FalseShare = math.NaN()
	}
	if r.judgeableUm(k) == 0 {
		e.FalsePerUm = math.NaN()
	}
}

func (r *Result) repeatRates(k int, e *ErrorRates) {
	e.MissRepeat, e.FalseRepeatPerUm = math.NaN(), math.NaN()
	i, j := r.usedBefore(k), r.usedAfter(k)
	if i < 0 || j < 0 {
		return
	}
	var kept, missed, alone float64
	for _, s := range r.Sites {
		before, now, after := s.Seen[i].State, s.Seen[k].State, s.Seen[j].State
		switch {
		case now == turnover.NotJudgeable:
		case before == turnover.Present && after == turnover.Present && now == turnover.Present:
			kept++
		case before == turnover.Present && after == turnover.Present:
			missed++
		case before == turnover.Absent && after == turnover.Absent && now == turnover.Present:
			alone++
		}
	}
	if kept+missed > 0 {
		e.MissRepeat = missed / (kept + missed)
	}
	if um := r.commonUm(i, k, j); um > 0 {
		e.FalseRepeatPerUm = alone / um
	}
}

// usedBefore is the last session before k in which anything is judgeable, -1 if
// there is none, and usedAfter the next.
func (r *Result) usedBefore(k int) int {
	for k--; k >= 0 && r.judgeableUm(k) == 0; k-- {
	}
	return k
}

func (r *Result) usedAfter(k int) int {
	for k++; k < len(r.Sessions); k++ {
		if r.judgeableUm(k) > 0 {
			return k
		}
	}
	return -1
}

// commonUm is the path judgeable in all the sessions.
func (r *Result) commonUm(sessions ...int) float64 {
	columns := 0
	for _, b := range r.Branches {
		for i := range b.Days[sessions[0]].Judgeable {
			if !slices.ContainsFunc(sessions, func(k int) bool {
				j := b.Days[k].Judgeable
				return i >= len(j) || !j[i]
			}) {
				columns++
			}
		}
	}
	return float64(columns) * dendrite.StepUm
}

func (r Result) errorTable() *table.Table {
	t := table.New("errors", table.Int("session", ""), table.Float("miss", ""), table.Float("miss_lo", ""), table.Float("miss_hi", ""),
		table.Int("planted", ""), table.Int("planted_found", ""),
		table.Float("false_per_um", "1/um"), table.Float("false_share", ""),
		table.Float("miss_repeat", ""), table.Float("false_repeat_per_um", "1/um"), table.String("reason", ""))
	for _, e := range r.Errors {
		t.Append(e.Session, e.Miss, e.MissLo, e.MissHi, e.Planted, e.Found,
			e.FalsePerUm, e.FalseShare, e.MissRepeat, e.FalseRepeatPerUm, e.Why)
	}
	return t
}
