package network

import (
	"math"
	"testing"

	"respine/random"
)

// alone returns one E cell with a steady drive and nothing else.
func alone(stepMs, driveMv float64) Params {
	p := Default()
	p.Neurons, p.Inhibitory, p.Assemblies, p.Branches = 1, 1, 1, 1
	p.Cell.StepMs, p.Cell.TonicMv, p.Cell.Adaptation.JumpMv = stepMs, driveMv, 0
	p.Noise.CellMv, p.Noise.AssemblyMv, p.Inhibition.GiveMv = 0, 0, 0
	return p
}

// TestRateOfOneCell: a leaky integrate-and-fire cell under a steady drive I fires
// every t_ref + τ ln(I/(I-θ)), and a stepped one with exact membranes at the first
// step after that.
func TestRateOfOneCell(t *testing.T) {
	for _, stepMs := range []float64{0.5, 1} {
		for _, drive := range []float64{10.01, 10.7, 12, 15, 19, 31, 80, 4000} {
			p := alone(stepMs, drive)
			a := Simulate(p, nil, Drive{}, 2, random.New(1))
			c := p.Cell
			want := c.RefractoryMs/stepMs + math.Ceil(c.TauMs/stepMs*math.Log(drive/(drive-c.ThresholdMv)))
			if len(a.Spikes) < 10 {
				t.Fatalf("%v mV: %d spikes", drive, len(a.Spikes))
			}
			for i := 1; i < len(a.Spikes); i++ {
				if got := a.Spikes[i].Step - a.Spikes[i-1].Step; float64(got) != want {
					t.Fatalf("step %v ms, %v mV: interval of %d steps, want %v", stepMs, drive, got, want)
				}
			}
		}
		if a := Simulate(alone(stepMs, 9.99), nil, Drive{}, 20, random.New(1)); len(a.Spikes) > 0 {
			t.Errorf("a drive below threshold gives %d spikes", len(a.Spikes))
		}
	}
}

// TestTonicIsADrive: Drive.Tonic is the same as a steady drive of the cell.
func TestTonicIsADrive(t *testing.T) {
	a := Simulate(alone(1, 15), nil, Drive{}, 2, random.New(1))
	b := Simulate(alone(1, 9), nil, Drive{Tonic: 6}, 2, random.New(1))
	if len(a.Spikes) == 0 || len(a.Spikes) != len(b.Spikes) {
		t.Errorf("15 mV give %d spikes, 9 and 6 give %d", len(a.Spikes), len(b.Spikes))
	}
}

// TestAdaptation: at the settled rate r the drive is I - JτR on average, so that
// r = f(I - Jτr) with f of the cell without adaptation, as long as the jumps are
// small.
func TestAdaptation(t *testing.T) {
	const driveMv, jump, within = 30, 0.2, 0.02
	p := alone(0.5, driveMv)
	p.Cell.Adaptation.JumpMv = jump
	a := Simulate(p, nil, Drive{}, 60, random.New(1))
	c := p.Cell
	f := func(drive float64) float64 {
		if drive <= c.ThresholdMv {
			return 0
		}
		return 1000 / (c.RefractoryMs + c.TauMs*math.Log(drive/(drive-c.ThresholdMv)) + c.StepMs/2)
	}
	low, high := 0.0, f(driveMv)
	for range 60 {
		if r := (low + high) / 2; f(driveMv-jump*c.Adaptation.TauSec*r) > r {
			low = r
		} else {
			high = r
		}
	}
	if r := float64(len(a.Spikes)) / a.Seconds; math.Abs(r/low-1) > within {
		t.Errorf("settled rate %.2f Hz, want %.2f", r, low)
	}
	if low > f(driveMv)/2 {
		t.Errorf("adaptation hardly acts: %.1f of %.1f Hz", low, f(driveMv))
	}
}

// TestRefractoryBound: no cell fires twice within the refractory time, however
// hard it is driven, and it comes as close to it as the step allows.
func TestRefractoryBound(t *testing.T) {
	p := Default()
	closest := int32(math.MaxInt32)
	for _, tonic := range []float64{0, 30, 1e6} {
		a := Simulate(p, cortex(p, 42, 1), Drive{Tonic: tonic}, 5, random.New(4))
		last := make([]int32, p.Neurons)
		for i := range last {
			last[i] = -1000
		}
		for _, s := range a.Spikes {
			closest = min(closest, s.Step-last[s.Neuron])
			last[s.Neuron] = s.Step
		}
	}
	if want := int32(p.Cell.RefractoryMs/p.Cell.StepMs) + 1; closest != want {
		t.Errorf("closest spikes of a cell are %d steps apart, want %d", closest, want)
	}
}
