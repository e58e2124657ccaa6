package network

import (
	"math"
	"slices"
	"testing"

	"respine/random"
)

// TestSameKeySameBytes: equal arguments give equal recordings, another key gives
// another one, and the synapses are left alone.
func TestSameKeySameBytes(t *testing.T) {
	p := Default()
	synapses := cortex(p, 42, 1)
	before := slices.Clone(synapses)
	run := func(seed uint64) Activity { return Simulate(p, synapses, Drive{}, 20, random.New(seed)) }
	a, b, c := run(1), run(1), run(2)
	if !slices.Equal(a.Spikes, b.Spikes) || !slices.Equal(a.Rate, b.Rate) {
		t.Error("the same key gives two recordings")
	}
	if slices.Equal(a.Spikes, c.Spikes) {
		t.Error("two keys give the same recording")
	}
	if !slices.Equal(before, synapses) {
		t.Error("the synapses were changed")
	}
	if z := Simulate(Params{}, synapses, Drive{}, 20, random.New(1)); !slices.Equal(a.Spikes, z.Spikes) {
		t.Error("the zero Params is not the default")
	}
}

// TestALongerRecordingBeginsAlike: the length of a recording changes nothing of
// what is in it.
func TestALongerRecordingBeginsAlike(t *testing.T) {
	p := Default()
	synapses := cortex(p, 42, 1)
	short, long := Simulate(p, synapses, Drive{}, 7, random.New(1)), Simulate(p, synapses, Drive{}, 20, random.New(1))
	if n := len(short.Spikes); n == 0 || !slices.Equal(short.Spikes, long.Spikes[:n]) || long.Spikes[n].Step < 7000 {
		t.Error("the first 7 s of 20 are not the recording of 7 s")
	}
}

// TestSpikesAreInOrder: rising in time, then in cell, all within the recording.
func TestSpikesAreInOrder(t *testing.T) {
	p := Default()
	a := Simulate(p, cortex(p, 42, 1), Drive{Disinhibition: 0.55}, 30, random.New(3))
	for i, s := range a.Spikes {
		if s.Step < 0 || s.Step >= 30_000 || s.Neuron < 0 || int(s.Neuron) >= p.Neurons {
			t.Fatalf("spike %v lies outside", s)
		}
		if i > 0 && (s.Step < a.Spikes[i-1].Step || s.Step == a.Spikes[i-1].Step && s.Neuron <= a.Spikes[i-1].Neuron) {
			t.Fatalf("spike %v comes after %v", s, a.Spikes[i-1])
		}
	}
}

// TestNoiseOfTheNetwork: the drives in a running network have the standard
// deviations and the sharing they were asked for.
func TestNoiseOfTheNetwork(t *testing.T) {
	const within = 0.05
	p := Default()
	p.Cell.ThresholdMv = 1e6 // nobody fires
	n := newNet(p, nil, Drive{}, random.New(8), plain())
	var cell, assembly, count float64
	for range 100_000 {
		n.step()
		for c := range p.Neurons {
			own := float64(n.e.noise[c])
			common := float64(n.e.shared[c] - n.tonic)
			cell, assembly, count = cell+own*own, assembly+common*common, count+1
			if common != float64(n.e.shared[c/30*30]-n.tonic) || math.Abs(float64(n.e.drive[c])-(own+float64(n.e.shared[c]))) > 1e-5 {
				t.Fatal("cells of an assembly do not share its noise, or the drive is not the sum")
			}
		}
	}
	if sd := math.Sqrt(cell / count); math.Abs(sd/p.Noise.CellMv-1) > within {
		t.Errorf("noise of cells has standard deviation %.3f mV, want %v", sd, p.Noise.CellMv)
	}
	if sd := math.Sqrt(assembly / count); math.Abs(sd/p.Noise.AssemblyMv-1) > 4*within {
		t.Errorf("noise of assemblies has standard deviation %.3f mV, want %v", sd, p.Noise.AssemblyMv)
	}
}

// TestAssembliesAreEqualRuns: every cell belongs to the assembly whose noise it
// gets, also where the division leaves a rest.
func TestAssembliesAreEqualRuns(t *testing.T) {
	p := Params{Neurons: 10, Assemblies: 3}
	n := newNet(p.filled(), nil, Drive{}, random.New(1), plain())
	n.step()
	sizes := make([]int, 3)
	for c := range p.Neurons {
		a := p.Assembly(c)
		sizes[a]++
		if n.e.shared[c] != n.tonic+n.assembly[a] {
			t.Errorf("cell %d of assembly %d has the noise of another", c, a)
		}
	}
	if slices.Min(sizes) < 3 || slices.Max(sizes) > 4 {
		t.Errorf("assemblies of %v cells", sizes)
	}
}

// TestDefaultsFillWhatIsZero: single numbers and whole groups, never part of a
// group.
func TestDefaultsFillWhatIsZero(t *testing.T) {
	p := Params{Neurons: 50, Noise: Noise{CellMs: 20, AssemblyMs: 150}}.filled()
	d := Default()
	if p.Neurons != 50 || p.Branches != d.Branches || p.Cell != d.Cell || p.Noise.CellMv != 0 {
		t.Errorf("filled to %+v", p)
	}
}
