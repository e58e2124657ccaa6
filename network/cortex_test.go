package network

import (
	"math"

	"respine/random"
)

// cortex returns synapses as a spine layer gives them: 64 sites on each branch,
// a quarter of them and chance share of the rest with partners of the same
// assembly; half of the sites with such partners hold a spine, 7 % of the others.
// Sizes are log-normal with σ 0.55. Weights are scaled so that a cell receives
// same from its own assembly on average, 42 in an undisturbed animal.
func cortex(p Params, same float64, seed uint64) []Synapse {
	p = p.filled()
	rng := random.New(seed, 77).Rand()
	var out []Synapse
	total := 0.0
	for post := range p.Neurons {
		for branch := range p.Branches {
			for range 64 {
				pre := rng.IntN(p.Neurons)
				if rng.Float64() < 0.25 {
					pre = ceilDiv(p.Assembly(post)*p.Neurons, p.Assemblies) + rng.IntN(p.Neurons/p.Assemblies)
				}
				within := p.Assembly(pre) == p.Assembly(post)
				held := 0.07
				if within {
					held = 0.5
				}
				if pre == post || rng.Float64() >= held {
					continue
				}
				w := math.Exp(0.55*rng.NormFloat64() - 0.15)
				if within {
					total += w
				}
				out = append(out, Synapse{int32(post), int32(branch), int32(pre), float32(w)})
			}
		}
	}
	for i := range out {
		out[i].Weight *= float32(same * float64(p.Neurons) / total)
	}
	return out
}

// weaker returns the synapses with those within assemblies multiplied by keep.
func weaker(p Params, synapses []Synapse, keep float64) []Synapse {
	out := make([]Synapse, len(synapses))
	for i, s := range synapses {
		out[i] = s
		if p.Assembly(int(s.Pre)) == p.Assembly(int(s.Post)) {
			out[i].Weight *= float32(keep)
		}
	}
	return out
}
