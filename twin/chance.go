package twin

import (
	"cmp"
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
	for d := range uint64(draws) {
		shifts := key.At(d)
		shifted.Spikes = slices.Clone(a.Spikes)
		for i, s := range shifted.Spikes {
			shifted.Spikes[i].Step = (s.Step + int32(float64(steps)*shifts.Uniform(uint64(s.Neuron)))) % steps
		}
		slices.SortFunc(shifted.Spikes, func(x, y network.Spike) int {
			return cmp.Or(cmp.Compare(x.Step, y.Step), cmp.Compare(x.Neuron, y.Neuron))
		})
		n += len(shifted.Events(m.Params.Imaging.event(m.Wiring.Cells)))
	}
	return float64(n) / float64(draws) / (a.Seconds / 60)
}

// event says what counts as a synchronous event: a fixed share of all cells.
func (p Imaging) event(cells int) network.EventParams {
	return network.EventParams{Cells: int(math.Ceil(p.EventCells * float64(cells)))}
}
