package claim

import (
	"fmt"
	"math"

	"respine/measure"
	"respine/stats"
)

// ofEffect judges the words that measure one group in units of the difference
// between two others, which must be there to be abolished, reversed or kept:
//
//	abolished  share left      (Arm - Reference)/(Against - Reference)
//	reversed   recovery index  (Arm - Against)/(Reference - Against)
//	unreduced  share kept      (Arm - Reference)/(Against - Reference)
//
// Intervals are Fieller's; tests are of contrasts of the three means, so that the
// difference's own error counts.
func (p Part) ofEffect(j *judge, r measure.Reading) outcome {
	samples, why := j.samples(j.ask(p, p.Measure, r), p.Arm, p.Against, p.Reference)
	if why != "" {
		return untestable(r, why)
	}
	pooled := p.Measure.Pooled
	means := []mean{samples[0].mean(pooled), samples[1].mean(pooled), samples[2].mean(pooled)}
	o := outcome{Estimate: Estimate{Reading: r, LeastP: leastP(samples[:2]...), PTest: welch + ", contrasts of the means", Test: "Welch contrasts over animals, Fieller's interval"}}
	for i, s := range samples {
		o.Sizes = append(o.Sizes, s.size(means[i], p.Measure.Log))
	}
	num, den := []float64{1, 0, -1}, []float64{0, 1, -1}
	o.Kind, o.Null = Left, 1
	switch p.Says {
	case Reversed:
		num, den, o.Kind, o.Null = []float64{1, -1, 0}, []float64{0, -1, 1}, Recovery, 0
	case Unreduced:
		o.Kind, o.Null = Kept, 1
	}
	whole := contrast(means, den...)
	if whole.Undetermined != "" || whole.Interval.Contains(0) {
		return o.without(fmt.Sprintf("the difference between %s and %s was not shown in these animals", p.Against, p.Reference))
	}
	top := contrast(means, num...)
	o.Effect = top.Estimate / whole.Estimate
	var ok, ok90 bool
	o.Interval, ok = fieller(means, num, den, confidence)
	o.Narrow, ok90 = fieller(means, num, den, 1-2*alpha)
	if !ok || !ok90 {
		return o.without("the index has no bounded interval")
	}
	c := effectContrasts{means, num, den, math.Copysign(1, whole.Estimate)}
	switch p.Says {
	case Abolished:
		p.abolished(&o, c)
	case Reversed:
		p.reversed(&o, c)
	default:
		p.unreduced(&o, c)
	}
	if p.Says == Unreduced {
		o.LeastP = leastP(samples[1:]...)
		o.exchange(samples[1:], p.Measure) // the effect that is to be kept
	} else {
		o.exchange(samples[:2], p.Measure)
	}
	o.fewToClaim()
	return o
}

// without is the outcome where the index says nothing.
func (o outcome) without(why string) outcome {
	nan := math.NaN()
	o.verdict, o.because, o.P = Undetermined, why, nan
	o.Effect, o.Interval, o.Narrow = nan, stats.Interval{Lo: nan, Hi: nan}, stats.Interval{Lo: nan, Hi: nan}
	return o
}

// effectContrasts tests an index num/den against numbers without dividing.
type effectContrasts struct {
	means    []mean
	num, den []float64
	side     float64 // of the denominator
}

// above tests that the index exceeds x: num - x·den, on the side of den.
func (c effectContrasts) above(x float64) stats.Test {
	w := make([]float64, len(c.num))
	for i := range w {
		w[i] = c.side * (c.num[i] - x*c.den[i])
	}
	return contrast(c.means, w...)
}

// oneSided is p of the index lying above x, and below it.
func (c effectContrasts) oneSided(x float64) (above, below float64) {
	t := c.above(x)
	if t.Undetermined != "" {
		return math.NaN(), math.NaN()
	}
	return t.Upper(0), t.Lower(0)
}

// abolished: different from Against, and no more than a share of the difference
// from Reference left, either way.
func (p Part) abolished(o *outcome, c effectContrasts) {
	differs := c.above(1)
	_, under := c.oneSided(p.share())
	over, _ := c.oneSided(-p.share())
	o.P = math.Max(differs.P, math.Max(under, over))
	reduced := differs.Undetermined == "" && differs.Interval.Hi < 0
	switch {
	case reduced && under <= alpha && over <= alpha:
		o.verdict = Supported
	case differs.Undetermined == "" && differs.Interval.Lo > 0:
		o.verdict, o.because = Refuted, "it is larger than in "+p.Against
	case c.above(p.share()).Interval.Lo > 0:
		o.verdict, o.because = Refuted, fmt.Sprintf("more than %s of it is left", percent(p.share()))
	case reduced:
		o.verdict, o.nuance = Undetermined, "reduced"
		o.because = fmt.Sprintf("it is reduced, but that less than %s of it is left is not shown", percent(p.share()))
	default:
		o.verdict, o.because = Undetermined, "neither a difference from "+p.Against+" nor likeness to "+p.Reference+" is shown"
	}
	if o.verdict == Refuted && reduced {
		o.nuance = "reduced"
	}
}

// Within these a recovery index counts as full.
const fullLo, fullHi = 0.75, 1.25

// reversed: the recovery index lies above zero.
func (p Part) reversed(o *outcome, c effectContrasts) {
	t := c.above(0)
	o.P = t.P
	switch {
	case t.Undetermined != "":
		o.verdict, o.because = Undetermined, t.Undetermined
	case t.Interval.Lo > 0:
		o.verdict, o.nuance = Supported, "partly, at least"
		if o.Interval.Lo >= fullLo && o.Interval.Hi <= fullHi {
			o.nuance = "fully"
		}
	case t.Interval.Hi < 0:
		o.verdict, o.because = Refuted, "it goes further in the same direction"
	case o.Narrow.Lo > -(1-fullLo) && o.Narrow.Hi < 1-fullLo:
		o.verdict, o.because = Equivalent, fmt.Sprintf("less than %s of it is reversed", percent(1-fullLo))
	default:
		o.verdict, o.because = Undetermined, "the recovery index may be zero"
	}
}

// unreduced: at least a share of the effect is kept (retained effect,
// non-inferiority).
func (p Part) unreduced(o *outcome, c effectContrasts) {
	o.bayes(contrast(c.means[:2], 1, -1))
	o.P, _ = c.oneSided(p.share())
	less := c.above(p.share())
	switch {
	case o.P <= alpha:
		o.verdict = Supported
	case less.Undetermined == "" && less.Interval.Hi < 0:
		o.verdict, o.because = Refuted, fmt.Sprintf("less than %s of the effect is kept", percent(p.share()))
	default:
		o.verdict, o.because = Undetermined, fmt.Sprintf("that at least %s of the effect is kept is not shown; that no reduction was found does not show it", percent(p.share()))
	}
}

// dissociated judges whether an arm changes one measure more than another in the
// same animals: the difference of the two, each in SD of Against and counted in
// the direction from Against to Reference, compared between Arm and Against. That
// one is significant and the other not says nothing (Nieuwenhuis et al. 2011, doi
// 10.1038/nn.2886).
func (p Part) dissociated(j *judge, r measure.Reading) outcome {
	var scaled [2]map[string]float64 // by animal, of each measure
	var sizes []Size
	missing := ""
	for i, m := range []measure.Measure{p.Measure, p.Other} {
		samples, why := j.samples(j.ask(p, m, r), p.Arm, p.Against, p.Reference)
		if why != "" {
			missing = joined(missing, why)
			continue
		}
		control := samples[1].mean(false)
		sd := math.Sqrt(control.v * float64(len(samples[1].values)))
		side := math.Copysign(1, samples[2].mean(false).x-control.x)
		if !(sd > 0) {
			return untestable(r, "the same "+m.Name+" in all animals of "+p.Against)
		}
		scaled[i] = map[string]float64{}
		for k, s := range samples[:2] {
			for _, v := range s.values {
				scaled[i][v.Animal] = side * (v.X() - control.x) / sd
			}
			if i == 0 {
				sizes = append(sizes, samples[k].size(s.mean(false), m.Log))
			}
		}
	}
	if missing != "" {
		return untestable(r, missing)
	}
	samples, _ := j.samples(j.ask(p, p.Measure, r), p.Arm, p.Against)
	means := make([]mean, 2)
	for k, s := range samples {
		var both sample
		for _, v := range s.values {
			if other, ok := scaled[1][v.Animal]; ok {
				d := v
				d.Sum, d.Of = scaled[0][v.Animal]-other, 1
				both.values = append(both.values, d)
			}
		}
		if len(both.values) < 2 {
			return untestable(r, "fewer than two animals of "+s.group.ID+" with both measures")
		}
		sizes[k].Animals = len(both.values)
		means[k] = both.mean(false)
		samples[k].values = both.values
	}
	o := outcome{Estimate: Estimate{Reading: r, Kind: Difference, Unit: "SD", LeastP: leastP(samples...), PTest: welch, Test: "interaction of both measures in SD, Welch over animals", Sizes: sizes}}
	o.test = contrast(means, 1, -1)
	o.show(false)
	if o.test.Undetermined != "" {
		o.verdict, o.because = Undetermined, o.test.Undetermined
		return o
	}
	o.exchange(samples, measure.Measure{})
	p.directed(&o, 1)
	if o.verdict == Undetermined {
		o.because = "the interaction of the two measures may be nil; that one is changed and the other not shown to be is no dissociation"
	}
	return o
}
