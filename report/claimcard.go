package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"respine/plot"
)

// card is one claim on the page.
type card struct {
	ID, Statement    string
	Verdict, Class   string
	Sentence         string
	Notes            []string
	Charts           []template.HTML
	Grid             *grid
	Family, P, Holds string
}

// class is the name by which the page colours a verdict.
func class(verdict string) string { return "v-" + strings.ReplaceAll(verdict, " ", "-") }

// claimsInShort is the table of claims.
func claimsInShort(s source) []block {
	r, why := s.find([]string{"verdicts"}, "claim", "statement", "verdict")
	if why != "" {
		return []block{missing("The claims were not judged. " + why)}
	}
	g := &grid{Caption: "Each verdict is explained below. p is adjusted within the family of the claim (Holm 1979).",
		Head: []string{"Claim", "Verdict", "Statement", "p", "Holm"}, Words: []bool{true, true, true}}
	for _, i := range r.testableFirst() {
		g.Rows = append(g.Rows, []cell{{Main: r.text("claim", i), To: r.text("claim", i)}, {Main: r.text("verdict", i)}, {Main: r.text("statement", i)},
			{Main: probability(r.number("p", i))}, {Main: probability(r.number("p_holm", i))}})
	}
	return []block{paragraph(verdictText), {Grid: g}}
}

// notTestable is the verdict of package claim on what lacks an arm, a session or a
// table.
const notTestable = "not testable"

// testableFirst are the rows in order, those not testable last.
func (r rows) testableFirst() []int {
	var first, last []int
	for i := range r.Len() {
		if r.text("verdict", i) == notTestable {
			last = append(last, i)
		} else {
			first = append(first, i)
		}
	}
	return append(first, last...)
}

const verdictText = "Supported and refuted: the 95 % interval over animals lies on the side claimed, or on the other. Equivalent: the effect is shown to be smaller than what was declared to matter. " +
	"Undetermined: these animals do not decide, which is no sign that there is no effect. Not testable: an arm, a session or a table is missing. Premise and inference are tested by nothing in this study."

const cardText = "Every point is an animal, the line its group's mean; below, the effect with its 95 % interval, and the dashed line no effect. " +
	"Claims about spines have several readings: uncorrected, as measured or scored; corrected, with what the estimated errors of scoring make on average taken off; and confirmed, where only what two neighbouring sessions show alike counts. They are supported only if they survive these."

// claimCards shows every claim with its verdict, its sentence, its estimation plot
// and its numbers uncorrected and with errors of scoring taken off.
func claimCards(s source) []block {
	r, why := s.find([]string{"verdicts"}, "claim", "statement", "verdict", "sentence")
	if why != "" {
		return []block{missing("The claims were not judged. " + why)}
	}
	out := []block{paragraph(cardText)}
	var folded []*card
	for i := range r.Len() {
		c := &card{ID: r.text("claim", i), Statement: r.text("statement", i), Verdict: r.text("verdict", i), Class: class(r.text("verdict", i)),
			Sentence: r.text("sentence", i), Family: r.text("family", i), Holds: r.text("holds", i)}
		if c.Holds == c.ID { // its only part
			c.Holds = ""
		}
		if p := r.number("p", i); !math.IsNaN(p) {
			c.P = fmt.Sprintf("%s, %s after Holm's correction", pEquals(p), probability(r.number("p_holm", i)))
		}
		for _, name := range []string{"because", "survives", "notes"} {
			if text := r.text(name, i); text != "" && !strings.Contains(c.Sentence, text) {
				c.Notes = append(c.Notes, text)
			}
		}
		c.Charts, c.Grid = s.evidence(c.ID)
		if c.Verdict == notTestable {
			folded = append(folded, c)
		} else {
			out = append(out, block{Card: c})
		}
	}
	if folded != nil {
		out = append(out, block{Folded: folded, Fold: plural(len(folded), "claim", "claims") + " not testable, and what each lacks"})
	}
	return out
}

// evidence is the plots and the table of estimates of a claim.
func (s source) evidence(claim string) ([]template.HTML, *grid) {
	r, why := s.find([]string{"estimates"}, "claim", "part", "measure", "reading", "effect", "lo", "hi")
	if why != "" {
		return nil, nil
	}
	r = r.where(func(i int) bool { return r.text("claim", i) == claim })
	if r.Len() == 0 {
		return nil, nil
	}
	g := &grid{Caption: "In numbers. Effects are with 95 % intervals, over animals.", Words: []bool{true, true, true, false, false, true, true},
		Head: []string{"Part", "Measure", "Reading", "Effect", "p, least p", "Animals", "Verdict"}}
	var charts []template.HTML
	for _, part := range r.GroupBy("part") {
		one := rows{part.Rows}
		if c, ok := s.estimation(claim, one); ok {
			charts = append(charts, c)
		}
		for i := range one.Len() {
			verdict := one.text("verdict", i)
			if b := one.text("because", i); b != "" {
				verdict += ": " + b
			}
			g.Rows = append(g.Rows, []cell{{Main: strings.TrimPrefix(one.text("part", i), claim+".")}, {Main: one.text("measure", i) + ofSession(one.text("at", i)), Small: one.text("test", i)}, {Main: reading(one.text("reading", i))},
				effectCell(one, i), {Main: probability(one.number("p", i)), Small: probability(one.number("least_p", i))},
				{Main: perGroup(one, i)}, {Main: verdict}})
		}
	}
	return charts, g
}

// ofSession says at which sessions points are, as claims name them.
func ofSession(at string) string {
	if at == "" {
		return ""
	}
	return ", at " + strings.ReplaceAll(at, "every", "every session")
}

// reading is the name of a reading on the page: as scored is also what was measured.
func reading(name string) string {
	if name == "as scored" {
		return "uncorrected"
	}
	return name
}

func effectCell(r rows, i int) cell {
	if math.IsNaN(r.number("effect", i)) {
		return cell{Main: none}
	}
	c := cell{Main: strings.TrimSpace(digits(r.number("effect", i), 3) + " " + r.text("unit", i)), Small: r.text("kind", i)}
	if lo, hi := r.number("lo", i), r.number("hi", i); !math.IsNaN(lo) && !math.IsNaN(hi) {
		c.Range = digits(lo, 3) + " to " + digits(hi, 3)
	}
	return c
}

// perGroup joins the groups with their animals: stressed 8, healthy 8.
func perGroup(r rows, i int) string {
	groups, animals := strings.Split(r.text("groups", i), "; "), strings.Split(r.text("animals", i), "; ")
	if len(groups) != len(animals) {
		return r.text("animals", i)
	}
	for k := range groups {
		groups[k] += " " + animals[k]
	}
	return strings.Join(groups, ", ")
}

// colours of groups, in the order in which they come.
var colours = []plot.Colour{plot.Blue, plot.Vermilion, plot.Green, plot.Purple, plot.Orange, plot.SkyBlue}

// estimation draws one part: its animals and its effects by reading.
func (s source) estimation(claim string, r rows) (template.HTML, bool) {
	values, why := s.find([]string{"values"}, "claim", "part", "reading", "group", "animal", "value")
	if why != "" {
		return "", false
	}
	part := r.text("part", 0)
	values = values.where(func(i int) bool {
		return values.text("part", i) == part && values.text("reading", i) == r.text("reading", 0)
	})
	if values.Len() == 0 {
		return "", false
	}
	e := plot.Estimation{Title: part + ": " + r.text("measure", 0) + ofSession(r.text("at", 0)), YLabel: unitOf(values.text("measure", 0), values.text("unit", 0)), Chance: math.NaN(), Scales: r.scales()}
	for k, g := range values.GroupBy("group") {
		one := rows{g.Rows}
		v := plot.Sample{Name: one.text("group", 0), Colour: colours[k%len(colours)]}
		sum := 0.0
		for i := range one.Len() {
			x := one.number("value", i)
			sum += x
			v.Values = append(v.Values, x)
			v.Tips = append(v.Tips, fmt.Sprintf("%s: %s", one.text("animal", i), digits(x, 3)))
		}
		v.Mean = sum / float64(len(v.Values))
		e.Groups = append(e.Groups, v)
	}
	return template.HTML(e.SVG()), true
}

// scales puts the effects of a part, a reading each, on an axis for every kind of
// effect.
func (r rows) scales() []plot.Scale {
	var out []plot.Scale
	for i := range r.Len() {
		x := r.number("effect", i)
		if math.IsNaN(x) {
			continue
		}
		kind, label := r.text("kind", i), unitOf(r.text("kind", i), r.text("unit", i))
		k := slices.IndexFunc(out, func(o plot.Scale) bool { return o.Label == label })
		if k < 0 {
			k = len(out)
			out = append(out, plot.Scale{Label: label, Null: r.number("no_effect", i), Margin: [2]float64{math.NaN(), math.NaN()}, Log: strings.HasSuffix(kind, "ratio")})
		}
		one := plot.Effect{Name: reading(r.text("reading", i)), Colour: colours[i%len(colours)], Value: x, Lo: r.number("lo", i), Hi: r.number("hi", i)}
		out[k].Log = out[k].Log && x > 0 && !(one.Lo <= 0)
		out[k].Effects = append(out[k].Effects, one)
	}
	return out
}

func unitOf(what, unit string) string {
	if unit == "" {
		return what
	}
	return what + ", " + unit
}
