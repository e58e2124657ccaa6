package measure

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"respine/scored"
	"respine/study"
)

// The scored window of tail suspension: the last 4 min of usually 6, because
// nearly all mice struggle in the first two (Can et al. 2012, doi 10.3791/3769).
const scoredSec = 240

// bout is a stretch of one state.
type bout struct {
	from, to           float64
	immobile, censored bool
}

// bouts returns those of a session in the order of time, nil when it has none.
// Immobile are bouts whose state is immobile, in any case.
func (a animal) bouts(at study.Hours) []bout {
	t := a.set.Rows("bouts", a.id, at)
	if t == nil {
		return nil
	}
	state, from, to := scored.Text(t, "state"), scored.Numbers(t, "from_s"), scored.Numbers(t, "to_s")
	censored := scored.Truths(t, "censored", false)
	out := make([]bout, t.Len())
	for i := range out {
		out[i] = bout{from[i], to[i], strings.EqualFold(strings.TrimSpace(state[i]), "immobile"), censored[i]}
	}
	slices.SortStableFunc(out, func(p, q bout) int { return cmp.Compare(p.from, q.from) })
	return out
}

const noBouts = "no tail suspension scored in that session"

// immobility is Σ of the immobile bouts within the last 240 s, s.
func immobility(a animal, at []study.Hours) Value {
	if t := a.set.Rows("immobility", a.id, at[0]); t != nil && a.reads("immobility") {
		return Value{Sum: scored.Numbers(t, "immobile_s")[0], Of: 1, Counts: Counts{Items: 1}}
	}
	all := a.bouts(at[0])
	if all == nil || !a.reads("bouts") {
		return undefined(noBouts)
	}
	end, v := 0.0, Value{Of: 1, Counts: Counts{Items: len(all)}}
	for _, b := range all {
		end = math.Max(end, b.to)
	}
	for _, b := range all {
		if b.immobile {
			v.Sum += math.Max(0, b.to-math.Max(b.from, end-scoredSec))
		}
	}
	return v
}

// immobileBout is the logarithm of the time immobile per bout that came to its
// end, the exponential estimate of a mean that does not mind the last one being
// cut off.
func immobileBout(a animal, at []study.Hours) Value {
	all := a.bouts(at[0])
	if all == nil {
		return undefined(noBouts)
	}
	sum, ended, v := 0.0, 0.0, Value{}
	for _, b := range all {
		if !b.immobile {
			continue
		}
		sum += b.to - b.from
		v.Counts.Items++
		if !b.censored {
			ended++
			v.Rows = append(v.Rows, Row{Y: math.Log(math.Max(b.to-b.from, 0.1)), Of: 1})
		}
	}
	if ended == 0 || sum == 0 {
		return undefined("no immobile bout came to its end")
	}
	v.Sum, v.Of = math.Log(sum/ended), 1
	return v
}

// transient is one of photometry.
type transient struct{ onset, peak float64 }

// transients returns those of a session, by onset; false when photometry was
// not scored there. Peaks that are not told are taken at the onset.
func (a animal) transients(table string, at study.Hours) ([]transient, bool) {
	t := a.set.Rows(table, a.id, at)
	if t == nil {
		return nil, false
	}
	onset, peak := scored.Numbers(t, "onset_s"), scored.Numbers(t, "peak_s")
	out := make([]transient, t.Len())
	for i := range out {
		out[i] = transient{onset[i], onset[i]}
		if peak != nil && !math.IsNaN(peak[i]) {
			out[i].peak = peak[i]
		}
	}
	slices.SortStableFunc(out, func(p, q transient) int { return cmp.Compare(p.onset, q.onset) })
	return out, true
}

// transientRate counts transients that begin in immobility, per immobile minute:
// a rate per minute of the test would fall with behaviour alone.
func transientRate(table string) func(animal, []study.Hours) Value {
	return func(a animal, at []study.Hours) Value {
		all := a.bouts(at[0])
		seen, scored := a.transients(table, at[0])
		if all == nil || !scored && !a.scoredSomewhere(table) {
			return undefined("no photometry and tail suspension scored together in that session")
		}
		minutes, n := 0.0, 0
		for _, b := range all {
			if !b.immobile {
				continue
			}
			minutes += (b.to - b.from) / 60
			for _, t := range seen {
				if t.onset >= b.from && t.onset < b.to {
					n++
				}
			}
		}
		v := share(float64(n), minutes, "never immobile")
		v.Counts.Items = n
		return v
	}
}

// scoredSomewhere reports whether an animal has rows of a table in some session:
// then a session without rows had no events, and was not left out.
func (a animal) scoredSomewhere(table string) bool {
	return slices.ContainsFunc(a.set.Study.Sessions, func(s study.Session) bool { return a.set.Rows(table, a.id, s.At) != nil })
}

// How far back a transient counts as having gone before a struggle.
const (
	hazardWithinSec = 2.0
	lagWithinSec    = 3.0
)

// struggleHazard is the logarithm of the rate of struggle onsets within 2 s of
// the onset of a transient of the same immobile bout over the rate in the rest
// of immobility, over all sessions; half an onset is added to both so that none
// is not endless.
func struggleHazard(table string) func(animal, []study.Hours) Value {
	return func(a animal, at []study.Hours) Value {
		var onsets, seconds [2]float64
		for _, h := range at {
			seen, _ := a.transients(table, h)
			for _, b := range a.bouts(h) {
				if !b.immobile || b.to <= b.from {
					continue
				}
				near, after := nearTransient(b, seen)
				seconds[1] += near
				seconds[0] += b.to - b.from - near
				if !b.censored {
					if after {
						onsets[1]++
					} else {
						onsets[0]++
					}
				}
			}
		}
		if seconds[0] == 0 || seconds[1] == 0 {
			return undefined("no immobility both near a transient and away from one")
		}
		return Value{Sum: math.Log((onsets[1] + 0.5) / seconds[1] * seconds[0] / (onsets[0] + 0.5)), Of: 1,
			Counts: Counts{Items: int(onsets[0] + onsets[1])}}
	}
}

// nearTransient returns how much of a bout lies within 2 s after the onset of a
// transient in it, and whether its end does.
func nearTransient(b bout, all []transient) (seconds float64, end bool) {
	covered := b.from
	for _, t := range all {
		if t.onset < b.from || t.onset > b.to {
			continue
		}
		from, to := math.Max(t.onset, covered), math.Min(t.onset+hazardWithinSec, b.to)
		seconds += math.Max(0, to-from)
		covered = math.Max(covered, to)
		end = end || b.to-t.onset <= hazardWithinSec
	}
	return seconds, end
}

// struggleLag is the median time from the peak of the last transient of an
// immobile bout to the struggle that ended the bout, over those with one within
// 3 s, s.
func struggleLag(a animal, at []study.Hours) Value {
	var lags []float64
	for _, h := range at {
		seen, _ := a.transients("transients", h)
		for _, b := range a.bouts(h) {
			if !b.immobile || b.censored {
				continue
			}
			for _, t := range slices.Backward(seen) {
				if t.onset >= b.from && t.peak <= b.to {
					if lag := b.to - t.peak; lag < lagWithinSec {
						lags = append(lags, lag)
					}
					break
				}
			}
		}
	}
	if len(lags) == 0 {
		return undefined("no struggle followed a transient")
	}
	return Value{Sum: median(lags), Of: 1, Counts: Counts{Items: len(lags)}}
}

func median(x []float64) float64 {
	slices.Sort(x)
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}
