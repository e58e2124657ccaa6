package claim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"respine/measure"
	"respine/stats"
)

// outcome is what one reading of the data says to a part.
type outcome struct {
	verdict Verdict
	because string
	nuance  string     // a weaker or stronger word that holds, such as "reduced" or "fully"
	test    stats.Test // of the effect against none, in the scale it is tested on
	means   stats.Test // the same of the animals' means, in the unit of the measure, whatever model took its place
	exact   float64    // p of exchanging animals, or turning their signs, where there are few; else 0
	how     string     // which of the two
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
	samples, why := j.samples(j.ask(p, p.Measure, r), p.Arm, p.Against)
	if why != "" {
		return untestable(r, why)
	}
	o := p.estimate(samples, r)
	if p.Mixed && r == measure.AsScored {
		p.mixed(samples, &o)
	}
	if o.verdict == "" {
		p.decide(j, &o)
	}
	return o
}

// samples measures some groups; "" is none. All that is missing is told. Animals
// that are in two of the groups are no ground for a comparison of independent
// ones.
func (j *judge) samples(q request, groups ...string) ([]sample, string) {
	var out []sample
	missing := ""
	for _, g := range groups {
		if g == "" {
			continue
		}
		s, why := j.sample(g, q)
		for _, one := range strings.Split(why, "; ") {
			if !strings.Contains(missing, one) {
				missing = joined(missing, one)
			}
		}
		for _, other := range out {
			if slices.ContainsFunc(s.arms, func(arm string) bool { return slices.Contains(other.arms, arm) }) {
				missing = joined(missing, fmt.Sprintf("animals of %s that are not in %s too", s.group.ID, other.group.ID))
			}
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
		o.Kind, o.Test, o.PTest, o.Null = Mean, "t over animals", "Student's t", m.Chance
		o.test = contrast([]mean{{means[0].x - m.Chance, means[0].v, means[0].df}}, 1)
	} else {
		o.Kind, o.Test, o.PTest = Difference, "Welch over animals", welch
		o.test = contrast(means, 1, -1)
	}
	if m.Pooled {
		o.Test += ", weighed by counts"
	}
	o.means = o.test
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
// Animals that weigh by their counts are turned with their weights, and exchanged
// without.
func (o *outcome) exchange(samples []sample, m measure.Measure) {
	few := false
	for _, s := range samples {
		few = few || len(s.values) < fewAnimals
	}
	if !few {
		return
	}
	rng := rand.New(rand.NewPCG(1, 0)) // used only where there are too many ways to visit all
	var p stats.Permutation
	if len(samples) == 1 {
		var d []float64
		for _, v := range samples[0].values {
			if m.Pooled {
				d = append(d, v.Sum-m.Chance*v.Of)
			} else {
				d = append(d, v.X()-m.Chance)
			}
		}
		p = stats.SignFlip(d, stats.PermutationParams{}, rng)
	} else {
		p = stats.PermuteTwo(samples[0].xs(), samples[1].xs(), stats.PermutationParams{Statistic: stats.Studentised}, rng)
	}
	if p.Undetermined == "" {
		o.exact, o.how = p.P, exchange
		if len(samples) == 1 {
			o.how = signs
		}
		o.exchanged()
		o.Test += ", and " + o.how
	}
}

// The tests that p may be of, by name.
const (
	welch    = "Welch's t"
	exchange = "exchange of animals"
	signs    = "signs of animals turned about chance"
)

// exchanged makes the p of exchange the one that is told, if it is the larger.
func (o *outcome) exchanged() {
	if o.exact > 0 && !(o.exact < o.P) {
		o.P, o.PTest = o.exact, o.how
	}
}

// byChance says that exchange gives as much.
func (o outcome) byChance() string {
	done := "exchanged between groups"
	if o.how == signs {
		done = "turned to either side of chance"
	}
	return fmt.Sprintf("so few animals, %s, give as much by chance (p = %s)", done, probability(o.exact))
}

// fewToClaim takes back what was claimed on the strength of too few animals.
func (o *outcome) fewToClaim() {
	if o.verdict == Supported && o.exact > alpha {
		o.verdict, o.nuance = Undetermined, ""
		o.because = o.byChance()
	}
	if !math.IsNaN(o.P) {
		o.exchanged()
	}
}

// show fills in the numbers of an estimate from its test: moved to where chance
// lies, and as ratios where logarithms were tested.
func (o *outcome) show(log bool) {
	to := func(x float64) float64 { return x + o.Null }
	if log {
		if o.Kind == Difference || o.Unit == "" {
			o.Kind, o.Unit = Ratio, ""
		}
		o.Null = math.Exp(o.Null)
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
		o.verdict, o.because, o.P = Undetermined, "told as an estimate; nothing is claimed of it", math.NaN()
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
		o.verdict, o.because = Undetermined, o.byChance()
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
