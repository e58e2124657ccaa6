package spine

import (
	"cmp"
	"math"

	"respine/turnover"
)

// PresenceParams are the prices of the joint decision. The zero value means the
// defaults, chosen on simulated scenes at three grades of noise for the sum of
// the F1 of spines, the F1 of changes, and the bias of formation, elimination
// and survival. Gain and Loss are higher than any turnover: what one day shows
// of a site is no independent witness of what another day shows, and a low
// price of change makes up for it.
type PresenceParams struct {
	Prior float64 // chance that a pooled site holds a spine in a session; 0.5
	Gain  float64 // chance per interval that an empty site is filled; 0.35
	Loss  float64 // chance per interval that a spine is lost; 0.35
	Gap   float64 // factor on a spine that goes and comes back, or comes and goes, in adjacent sessions; 0.75
	Base  float64 // share of spines among the candidates the classifier was calibrated on; 0.3

	PresentAbove float64 // probability above which a spine is called present; 0.45
	ChangeAbove  float64 // probability above which a gain or loss is worth calling; 0.4
	ChangeWeight float64 // worth of a right change over that of a right presence; 1
}

func (p PresenceParams) withDefaults() PresenceParams {
	p.Prior = cmp.Or(p.Prior, 0.5)
	p.Gain = cmp.Or(p.Gain, 0.35)
	p.Loss = cmp.Or(p.Loss, 0.35)
	p.Gap = cmp.Or(p.Gap, 0.75)
	p.Base = cmp.Or(p.Base, 0.3)
	p.PresentAbove = cmp.Or(p.PresentAbove, 0.45)
	p.ChangeAbove = cmp.Or(p.ChangeAbove, 0.4)
	p.ChangeWeight = cmp.Or(p.ChangeWeight, 1)
	return p
}

// Decide returns, for one site, the most probable sequence of states and the
// probability of presence in each session, given each session's own probability
// (NaN where the site could not be judged). It is a hidden Markov model of
// second order, since the price of a one-session gap looks two intervals back
// (Rabiner 1989, doi:10.1109/5.18626): with few sessions all sequences are
// weighed one by one, in longer studies overlapping stretches of them are.
func Decide(alone []float64, p PresenceParams) (states []turnover.State, posterior []float64) {
	p = p.withDefaults()
	n := len(alone)
	posterior = make([]float64, n)
	best := make([]bool, n)
	var from int
	for from = 0; ; from += stretch / 2 {
		to := min(from+stretch, n)
		b, post := weigh(alone[from:to], p)
		keep := from
		if from > 0 {
			keep = from + stretch/4
		}
		for i := keep; i < to; i++ {
			best[i], posterior[i] = b[i-from], post[i-from]
		}
		if to == n {
			break
		}
	}
	states = make([]turnover.State, n)
	for i := range states {
		switch {
		case math.IsNaN(alone[i]):
			states[i] = turnover.NotJudgeable
		case best[i]:
			states[i] = turnover.Present
		default:
			states[i] = turnover.Absent
		}
	}
	return states, posterior
}

// stretch is the number of sessions weighed at once: 4096 sequences.
const stretch = 12

// belief is what the evidence says of one stretch of sessions.
type belief struct {
	present    []float64 // probability per session
	gain, loss []float64 // probability of a change into session i; 0 at i = 0
}

// weigh sums the weights of every sequence of presence, and picks the sequence
// of least expected cost.
func weigh(alone []float64, p PresenceParams) (best []bool, posterior []float64) {
	n := len(alone)
	b := belief{make([]float64, n), make([]float64, n), make([]float64, n)}
	var total float64
	for seq := range 1 << n {
		w := sequenceWeight(seq, alone, p)
		total += w
		for i := range n {
			now, before := seq>>i&1 == 1, i > 0 && seq>>(i-1)&1 == 1
			if now {
				b.present[i] += w
			}
			if i > 0 && now && !before {
				b.gain[i] += w
			}
			if i > 0 && !now && before {
				b.loss[i] += w
			}
		}
	}
	for i := range n {
		b.present[i] /= total
		b.gain[i] /= total
		b.loss[i] /= total
	}
	return b.leastCost(p), b.present
}

// leastCost returns the sequence with the greatest expected worth: each
// presence called is worth its probability less PresentAbove, each change
// called is worth its probability less ChangeAbove. A posterior above one half
// alone would call hardly any change, since the price of a change keeps its
// probability low; what users count is changes (Berger 1985, Statistical
// Decision Theory, on losses other than zero-one).
func (b belief) leastCost(p PresenceParams) []bool {
	n := len(b.present)
	best, most := 0, math.Inf(-1)
	for seq := range 1 << n {
		var worth float64
		for i := range n {
			now, before := seq>>i&1 == 1, i > 0 && seq>>(i-1)&1 == 1
			if now {
				worth += b.present[i] - p.PresentAbove
			}
			if i > 0 && now && !before {
				worth += p.ChangeWeight * (b.gain[i] - p.ChangeAbove)
			}
			if i > 0 && !now && before {
				worth += p.ChangeWeight * (b.loss[i] - p.ChangeAbove)
			}
		}
		if worth > most {
			best, most = seq, worth
		}
	}
	out := make([]bool, n)
	for i := range out {
		out[i] = best>>i&1 == 1
	}
	return out
}

// sequenceWeight is the joint weight of one sequence (bit i set: present in
// session i) and the evidence.
func sequenceWeight(seq int, alone []float64, p PresenceParams) float64 {
	at := func(i int) bool { return seq>>i&1 == 1 }
	w := 1.0
	for i, q := range alone {
		if !math.IsNaN(q) {
			w *= likelihood(q, at(i), p.Base)
		}
		switch {
		case i == 0 && at(0):
			w *= p.Prior
		case i == 0:
			w *= 1 - p.Prior
		case at(i-1) && at(i):
			w *= 1 - p.Loss
		case at(i - 1):
			w *= p.Loss
		case at(i):
			w *= p.Gain
		default:
			w *= 1 - p.Gain
		}
		if i >= 2 && at(i) != at(i-1) && at(i) == at(i-2) {
			w *= p.Gap
		}
	}
	return w
}

// likelihood is the evidence of one session for a state, up to a factor: the
// calibrated probability over the share of spines it was calibrated on.
func likelihood(q float64, present bool, base float64) float64 {
	q = math.Max(0.005, math.Min(0.995, q))
	if present {
		return q / base
	}
	return (1 - q) / (1 - base)
}
