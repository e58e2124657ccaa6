package claim

import (
	"fmt"
	"slices"
	"strings"
)

// check looks at what only shows when everything is read.
func (r *parser) check() {
	var groups, known []string
	for _, g := range r.set.Groups {
		groups = append(groups, g.ID)
	}
	for _, c := range r.set.Claims {
		known = append(known, c.ID)
		for _, p := range c.Parts {
			if p.ID != c.ID {
				known = append(known, p.ID)
			}
		}
	}
	for _, c := range r.set.Claims {
		for _, p := range c.Parts {
			r.checkPart(c, p, groups)
			if of := p.MarginOf; of != "" && !slices.Contains(known, c.full(of)) {
				r.c.On(r.path(c, p)+"/margin of", fmt.Sprintf("claim %s: no part or claim is called %q", p.ID, of), suggestAll(of, known))
			}
		}
		used := append(c.Holds.Names(), c.Inference.Names()...)
		for _, v := range c.Caveats {
			used = append(used, v.Unless)
		}
		for _, name := range used {
			if !slices.Contains(known, name) {
				r.c.On("/claims/"+c.ID+"/holds", fmt.Sprintf("claim %s: no part or claim is called %q", c.ID, name), suggestAll(name, known))
			}
		}
	}
	r.checkCircles()
}

func (r *parser) path(c Claim, p Part) string {
	if p.ID == c.ID {
		return "/claims/" + c.ID
	}
	return "/claims/" + c.ID + "/parts/" + strings.TrimPrefix(p.ID, c.ID+".")
}

// checkPart: a part has the groups and moments its word and measure need.
func (r *parser) checkPart(c Claim, p Part, groups []string) {
	at := r.path(c, p)
	for key, id := range map[string]string{"arm": p.Arm, "against": p.Against, "reference": p.Reference, "control": p.Control[0] + p.Control[1]} {
		of := []string{id}
		if key == "control" {
			of = p.Control[:]
		}
		for _, one := range of {
			if one != "" && !slices.Contains(groups, one) {
				r.c.On(at+"/"+key, fmt.Sprintf("claim %s: no group is called %q", p.ID, one), suggestAll(one, groups))
			}
		}
	}
	if want := p.Measure.Times; want == nil && !(len(p.At) == 1 && p.At[0].word == everySession) {
		r.c.On(at+"/at", fmt.Sprintf("claim %s: %s is of every session", p.ID, p.Measure.Name), "write at: every")
	} else if want != nil && (len(p.At) != len(want) || slices.ContainsFunc(p.At, func(w When) bool { return w.word == everySession })) {
		r.c.On(at+"/at", fmt.Sprintf("claim %s: %s takes %d moments, not %d", p.ID, p.Measure.Name, len(want), len(p.At)), "they are: "+strings.Join(want, ", "))
	}
	if why := p.lacks(); why != "" {
		r.c.On(at+"/says", fmt.Sprintf("claim %s: %s %s", p.ID, p.Says, why), "docs/claims.md tells what each word needs")
	}
}

// lacks says what a word needs and the part does not have, "" if nothing.
func (p Part) lacks() string {
	margin := p.Margin > 0 || p.MarginOf != "" || p.Control[0] != ""
	switch p.Says {
	case Abolished, Reversed, Unreduced:
		if p.Against == "" || p.Reference == "" {
			return "compares with two groups, against: and reference:"
		}
	case Dissociated:
		if p.Against == "" || p.Reference == "" || p.Other.Name == "" {
			return "needs against:, reference: and other:, the measure it is told apart from"
		}
	case Unchanged:
		switch {
		case !margin:
			return "needs a margin: what difference would matter, as margin:, margin of: or control:"
		case p.Against == "" && p.Margin == 0:
			return "against chance needs margin:"
		}
	case About:
		if p.Margin <= 0 {
			return "needs margin:"
		}
	}
	return ""
}

// checkCircles: no claim rests on itself.
func (r *parser) checkCircles() {
	of := map[string][]string{}
	for _, c := range r.set.Claims {
		for _, name := range append(c.Holds.Names(), c.Inference.Names()...) {
			owner, _, _ := strings.Cut(name, ".")
			if owner != c.ID {
				of[c.ID] = append(of[c.ID], owner)
			}
		}
	}
	var reaches func(from, to string, depth int) bool
	reaches = func(from, to string, depth int) bool {
		if depth > len(r.set.Claims) {
			return true
		}
		for _, next := range of[from] {
			if next == to || reaches(next, to, depth+1) {
				return true
			}
		}
		return false
	}
	for _, c := range r.set.Claims {
		if reaches(c.ID, c.ID, 0) {
			r.c.On("/claims/"+c.ID+"/holds", fmt.Sprintf("claim %s rests on itself", c.ID), "")
		}
	}
}
