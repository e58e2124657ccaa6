package network

import "math"

// Params describes the network. Any number that is 0 and any group that is all 0
// has its default; a group with one value set is taken as it stands, so that a
// part can be switched off: start from Default to change one value.
//
// Where a default comes from: membrane and refractory times are those of
// Litwin-Kumar & Doiron 2012, drives, gains and noise were calibrated together
// so that with assemblies of 30 cells, each cell with same-assembly weights of 42
// in all, the whole network has one to four events a minute (see EventParams) and
// a third less weight leaves about a quarter of them. They are free parameters, not
// estimates.
type Params struct {
	Neurons    int // E cells
	Inhibitory int // I cells
	Assemblies int // equal runs of E cells, see Assembly
	Branches   int // per E cell
	Cell       Cell
	Dendrite   Dendrite
	Inhibition Inhibition
	Noise      Noise
}

// Cell is the membrane. Both kinds of cell rest and are reset at 0 mV.
type Cell struct {
	StepMs          float64
	TauMs           float64 // membrane of E cells
	InhibitoryTauMs float64 // membrane of I cells
	ThresholdMv     float64
	RefractoryMs    float64
	TonicMv         float64 // steady drive of E cells
	Adaptation      Adaptation
}

// Adaptation is the hyperpolarisation each spike of an E cell leaves behind.
type Adaptation struct {
	JumpMv float64
	TauSec float64
}

// Dendrite is what branches make of their synapses.
type Dendrite struct {
	UnitMv      float64 // jump of the branch drive at a spike through a synapse of weight 1
	TauMs       float64 // its decay
	ThresholdMv float64 // θ, beyond which a branch gives more than its sum
	Gain        float64 // g
	CeilingMv   float64 // the most a branch gives, where its receptors saturate
}

// Inhibition is the loop through the I cells.
type Inhibition struct {
	TonicMv float64 // steady drive of I cells
	HearMv  float64 // jump of their drive at an E spike, times 100 over Neurons
	HearMs  float64 // its decay
	GiveMv  float64 // jump of the inhibition of E cells at an I spike, times 10 over Inhibitory
	GiveMs  float64 // its decay
}

// Noise is drives that wander as Ornstein-Uhlenbeck processes, with their
// standard deviations and time constants: one for each cell, one shared by each
// assembly.
type Noise struct {
	CellMv     float64
	CellMs     float64
	AssemblyMv float64
	AssemblyMs float64
}

// Default returns the parameters that the zero Params stands for.
func Default() Params {
	return Params{
		Neurons:    120,
		Inhibitory: 16,
		Assemblies: 4,
		Branches:   3,
		Cell:       Cell{StepMs: 1, TauMs: 15, InhibitoryTauMs: 10, ThresholdMv: 10, RefractoryMs: 5, TonicMv: 2, Adaptation: Adaptation{JumpMv: 0.14, TauSec: 2}},
		Dendrite:   Dendrite{UnitMv: 0.22, TauMs: 80, ThresholdMv: 1, Gain: 0.5, CeilingMv: 6},
		Inhibition: Inhibition{TonicMv: 8, HearMv: 3, HearMs: 5, GiveMv: 0.6, GiveMs: 20},
		Noise:      Noise{CellMv: 4.6, CellMs: 20, AssemblyMv: 1.42, AssemblyMs: 400},
	}
}

// Assembly returns the assembly of an E cell.
func (p Params) Assembly(neuron int) int {
	p = p.filled()
	return neuron * p.Assemblies / p.Neurons
}

// filled returns p with its defaults.
func (p Params) filled() Params {
	d := Default()
	fill(&p.Neurons, d.Neurons)
	fill(&p.Inhibitory, d.Inhibitory)
	fill(&p.Assemblies, d.Assemblies)
	fill(&p.Branches, d.Branches)
	fill(&p.Cell, d.Cell)
	fill(&p.Dendrite, d.Dendrite)
	fill(&p.Inhibition, d.Inhibition)
	fill(&p.Noise, d.Noise)
	return p
}

func fill[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}

// check panics when the network cannot be built or its equations do not hold.
func (p Params) check() {
	positive := []float64{p.Cell.StepMs, p.Cell.TauMs, p.Cell.InhibitoryTauMs, p.Cell.ThresholdMv, p.Cell.Adaptation.TauSec,
		p.Dendrite.TauMs, p.Dendrite.CeilingMv, p.Inhibition.HearMs, p.Inhibition.GiveMs, p.Noise.CellMs, p.Noise.AssemblyMs}
	for _, v := range positive {
		if !(v > 0) {
			panic("network: steps, time constants and thresholds are positive")
		}
	}
	if p.Neurons < 1 || p.Inhibitory < 1 || p.Branches < 1 || p.Assemblies < 1 || p.Assemblies > p.Neurons {
		panic("network: too few cells, branches or assemblies")
	}
	if p.Cell.StepMs > 1 {
		panic("network: a step is at most 1 ms")
	}
}

// round returns the nearest whole number.
func round(x float64) int { return int(math.Round(x)) }

// decay returns what an exponential of time constant tau keeps over a time.
func decay(time, tau float64) float32 { return float32(math.Exp(-time / tau)) }
