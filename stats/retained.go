package stats

import (
	"math"
	"math/rand/v2"
)

// RetainedEffect is the share θ of an effect that outlasts an intervention.
type RetainedEffect struct {
	Estimate float64
	// Lower is the one-sided bound of θ at the confidence asked for: -Inf when
	// the effect itself is not shown at that level. θ above Margin is shown
	// when Lower lies above it.
	Lower float64
	// LowerBootstrap is the same by redrawing animals within groups.
	LowerBootstrap float64
	Margin         float64
	P              float64 // one-sided, of θ <= Margin
	// Effect is the assay's sensitivity: the effect without the intervention.
	// Where it is not shown, Lower has no meaning whatever its value.
	Effect       Difference
	Undetermined string
}

// RetainedGroups are per-animal values: what the effect is measured from
// (Reference, such as deficit without drug), the effect in full (drug, sham
// intervention) and under the intervention (Tested). TestedReference (nil:
// Reference) is the intervention without the drug, where there is such a group.
type RetainedGroups struct {
	Reference, Full, Tested, TestedReference []float64
}

// Retained tests non-inferiority by retained effect (Rothmann et al. 2003, doi
// 10.1002/sim.1400):
//
//	θ = (Tested - TestedReference) / (Full - Reference),
//
// θ > margin, say 0.5: at least half of the effect is kept. P is Welch's test
// of the linear contrast of θ = margin in the direction of the effect; Lower
// inverts it. Absence of a difference between Full and Tested shows nothing of
// the kind.
func Retained(g RetainedGroups, margin float64, p RatioParams, rng *rand.Rand) RetainedEffect {
	confidence := confidenceOr(p.Confidence)
	zTwoSided(confidence) // checks the range
	base := g.TestedReference
	own := base != nil
	if !own {
		base = g.Reference
	}
	r, f, e, b := newSample(g.Reference), newSample(g.Full), newSample(g.Tested), newSample(base)
	out := RetainedEffect{Margin: margin, Undetermined: sampleFault(r, f, e, b)}
	if out.Undetermined != "" {
		return out
	}
	out.Effect = welchContrast(confidence, []sample{f, r}, []float64{1, -1})
	num, den := e.mean-b.mean, f.mean-r.mean
	if den == 0 {
		out.Undetermined = "no effect to retain"
		return out
	}
	out.Estimate = num / den
	test := func(theta float64) (t, df float64) {
		groups, w := []sample{e, f, b, r}, []float64{1, -theta, -1, theta}
		if !own {
			groups, w = []sample{e, f, r}, []float64{1, -theta, theta - 1}
		}
		v, df := contrastVariance(groups, w)
		return (num - theta*den) * float64(sign(den)) / math.Sqrt(v), df
	}
	t, df := test(margin)
	_, atEstimate := test(out.Estimate)
	if df == 0 || atEstimate == 0 {
		out.Undetermined = "no spread within the groups"
		return out
	}
	out.P = studentBothTails(t, df) / 2
	if t < 0 {
		out.P = 1 - out.P
	}
	out.Lower = math.Inf(-1)
	cov := r.of()
	if own {
		cov = 0
	}
	set := Fieller(num, den, e.of()+b.of(), f.of()+r.of(), cov, studentQuantile(confidence, atEstimate))
	if set.Kind == Bounded {
		out.Lower = set.Lo
	}
	draws := make([]float64, p.draws())
	for i := range draws {
		r0 := redraw(g.Reference, rng)
		b0 := r0
		if own {
			b0 = redraw(base, rng)
		}
		draws[i] = ratio(redraw(g.Tested, rng)-b0, redraw(g.Full, rng)-r0)
	}
	out.LowerBootstrap = ratioQuantile(draws, 1-confidence)
	return out
}
