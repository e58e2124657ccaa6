// Package sucrose measures how much rather a mouse drinks sucrose than water, from
// the weights of two bottles before and after each period, or from licks at two
// spouts.
//
// Preference is 100 S/(S + W) per cent, where S and W are grams drunk: lost by the
// bottle, less what bottles of cages without a mouse lose by evaporation and
// dripping (Tordoff & Bachmanov 2003, doi 10.1093/chemse/28.7.621, find below 0.2 ml
// in two days). A gram is taken for a millilitre; 2 % sucrose weighs 0.6 % more.
// Sides are exchanged between periods because mice prefer sides; the preference with
// sucrose on either side, and the share drunk from the left, are told beside it.
// What is left out follows rules declared before the data (Params), and is a row
// with its reason.
//
// It cannot see who drank, a leak that nobody noted and that loses no more than a
// mouse may drink, nor whether less sucrose is less pleasure or less learning. A
// criterion of anhedonia (65 %, Strekalova 2004) is not applied.
package sucrose

import (
	"fmt"
	"math"
	"slices"
)

// Weight is one bottle over one period. Numbers that were not written down are NaN.
type Weight struct {
	Animal  string // "" of a cage without a mouse
	Session string
	Period  string // such as 1 or day 2; the two bottles of a period share it
	Hours   float64
	BodyG   float64
	Content Content
	Side    Side
	StartG  float64 // with bottle, before
	EndG    float64 // after
	LostG   float64 // StartG - EndG, where both are known
	Leaked  bool    // somebody noted it
	Exclude string  // why somebody wants the period left out, "" if nobody does
	Line    int     // of the file
}

// Content is what a bottle held.
type Content int

// What bottles hold.
const (
	Water Content = iota
	Sucrose
)

func (c Content) String() string { return [...]string{"water", "sucrose"}[c] }

// Side is where a bottle hung.
type Side int

// Sides; the zero Side was not written down.
const (
	Unknown Side = iota
	Left
	Right
)

func (s Side) String() string { return [...]string{"", "left", "right"}[s] }

// Params are the rules, declared before the data. The zero Params are the defaults.
type Params struct {
	// MinGPerDay is the least that a mouse must drink in all; default 0.5,
	// below which a difference is that of the scale.
	MinGPerDay float64
	// MaxGPerDay is the most that a bottle may lose in a day, or in less, more
	// being a leak; default 10, twice what a mouse drinks.
	MaxGPerDay float64
	// MaxSideShare is the largest share that may come from one side, over
	// periods with sucrose on either; default 0.9, a mouse that goes to a side.
	MaxSideShare float64
	// EvaporationGPerDay is what a bottle loses by itself, where no cage without
	// a mouse was weighed; default 0, which a warning tells.
	EvaporationGPerDay float64
}

func (p Params) orDefaults() Params {
	for _, v := range []struct {
		to   *float64
		name float64
	}{{&p.MinGPerDay, 0.5}, {&p.MaxGPerDay, 10}, {&p.MaxSideShare, 0.9}} {
		if *v.to == 0 {
			*v.to = v.name
		}
	}
	return p
}

// Result is what the weights say.
type Result struct {
	Params   Params // as applied
	Bottles  []Bottle
	Sessions []Session
	Excluded []Exclusion
	Warnings []string
}

// Bottle is a weight with what became of it.
type Bottle struct {
	Weight
	BlankG float64 // what a bottle without a mouse loses meanwhile; NaN if not known
	Leak   bool    // noted, or by the rule
	Reason string  // why its period does not count, "" if it does
}

// DrunkG is what left the bottle through the mouse, not below 0.
func (b Bottle) DrunkG() float64 {
	g := b.LostG
	if !math.IsNaN(b.BlankG) {
		g -= b.BlankG
	}
	return math.Max(0, g)
}

// Session is what one mouse drank in one session, over the periods that count.
type Session struct {
	Animal, Session string
	Percent         float64 // preference; NaN where Reason says why
	SucroseG, AllG  float64
	Periods, Of     int     // that count, and that were weighed
	Hours           float64 // of those that count; NaN if not known
	PerKgDay        float64 // g a day and kg of mouse; NaN if not known
	LeftPercent     float64 // preference with sucrose on the left; NaN if there is none
	RightPercent    float64
	LeftShare       float64 // of all that was drunk; NaN if sides are not known
	Reason          string
}

// IntakeG is what was drunk in a period, the mean of those that count; NaN without any.
func (s Session) IntakeG() float64 { return s.AllG / float64(s.Periods) }

// Exclusion is what a rule leaves out.
type Exclusion struct {
	Animal, Session, Period string // Period "" is all
	Rule                    string
	Reason                  string
}

// Analyse applies the rules and adds up. Sessions and bottles keep the order of
// the weights. An error says which weights contradict each other.
func Analyse(weights []Weight, p Params) (Result, error) {
	if err := contradictions(weights); err != nil {
		return Result{}, err
	}
	r := Result{Params: p.orDefaults()}
	weights = shared(weights)
	blanks := blanksOf(weights, r.Params)
	for _, w := range weights {
		if w.Animal != "" {
			r.Bottles = append(r.Bottles, Bottle{Weight: w, BlankG: blanks.of(w)})
		}
	}
	r.Warnings = append(r.Warnings, blanks.warnings(r.Bottles)...)
	r.leaveOut()
	for _, k := range r.keys() {
		r.Sessions = append(r.Sessions, r.session(k))
	}
	r.Warnings = append(r.Warnings, r.unwritten()...)
	return r, nil
}

// shared gives each bottle of a mouse the hours and the body weight that were written
// down beside the other one of its period alone.
func shared(weights []Weight) []Weight {
	type period struct{ animal, session, period string }
	hours, body := map[period]float64{}, map[period]float64{}
	of := func(w Weight) period { return period{w.Animal, w.Session, w.Period} }
	note := func(m map[period]float64, w Weight, v float64) {
		if _, known := m[of(w)]; !known && !math.IsNaN(v) {
			m[of(w)] = v
		}
	}
	for _, w := range weights {
		note(hours, w, w.Hours)
		note(body, w, w.BodyG)
	}
	out := slices.Clone(weights)
	for i := range out {
		w := &out[i]
		if v, known := hours[of(*w)]; known && w.Animal != "" && math.IsNaN(w.Hours) {
			w.Hours = v
		}
		if v, known := body[of(*w)]; known && w.Animal != "" && math.IsNaN(w.BodyG) {
			w.BodyG = v
		}
	}
	return out
}

type sessionKey struct{ animal, session string }

// keys are the sessions of animals, in order.
func (r Result) keys() []sessionKey {
	var out []sessionKey
	for _, b := range r.Bottles {
		if k := (sessionKey{b.Animal, b.Session}); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// whole is what all of a mouse's drinking in a session comes to.
type whole struct {
	drunk   [2]float64    // by content
	by      [3][2]float64 // by the side of the sucrose, and content
	left    float64
	hours   float64
	body    float64
	periods []string
}

func (r Result) add(k sessionKey) (sum whole, weighed []string) {
	for i, b := range r.Bottles {
		if (sessionKey{b.Animal, b.Session}) != k {
			continue
		}
		if !slices.Contains(weighed, b.Period) {
			weighed = append(weighed, b.Period)
		}
		if b.Reason != "" {
			continue
		}
		if !slices.Contains(sum.periods, b.Period) {
			sum.periods = append(sum.periods, b.Period)
			sum.hours += b.Hours
			sum.body += b.BodyG
		}
		g := b.DrunkG()
		sum.drunk[b.Content] += g
		sum.by[r.sucroseSide(i)][b.Content] += g
		if b.Side == Left {
			sum.left += g
		} else if b.Side == Unknown {
			sum.left = math.NaN()
		}
	}
	return sum, weighed
}

// sucroseSide is where the sucrose of a bottle's period hung.
func (r Result) sucroseSide(i int) Side {
	b := r.Bottles[i]
	if b.Content == Sucrose || b.Side == Unknown {
		return b.Side
	}
	return Left + Right - b.Side
}

func (r *Result) session(k sessionKey) Session {
	sum, weighed := r.add(k)
	all := sum.drunk[Water] + sum.drunk[Sucrose]
	n := float64(len(sum.periods))
	s := Session{Animal: k.animal, Session: k.session, SucroseG: sum.drunk[Sucrose], AllG: all, Periods: len(sum.periods), Of: len(weighed), Hours: sum.hours,
		Percent: 100 * (sum.drunk[Sucrose] / all), LeftShare: sum.left / all, LeftPercent: percent(sum.by[Left]), RightPercent: percent(sum.by[Right]),
		PerKgDay: all / (sum.hours / 24) / (sum.body / n / 1000)}
	exclude := func(rule, reason string) {
		s.Percent, s.Reason = math.NaN(), reason
		r.Excluded = append(r.Excluded, Exclusion{k.animal, k.session, "", rule, reason})
	}
	both := !math.IsNaN(s.LeftPercent) && !math.IsNaN(s.RightPercent)
	switch {
	case n == 0:
		s.Percent, s.Hours, s.Reason = math.NaN(), math.NaN(), "no period counts"
	case r.habituation(k):
		exclude("sucrose", "both bottles held water: sides can be compared, and no preference")
	case all < r.Params.MinGPerDay*sum.days():
		exclude("least intake", fmt.Sprintf("%.2f g drunk in all, below %g g a day", all, r.Params.MinGPerDay))
	case both && math.Max(s.LeftShare, 1-s.LeftShare) > r.Params.MaxSideShare:
		exclude("side", fmt.Sprintf("%.0f %% drunk from one side, wherever the sucrose hung; at most %.0f %% may be", 100*math.Max(s.LeftShare, 1-s.LeftShare), 100*r.Params.MaxSideShare))
	case !both && !math.IsNaN(s.LeftShare):
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s: sucrose hung on one side in all that counts: its preference cannot be told from one for the side", name(k)))
	}
	return s
}

// days is how long the periods that count lasted; 1 if nobody wrote it down.
func (w whole) days() float64 {
	if math.IsNaN(w.hours) || w.hours == 0 {
		return 1
	}
	return w.hours / 24
}

// habituation reports whether no bottle of a session held sucrose.
func (r Result) habituation(k sessionKey) bool {
	return !slices.ContainsFunc(r.Bottles, func(b Bottle) bool {
		return (sessionKey{b.Animal, b.Session}) == k && b.Content == Sucrose
	})
}

// percent is sucrose of all, NaN of nothing.
func percent(by [2]float64) float64 { return 100 * (by[Sucrose] / (by[Water] + by[Sucrose])) }

func name(k sessionKey) string {
	if k.session == "" {
		return "animal " + k.animal
	}
	return "animal " + k.animal + ", session " + k.session
}
