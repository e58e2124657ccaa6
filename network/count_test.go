package network

import (
	"math"
	"slices"
	"testing"

	"respine/random"
)

// made returns an activity with spikes thrown at random, ordered.
func made(seed uint64, neurons, spikes int, seconds float64) Activity {
	rng := random.New(seed).Rand()
	a := Activity{Seconds: seconds, StepSec: 0.001, Neurons: neurons, BinSec: 0.02}
	taken := map[Spike]bool{}
	for len(taken) < spikes {
		taken[Spike{int32(rng.IntN(round(seconds / a.StepSec))), int32(rng.IntN(neurons))}] = true
	}
	for s := range taken {
		a.Spikes = append(a.Spikes, s)
	}
	slices.SortFunc(a.Spikes, func(x, y Spike) int {
		if x.Step != y.Step {
			return int(x.Step - y.Step)
		}
		return int(x.Neuron - y.Neuron)
	})
	return a
}

// TestCountsConserve: every spike in a full bin is counted once, for its cell.
func TestCountsConserve(t *testing.T) {
	p := Default()
	a := Simulate(p, cortex(p, 42, 1), Drive{}, 10.03, random.New(2))
	perCell, inRate := make([]int, p.Neurons), 0.0
	for _, s := range a.Spikes {
		if s.Step < 10_000 {
			perCell[s.Neuron]++
		}
		if s.Step < 10_020 {
			inRate++
		}
	}
	counts := a.Counts(0.2)
	for c, row := range counts {
		sum := 0
		for _, v := range row {
			sum += int(v)
		}
		if len(row) != 50 || sum != perCell[c] {
			t.Errorf("cell %d: %d spikes in %d bins, want %d in 50", c, sum, len(row), perCell[c])
		}
	}
	got := 0.0
	for _, r := range a.Rate {
		got += float64(r) * a.BinSec * float64(p.Neurons)
	}
	if len(a.Rate) != 501 || math.Abs(got-inRate) > 1e-3 || inRate == 0 {
		t.Errorf("the rate holds %.3f spikes in %d bins, want %v in 501", got, len(a.Rate), inRate)
	}
}

// TestCorrelationIsPearsons compares with the two-pass formula on the counts.
func TestCorrelationIsPearsons(t *testing.T) {
	const rounding = 1e-12
	a := made(1, 12, 400, 7.1)
	a.Neurons++ // a silent cell
	got, counts := a.Correlation(0.2), a.Counts(0.2)
	mean := func(x []uint16) float64 {
		sum := 0.0
		for _, v := range x {
			sum += float64(v)
		}
		return sum / float64(len(x))
	}
	covariance := func(x, y []uint16) float64 {
		mx, my, sum := mean(x), mean(y), 0.0
		for i := range x {
			sum += (float64(x[i]) - mx) * (float64(y[i]) - my)
		}
		return sum
	}
	for i := range got {
		for j := range got[i] {
			want := covariance(counts[i], counts[j]) / math.Sqrt(covariance(counts[i], counts[i])*covariance(counts[j], counts[j]))
			if silent := i == 12 || j == 12; silent != math.IsNaN(got[i][j]) {
				t.Fatalf("cells %d and %d: %v; NaN is for the silent cell", i, j, got[i][j])
			} else if !silent && math.Abs(got[i][j]-want) > rounding {
				t.Errorf("cells %d and %d: %v, want %v", i, j, got[i][j], want)
			}
			if i == j && i != 12 && got[i][i] != 1 {
				t.Errorf("cell %d: %v with itself", i, got[i][i])
			}
		}
	}
}
