package twin

import (
	"math"
	"slices"

	"respine/network"
	"respine/random"
)

// ChancePerMin returns how many synchronous events per minute the cells of a
// calcium movie would show by chance: mean over draws in which every cell is
// shifted in time by itself, round the end of the movie.
func (m Mouse) ChancePerMin(r Recording, draws int, key random.Key) float64 {
	a := r.Activity
	steps := int32(a.Seconds / a.StepSec)
	if steps == 0 || draws == 0 {
		return math.NaN()
	}
	shifted, n := a, 0
	shifted.Spikes = make([]network.Spike, len(a.Spikes))
	order := make([]int64, len(a.Spikes)) // step and cell in one number, which sorts fast
	for d := range uint64(draws) {
		by := make([]int32, m.Wiring.Cells)
		for cell := range by {
			by[cell] = int32(float64(steps) * key.At(d).Uniform(uint64(cell)))
		}
		for i, s := range a.Spikes {
			order[i] = int64((s.Step+by[s.Neuron])%steps)<<32 | int64(s.Neuron)
		}
		slices.Sort(order)
		for i, v := range order {
			shifted.Spikes[i] = network.Spike{Step: int32(v >> 32), Neuron: int32(v & math.MaxUint32)}
		}
		n += len(shifted.Events(m.Params.Imaging.event(m.Wiring.Cells)))
	}
	return float64(n) / float64(draws) / (a.Seconds / 60)
}

// event says what counts as a synchronous event: a fixed share of all cells.
func (p Imaging) event(cells int) network.EventParams {
	return network.EventParams{Cells: int(math.Ceil(p.EventCells * float64(cells)))}
}
