// Package network runs a small cortical network for minutes: leaky
// integrate-and-fire cells in assemblies, wired by a list of synapses from
// outside, and hands back who fired when.
//
// Excitatory (E) cells receive the given synapses on dendritic branches. A
// presynaptic spike lifts the drive y of its branch, which decays with the slow
// time constant of recurrent NMDA currents; a branch driven beyond a threshold θ
// gives more than its sum, up to a ceiling, y + g·max(0, y-θ) (Poirazi et al.
// 2003, doi 10.1016/S0896-6273(03)00149-1). Inhibitory (I) cells hear all E cells
// and inhibit all E cells. Every E spike leaves a hyperpolarisation of seconds,
// which ends what the clustered wiring ignites: assemblies are metastable as in
// Litwin-Kumar & Doiron 2012 (doi 10.1038/nn.3220), one or another coming on for
// about a second.
//
// Potentials and drives are in mV from rest (a drive is the potential it would
// settle at), times in s or ms, rates in Hz. Membranes step by 1 ms, exactly for
// the input held over the step; branches, adaptation and the noise of cells are
// renewed every 5 steps, the noise of assemblies every 20. Equal input,
// parameters and key give the same bytes on every processor path.
//
// What it leaves out: conductances and their saturation, conduction delays other
// than the wait for a renewal, I cells of several kinds, plasticity within a
// recording. The defaults are calibrated to event rate and participation, not
// measured: see Params. The package knows no animals, drugs or days: these are a
// list of synapses and a Drive.
package network

import "respine/random"

// Synapse is one excitatory contact: a spine of branch Branch of cell Post with
// presynaptic cell Pre. Weight is 1 for a mature spine of mean size and is
// multiplied by Dendrite.UnitMv to give the jump of the branch's drive in mV.
// Several contacts between two cells add up.
type Synapse struct {
	Post, Branch, Pre int32
	Weight            float32
}

// Drive is what the state of the animal does to the network during one
// recording. The zero Drive is none.
type Drive struct {
	// Disinhibition d relieves dendrites of inhibition: the inhibition E cells
	// receive is multiplied by 1-0.6d, not below 0, and the gain of branches
	// beyond their threshold by 1+2d.
	Disinhibition float64
	// Inhibition x multiplies the inhibition E cells receive by 1+x, not below 0.
	Inhibition float64
	// Tonic is added to the drive of every E cell, in mV.
	Tonic float64
}

// Spike is one spike of an E cell, Step steps after the start of the recording.
type Spike struct {
	Step, Neuron int32
}

// Activity is one recording of the E cells.
type Activity struct {
	Seconds float64
	StepSec float64
	Neurons int
	Spikes  []Spike // ordered by step, then neuron
	BinSec  float64
	Rate    []float32 // of the E population in each full bin, Hz per cell
}

// binSec is the bin of Activity.Rate.
const binSec = 0.02

// warmupSec is run before a recording and thrown away: two time constants of the
// default adaptation.
const warmupSec = 4

// Simulate runs the network for a warm-up and a recording of the given seconds.
// The synapses stay as they are. It panics when a synapse names a cell or branch
// that p does not have or has a weight that is negative or no number.
func Simulate(p Params, synapses []Synapse, d Drive, seconds float64, key random.Key) Activity {
	p = p.filled()
	p.check()
	if !(seconds > 0) {
		panic("network: a recording needs a positive duration")
	}
	return record(newNet(p, synapses, d, key, fastest()), seconds)
}

// record runs a net for the warm-up and the recording.
func record(n *net, seconds float64) Activity {
	p := n.p
	stepSec := p.Cell.StepMs / 1000
	for range round(warmupSec / stepSec) {
		n.step()
	}
	a := Activity{Seconds: seconds, StepSec: stepSec, Neurons: p.Neurons, BinSec: binSec}
	for step := range int32(round(seconds / stepSec)) {
		for _, cell := range n.step() {
			a.Spikes = append(a.Spikes, Spike{step, cell})
		}
	}
	a.Rate = a.rate()
	return a
}

// rate returns spikes per cell and second in each full bin.
func (a Activity) rate() []float32 {
	perBin := round(a.BinSec / a.StepSec)
	out := make([]float32, round(a.Seconds/a.StepSec)/perBin)
	one := float32(1 / (float64(perBin) * a.StepSec * float64(a.Neurons)))
	for _, s := range a.Spikes {
		if bin := int(s.Step) / perBin; bin < len(out) {
			out[bin]++
		}
	}
	for i := range out {
		out[i] *= one
	}
	return out
}
