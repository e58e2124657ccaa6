package claim

import (
	"fmt"
	"math"

	"respine/measure"
	"respine/stats"
)

// about judges that a value lies within a margin of one told beforehand.
func (p Part) about(o *outcome) {
	from, to := p.Value-p.Margin, p.Value+p.Margin
	o.P = math.NaN()
	switch {
	case o.Narrow.Lo > from && o.Narrow.Hi < to:
		o.verdict = Supported
	case o.Interval.Lo > to || o.Interval.Hi < from:
		o.verdict, o.because = Refuted, fmt.Sprintf("it lies outside %s to %s", figure(from), figure(to))
	default:
		o.verdict, o.because = Undetermined, fmt.Sprintf("the interval is not within %s to %s", figure(from), figure(to))
	}
}

// unchanged judges equivalence by two one-sided tests at a margin (Schuirmann
// 1987, doi 10.1007/BF01068419).
func (p Part) unchanged(j *judge, o *outcome) {
	margin, why := p.margin(j, o.Reading)
	if why != "" {
		o.verdict, o.because = Undetermined, why
		return
	}
	o.Checks = append(o.Checks, Check{"margin", true, "the margin is " + figure(margin)})
	o.bayes(o.test)
	e := stats.Equivalent(o.test, stats.Interval{Lo: -margin, Hi: margin}, alpha)
	o.P = e.P
	switch wide := o.test.Interval; {
	case e.P <= alpha:
		o.verdict = Supported
	case wide.Lo > margin || wide.Hi < -margin:
		o.verdict, o.because = Refuted, "the difference lies beyond the margin of "+figure(margin)
	case wide.Lo > 0 || wide.Hi < 0:
		o.verdict, o.because = Undetermined, "there is a difference, and it may exceed the margin of "+figure(margin)
	default:
		o.verdict, o.because = Undetermined, "the interval is wider than the margin of "+figure(margin)+"; that no difference was found does not show that there is none"
	}
}

// bayes tells the Bayes factor for no difference over one of a Cauchy width of
// √2/2 SD (Rouder et al. 2009, doi 10.3758/PBR.16.2.225), a companion that decides
// nothing.
func (o *outcome) bayes(t stats.Test) {
	if len(o.Sizes) < 2 || t.Undetermined != "" {
		return
	}
	b := stats.JZSTwoSample(t.Statistic, o.Sizes[0].Animals, o.Sizes[1].Animals, math.Sqrt2/2)
	o.Checks = append(o.Checks, Check{"Bayes factor", true, fmt.Sprintf("Bayes factor for no difference, BF01 = %s", figure(b.BF01()))})
}

// margin returns the margin of equivalence: as declared, or a share of the effect
// of another part or of the difference between two control groups, which must
// have been shown. It is then taken as known.
func (p Part) margin(j *judge, r measure.Reading) (float64, string) {
	if p.Margin > 0 {
		return p.Margin, ""
	}
	var effect stats.Test
	if p.MarginOf != "" {
		o, ok := j.outcomes[j.mainPart(p, p.MarginOf)]
		if !ok || o.verdict != Supported {
			return 0, "the effect that sets the margin was not shown"
		}
		effect = o.test
	} else {
		samples, why := j.samples(p.request(r), p.Control[0], p.Control[1])
		if why != "" {
			return 0, "the effect that sets the margin cannot be measured: " + why
		}
		effect = contrast([]mean{samples[0].mean(p.Measure.Pooled), samples[1].mean(p.Measure.Pooled)}, 1, -1)
		if effect.Undetermined != "" || effect.Interval.Contains(0) {
			return 0, fmt.Sprintf("the effect that sets the margin, %s against %s, was not shown", p.Control[0], p.Control[1])
		}
	}
	return p.share() * math.Abs(effect.Estimate), ""
}
