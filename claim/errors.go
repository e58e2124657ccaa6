package claim

import (
	"fmt"
	"math"

	"respine/measure"
)

// plausibleMiss is the share of spines missed up to which errors that nobody
// measured are held against a claim. Two raters of the same stacks differ by
// less; it is an assumption.
const plausibleMiss = 0.2

// falsePerMiss relates false spines per um to the share missed where neither was
// measured: 0.01 per um beside 5 %, the middle of what the field assumes.
const falsePerMiss = 0.2

// readAgain judges a part about spines with errors of scoring taken off, and with
// only what two sessions show alike. A part that is supported as scored stays so
// only if it is supported with the errors taken off. Where nobody stated errors,
// it stays so only if even a fifth of the spines missed could not have made it.
func (j *judge) readAgain(p Part, raw outcome, r *Ruling) {
	confirmed := p.judge(j, measure.Confirmed)
	if p.Measure.Robust {
		r.Estimates = append(r.Estimates, confirmed.Estimate)
		r.together(raw, confirmed)
		return
	}
	if _, _, known := j.data.Errors(""); !known {
		r.Estimates = append(r.Estimates, confirmed.Estimate)
		r.Survives = "errors of scoring were not estimated"
		if raw.verdict != Supported {
			return
		}
		enough, why := j.enough(p)
		switch {
		case why != "":
			r.Survives += fmt.Sprintf(", nor can it be told how many would be enough to make it: %s", why)
			r.Verdict, r.Because = Undetermined, r.Survives
			return
		case math.IsNaN(enough):
			r.Survives += fmt.Sprintf("; with %s of the spines missed it would still hold", percent(plausibleMiss))
			return
		}
		r.Survives += fmt.Sprintf("; %s of the spines missed, and %s false ones per um, would be enough to make it", percent(enough), figure(enough*falsePerMiss))
		r.Verdict, r.Because = Undetermined, r.Survives
		return
	}
	corrected := p.judge(j, measure.Corrected)
	null, tested := 0.0, false
	if raw.verdict == Supported && corrected.verdict == Supported {
		null, tested = p.played(j, &corrected)
	}
	r.Estimates = append(r.Estimates, corrected.Estimate, confirmed.Estimate)
	switch {
	case raw.verdict != Supported && raw.verdict == corrected.verdict:
		r.Survives = "the same with errors of scoring taken off"
	case raw.verdict != Supported:
		r.Survives = fmt.Sprintf("with errors of scoring taken off it is %s", corrected.verdict)
	case corrected.verdict != Supported:
		r.Survives = "it does not survive when errors of scoring are taken off"
		r.Verdict, r.Because = Undetermined, r.Survives+": "+corrected.because
	case tested && null > alpha/2: // one-sided, as the 95 % interval is two-sided
		r.Survives = fmt.Sprintf("it survives the correction, but spines that come and go by chance, scored with the stated errors, give as much with p = %s", probability(null))
		r.Verdict, r.Because = Undetermined, r.Survives
	case against(p, raw, confirmed):
		r.Survives = "it survives the correction, but not where only what two sessions show alike counts"
		r.Verdict, r.Because = Undetermined, r.Survives
	default:
		r.Survives = "it survives when errors of scoring are taken off"
	}
}

// together says what errors do to a finding about what stands together. Spines
// missed or seen by mistake anywhere alike only thin it out; misses that are commoner
// on one dendrite, or in one stretch, than elsewhere could make it. What two sessions
// show alike is not made by a spine missed once.
func (r *Ruling) together(raw, confirmed outcome) {
	r.Survives = "errors of scoring that strike everywhere alike cannot make it"
	switch {
	case raw.verdict != Supported:
	case confirmed.verdict == Supported:
		r.Survives += ", and it holds where only what two sessions show alike counts"
	case confirmed.test.Undetermined != "" || confirmed.verdict == NotTestable:
		r.Survives += "; misses commoner in some places could, and too little was seen twice to tell"
	default:
		r.Survives += "; misses commoner in some places could, and it does not hold where only what two sessions show alike counts"
		r.Verdict, r.Because = Undetermined, r.Survives
	}
}

// against reports whether the confirmed reading has an estimate, and that on the
// other side of no effect than the one as scored.
func against(p Part, raw, confirmed outcome) bool {
	sided := p.Says == More || p.Says == Less || p.Says == Dissociated // the side of no difference is chance
	return sided && confirmed.test.Undetermined == "" && confirmed.test.SE > 0 && raw.test.Estimate*confirmed.test.Estimate < 0
}

// enough finds by halving the smallest share missed, with false spines to match,
// under which a part that is supported as scored is no longer; NaN if none up to
// the plausible bound is, and why where even the smallest cannot be taken off.
func (j *judge) enough(p Part) (share float64, why string) {
	with := func(miss float64) outcome {
		data := *j.data
		data.SetErrors(miss, miss*falsePerMiss)
		again := &judge{set: j.set, data: &data, params: j.params, values: map[string]measure.Value{}, outcomes: j.outcomes}
		return p.judge(again, measure.Corrected)
	}
	holds := func(miss float64) bool { return with(miss).verdict == Supported }
	const finest = 0.002
	if o := with(finest); o.verdict == NotTestable {
		return math.NaN(), o.because
	}
	if holds(plausibleMiss) {
		return math.NaN(), ""
	}
	lo, hi := 0.0, plausibleMiss
	for hi-lo > finest {
		if mid := (lo + hi) / 2; holds(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, ""
}
