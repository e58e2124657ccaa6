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
	// LagSec is how long before events the course stands highest on average, with its
	// interval over animals: see peakLag. Lead adds what the causal filter delays:
	// calcium itself was so much earlier. The indicator's own rise is not taken off.
	LagSec  float64
	Lag     stats.Interval
	LeadSec float64
	Lead    stats.Interval
	LagWhy  string // why there is none, or no interval
	// HazardLagSec is the lag at which the hazard goes with the course most. Of a course
	// that rises fast and falls slowly it is longer: what comes after the peak is seen
	// in those alone that have not struggled yet.
	HazardLagSec float64
	// Hazard is the model at the lag named beforehand, with the time in the state;
	// Permutation pairs behaviours with the courses of other sessions at that lag.
	Hazard       stats.EventHazard
	Permutation  stats.Surrogate
	Sessions     int // of animals with enough events, which Permutation pairs
	Undetermined string
}

// AnimalPrediction is that of one animal.
type AnimalPrediction struct {
	Animal    string
	Events    int
	AUC       stats.RankAUC // at the lag that the others chose
	LagSec    float64       // how long before events its course stands highest
	ChosenSec float64       // by the others
	Left      string        // why it tells nothing
}

// predict asks one course. Animals with too few events are left out with the
// reason.
func predict(course string, names []string, all []stats.EventSeries, delaySec float64, p Params, rng *rand.Rand) Prediction {
	out := Prediction{Course: course, LagSec: nan, LeadSec: nan, HazardLagSec: nan}
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
			a.LagSec = peakOf(beforeEvents(one, hp), hp, p.BinSec)
		}
		out.Per = append(out.Per, a)
	}
	if len(used) == 0 {
		out.Undetermined = fmt.Sprintf("no animal has %d events", p.LeastOnsets)
		return out
	}
	out.leaveOneOut(used, p, rng)
	out.HazardLagSec = float64(bestLag(used, hp, rng, hp.FirstLag)) * p.BinSec
	out.peakLag(used, delaySec, p, rng)
	lag := p.namedLag()
	out.Sessions = len(used)
	out.Hazard = stats.HazardAt(used, lag, hp)
	out.Permutation = stats.SessionPermutation(len(used), association(used, lag, p), stats.PermutationParams{Draws: p.Draws}, rng)
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
		if e && knownBefore(s, t, hp) {
			n++
		}
	}
	return n
}

// bestLag is where the hazard goes with the course most, in bins; or, where that
// cannot be told, the lag of that name. It draws no interval, which takes time.
func bestLag(all []stats.EventSeries, hp stats.HazardParams, rng *rand.Rand, or int) int {
	hp.Draws = 1
	if scan := stats.HazardLag(all, hp, rng); len(scan.Z) > 0 && scan.Best >= hp.FirstLag {
		return scan.Best
	}
	return or
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
			lag = bestLag(others, hp, rng, lag)
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
