package claim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"respine/stats"
)

// Bounds of what is told as doubtful.
const (
	fewAnimals     = 6    // in a group: a t test then leans on normality
	ceilingPercent = 95.0 // sucrose preference above which there is no room left
)

// checks notes what the reader of an estimate must know of its assumptions.
func (o *outcome) checks(p Part) {
	for _, s := range o.Sizes {
		if s.Animals < fewAnimals {
			o.Checks = append(o.Checks, Check{"few animals", false, fmt.Sprintf("%s of %s: no test of so few can give p below %s by exchanging animals", count(s.Animals, "animal"), s.Group, figure(o.LeastP))})
		}
		if s.Without > 0 {
			o.Checks = append(o.Checks, Check{"left out", false, fmt.Sprintf("%s of %s without a value", count(s.Without, "animal"), s.Group)})
		}
		if p.Measure.Unit == "%" && s.Mean > ceilingPercent {
			o.Checks = append(o.Checks, Check{"ceiling", false, fmt.Sprintf("mean of %s at %.3g %%: no room to rise", s.Group, s.Mean)})
		}
	}
}

// adjusted asks whether a difference remains beside other measures of the same
// animals, by least squares of the values on group and covariates. Where they
// cannot be had, that is told; where the difference goes, the claim is no longer
// supported.
func (p Part) adjusted(j *judge, o *outcome) {
	samples, _ := j.samples(p.request(o.Reading), p.Arm, p.Against)
	for _, m := range p.Adjust {
		var y, group, x []float64
		for g, s := range samples {
			beside, _ := j.sample(s.group.ID, request{m, p.At, p.From, o.Reading})
			for _, v := range s.values {
				if c, ok := beside.of(v.Animal); ok {
					y, group, x = append(y, v.X()), append(group, float64(1-g)), append(x, c.X())
				}
			}
		}
		if len(y) < 4 {
			o.Checks = append(o.Checks, Check{m.Name, false, m.Name + " was not measured, so it is not ruled out as the explanation"})
			continue
		}
		t := leastSquares(y, group, x)
		switch {
		case t.Undetermined != "":
			o.Checks = append(o.Checks, Check{m.Name, false, fmt.Sprintf("beside %s: %s", m.Name, t.Undetermined)})
		case t.Interval.Contains(0):
			o.Checks = append(o.Checks, Check{m.Name, false, fmt.Sprintf("beside %s the difference is %s (%s to %s)", m.Name, figure(t.Estimate), figure(t.Interval.Lo), figure(t.Interval.Hi))})
			o.verdict, o.because = Undetermined, "it cannot be told apart from a difference in "+m.Name
		default:
			o.Checks = append(o.Checks, Check{m.Name, true, fmt.Sprintf("beside %s the difference is %s (%s to %s)", m.Name, figure(t.Estimate), figure(t.Interval.Lo), figure(t.Interval.Hi))})
		}
	}
}

// leastSquares tests the coefficient of group in y = a + b·group + c·x, Student's
// t with n-3 degrees of freedom.
func leastSquares(y, group, x []float64) stats.Test {
	n := len(y)
	design := mat.NewDense(n, 3, nil)
	for i := range y {
		design.SetRow(i, []float64{1, group[i], x[i]})
	}
	var qr mat.QR
	qr.Factorize(design)
	var b mat.VecDense
	if err := qr.SolveVecTo(&b, false, mat.NewVecDense(n, y)); err != nil {
		return stats.NewTest(math.NaN(), math.NaN(), 1, confidence)
	}
	var fit mat.VecDense
	fit.MulVec(design, &b)
	rss := 0.0
	for i := range y {
		rss += (y[i] - fit.AtVec(i)) * (y[i] - fit.AtVec(i))
	}
	var cross, inverse mat.Dense
	cross.Mul(design.T(), design)
	if err := inverse.Inverse(&cross); err != nil {
		return stats.NewTest(math.NaN(), math.NaN(), 1, confidence)
	}
	df := float64(n - 3)
	return stats.NewTest(b.AtVec(1), math.Sqrt(rss/df*inverse.At(1, 1)), df, confidence)
}
