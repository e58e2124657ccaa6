package network

import (
	"math"
	"slices"
	"testing"

	"respine/random"
)

// TestBranchDrive: a cell that fires every k renewals through a weight w keeps the
// drive of the branch at w·unit·(share of renewals with a spike)/(1-q) on average
// before renewals, q the decay over one.
func TestBranchDrive(t *testing.T) {
	const weight, within = 3, 0.01
	p := alone(1, 15)
	p.Neurons, p.Branches = 2, 2
	p.Dendrite.Gain = 0
	n := newNet(p, []Synapse{{Post: 1, Branch: 1, Pre: 0, Weight: weight}}, Drive{}, random.New(1), plain())
	var sum, spikes, renewals float64
	for step := range 40_000 {
		if step%slowSteps == 0 {
			sum += float64(n.branches[1*len(n.e.v)+1])
			renewals++
		}
		for _, c := range n.step() {
			if c == 0 {
				spikes++
			}
		}
	}
	q := math.Exp(-slowSteps * p.Cell.StepMs / p.Dendrite.TauMs)
	want := weight * p.Dendrite.UnitMv * spikes / renewals / (1 - q)
	if got := sum / renewals; math.Abs(got/want-1) > within {
		t.Errorf("mean drive %.4f mV, want %.4f", got, want)
	}
	for i, v := range n.branches {
		if i != len(n.e.v)+1 && v != 0 {
			t.Errorf("place %d has a drive without a synapse", i)
		}
	}
}

// TestBranchLaw: what a branch gives is its sum below the threshold, more beyond
// it, and never more than the ceiling.
func TestBranchLaw(t *testing.T) {
	y := []float32{0, 1, 2, 3, 4, 5, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	want := []float32{0, 1, 2, 3 + 0.5*1, 4 + 0.5*2, 5 + 0.5*3, 8}
	for _, k := range available() {
		drive := make([]float32, len(y))
		k.branch(drive, slices.Clone(y), dendrite{keep: 1, threshold: 2, gain: 0.5, ceiling: 8})
		if !slices.Equal(drive[:len(want)], want) {
			t.Errorf("%s: %v gives %v, want %v", k.name, y[:len(want)], drive[:len(want)], want)
		}
	}
}

// TestContactsAddUp: two contacts between a cell and a branch are one of their
// sum, and contacts of weight 0 are none.
func TestContactsAddUp(t *testing.T) {
	p := Default()
	one := cortex(p, 42, 3)
	var two []Synapse
	for _, s := range one {
		s.Weight /= 2
		two = append(two, s, s, Synapse{Post: s.Pre, Pre: s.Post, Branch: 1})
	}
	a, b := Simulate(p, one, Drive{}, 5, random.New(6)), Simulate(p, two, Drive{}, 5, random.New(6))
	if len(a.Spikes) == 0 || !slices.Equal(a.Spikes, b.Spikes) {
		t.Error("a contact cut in two acts otherwise than the whole")
	}
}

func TestImpossibleCallsPanic(t *testing.T) {
	p := Default()
	nan := float32(math.NaN())
	for name, call := range map[string]func(){
		"post":     func() { Simulate(p, []Synapse{{Post: 120}}, Drive{}, 1, random.Key{}) },
		"pre":      func() { Simulate(p, []Synapse{{Pre: -1}}, Drive{}, 1, random.Key{}) },
		"branch":   func() { Simulate(p, []Synapse{{Branch: 3}}, Drive{}, 1, random.Key{}) },
		"weight":   func() { Simulate(p, []Synapse{{Weight: -1}}, Drive{}, 1, random.Key{}) },
		"nan":      func() { Simulate(p, []Synapse{{Weight: nan}}, Drive{}, 1, random.Key{}) },
		"duration": func() { Simulate(p, nil, Drive{}, 0, random.Key{}) },
		"step":     func() { q := p; q.Cell.StepMs = 2; Simulate(q, nil, Drive{}, 1, random.Key{}) },
		"tau":      func() { q := p; q.Noise.CellMs = -1; Simulate(q, nil, Drive{}, 1, random.Key{}) },
		"sizes":    func() { q := p; q.Assemblies = 500; Simulate(q, nil, Drive{}, 1, random.Key{}) },
		"bin":      func() { Activity{Seconds: 1, StepSec: 0.001}.Counts(0.0001) },
		"window":   func() { Activity{StepSec: 0.001}.Events(EventParams{WindowSec: 0.0001}) },
		"cells":    func() { Activity{StepSec: 0.001}.Events(EventParams{Cells: -1}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}
