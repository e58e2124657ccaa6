package claim

import (
	"fmt"
	"math"
	"slices"

	"respine/stats"
)

// twoOneSided is the test of equivalence by name.
const twoOneSided = "two one-sided t tests"

// about judges that a value lies within a margin of one told beforehand, by two
// one-sided tests.
func (p Part) about(o *outcome) {
	from, to := p.Value-p.Margin, p.Value+p.Margin
	at := func(x float64) float64 { return x - o.Null } // in the scale of the test
	if p.Measure.Log {
		at = func(x float64) float64 { return math.Log(math.Max(0, x) / o.Null) }
	}
	o.P, o.PTest = math.Max(o.test.Upper(at(from)), o.test.Lower(at(to))), twoOneSided
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
	m, why := p.margin(j, o)
	if why != "" {
		o.verdict, o.because, o.P = Undetermined, why, math.NaN()
		return
	}
	o.Checks = append(o.Checks, Check{"margin", true, m.told})
	o.bayes(o.test)
	o.P, o.PTest = math.Max(m.upper.Lower(0), m.lower.Upper(0)), twoOneSided
	switch wide := o.test.Interval; {
	case o.P <= alpha:
		o.verdict = Supported
	case m.upper.Interval.Lo > 0 || m.lower.Interval.Hi < 0:
		o.verdict, o.because = Refuted, "the difference lies beyond the margin of "+figure(m.size)
	case wide.Lo > 0 || wide.Hi < 0:
		o.verdict, o.because = Undetermined, "there is a difference, and it may exceed the margin of "+figure(m.size)
	default:
		o.verdict, o.because = Undetermined, "it may lie beyond the margin of "+figure(m.size)+"; that no difference was found does not show that there is none"
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

// margin is what a difference is held against: upper tests the difference less
// the margin, lower the difference and the margin, both against zero.
type margin struct {
	size         float64
	upper, lower stats.Test
	told         string
}

// fixed is a margin without an error of its own.
func fixed(size float64, difference stats.Test, told string) margin {
	return margin{size, stats.NewTest(difference.Estimate-size, difference.SE, difference.DF, confidence),
		stats.NewTest(difference.Estimate+size, difference.SE, difference.DF, confidence), told + figure(size)}
}

// margin returns the margin of equivalence: as declared; a share of the effect of
// another part, at the end of its interval that is next to none, so that a margin
// is not wide by luck (the fixed margin method of non-inferiority); or a share of
// the difference between two control groups. Effects that set a margin must have
// been shown.
func (p Part) margin(j *judge, o *outcome) (margin, string) {
	switch {
	case p.Margin > 0:
		return fixed(p.Margin, o.test, "the margin is "), ""
	case p.MarginOf == "":
		return p.controlMargin(j, o)
	}
	id := j.mainPart(p, p.MarginOf)
	other, ok := j.outcomes[id]
	if !ok || other.verdict != Supported || other.means.Undetermined != "" || other.means.Interval.Contains(0) {
		return margin{}, fmt.Sprintf("the effect that sets the margin, %s, was not shown", id)
	}
	least := math.Min(math.Abs(other.means.Interval.Lo), math.Abs(other.means.Interval.Hi))
	return fixed(p.share()*least, o.test, fmt.Sprintf("the margin is %s of the least that %s may be, ", percent(p.share()), id)), ""
}

// controlMargin is the margin that is a share of the difference between two
// groups. That difference has an error, and one of the groups may be compared
// itself; so the tests are of contrasts of all means, arm less against less and
// plus a share of control, and nothing is taken as known.
func (p Part) controlMargin(j *judge, o *outcome) (margin, string) {
	var groups []string
	for _, g := range []string{p.Arm, p.Against, p.Control[0], p.Control[1]} {
		if !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	samples, why := j.samples(j.ask(p, p.Measure, o.Reading), groups...)
	if why != "" {
		return margin{}, "the effect that sets the margin cannot be measured: " + why
	}
	means := make([]mean, len(samples))
	for i, s := range samples {
		means[i] = s.mean(p.Measure.Pooled)
	}
	// weights of arm - against + k·(control₀ - control₁)
	weights := func(k float64) []float64 {
		w := make([]float64, len(groups))
		w[0]++
		w[slices.Index(groups, p.Against)]--
		w[slices.Index(groups, p.Control[0])] += k
		w[slices.Index(groups, p.Control[1])] -= k
		return w
	}
	whole := make([]float64, len(groups))
	whole[slices.Index(groups, p.Control[0])], whole[slices.Index(groups, p.Control[1])] = 1, -1
	effect := contrast(means, whole...)
	if effect.Undetermined != "" || effect.Interval.Contains(0) {
		return margin{}, fmt.Sprintf("the effect that sets the margin, %s against %s, was not shown", p.Control[0], p.Control[1])
	}
	k := math.Copysign(p.share(), effect.Estimate)
	m := margin{size: p.share() * math.Abs(effect.Estimate), upper: contrast(means, weights(-k)...), lower: contrast(means, weights(k)...)}
	if why := m.upper.Undetermined + m.lower.Undetermined; why != "" {
		return margin{}, "the margin cannot be tested: " + why
	}
	m.told = fmt.Sprintf("the margin is %s of the difference between %s and %s, %s, whose own error counts", percent(p.share()), p.Control[0], p.Control[1], figure(m.size))
	return m, ""
}
