package claim

import (
	"fmt"
	"slices"
	"strings"

	"respine/spelling"
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
				r.c.On(r.path(c, p)+"/margin of", fmt.Sprintf("claim %s: no part or claim is called %q", p.ID, of), spelling.Suggest(of, known))
			}
		}
		used := append(c.Holds.Names(), c.Inference.Names()...)
		for _, v := range c.Caveats {
			used = append(used, v.Unless)
		}
		for _, name := range used {
			if !slices.Contains(known, name) {
				r.c.On("/claims/"+c.ID+"/holds", fmt.Sprintf("claim %s: no part or claim is called %q", c.ID, name), spelling.Suggest(name, known))
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
	for _, named := range [][2]string{{"arm", p.Arm}, {"against", p.Against}, {"reference", p.Reference}, {"control", p.Control[0]}, {"control", p.Control[1]}} {
		if key, id := named[0], named[1]; id != "" && !slices.Contains(groups, id) {
			r.c.On(at+"/"+key, fmt.Sprintf("claim %s: no group is called %q", p.ID, id), spelling.Suggest(id, groups))
		}
	}
	if want := p.Measure.Times; want == nil && !(len(p.At) == 1 && p.At[0].word == everySession) {
		r.c.On(at+"/at", fmt.Sprintf("claim %s: %s is of every session", p.ID, p.Measure.Name), "write at: every")
	} else if want != nil && (len(p.At) != len(want) || slices.ContainsFunc(p.At, func(w When) bool { return w.word == everySession })) {
		r.c.On(at+"/at", fmt.Sprintf("claim %s: %s takes %s, not %d", p.ID, p.Measure.Name, moments(len(want)), len(p.At)), p.allMoments())
	}
	if why := p.lacks(); why != "" {
		r.c.On(at+"/says", fmt.Sprintf("claim %s: %s %s", p.ID, p.Says, why), "docs/claims.md tells what each word needs")
	}
	if why := p.contradicts(); why != "" {
		r.c.On(at, fmt.Sprintf("claim %s: %s", p.ID, why), "docs/claims.md tells what each word needs")
	}
	if other, ok := r.set.part(c.full(p.MarginOf)); p.MarginOf != "" && ok {
		if why := p.unlike(other); why != "" {
			r.c.On(at+"/margin of", fmt.Sprintf("claim %s: its margin cannot be that of %s, which %s", p.ID, p.MarginOf, why), "name a part that says more or less of two groups, in the same unit")
		}
	}
}

func moments(n int) string {
	if n == 1 {
		return "1 moment"
	}
	return fmt.Sprintf("%d moments", n)
}

// allMoments shows how the moments of a measure are written.
func (p Part) allMoments() string {
	want := p.Measure.Times
	if len(want) == 1 {
		return "write one, as in at: 24 h"
	}
	shown := []string{"baseline", "stressed", "24 h", "5 d"}
	if len(want) == 2 {
		shown = shown[1:]
	}
	hint := fmt.Sprintf("write all of them in at:, as in at: [%s]; they are: %s", strings.Join(shown[:len(want)], ", "), strings.Join(want, ", "))
	if p.From != nil {
		hint += "; from: is none of them, but a session whose value is taken off"
	}
	return hint
}

// contradicts says what a part declares that cannot hold together, or that its
// word would pass over; "" if nothing.
func (p Part) contradicts() string {
	margins := 0
	for _, has := range []bool{p.Margin != 0, p.MarginOf != "", p.Control[0] != ""} {
		if has {
			margins++
		}
	}
	directed := p.Says == More || p.Says == Less
	switch {
	case p.Against != "" && (p.Arm == p.Against || p.Reference == p.Against), p.Reference != "" && p.Arm == p.Reference, p.Control[0] != "" && p.Control[0] == p.Control[1]:
		return "a group is compared with itself"
	case margins > 1:
		return "more than one margin; keep one of margin, margin of and control"
	case p.Margin < 0:
		return "a margin below zero"
	case p.Smallest != nil && *p.Smallest < 0:
		return fmt.Sprintf("smallest: %g is below zero; it is a size, and more or less says on which side", *p.Smallest)
	case p.Smallest != nil && !directed && p.Says != Dissociated:
		return fmt.Sprintf("smallest: says nothing to %s", p.Says)
	case len(p.Adjust) > 0 && !(directed && p.Against != ""):
		return "adjust: needs more or less, and against:"
	}
	return ""
}

// unlike says why the effect of another part is no margin for this one.
func (p Part) unlike(other Part) string {
	switch {
	case other.Says != More && other.Says != Less:
		return fmt.Sprintf("says %s", other.Says)
	case other.Against == "":
		return "is of one group"
	case other.Measure.Unit != p.Measure.Unit || other.Measure.Log != p.Measure.Log:
		return "is in another unit"
	}
	return ""
}

// part returns the part of a name, for a claim its first.
func (s Set) part(name string) (Part, bool) {
	for _, c := range s.Claims {
		for _, p := range c.Parts {
			if p.ID == name || c.ID == name {
				return p, true
			}
		}
	}
	return Part{}, false
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
	var reaches func(from, to string, seen map[string]bool) bool
	reaches = func(from, to string, seen map[string]bool) bool {
		for _, next := range of[from] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if reaches(next, to, seen) {
					return true
				}
			}
		}
		return false
	}
	for _, c := range r.set.Claims {
		if reaches(c.ID, c.ID, map[string]bool{}) {
			r.c.On("/claims/"+c.ID+"/holds", fmt.Sprintf("claim %s rests on itself", c.ID), "")
		}
	}
}
