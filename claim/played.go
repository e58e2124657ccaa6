package claim

import (
	"fmt"

	"respine/measure"
)

// played tests a part about restored spines, or their survival, against null N5
// played out: an answer of its own beside the corrected estimate, by simulation
// instead of moments. It returns one-sided p and whether there is one.
func (p Part) played(j *judge, o *outcome) (float64, bool) {
	if p.Measure.Name != "restored excess" && p.Measure.Name != "restored survival" || p.Says != More || p.Against != "" {
		return 0, false
	}
	at, _ := j.moments(j.ask(p, p.Measure, measure.AsScored))
	s, why := j.sample(p.Arm, j.ask(p, p.Measure, measure.AsScored))
	if why != "" {
		return 0, false
	}
	var ids []string
	for _, v := range s.values {
		ids = append(ids, v.Animal)
	}
	d, why := measure.Played(j.data, ids, at, measure.How{Draws: j.params.Draws, Seed: j.params.Seed})
	null := d.Pooled
	switch {
	case why == "" && d.Undetermined != "":
		why = d.Undetermined
	case why == "" && p.Measure.Name == "restored survival" && null.Outlast.Undetermined != "":
		why = null.Outlast.Undetermined
	}
	if why != "" {
		o.Checks = append(o.Checks, Check{"N5", false, "spines that come and go by chance, scored with the stated errors, could not be played: " + why})
		return 0, false
	}
	prob, told := null.P, fmt.Sprintf("of new spines %s restored, by chance and errors %s (%s to %s)", percent(null.Fraction), percent(null.Null), percent(null.Lo), percent(null.Hi))
	if p.Measure.Name == "restored survival" {
		q := null.Outlast
		prob, told = q.P, fmt.Sprintf("survival differs by %s, by chance and errors by %s (%s to %s)", figure(q.Difference), figure(q.Null), figure(q.Lo), figure(q.Hi))
	}
	o.Checks = append(o.Checks, Check{"N5", prob <= alpha/2, fmt.Sprintf("spines that come and go by chance, scored with the stated errors, give as much with p = %s: %s", probability(prob), told)})
	return prob, true
}
