package claim

import (
	"math"
	"slices"

	"respine/measure"
	"respine/scored"
)

// Params says how to judge. The zero Params means the published default.
type Params struct {
	Draws int      // of permutations within an animal; 0 means those of package measure
	Seed  uint64   // of the permutations
	Only  []string // claims to be told; nil means all. What they rest on and the rest of their families are judged beside them
	Alone bool     // the rest of the families is not judged: no p is adjusted unless a whole family is asked for
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
	Holm     float64  // adjusted within the family; NaN where not all of that was judged
	Family   int      // how many claims of the family have a p
	Notes    []string // caveats that apply
	Sentence string
}

// Judge judges every claim of a declaration by the tables of a study. Missing
// tables, sessions and arms make claims not testable; they are no errors.
func Judge(set Set, data *scored.Set, params Params) []Finding {
	j := &judge{set: set, data: data, params: params, values: map[string]measure.Value{}, outcomes: map[string]outcome{}}
	judged := params.Only
	if !params.Alone {
		judged = set.kin(params.Only)
	}
	wanted := set.restOn(judged)
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
	adjust(out)
	out = slices.DeleteFunc(out, func(f Finding) bool { return len(params.Only) > 0 && !slices.Contains(params.Only, f.Claim.ID) })
	for i := range out {
		if !set.whole(out[i].Claim.Family, judged) {
			out[i].Holm, out[i].Family = math.NaN(), 0
		}
		out[i].Notes = out[i].notes(verdicts)
		out[i].Sentence = out[i].sentence(data.Study)
	}
	return out
}

// kin returns the claims of the families that some claims are of, so that p is
// adjusted within what was declared, whichever of them is looked at.
func (s Set) kin(ids []string) []string {
	var out []string
	for _, c := range s.Claims {
		if slices.ContainsFunc(ids, func(id string) bool { other, _ := s.Claim(id); return other.Family == c.Family }) {
			out = append(out, c.ID)
		}
	}
	return out
}

// whole reports whether all claims of a family are judged: of a part of them no p
// is adjusted, since the others were declared as well.
func (s Set) whole(family string, only []string) bool {
	return len(only) == 0 || !slices.ContainsFunc(s.Claims, func(c Claim) bool { return c.Family == family && !slices.Contains(only, c.ID) })
}

// rule judges one part: as scored, and where errors of scoring bear on it, again
// with them taken off.
func (j *judge) rule(p Part) Ruling {
	o := p.judge(j, measure.AsScored)
	if o.verdict == Supported && len(p.Adjust) > 0 {
		p.adjusted(j, &o)
	}
	o.checks(p)
	j.sources(p, &o)
	r := Ruling{Part: p, Verdict: o.verdict, Because: o.because, Nuance: o.nuance, Estimates: []Estimate{o.Estimate}}
	if p.Measure.Spines() && o.verdict != NotTestable {
		j.readAgain(p, o, &r)
	}
	o.verdict = r.Verdict // what does not survive sets no margin
	j.outcomes[p.ID] = o
	return r
}
