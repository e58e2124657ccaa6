package claim

import (
	"slices"

	"respine/measure"
	"respine/study"
)

// Needs is the part of a study that some claims are judged from.
type Needs struct {
	Arms     []string // one for every group, in the order of the study
	Sessions []string
	Missing  []string // groups no arm is of, and moments at which nothing is looked at, that a verdict rests on
}

// Needs returns the arms and sessions that some claims, and those they rest on,
// are judged from. Of several arms to which the same was done by then the first
// is enough. All sessions of spines are listed where any is: those beside the
// ones a claim names confirm what they show.
func (s Set) Needs(of study.Study, ids []string) Needs {
	wanted := s.restOn(ids)
	arms, sessions, missing := map[string]bool{}, map[string]bool{}, []string{}
	var rest []string // parts that the verdicts rest on; others only add a note
	for _, c := range s.Claims {
		if wanted[c.ID] {
			rest = slices.Concat(rest, c.Holds.Names(), c.Inference.Names())
		}
	}
	for _, c := range s.Claims {
		if !wanted[c.ID] {
			continue
		}
		for _, p := range c.Parts {
			for _, m := range append([]measure.Measure{p.Measure, p.Other}, p.Adjust...) {
				if m.Name == "" {
					continue
				}
				if lacks := s.need(of, p, m, arms, sessions); slices.Contains(rest, p.ID) {
					missing = append(missing, lacks...)
				}
			}
		}
	}
	var n Needs
	for _, a := range of.Arms {
		if arms[a.ID] {
			n.Arms = append(n.Arms, a.ID)
		}
	}
	for _, v := range of.Sessions {
		if sessions[v.ID] {
			n.Sessions = append(n.Sessions, v.ID)
		}
	}
	for _, m := range missing {
		if !slices.Contains(n.Missing, m) {
			n.Missing = append(n.Missing, m)
		}
	}
	return n
}

// need marks what one measure of a part needs, and returns what is missing.
func (s Set) need(of study.Study, p Part, m measure.Measure, arms, sessions map[string]bool) (missing []string) {
	at := p.At
	if p.From != nil {
		at = append([]When{*p.From}, at...)
	}
	var last study.Hours
	for _, w := range at {
		hours, why := w.sessions(of, m.Kind)
		if why != "" {
			return append(missing, why)
		}
		last = hours[len(hours)-1]
		for _, v := range of.Sessions {
			if v.Kind == m.Kind && (slices.Contains(hours, v.At) || m.Spines()) {
				sessions[v.ID] = true
			}
		}
	}
	for _, id := range []string{p.Arm, p.Against, p.Reference, p.Control[0], p.Control[1]} {
		if id == "" {
			continue
		}
		g, _ := s.Group(id)
		if found := g.arms(of, last); len(found) > 0 {
			arms[found[0]] = true
		} else {
			missing = append(missing, "an arm given "+g.String())
		}
	}
	return missing
}
