package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"respine/claim"
)

// lineWidth is how wide the table of claims may be.
const lineWidth = 100

// writeVerdicts prints a block a claim: verdict and effect on one line, the
// statement under it, then why it is not supported and what else to know.
func writeVerdicts(w io.Writer, found []claim.Finding) error {
	p := &printer{w: w}
	p.line("%-5s %-15s %-38s %-20s %s\n", "claim", "verdict", "effect [95 % interval]", "animals", "p (Holm)")
	count := map[claim.Verdict]int{}
	for _, f := range found {
		count[f.Verdict]++
		effect, prob := "", ""
		r, ok := f.Main()
		if ok && f.Verdict != claim.NotTestable && !f.Compound() {
			effect = effectOf(r.Estimates[0])
		}
		if !math.IsNaN(f.P) {
			prob = fmt.Sprintf("%s (%s)", shortP(f.P), holmOf(f))
		}
		p.line("%s\n", strings.TrimRight(fmt.Sprintf("%-5s %-15s %-38s %-20s %s", f.Claim.ID, f.Verdict, effect, animalsOf(f), prob), " "))
		p.indented(f.Claim.Statement)
		if ok && f.Verdict != claim.NotTestable {
			p.parts(f)
			if told := tested(f, r.Estimates[0]); told != "" {
				p.indented("– " + told)
			}
		}
		if f.Verdict != claim.Supported && f.Because != "" {
			p.indented("– " + f.Because)
		}
		if r, ok := f.Main(); ok {
			if r.Survives != "" && r.Survives != f.Because && !strings.HasPrefix(f.Because, r.Survives) {
				p.indented("– " + r.Survives)
			}
			if r.Nuance != "" && f.Verdict != claim.NotTestable {
				p.indented("– what holds is: " + r.Nuance)
			}
			if f.Verdict != claim.NotTestable {
				for _, c := range r.Estimates[0].Checks {
					if !c.OK {
						p.indented("– " + c.Text)
					}
				}
			}
		}
		for _, n := range f.Notes {
			p.indented("– " + n)
		}
		if f.Verdict == claim.Supported && f.Family > 1 && f.Holm > 0.05 {
			p.indented(fmt.Sprintf("– does not survive Holm's correction over the %d claims of its family", f.Family))
		}
	}
	var totals []string
	for _, v := range claim.Verdicts() {
		if count[v] > 0 {
			totals = append(totals, fmt.Sprintf("%d %s", count[v], v))
		}
	}
	p.line("%s: %s\n", counted(found), strings.Join(totals, ", "))
	return p.err
}

// counted says how many claims there are; those that differ by a letter at the
// end, as C5a and C5b do, are parts of one.
func counted(found []claim.Finding) string {
	parts := map[string]int{}
	var order, split []string
	for _, f := range found {
		id := f.Claim.ID
		if base := strings.TrimRight(id, "abcdefghijklmnopqrstuvwxyz"); len(base) == len(id)-1 && strings.TrimRight(base, "0123456789") != base {
			id = base
		}
		if parts[id]++; parts[id] == 1 {
			order = append(order, id)
		}
	}
	for _, id := range order {
		if n := parts[id]; n > 1 {
			split = append(split, fmt.Sprintf("%s in %d parts", id, n))
		}
	}
	switch {
	case split != nil:
		return fmt.Sprintf("%d claims (%s)", len(order), strings.Join(split, ", "))
	case len(order) == 1:
		return "1 claim"
	}
	return fmt.Sprintf("%d claims", len(order))
}

// parts prints a line for each part that a compound claim rests on.
func (p *printer) parts(f claim.Finding) {
	if !f.Compound() {
		return
	}
	for _, r := range f.Parts {
		if r.Part.Says == claim.Estimated || len(r.Estimates) == 0 {
			continue // told as notes
		}
		e := r.Estimates[0]
		told := fmt.Sprintf("· %s: %s %s, %s", strings.TrimPrefix(r.Part.ID, f.Claim.ID+"."), r.Part.Measure.Name, r.Part.Says, r.Verdict)
		if effect := effectOf(e); effect != "" && r.Verdict != claim.NotTestable {
			told += fmt.Sprintf(", %s, animals %s", effect, sizesOf(e))
			if none := e.NoEffect(); none != "" {
				told += ", " + none
			}
			if !math.IsNaN(e.P) {
				told += fmt.Sprintf(", p %s of %s", shortP(e.P), e.PTest)
			}
		}
		p.indented(told)
	}
}

// tested says what the numbers of a row are: what no effect would be where that
// is not zero, and the test that p is of.
func tested(f claim.Finding, e claim.Estimate) string {
	var out []string
	if none := e.NoEffect(); none != "" && !f.Compound() {
		out = append(out, fmt.Sprintf("%s, %s", e.Kind, none))
	}
	if told := f.PTold(); told != "" {
		out = append(out, "p is "+told)
	}
	return strings.Join(out, "; ")
}

// holmOf prints p adjusted within the family, and of how many claims.
func holmOf(f claim.Finding) string {
	if math.IsNaN(f.Holm) {
		return shortP(f.Holm)
	}
	return fmt.Sprintf("%s of %d", shortP(f.Holm), f.Family)
}

// indented prints text under a claim, wrapped.
func (p *printer) indented(text string) {
	line := "     "
	for _, word := range strings.Fields(text) {
		if len([]rune(line))+1+len([]rune(word)) > lineWidth {
			p.line("%s\n", line)
			line = "      "
		}
		line += " " + word
	}
	p.line("%s\n", line)
}

// effectOf prints an effect with its interval.
func effectOf(e claim.Estimate) string {
	if math.IsNaN(e.Effect) {
		return ""
	}
	unit, ahead := e.Unit, ""
	switch e.Kind {
	case claim.Left:
		unit = "left"
	case claim.Recovery:
		unit = "recovered"
	case claim.Kept:
		unit = "kept"
	case claim.Ratio:
		unit = "×"
	case claim.OddsRatio:
		ahead = "OR "
	case claim.RateRatio:
		ahead = "RR "
	}
	if unit != "" {
		unit = " " + unit
	}
	return fmt.Sprintf("%s%s%s [%s, %s]", ahead, digits3(e.Effect), unit, digits3(e.Interval.Lo), digits3(e.Interval.Hi))
}

func digits3(x float64) string {
	if math.IsNaN(x) {
		return "?"
	}
	if x != 0 && (math.Abs(x) >= 1e4 || math.Abs(x) < 1e-3) {
		return fmt.Sprintf("%.2g", x)
	}
	return fmt.Sprintf("%.3g", x)
}

func shortP(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 1e-4:
		return "<.0001"
	}
	return fmt.Sprintf("%.2g", p)
}

// claimJSON is a line of respine judge --json. Numbers that are not known are
// null.
type claimJSON struct {
	Claim     string     `json:"claim"`
	Statement string     `json:"statement"`
	Verdict   string     `json:"verdict"`
	Because   string     `json:"because"`
	P         *float64   `json:"p"`
	Holm      *float64   `json:"p_holm"`
	Family    string     `json:"family"`
	Holds     string     `json:"holds"`
	Notes     []string   `json:"notes"`
	Sentence  string     `json:"sentence"`
	Parts     []partJSON `json:"parts"`
}

type partJSON struct {
	Part      string         `json:"part"`
	Says      string         `json:"says"`
	Measure   string         `json:"measure"`
	Verdict   string         `json:"verdict"`
	Because   string         `json:"because"`
	Word      string         `json:"word"`
	Survives  string         `json:"survives"`
	Paper     *float64       `json:"paper"`
	Estimates []estimateJSON `json:"estimates"`
}

type estimateJSON struct {
	Reading string      `json:"reading"`
	Kind    string      `json:"kind"`
	Effect  *float64    `json:"effect"`
	Lo      *float64    `json:"lo"`
	Hi      *float64    `json:"hi"`
	Lo90    *float64    `json:"lo90"`
	Hi90    *float64    `json:"hi90"`
	Unit    string      `json:"unit"`
	P       *float64    `json:"p"`
	PTest   string      `json:"p_test"`
	Null    *float64    `json:"no_effect"`
	LeastP  *float64    `json:"least_p"`
	Test    string      `json:"test"`
	Groups  []sizeJSON  `json:"groups"`
	Checks  []checkJSON `json:"checks"`
}

type sizeJSON struct {
	Group    string   `json:"group"`
	Arms     []string `json:"arms"`
	Animals  int      `json:"animals"`
	Without  int      `json:"without_value"`
	Cells    int      `json:"cells"`
	Branches int      `json:"branches"`
	Items    int      `json:"items"`
	Mean     *float64 `json:"mean"`
}

type checkJSON struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
}

// finite is a number, or null where there is none.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func claimLine(f claim.Finding) claimJSON {
	out := claimJSON{Claim: f.Claim.ID, Statement: f.Claim.Statement, Verdict: string(f.Verdict), Because: f.Because, P: finite(f.P), Holm: finite(f.Holm),
		Family: f.Claim.Family, Holds: f.Claim.Holds.String(), Notes: append([]string{}, f.Notes...), Sentence: f.Sentence, Parts: []partJSON{}}
	for _, r := range f.Parts {
		p := partJSON{Part: r.Part.ID, Says: string(r.Part.Says), Measure: r.Part.Measure.Name, Verdict: string(r.Verdict), Because: r.Because,
			Word: r.Nuance, Survives: r.Survives, Paper: r.Part.Paper, Estimates: []estimateJSON{}}
		for _, e := range r.Estimates {
			p.Estimates = append(p.Estimates, estimateLine(e))
		}
		out.Parts = append(out.Parts, p)
	}
	return out
}

func estimateLine(e claim.Estimate) estimateJSON {
	out := estimateJSON{Reading: e.Reading.String(), Kind: string(e.Kind), Effect: finite(e.Effect), Lo: finite(e.Interval.Lo), Hi: finite(e.Interval.Hi),
		Lo90: finite(e.Narrow.Lo), Hi90: finite(e.Narrow.Hi), Unit: e.Unit, P: finite(e.P), PTest: e.PTest, Null: finite(e.Null), LeastP: finite(e.LeastP), Test: e.Test,
		Groups: []sizeJSON{}, Checks: []checkJSON{}}
	for _, s := range e.Sizes {
		out.Groups = append(out.Groups, sizeJSON{s.Group, s.Arms, s.Animals, s.Without, s.Cells, s.Branches, s.Items, finite(s.Mean)})
	}
	for _, c := range e.Checks {
		out.Checks = append(out.Checks, checkJSON(c))
	}
	return out
}
