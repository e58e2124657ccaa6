package claim

import (
	"math"
	"strconv"
	"strings"

	"respine/table"
)

// Tables returns what was found as three tables: verdicts, a row per claim,
// estimates, a row per part and reading, and values, a row per animal of each.
func Tables(all []Finding) []*table.Table {
	return []*table.Table{verdictTable(all), estimateTable(all), valueTable(all)}
}

// valueTable holds the number of every animal, on the scale of its measure: the
// exponential of what is tested as a logarithm.
func valueTable(all []Finding) *table.Table {
	t := table.New("values", table.String("claim", ""), table.String("part", ""), table.String("measure", ""), table.String("unit", ""), table.String("reading", ""),
		table.String("group", ""), table.String("animal", ""), table.Float("value", ""), table.Float("weight", ""))
	for _, f := range all {
		for _, r := range f.Parts {
			m := r.Part.Measure
			for _, e := range r.Estimates {
				for _, s := range e.Sizes {
					for _, v := range s.Values {
						x := v.X()
						if m.Log {
							x = math.Exp(x)
						}
						t.Append(f.Claim.ID, r.Part.ID, m.Name, m.Unit, e.Reading.String(), s.Group, v.Animal, x, v.Of)
					}
				}
			}
		}
	}
	return t
}

func verdictTable(all []Finding) *table.Table {
	t := table.New("verdicts", table.String("claim", ""), table.String("statement", ""), table.String("family", ""), table.String("holds", ""),
		table.String("verdict", ""), table.String("because", ""), table.String("word", ""), table.Float("p", ""), table.Float("p_holm", ""), table.Int("claims_in_family", ""),
		table.String("survives", ""), table.String("notes", ""), table.String("sentence", ""))
	for _, f := range all {
		word, survives := "", ""
		if r, ok := f.Main(); ok {
			word, survives = r.Nuance, r.Survives
		}
		t.Append(f.Claim.ID, f.Claim.Statement, f.Claim.Family, f.Claim.Holds.String(), string(f.Verdict), f.Because, word, f.P, f.Holm, f.Family,
			survives, strings.Join(f.Notes, "; "), f.Sentence)
	}
	return t
}

func estimateTable(all []Finding) *table.Table {
	t := table.New("estimates", table.String("claim", ""), table.String("part", ""), table.String("says", ""), table.String("measure", ""), table.String("at", ""), table.String("reading", ""),
		table.String("verdict", ""), table.String("because", ""), table.String("kind", ""), table.Float("effect", ""), table.String("unit", ""),
		table.Float("lo", ""), table.Float("hi", ""), table.Float("lo90", ""), table.Float("hi90", ""), table.Float("no_effect", ""), table.Float("p", ""), table.String("p_test", ""), table.Float("least_p", ""),
		table.String("test", ""), table.String("groups", ""), table.String("arms", ""), table.String("animals", ""), table.String("without_value", ""), table.String("cells", ""),
		table.String("branches", ""), table.String("items", ""), table.String("means", ""), table.String("checks", ""), table.Float("smallest", ""), table.Float("paper", ""))
	for _, f := range all {
		for _, r := range f.Parts {
			for i, e := range r.Estimates {
				verdict, because := "", ""
				if i == 0 {
					verdict, because = string(r.Verdict), r.Because
				}
				t.Append(f.Claim.ID, r.Part.ID, string(r.Part.Says), r.Part.Measure.Name, r.Part.when(), e.Reading.String(), verdict, because, string(e.Kind), e.Effect, e.Unit,
					e.Interval.Lo, e.Interval.Hi, e.Narrow.Lo, e.Narrow.Hi, e.Null, e.P, e.PTest, e.LeastP, e.Test,
					e.each(func(s Size) string { return s.Group }), e.each(func(s Size) string { return strings.Join(s.Arms, "+") }),
					e.each(func(s Size) string { return number(s.Animals) }), e.each(func(s Size) string { return number(s.Without) }),
					e.each(func(s Size) string { return number(s.Cells) }), e.each(func(s Size) string { return number(s.Branches) }),
					e.each(func(s Size) string { return number(s.Items) }), e.each(func(s Size) string { return figure(s.Mean) }),
					e.told(), known(r.Part.Smallest), known(r.Part.Paper))
			}
		}
	}
	return t
}

// when joins the moments of a part, and the one whose value is taken off.
func (p Part) when() string {
	var out []string
	for _, w := range p.At {
		out = append(out, w.String())
	}
	at := strings.Join(out, "; ")
	if p.From != nil {
		at += " from " + p.From.String()
	}
	return strings.TrimSpace(at)
}

// each joins something of every group, in the order arm, against, reference.
func (e Estimate) each(of func(Size) string) string {
	out := make([]string, len(e.Sizes))
	for i, s := range e.Sizes {
		out[i] = of(s)
	}
	return strings.Join(out, "; ")
}

// told joins the checks; those that failed are marked.
func (e Estimate) told() string {
	out := make([]string, len(e.Checks))
	for i, c := range e.Checks {
		out[i] = c.Text
		if !c.OK {
			out[i] = "! " + out[i]
		}
	}
	return strings.Join(out, "; ")
}

func number(n int) string { return strconv.Itoa(n) }

// known is a number that may not be.
func known(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}
