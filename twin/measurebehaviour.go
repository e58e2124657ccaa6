package twin

import (
	"math"
	"slices"
)

// Immobile returns the seconds spent immobile in the scored end of a tail
// suspension test.
func (m Mouse) Immobile(hour float64) Value {
	return m.of(SuspensionSession, hour, func(r Recording) Value {
		from, sum := r.Activity.Seconds-m.Params.Imaging.ScoredSec, 0.0
		for _, b := range r.Bouts {
			if b.Immobile {
				sum += math.Max(0, b.ToSec-math.Max(b.FromSec, from))
			}
		}
		return Value{Sum: sum, Of: 1}
	})
}

// ImmobileBout returns the time immobile per bout that came to its end: the
// estimate of a mean bout that does not mind the last one being cut off.
func (m Mouse) ImmobileBout(hour float64) Value {
	return m.of(SuspensionSession, hour, func(r Recording) Value {
		sum, ended := 0.0, 0.0
		for _, b := range r.Bouts {
			if b.Immobile {
				sum += b.ToSec - b.FromSec
				if !b.Censored {
					ended++
				}
			}
		}
		return ratio(sum, ended, "no immobile bout came to its end")
	})
}

// TransientRate returns transients per immobile minute.
func (m Mouse) TransientRate(hour float64) Value {
	return m.of(SuspensionSession, hour, func(r Recording) Value {
		n, minutes := 0.0, 0.0
		for _, t := range r.Transients {
			if immobileAt(r.Bouts, t.OnsetSec) {
				n++
			}
		}
		for _, b := range r.Bouts {
			if b.Immobile {
				minutes += (b.ToSec - b.FromSec) / 60
			}
		}
		return ratio(n, minutes, "never immobile")
	})
}

// immobileAt reports whether the mouse is immobile at a second.
func immobileAt(bouts []Bout, sec float64) bool {
	i := slices.IndexFunc(bouts, func(b Bout) bool { return sec < b.ToSec })
	return i >= 0 && bouts[i].Immobile
}

// lagWithinSec is how far back a transient is looked for before a struggle.
const lagWithinSec = 3

// StruggleLag returns the median time (the upper one of an even number) from the peak of a transient in an
// immobile bout to the struggle that ended it, over struggles that had one within
// three seconds.
func (m Mouse) StruggleLag(hours ...float64) Value {
	var lags []float64
	for _, h := range hours {
		r, ok := m.Session(SuspensionSession, h)
		if !ok {
			return undefined("no tail-suspension session at that hour")
		}
		for _, b := range r.Bouts {
			if !b.Immobile || b.Censored {
				continue
			}
			for _, t := range slices.Backward(r.Transients) {
				if t.OnsetSec >= b.FromSec && t.PeakSec <= b.ToSec {
					if lag := b.ToSec - t.PeakSec; lag < lagWithinSec {
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
	slices.Sort(lags)
	return Value{Sum: lags[len(lags)/2], Of: 1}
}

// StruggleAfter returns the rate of struggle onsets within two seconds of a
// transient in immobility over the rate in the rest of immobility.
func (m Mouse) StruggleAfter(hours ...float64) Value {
	const window, step = 2.0, 0.1
	var onsets, seconds [2]float64
	for _, h := range hours {
		r, ok := m.Session(SuspensionSession, h)
		if !ok {
			return undefined("no tail-suspension session at that hour")
		}
		for _, b := range r.Bouts {
			if !b.Immobile {
				continue
			}
			for t := b.FromSec; t < b.ToSec; t += step {
				seconds[after(r.Transients, b, t, window)] += step
			}
			if !b.Censored {
				onsets[after(r.Transients, b, b.ToSec, window)]++
			}
		}
	}
	if seconds[0] == 0 || seconds[1] == 0 || onsets[0] == 0 {
		return undefined("no immobility with or without a transient before it")
	}
	return Value{Sum: onsets[1] / seconds[1], Of: onsets[0] / seconds[0]}
}

// after returns 1 when a transient of the bout began within the window before a
// second, else 0.
func after(all []Transient, b Bout, sec, window float64) int {
	for _, t := range all {
		if t.OnsetSec >= b.FromSec && t.OnsetSec <= sec && sec-t.OnsetSec <= window {
			return 1
		}
	}
	return 0
}

// Sucrose returns the share of sucrose in what was drunk, in per cent, from the
// scales: what blank bottles lost is taken off, and a half day in which a
// bottle leaked is left out.
func (m Mouse) Sucrose(hour float64) Value {
	return m.of(SucroseSession, hour, func(r Recording) Value {
		sucrose, all := 0.0, 0.0
		for half := range 2 {
			leaked := slices.ContainsFunc(r.Bottles, func(b Bottle) bool { return b.Half == half && b.Leaked })
			for _, b := range r.Bottles {
				if b.Half != half || leaked {
					continue
				}
				drunk := math.Max(0, b.LostG-b.BlankLostG)
				all += drunk
				if b.Sucrose {
					sucrose += drunk
				}
			}
		}
		return ratio(100*sucrose, all, "a bottle leaked in both half days")
	})
}

// EventRate returns ensemble events per minute.
func (m Mouse) EventRate(hour float64) Value {
	return m.of(CalciumSession, hour, func(r Recording) Value {
		return ratio(float64(len(r.Ensemble)), r.Activity.Seconds/60, "no movie")
	})
}

// Participation returns the mean share of cells in an ensemble event.
func (m Mouse) Participation(hour float64) Value {
	return m.of(CalciumSession, hour, func(r Recording) Value {
		sum := 0.0
		for _, e := range r.Ensemble {
			sum += r.Activity.Participation(e)
		}
		return ratio(sum, float64(len(r.Ensemble)), "no ensemble events")
	})
}

// Ensemble returns the weight of own-assembly spines per cell, truth that no
// instrument sees.
func (m Mouse) Ensemble(hour float64) Value {
	return m.of(CalciumSession, hour, func(r Recording) Value { return Value{Sum: r.State.Ensemble, Of: 1} })
}
