package claim

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"respine/measure"
	"respine/scored"
)

// Params says how to judge. The zero Params means the published default.
type Params struct {
	Draws int      // of permutations within an animal; 0 means those of package measure
	Seed  uint64   // of the permutations
	Only  []string // claims to be judged, with what they rest on; nil means all
}

// Ruling is the verdict on a part.
type Ruling struct {
	Part      Part
	Verdict   Verdict
	Because   string     // why it is not supported, or what is missing
	Nuance    string     // a word that holds beside or in place of the claimed one
	Estimates []Estimate // as scored, and of spines corrected and confirmed
	Survives  string     // what becomes of a claim of spines when errors are taken off; "" for others
}

// Finding is the verdict on a claim.
type Finding struct {
	Claim    Claim
	Verdict  Verdict
	Because  string
	Parts    []Ruling
	P        float64  // of the parts it rests on, the largest where all must hold; NaN for none
	Holm     float64  // adjusted within the family
	Family   int      // how many claims of the family have a p
	Notes    []string // caveats that apply
	Sentence string
}

// Judge judges every claim of a declaration by the tables of a study. Missing
// tables, sessions and arms make claims not testable; they are no errors.
func Judge(set Set, data *scored.Set, params Params) []Finding {
	j := &judge{set: set, data: data, params: params, values: map[string]measure.Value{}, outcomes: map[string]outcome{}}
	wanted := set.restOn(params.Only)
	rulings, verdicts := map[string]Ruling{}, map[string]Verdict{}
	for _, c := range set.Claims {
		for _, p := range c.Parts {
			if wanted[c.ID] && p.MarginOf == "" {
				rulings[p.ID] = j.rule(p)
			}
		}
	}
	for _, c := range set.Claims { // margins taken from other parts come after these
		for _, p := range c.Parts {
			if wanted[c.ID] && p.MarginOf != "" {
				rulings[p.ID] = j.rule(p)
			}
		}
	}
	for id, r := range rulings {
		verdicts[id] = r.Verdict
	}
	var out []Finding
	for _, c := range set.inOrder() {
		if wanted[c.ID] {
			f := find(c, rulings, verdicts, out)
			verdicts[c.ID] = f.Verdict
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return slices.Index(set.IDs(), a.Claim.ID) - slices.Index(set.IDs(), b.Claim.ID)
	})
	out = slices.DeleteFunc(out, func(f Finding) bool { return len(params.Only) > 0 && !slices.Contains(params.Only, f.Claim.ID) })
	adjust(out)
	for i := range out {
		out[i].Sentence = out[i].sentence(data.Study)
	}
	return out
}

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
	name = c.full(name)
	if other, ok := j.set.Claim(name); ok && len(other.Parts) > 0 {
		return other.Parts[0].ID
	}
	return name
}

// rule judges one part: as scored, and where errors of scoring bear on it, again
// with them taken off.
func (j *judge) rule(p Part) Ruling {
	o := p.judge(j, measure.AsScored)
	if o.verdict == Supported && len(p.Adjust) > 0 {
		p.adjusted(j, &o)
	}
	o.checks(p)
	j.outcomes[p.ID] = o
	r := Ruling{Part: p, Verdict: o.verdict, Because: o.because, Nuance: o.nuance, Estimates: []Estimate{o.Estimate}}
	if p.Measure.Spines() && o.verdict != NotTestable {
		j.readAgain(p, o, &r)
	}
	return r
}

// find gives the verdict on a claim from those on its parts and on other claims.
func find(c Claim, rulings map[string]Ruling, verdicts map[string]Verdict, earlier []Finding) Finding {
	f := Finding{Claim: c, P: math.NaN(), Holm: math.NaN()}
	for _, p := range c.Parts {
		f.Parts = append(f.Parts, rulings[p.ID])
	}
	of := func(name string) Verdict { return verdicts[name] }
	switch {
	case c.Premise != "":
		f.Verdict, f.Because = Taken, "taken from "+c.Premise
		return f
	case c.Inference.op != "":
		f.Verdict = Inferred
		f.Because = fmt.Sprintf("it follows from %s if these hold (together: %s), and nothing here tests it", c.Inference, c.Inference.Of(of))
		if c.Needs != "" {
			f.Because += "; that would take " + c.Needs
		}
		return f
	}
	f.Verdict = c.Holds.Of(of)
	if c.Holds.op == "name" && len(c.Parts) > 0 && c.Holds.name == c.Parts[0].ID {
		f.Verdict = c.Parts[0].verdictIn(rulings) // keeps equivalent apart from refuted
	}
	f.Because = because(c, f.Verdict, rulings, verdicts, earlier)
	f.P = pOf(c.Holds, rulings, earlier)
	for _, v := range c.Caveats {
		if verdicts[v.Unless] == Supported || f.Verdict == NotTestable {
			continue
		}
		note := v.Text
		if v.Weaker && f.Verdict == Supported {
			note += fmt.Sprintf("; what is left is: %s", c.Weaker)
		}
		f.Notes = append(f.Notes, note)
	}
	return f
}

func (p Part) verdictIn(rulings map[string]Ruling) Verdict { return rulings[p.ID].Verdict }

// because tells which parts keep a claim from being supported, and why.
func because(c Claim, verdict Verdict, rulings map[string]Ruling, verdicts map[string]Verdict, earlier []Finding) string {
	if verdict == Supported {
		return ""
	}
	var parts []string
	for _, name := range c.Holds.Names() {
		v := verdicts[name]
		if v == Equivalent && verdict == Refuted || v == verdict {
			why := rulings[name].Because
			for _, f := range earlier {
				if f.Claim.ID == name && why == "" {
					why = f.Because
				}
			}
			if name == c.ID {
				parts = append(parts, why)
				continue
			}
			parts = append(parts, strings.TrimPrefix(name, c.ID+".")+": "+why)
		}
	}
	return strings.Join(parts, "; ")
}

// pOf is the p of a formula: the largest of what all must hold, as of an
// intersection of claims (Berger 1982), the smallest times their number of what
// one of may hold, NaN where a part has none.
func pOf(f Formula, rulings map[string]Ruling, earlier []Finding) float64 {
	switch f.op {
	case "name":
		if r, ok := rulings[f.name]; ok {
			if len(r.Estimates) == 0 {
				return math.NaN()
			}
			p := math.NaN()
			for i, e := range r.Estimates {
				if i < 2 && !math.IsNaN(e.P) && !(e.P < p) { // as scored and corrected must both hold
					p = e.P
				}
			}
			return p
		}
		for _, one := range earlier {
			if one.Claim.ID == f.name {
				return one.P
			}
		}
	case "and":
		most := math.Inf(-1)
		for _, one := range f.of {
			p := pOf(one, rulings, earlier)
			if math.IsNaN(p) {
				return p
			}
			most = math.Max(most, p)
		}
		return most
	case "or":
		least := math.Inf(1)
		for _, one := range f.of {
			least = math.Min(least, pOf(one, rulings, earlier))
		}
		return math.Min(1, least*float64(len(f.of)))
	}
	return math.NaN()
}

// adjust gives every claim its p adjusted within its family (Holm 1979).
func adjust(all []Finding) {
	families := map[string][]int{}
	for i, f := range all {
		if !math.IsNaN(f.P) {
			families[f.Claim.Family] = append(families[f.Claim.Family], i)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(families)) {
		members := families[name]
		slices.SortStableFunc(members, func(a, b int) int {
			switch {
			case all[a].P < all[b].P:
				return -1
			case all[a].P > all[b].P:
				return 1
			}
			return 0
		})
		most := 0.0
		for rank, i := range members {
			most = math.Max(most, math.Min(1, all[i].P*float64(len(members)-rank)))
			all[i].Holm, all[i].Family = most, len(members)
		}
	}
}
