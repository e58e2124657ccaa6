package claim

import (
	"fmt"
	"strings"

	"respine/formula"
	"respine/glmm"
	"respine/stats"
	"respine/table"
)

// What the counts of branches are fitted by: log odds of a share, or log rates of
// what may exceed its base, differ by group, and animals and their branches by
// normal amounts. Those of branches take up what counts vary beyond Poisson.
const (
	shareModel = "y/n ~ group + (1 | animal/branch)"
	rateModel  = "y ~ group + offset(log(n)) + (1 | animal/branch)"
)

// mixed puts the odds ratio of a binomial mixed model of the counts below the
// animals, or for rates the rate ratio of a Poisson one, in the place of the
// difference of the animals' means, which is kept as a check. Its interval and
// test are by Student's t with degrees of freedom between animals (package glmm).
// Where the model has no answer the means stand, and the reason is told. Branches
// on which nothing stood have no rate: they are left out, and counted.
func (p Part) mixed(samples []sample, o *outcome) {
	inUnit := p.Smallest != nil || p.Says != More && p.Says != Less && p.Says != Estimated // smallest effects and margins are in the unit of the means
	if len(samples) != 2 || inUnit || o.verdict != "" {
		return
	}
	rows := table.New("counts", table.Float("y", ""), table.Float("n", ""), table.String("group", ""), table.String("animal", ""), table.String("branch", ""))
	bare := 0
	for g, s := range samples {
		for _, v := range s.values {
			for _, r := range v.Rows {
				if r.Of == 0 {
					bare++
					continue
				}
				rows.Append(r.Y, r.Of, []string{"b", "a"}[g], v.Animal, r.Branch)
			}
		}
	}
	if bare > 0 {
		o.Checks = append(o.Checks, Check{"bare branches", false, fmt.Sprintf("%d of %d branches had no spine standing before and are not in the model", bare, bare+rows.Len())})
	}
	means := fmt.Sprintf("means of animals differ by %s (%s to %s)", figure(o.Effect), figure(o.Interval.Lo), figure(o.Interval.Hi))
	t, notes, why := ratioOf(rows, p.Measure.Rate)
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
	if p.Measure.Rate {
		o.Kind, o.Test = RateRatio, "Poisson mixed model, animals and branches, t between animals"
	}
}

// ratioOf fits the model of shares, or of rates, and returns the test of the log
// ratio of the first group over the second.
func ratioOf(rows *table.Table, rate bool) (t stats.Test, notes, why string) {
	model, params := shareModel, glmm.Params{}
	if rate {
		model, params.Family = rateModel, glmm.Poisson
	}
	f, err := formula.Parse(model)
	if err != nil {
		panic("claim: " + err.Error())
	}
	design, err := f.Design(rows, formula.Coding{})
	if err != nil {
		return t, "", oneLine(err)
	}
	fit, err := glmm.Fit(design, params)
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
			notes = joined(notes, spreadNote(c))
		}
	}
	return t, notes, t.Undetermined
}

// spreadNote says in plain words what it means that a spread is not determined.
func spreadNote(c glmm.Component) string {
	branches := strings.Contains(c.Group, "branch")
	switch {
	case !strings.HasPrefix(c.Reason, "singular"):
		return fmt.Sprintf("spread between levels of %s: %s", c.Group, c.Reason)
	case branches:
		return "branches of an animal differ no more than counts of spines do by chance (a singular fit): the model takes them as alike"
	}
	return "animals of a group differ no more than counts of spines do by chance (a singular fit): the model takes spines of an animal as independent, and its interval may be too narrow; compare the means of animals"
}

// oneLine is the text of an error without its hint.
func oneLine(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}
