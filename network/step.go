package network

import "respine/random"

// slowSteps is how many membrane steps pass between renewals of branches, noise
// and adaptation. A spike is felt from the next renewal on.
const slowSteps = 5

// sharedSteps is how many pass between renewals of the noise of assemblies, which
// changes over hundreds of milliseconds: a multiple of slowSteps.
const sharedSteps = 4 * slowSteps

// absent is the drive of padding, which must never fire.
const absent = -1e9

// population is the state of cells of one kind, arrays padded to whole vectors.
type population struct {
	v          []float32 // potential
	drive      []float32 // held until the next renewal, mV
	noise      []float32
	shared     []float32 // steady drive and that of the assembly
	adaptation []float32
	free       []int   // last step of rest after a spike
	resting    []int32 // cells at rest after a spike, the first to fire again first
	fired      []int32
	keep       float32 // of the potential over one step
	wander     wander
}

// rates are the numbers of one step or renewal, worked out once.
type rates struct {
	threshold            float32
	refractory           int // steps
	hearKeep, hearJump   float32
	giveKeep, giveJump   float32
	adaptKeep, adaptJump float32
	dendrite             dendrite
}

// net is a network at one moment.
type net struct {
	kernels
	p        Params
	rates    rates
	wiring   wiring
	streams  *streams
	now      int
	e, i     population
	branches []float32 // drive of branch b of cell c at b·stride+c
	assembly []float32 // noise of assemblies
	wander   wander
	tonic    float32 // of E cells, mV
	hear     float32 // drive of I cells by E spikes, mV
	give     float32 // inhibition of E cells, mV
}

func newNet(p Params, synapses []Synapse, d Drive, key random.Key, path kernels) *net {
	n := &net{kernels: path, p: p, rates: newRates(p, d), streams: newStreams(key.At(0)), tonic: float32(p.Cell.TonicMv + d.Tonic)}
	n.e = n.newPopulation(p.Neurons, p.Cell.TauMs, key.At(1))
	n.i = n.newPopulation(p.Inhibitory, p.Cell.InhibitoryTauMs, key.At(2))
	n.wiring = wire(p, synapses, len(n.e.v))
	n.branches = make([]float32, len(n.e.v)*p.Branches)
	n.assembly = make([]float32, padded(p.Assemblies))
	n.wander = newWander(sharedSteps*p.Cell.StepMs, p.Noise.AssemblyMv, p.Noise.AssemblyMs)
	n.kernels.wander(n.assembly, n.streams, startWander(p.Noise.AssemblyMv))
	for c := range p.Inhibitory {
		n.i.shared[c] = float32(p.Inhibition.TonicMv)
	}
	return n
}

func newRates(p Params, d Drive) rates {
	step, slow := p.Cell.StepMs, slowSteps*p.Cell.StepMs
	relief := max(0, 1-0.6*d.Disinhibition) * max(0, 1+d.Inhibition)
	return rates{
		threshold:  float32(p.Cell.ThresholdMv),
		refractory: round(p.Cell.RefractoryMs / step),
		hearKeep:   decay(step, p.Inhibition.HearMs),
		hearJump:   float32(p.Inhibition.HearMv * 100 / float64(p.Neurons)),
		giveKeep:   decay(step, p.Inhibition.GiveMs),
		giveJump:   float32(p.Inhibition.GiveMv * 10 / float64(p.Inhibitory) * relief),
		adaptKeep:  decay(slow, 1000*p.Cell.Adaptation.TauSec),
		adaptJump:  float32(p.Cell.Adaptation.JumpMv),
		dendrite: dendrite{
			keep:      decay(slow, p.Dendrite.TauMs),
			threshold: float32(p.Dendrite.ThresholdMv),
			gain:      float32(p.Dendrite.Gain * max(0, 1+2*d.Disinhibition)),
			ceiling:   float32(p.Dendrite.CeilingMv),
		},
	}
}

// newPopulation returns cells with noise in its stationary distribution and
// potentials anywhere between rest and threshold.
func (n *net) newPopulation(cells int, tauMs float64, key random.Key) population {
	size := padded(cells)
	floats := func() []float32 { return make([]float32, size) }
	c := population{v: floats(), drive: floats(), noise: floats(), shared: floats(), adaptation: floats(),
		free: make([]int, size), fired: make([]int32, 0, size),
		keep: decay(n.p.Cell.StepMs, tauMs), wander: newWander(slowSteps*n.p.Cell.StepMs, n.p.Noise.CellMv, n.p.Noise.CellMs)}
	n.kernels.wander(c.noise, n.streams, startWander(n.p.Noise.CellMv))
	for j := range c.v {
		c.free[j] = -1
		c.v[j] = float32(key.Uniform(uint64(j)) * n.p.Cell.ThresholdMv)
		if j >= cells {
			c.shared[j] = absent
		}
	}
	return c
}

// step moves the network on by one step and returns the E cells that fired,
// rising, until the next call.
func (n *net) step() []int32 {
	if n.now%slowSteps == 0 {
		n.renew()
	}
	n.give *= n.rates.giveKeep
	n.hear *= n.rates.hearKeep
	e, i := n.fire(&n.e, n.give), n.fire(&n.i, -n.hear)
	for _, c := range e {
		n.e.adaptation[c] += n.rates.adaptJump
		n.wiring.spike(n.branches, c)
	}
	n.hear += float32(len(e)) * n.rates.hearJump
	n.give += float32(len(i)) * n.rates.giveJump
	n.now++
	return e
}

// buried is the potential of a cell at rest after a spike, mV: so far down that
// nothing brings it near threshold before it is put back to zero.
const buried = -1e30

// fire steps the membranes of a population against an inhibition in mV and
// returns the cells that fired. A cell at rest starts from zero when its rest ends.
func (n *net) fire(c *population, against float32) []int32 {
	reached := n.membrane(c.v, c.drive, c.keep, against, n.rates.threshold, c.fired[:0])
	woken := 0
	for woken < len(c.resting) && c.free[c.resting[woken]] <= n.now {
		c.v[c.resting[woken]] = 0
		woken++
	}
	if woken > 0 {
		c.resting = c.resting[:copy(c.resting, c.resting[woken:])]
	}
	for _, j := range reached {
		c.v[j] = 0
		if n.rates.refractory > 0 {
			c.v[j] = buried
			c.free[j] = n.now + n.rates.refractory
			c.resting = append(c.resting, j)
		}
	}
	return reached
}

// renew brings noise, adaptation and branches to the present and sets the drives
// for the next slowSteps steps.
func (n *net) renew() {
	if n.now%sharedSteps == 0 {
		n.share()
	}
	for _, c := range []*population{&n.e, &n.i} {
		n.kernels.wander(c.noise, n.streams, c.wander)
		n.gather(c.drive, c.noise, c.shared, c.adaptation, n.rates.adaptKeep)
	}
	n.branch(n.e.drive, n.branches, n.rates.dendrite)
}

// share brings the noise of assemblies to the present and hands it to their cells.
func (n *net) share() {
	n.kernels.wander(n.assembly, n.streams, n.wander)
	for a := range n.p.Assemblies {
		cells := n.e.shared[ceilDiv(a*n.p.Neurons, n.p.Assemblies):ceilDiv((a+1)*n.p.Neurons, n.p.Assemblies)]
		level := n.tonic + n.assembly[a]
		for c := range cells {
			cells[c] = level
		}
	}
}

// ceilDiv returns a/b rounded up: the first cell of assembly a of b.
func ceilDiv(a, b int) int { return (a + b - 1) / b }
