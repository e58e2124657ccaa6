package twin

import (
	"math"

	"respine/network"
)

// coactivityBinSec is the bin of the spike counts whose correlation spines read.
const coactivityBinSec = 0.2

// circuit returns the parameters of the network that carries the wiring.
func (p Params) circuit() network.Params {
	return network.Params{Neurons: p.Wiring.Neurons, Assemblies: p.Wiring.Assemblies, Branches: p.Wiring.Branches}
}

// synapses returns the standing spines, or those that stood at the first
// hour, as the network takes them.
func (l *life) synapses() []network.Synapse {
	c := l.contacts
	weights := l.size
	if l.Params.Coupling.Frozen {
		weights = l.weights0
	}
	out := make([]network.Synapse, 0, len(l.there))
	for k, weight := range weights {
		if weight > 0 {
			out = append(out, network.Synapse{Post: int32(c.Post(k)), Branch: int32(c.Branch(k) % c.BranchesOf),
				Pre: c.Pre[k], Weight: float32(weight * l.unit)})
		}
	}
	return out
}

// drive returns what the state of the mouse does to its network.
func (l *life) drive(tonic float64) network.Drive {
	return network.Drive{
		Disinhibition: l.Params.Ketamine.Disinhibit * l.state.Acute,
		Inhibition:    l.Params.Stress.Direct * math.Min(l.state.Stress, 1),
		Tonic:         tonic,
	}
}

// run records the network of an hour for some seconds. Purpose keeps recordings
// of the same hour apart.
func (l *life) run(hour float64, purpose uint64, tonic, seconds float64) network.Activity {
	key := at(l.key, ofNetwork, hour).At(purpose)
	return network.Simulate(l.Params.circuit(), l.synapses(), l.drive(tonic), seconds, key)
}

// startCoactivity takes cells of one assembly to be co-active until the first
// look.
func (l *life) startCoactivity() {
	c := l.contacts
	l.coactivity = make([]float64, c.Cells*c.Cells)
	for i := range c.Cells {
		for j := range c.Cells {
			if i != j && c.Assembly(i) == c.Assembly(j) {
				l.coactivity[i*c.Cells+j] = startCoactivity
			}
		}
	}
	l.lookedAt = l.StartHour
	l.share()
}

// startCoactivity is about what default networks settle at.
const startCoactivity = 0.5

// look runs the network when a look is due and moves the average co-activity
// towards what is measured, by how long it has been since the last look: it stands
// for the hours gone by, and sees nothing of what is done in the hour that begins.
func (l *life) look(hour float64) {
	if !dueLook(hour, l.StartHour) || l.Params.Spines.ConstantC > 0 || l.Params.Coupling.Seconds == 0 {
		return
	}
	activity := l.run(hour, ofCoactivity, 0, l.Params.Coupling.Seconds)
	seen := activity.Correlation(coactivityBinSec)
	n := l.contacts.Cells
	weight := -math.Expm1(-(hour - l.lookedAt) / l.Params.Coupling.Hours)
	for i := range l.coactivity {
		r := seen[i/n][i%n]
		if !finite(r) || i/n == i%n {
			r = 0 // a silent cell is co-active with none
		}
		l.coactivity[i] += weight * (r - l.coactivity[i])
	}
	l.lookedAt = hour
	l.share()
}

// share hands every contact the co-activity drive of its two cells,
// c = r²/(r² + half²) of their correlation r, 0 where that is negative.
func (l *life) share() {
	c, p := l.contacts, l.Params.Spines
	for k := range l.coactive {
		r := math.Max(0, l.coactivity[c.Post(k)*c.Cells+int(c.Pre[k])])
		l.coactive[k] = r * r / (r*r + p.HalfC*p.HalfC)
		if p.ConstantC > 0 {
			l.coactive[k] = p.ConstantC
		}
	}
}

// ensemble returns the weight of own-assembly spines per cell.
func (l *life) ensemble() float64 {
	sum := 0.0
	for _, k := range l.there {
		if l.contacts.Own[k] {
			sum += l.size[k]
		}
	}
	return sum / float64(l.contacts.Cells)
}

// dueLook reports whether structure looks at the network in an hour: every other
// day while things move slowly, and more often from the drug on.
func dueLook(hour, start float64) bool {
	switch {
	case hour <= start:
		return false
	case hour > 0 && hour <= 24:
		return hour == 1 || math.Mod(hour, 6) == 0
	case hour > 24 && hour <= 48:
		return math.Mod(hour, 12) == 0
	case hour > 48:
		return math.Mod(hour, 24) == 0
	}
	return math.Mod(hour, 48) == 0
}
