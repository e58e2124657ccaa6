package claim

import (
	"fmt"
	"strings"

	"respine/stats"
)

// Bounds of what is told as doubtful.
const (
	fewAnimals     = 6    // in a group: a t test then leans on normality
	ceilingPercent = 95.0 // sucrose preference above which there is no room left
)

// checks notes what the reader of an estimate must know of its assumptions.
func (o *outcome) checks(p Part) {
	var few []string
	for _, s := range o.Sizes {
		if s.Animals < fewAnimals {
			few = append(few, fmt.Sprintf("%s of %s", count(s.Animals, "animal"), s.Group))
		}
	}
	if few != nil {
		told := fmt.Sprintf("no exchange of so few can give p below %s", figure(o.LeastP))
		if o.how == signs {
			told = fmt.Sprintf("no turning of so few about chance can give p below %s", figure(o.LeastP))
		}
		if o.exact == 0 || o.P < o.LeastP && o.PTest != o.how {
			told = "so few lean on normality, which the test takes for granted"
			if o.PTest != "" && o.P == o.P { // known
				told = fmt.Sprintf("p is of %s, which leans on normality; animals were not exchanged for it", o.PTest)
			}
		}
		o.Checks = append(o.Checks, Check{"few animals", false, fmt.Sprintf("%s: %s", strings.Join(few, ", "), told)})
	}
	for _, s := range o.Sizes {
		if s.Without > 0 {
			o.Checks = append(o.Checks, Check{"left out", false, fmt.Sprintf("%s of %s without a value", count(s.Without, "animal"), s.Group)})
		}
		if p.Measure.Unit == "%" && s.Mean > ceilingPercent {
			o.Checks = append(o.Checks, Check{"ceiling", false, fmt.Sprintf("mean of %s at %.3g %%: no room to rise", s.Group, s.Mean)})
		}
	}
}

// adjusted asks whether a difference remains, on its side, beside other measures
// of the same animals, by least squares of the values on group and covariate.
// Where they cannot be had, that is told; where the difference goes, the claim is
// no longer supported.
func (p Part) adjusted(j *judge, o *outcome) {
	side := 1.0
	if p.Says == Less {
		side = -1
	}
	samples, _ := j.samples(j.ask(p, p.Measure, o.Reading), p.Arm, p.Against)
	for _, m := range p.Adjust {
		var y []float64
		var x [][]float64 // 1, group, covariate
		for g, s := range samples {
			beside, _ := j.sample(s.group.ID, j.ask(p, m, o.Reading))
			for _, v := range s.values {
				if c, ok := beside.of(v.Animal); ok {
					y, x = append(y, v.X()), append(x, []float64{1, float64(1 - g), c.X()})
				}
			}
		}
		if len(y) < 4 {
			o.Checks = append(o.Checks, Check{m.Name, false, m.Name + " was not measured, so it is not ruled out as the explanation"})
			continue
		}
		fit := stats.LeastSquares(x, y)
		t := fit.Contrast([]float64{0, 1, 0}, fit.Cov, fit.DF, confidence)
		switch {
		case t.Undetermined != "":
			o.Checks = append(o.Checks, Check{m.Name, false, fmt.Sprintf("beside %s: %s", m.Name, t.Undetermined)})
		case !(turned(t.Interval, side).Lo > 0):
			o.Checks = append(o.Checks, Check{m.Name, false, fmt.Sprintf("beside %s the difference is %s (%s to %s)", m.Name, figure(t.Estimate), figure(t.Interval.Lo), figure(t.Interval.Hi))})
			o.verdict, o.because = Undetermined, "it cannot be told apart from a difference in "+m.Name
		default:
			o.Checks = append(o.Checks, Check{m.Name, true, fmt.Sprintf("beside %s the difference is %s (%s to %s)", m.Name, figure(t.Estimate), figure(t.Interval.Lo), figure(t.Interval.Hi))})
		}
	}
}
