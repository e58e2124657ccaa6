package claim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/measure"
	"respine/stats"
)

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
	return f
}

// notes are what is only estimated, and the caveats that apply, when all verdicts
// are known: a caveat may name a claim that rests on this one.
func (f Finding) notes(verdicts map[string]Verdict) []string {
	var out []string
	for _, r := range f.Parts {
		if r.Part.Says == Estimated && r.Verdict != NotTestable {
			out = append(out, "estimated: "+r.Estimates[0].words(r.Part))
		}
	}
	for _, v := range f.Claim.Caveats {
		if verdicts[v.Unless] == Supported || slices.Contains([]Verdict{NotTestable, Taken, Inferred}, f.Verdict) {
			continue
		}
		note := v.Text
		if v.Weaker && f.Verdict == Supported {
			note += fmt.Sprintf("; what is left is: %s", f.Claim.Weaker)
		}
		out = append(out, note)
	}
	return out
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
			for _, e := range r.Estimates {
				if e.Reading != measure.Confirmed && !e.Aside && !math.IsNaN(e.P) && !(e.P < p) { // as scored and corrected must both hold
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
	for _, members := range families { // each by itself
		p := make([]float64, len(members))
		for k, i := range members {
			p[k] = all[i].P
		}
		for k, holm := range stats.Holm(p) {
			all[members[k]].Holm, all[members[k]].Family = holm, len(members)
		}
	}
}
