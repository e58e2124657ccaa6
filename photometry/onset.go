package photometry

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/stats"
)

// Prediction is whether a course tells of an event to come: of a struggle while
// the animal is immobile, or, reversed, of a transient.
type Prediction struct {
	Course string // pipeline, control, motion, or struggling of the reverse model
	Per    []AnimalPrediction
	// AUC is the mean over animals of the chance that the course before an event is
	// higher than at another time at risk, at the lag that the other animals chose.
	AUC stats.RankAUC
	// LagSec is where the hazard goes with the course most, over all animals, with its
	// interval over animals. Lead adds what the causal filter delays: calcium itself
	// was so much earlier. The indicator's own rise is not taken off.
	LagSec  float64
	Lag     stats.Interval
	LeadSec float64
	Lead    stats.Interval
	LagWhy  string // why there is no interval
	// Hazard is the model at the lag named beforehand, with the time in the state;
	// Permutation pairs behaviours with the courses of other sessions at that lag.
	Hazard       stats.EventHazard
	Permutation  stats.Surrogate
	Undetermined string
}

// AnimalPrediction is that of one animal.
type AnimalPrediction struct {
	Animal    string
	Events    int
	AUC       stats.RankAUC // at the lag that the others chose
	LagSec    float64       // where its own hazard goes with the course most
	ChosenSec float64       // by the others
	Left      string        // why it tells nothing
}

// predict asks one course. Animals with too few events are left out with the
// reason.
func predict(course string, names []string, all []stats.EventSeries, delaySec float64, p Params, rng *rand.Rand) Prediction {
	out := Prediction{Course: course, LagSec: nan, LeadSec: nan}
	hp := p.hazardParams()
	var used []stats.EventSeries
	for g, name := range names {
		a := AnimalPrediction{Animal: name, LagSec: nan, ChosenSec: nan}
		one := ofGroup(all, g, true)
		for _, s := range one {
			a.Events += events(s, hp)
		}
		if a.Events < p.LeastOnsets {
			a.Left = fmt.Sprintf("%d events after long enough immobility, fewer than %d", a.Events, p.LeastOnsets)
		} else {
			used = append(used, one...)
			if scan := stats.HazardLag(one, hp, rng); len(scan.Z) > 0 {
				a.LagSec = float64(scan.Best) * p.BinSec
			}
		}
		out.Per = append(out.Per, a)
	}
	if len(used) == 0 {
		out.Undetermined = fmt.Sprintf("no animal has %d events", p.LeastOnsets)
		return out
	}
	out.leaveOneOut(used, p, rng)
	scan := stats.HazardLag(used, hp, rng)
	if len(scan.Z) > 0 {
		out.LagSec, out.LagWhy = float64(scan.Best)*p.BinSec, scan.Undetermined
		out.LeadSec = out.LagSec + delaySec
		if scan.Undetermined == "" {
			out.Lag = stats.Interval{Lo: scan.Interval.Lo * p.BinSec, Hi: scan.Interval.Hi * p.BinSec}
			out.Lead = stats.Interval{Lo: out.Lag.Lo + delaySec, Hi: out.Lag.Hi + delaySec}
		}
	}
	lag := p.namedLag()
	out.Hazard = stats.HazardAt(used, lag, hp)
	out.Permutation = stats.SessionPermutation(len(used), association(used, lag), stats.PermutationParams{Draws: p.Draws}, rng)
	return out
}

// namedLag is the lag named beforehand, in bins.
func (p Params) namedLag() int {
	hp := p.hazardParams()
	return max(hp.FirstLag, min(hp.LastLag, int(math.Round(p.LagSec/p.BinSec))))
}

// ofGroup returns the series of an animal, or of all others.
func ofGroup(all []stats.EventSeries, g int, own bool) []stats.EventSeries {
	var out []stats.EventSeries
	for _, s := range all {
		if (s.Group == g) == own {
			out = append(out, s)
		}
	}
	return out
}

// events counts those of which the course is known at all lags.
func events(s stats.EventSeries, hp stats.HazardParams) int {
	n := 0
	for t, e := range s.Event {
		ok := e && s.AtRisk[t] && t >= hp.LastLag
		for l := hp.FirstLag; ok && l <= hp.LastLag; l++ {
			ok = !math.IsNaN(s.Signal[t-l])
		}
		if ok {
			n++
		}
	}
	return n
}

// leaveOneOut chooses the lag on all animals but one and asks that one, so that no
// animal is asked at a lag it had a say in. With one animal the lag named
// beforehand is taken.
func (out *Prediction) leaveOneOut(used []stats.EventSeries, p Params, rng *rand.Rand) {
	hp := p.hazardParams()
	var score []float64
	var event []bool
	var group []int
	for g := range out.Per {
		a := &out.Per[g]
		if a.Left != "" {
			continue
		}
		lag := p.namedLag()
		if others := ofGroup(used, g, false); len(others) > 0 {
			if scan := stats.HazardLag(others, hp, rng); len(scan.Z) > 0 {
				lag = scan.Best
			}
		}
		a.ChosenSec = float64(lag) * p.BinSec
		var x []float64
		var e []bool
		for _, s := range ofGroup(used, g, true) {
			for t, at := range s.AtRisk {
				if at && t >= hp.LastLag && !math.IsNaN(s.Signal[t-lag]) {
					x, e = append(x, s.Signal[t-lag]), append(e, s.Event[t])
				}
			}
		}
		a.AUC = stats.AUC(x, e, 0)
		for i := range x {
			score, event, group = append(score, x[i]), append(event, e[i]), append(group, g)
		}
	}
	out.AUC, _ = stats.AUCByGroup(score, event, group, 0)
}

// association is the mean course before events less that before other bins at
// risk, behaviour of one session and course of another; missing bins are left
// out.
func association(all []stats.EventSeries, lag int) func(behaviour, signal int) float64 {
	return func(behaviour, signal int) float64 {
		b, x := all[behaviour], all[signal].Signal
		var sum, n [2]float64
		for t, at := range b.AtRisk {
			if from := t - lag; at && from >= 0 && from < len(x) && !math.IsNaN(x[from]) {
				k := 0
				if b.Event[t] {
					k = 1
				}
				sum[k], n[k] = sum[k]+x[from], n[k]+1
			}
		}
		return sum[1]/n[1] - sum[0]/n[0]
	}
}
