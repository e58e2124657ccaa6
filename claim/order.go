package claim

import (
	"slices"
	"strings"
)

// restOn returns the claims wanted with all they rest on; all claims for nil.
func (s Set) restOn(ids []string) map[string]bool {
	out := map[string]bool{}
	var add func(id string)
	add = func(id string) {
		id, _, _ = strings.Cut(id, ".")
		c, ok := s.Claim(id)
		if !ok || out[id] {
			return
		}
		out[id] = true
		for _, name := range slices.Concat(c.Holds.Names(), c.Inference.Names()) {
			add(name)
		}
		for _, p := range c.Parts {
			add(c.full(p.MarginOf))
		}
		for _, v := range c.Caveats {
			add(v.Unless)
		}
	}
	if len(ids) == 0 {
		ids = s.IDs()
	}
	for _, id := range ids {
		add(id)
	}
	return out
}

// inOrder returns the claims such that each comes after those it rests on.
func (s Set) inOrder() []Claim {
	var out []Claim
	done := map[string]bool{}
	var add func(c Claim)
	add = func(c Claim) {
		if done[c.ID] {
			return
		}
		done[c.ID] = true
		for _, name := range slices.Concat(c.Holds.Names(), c.Inference.Names()) {
			owner, _, _ := strings.Cut(name, ".")
			if other, ok := s.Claim(owner); ok && owner != c.ID {
				add(other)
			}
		}
		out = append(out, c)
	}
	for _, c := range s.Claims {
		add(c)
	}
	return out
}

// mainPart is the part whose effect stands for a claim or part named in another.
func (j *judge) mainPart(of Part, name string) string {
	owner, _, _ := strings.Cut(of.ID, ".")
	c, _ := j.set.Claim(owner)
	p, _ := j.set.part(c.full(name))
	return p.ID
}
