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
	if why := p.Measure.Robust; why != "" {
		r.Estimates = append(r.Estimates, confirmed.Estimate)
		r.Survives = "errors of scoring alone cannot make it: " + why
		return
	}
	if _, _, known := j.data.Errors(""); !known {
		r.Estimates = append(r.Estimates, confirmed.Estimate)
		r.Survives = "errors of scoring were not estimated"
		if raw.verdict != Supported {
			return
		}
		enough := j.enough(p)
		if math.IsNaN(enough) {
			r.Survives += fmt.Sprintf("; with %s of the spines missed it would still hold", percent(plausibleMiss))
			return
		}
		r.Survives += fmt.Sprintf("; %s of the spines missed, and %s false ones per um, would be enough to make it", percent(enough), figure(enough*falsePerMiss))
		r.Verdict, r.Because = Undetermined, r.Survives
		return
	}
	corrected := p.judge(j, measure.Corrected)
	r.Estimates = append(r.Estimates, corrected.Estimate, confirmed.Estimate)
	switch {
	case raw.verdict != Supported && raw.verdict == corrected.verdict:
		r.Survives = "the same with errors of scoring taken off"
	case raw.verdict != Supported:
		r.Survives = fmt.Sprintf("with errors of scoring taken off it is %s", corrected.verdict)
	case corrected.verdict != Supported:
		r.Survives = "it does not survive when errors of scoring are taken off"
		r.Verdict, r.Because = Undetermined, r.Survives+": "+corrected.because
	case against(p, raw, confirmed):
		r.Survives = "it survives the correction, but not where only what two sessions show alike counts"
		r.Verdict, r.Because = Undetermined, r.Survives
	default:
		r.Survives = "it survives when errors of scoring are taken off"
	}
}

// against reports whether the confirmed reading has an estimate, and that on the
// other side of no effect than the one as scored.
func against(p Part, raw, confirmed outcome) bool {
	return confirmed.test.Undetermined == "" && confirmed.test.SE > 0 && raw.test.Estimate*confirmed.test.Estimate < 0
}

// enough finds by halving the smallest share missed, with false spines to match,
// under which a part that is supported as scored is no longer; NaN if none up to
// the plausible bound is.
func (j *judge) enough(p Part) float64 {
	holds := func(miss float64) bool {
		data := *j.data
		data.SetErrors(miss, miss*falsePerMiss)
		again := &judge{set: j.set, data: &data, params: j.params, values: map[string]measure.Value{}, outcomes: j.outcomes}
		return p.judge(again, measure.Corrected).verdict == Supported
	}
	if holds(plausibleMiss) {
		return math.NaN()
	}
	lo, hi := 0.0, plausibleMiss
	for hi-lo > 0.002 {
		if mid := (lo + hi) / 2; holds(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}
