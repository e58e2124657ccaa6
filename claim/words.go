package claim

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/measure"
	"respine/stats"
)

// outcome is what one reading of the data says to a part.
type outcome struct {
	verdict Verdict
	because string
	nuance  string     // a weaker or stronger word that holds, such as "reduced" or "fully"
	test    stats.Test // of the effect against none, in the scale it is tested on
	exact   float64    // p of exchanging animals, where there are few; else 0
	Estimate
}

func untestable(r measure.Reading, why string) outcome {
	nan := math.NaN()
	none := stats.Interval{Lo: nan, Hi: nan}
	return outcome{verdict: NotTestable, because: why, Estimate: Estimate{Reading: r, Effect: nan, Interval: none, Narrow: none, P: nan, LeastP: nan}}
}

// judge gives the verdict of a part in one reading.
func (p Part) judge(j *judge, r measure.Reading) outcome {
	switch p.Says {
	case Abolished, Reversed, Unreduced:
		return p.ofEffect(j, r)
	case Dissociated:
		return p.dissociated(j, r)
	}
	samples, why := j.samples(p.request(r), p.Arm, p.Against)
	if why != "" {
		return untestable(r, why)
	}
	o := p.estimate(samples, r)
	if p.Binomial && r == measure.AsScored {
		p.mixed(samples, &o)
	}
	if o.verdict == "" {
		p.decide(j, &o)
	}
	return o
}

// samples measures some groups; "" is none. All that is missing is told.
func (j *judge) samples(q request, groups ...string) ([]sample, string) {
	var out []sample
	missing := ""
	for _, g := range groups {
		if g == "" {
			continue
		}
		s, why := j.sample(g, q)
		if why != "" && why != missing {
			missing = joined(missing, why)
		}
		out = append(out, s)
	}
	return out, missing
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// estimate compares one group with chance, or two with each other. The verdict
// is set only where there is no answer.
func (p Part) estimate(samples []sample, r measure.Reading) outcome {
	m := p.Measure
	o := outcome{Estimate: Estimate{Reading: r, Unit: m.Unit, LeastP: leastP(samples...)}}
	means := make([]mean, len(samples))
	for i, s := range samples {
		means[i] = s.mean(m.Pooled)
		o.Sizes = append(o.Sizes, s.size(means[i], m.Log))
	}
	if len(samples) == 1 {
		o.Kind, o.Test, o.Null = Mean, "t over animals", m.Chance
		o.test = contrast([]mean{{means[0].x - m.Chance, means[0].v, means[0].df}}, 1)
	} else {
		o.Kind, o.Test = Difference, "Welch over animals"
		o.test = contrast(means, 1, -1)
	}
	if m.Pooled {
		o.Test += ", weighed by counts"
	}
	o.show(m.Log)
	if o.test.Undetermined != "" {
		o.verdict, o.because = Undetermined, o.test.Undetermined
		return o
	}
	o.exchange(samples, m)
	return o
}

// exchange tests a difference of few animals by exchanging them between the
// groups, or turning their signs about chance: a t test of so few leans on
// normality. The larger p of the two is told, and what is claimed must pass both.
func (o *outcome) exchange(samples []sample, m measure.Measure) {
	few := false
	for _, s := range samples {
		few = few || len(s.values) < fewAnimals
	}
	if !few || m.Pooled {
		return
	}
	rng := rand.New(rand.NewPCG(1, 0)) // used only where there are too many ways to visit all
	var p stats.Permutation
	if len(samples) == 1 {
		d := samples[0].xs()
		for i := range d {
			d[i] -= m.Chance
		}
		p = stats.SignFlip(d, stats.PermutationParams{}, rng)
	} else {
		p = stats.PermuteTwo(samples[0].xs(), samples[1].xs(), stats.PermutationParams{}, rng)
	}
	if p.Undetermined == "" {
		o.exact = p.P
		o.P = math.Max(o.P, p.P)
		o.Test += ", and exchange of animals"
	}
}

// show fills in the numbers of an estimate from its test: moved to where chance
// lies, and as ratios where logarithms were tested.
func (o *outcome) show(log bool) {
	to := func(x float64) float64 { return x + o.Null }
	if log {
		if o.Kind == Difference {
			o.Kind = Ratio
		}
		o.Unit, o.Null = "", math.Exp(o.Null)
		to = func(x float64) float64 { return o.Null * math.Exp(x) }
	}
	narrow := at90(o.test)
	o.Effect, o.P = to(o.test.Estimate), o.test.P
	o.Interval = stats.Interval{Lo: to(o.test.Interval.Lo), Hi: to(o.test.Interval.Hi)}
	o.Narrow = stats.Interval{Lo: to(narrow.Lo), Hi: to(narrow.Hi)}
}

// decide reads the verdict of a difference, or of a mean, off its intervals.
func (p Part) decide(j *judge, o *outcome) {
	switch p.Says {
	case Estimated:
		o.verdict, o.because = Undetermined, "told as an estimate; nothing is claimed of it"
	case About:
		p.about(o)
	case Unchanged:
		p.unchanged(j, o)
	case Less:
		p.directed(o, -1)
	default:
		p.directed(o, 1)
	}
}

// directed judges a claim that an effect lies on one side of none, and beyond the
// smallest effect of interest.
func (p Part) directed(o *outcome, side float64) {
	least := 0.0
	if p.Smallest != nil {
		least = math.Abs(*p.Smallest)
	}
	wide, narrow := turned(o.test.Interval, side), turned(at90(o.test), side)
	switch {
	case (wide.Lo > least || wide.Hi < 0) && o.exact > alpha:
		o.verdict, o.because = Undetermined, fmt.Sprintf("so few animals, exchanged between groups, give as much by chance (p = %s)", probability(o.exact))
	case wide.Lo > least:
		o.verdict = Supported
	case wide.Hi < 0:
		o.verdict, o.because = Refuted, "the interval lies on the other side"
	case least > 0 && narrow.Hi < least && narrow.Lo > -least:
		o.verdict, o.because = Equivalent, fmt.Sprintf("it is shown to be smaller than the smallest effect of interest, %s", figure(least))
	case wide.Lo > 0:
		o.verdict, o.because = Undetermined, fmt.Sprintf("the interval does not exclude effects smaller than the smallest of interest, %s", figure(least))
	default:
		o.verdict, o.because = Undetermined, "the interval includes no difference"
	}
}

// turned is an interval seen from a side.
func turned(i stats.Interval, side float64) stats.Interval {
	if side < 0 {
		return stats.Interval{Lo: -i.Hi, Hi: -i.Lo}
	}
	return i
}

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
