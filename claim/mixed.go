package claim

import (
	"fmt"
	"strings"

	"respine/formula"
	"respine/glmm"
	"respine/stats"
	"respine/table"
)

// binomialModel is what the counts of branches are fitted by: log odds differ by
// group, and animals and their branches by normal amounts.
const binomialModel = "y/n ~ group + (1 | animal/branch)"

// mixed puts the odds ratio of a binomial mixed model of the counts below the
// animals in the place of the difference of the animals' means, which is kept as
// a check. Its interval and test are by Student's t with degrees of freedom
// between animals (package glmm). Where the model has no answer the means stand,
// and the reason is told.
func (p Part) mixed(samples []sample, o *outcome) {
	inUnit := p.Smallest != nil || p.Says != More && p.Says != Less && p.Says != Estimated // smallest effects and margins are in the unit of the means
	if len(samples) != 2 || inUnit || o.verdict != "" {
		return
	}
	rows := table.New("counts", table.Float("y", ""), table.Float("n", ""), table.String("group", ""), table.String("animal", ""), table.String("branch", ""))
	for g, s := range samples {
		for _, v := range s.values {
			for _, r := range v.Rows {
				rows.Append(r.Y, r.Of, []string{"b", "a"}[g], v.Animal, r.Branch)
			}
		}
	}
	means := fmt.Sprintf("means of animals differ by %s (%s to %s)", figure(o.Effect), figure(o.Interval.Lo), figure(o.Interval.Hi))
	t, notes, why := oddsOf(rows)
	if why != "" {
		o.Checks = append(o.Checks, Check{"model", false, "the mixed model gives no answer: " + why + "; animals' means are compared instead"})
		return
	}
	agree := t.Interval.Contains(0) == o.test.Interval.Contains(0)
	o.Checks = append(o.Checks, Check{"means", agree, means})
	if notes != "" {
		o.Checks = append(o.Checks, Check{"model", false, notes})
	}
	o.test, o.Kind, o.Test, o.Null = t, Difference, "binomial mixed model, animals and branches, t between animals", 0
	o.show(true)
	o.PTest = "the mixed model's t between animals"
	o.exchanged()
	o.Kind = OddsRatio
}

// oddsOf fits the model and returns the test of the log odds ratio.
func oddsOf(rows *table.Table) (t stats.Test, notes, why string) {
	f, err := formula.Parse(binomialModel)
	if err != nil {
		panic("claim: " + err.Error())
	}
	design, err := f.Design(rows, formula.Coding{})
	if err != nil {
		return t, "", oneLine(err)
	}
	fit, err := glmm.Fit(design, glmm.Params{})
	switch {
	case err != nil:
		return t, "", oneLine(err)
	case !fit.Converged:
		return t, "", "it did not converge"
	case len(fit.Coefficients) != 2:
		return t, "", "the groups cannot be told apart"
	}
	e := fit.Effect(formula.Linear{Name: "group", Weights: []float64{0, 1}}, confidence)
	if e.Reason != "" {
		return t, "", e.Reason
	}
	t = stats.NewTest(e.Estimate, e.SE, e.DF, confidence)
	for _, c := range fit.Components {
		if c.Reason != "" {
			notes = joined(notes, fmt.Sprintf("spread between levels of %s: %s", c.Group, c.Reason))
		}
	}
	return t, notes, t.Undetermined
}

// oneLine is the text of an error without its hint.
func oneLine(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}
