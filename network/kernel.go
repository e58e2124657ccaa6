package network

import "respine/img"

// kernels are the inner loops over cells. All paths do the same unfused
// operations, so that a recording is the same bytes on every one; the plain table
// is the definition. Slices have a multiple of lanes elements.
type kernels struct {
	name string
	// membrane sets v[i] = keep·v[i] + (1-keep)·(drive[i] - against) and appends
	// to fired the cells at or above threshold, rising.
	membrane func(v, drive []float32, keep, against, threshold float32, fired []int32) []int32
	// wander sets noise[i] = keep·noise[i] + scale·(sum of the bytes of w - 510),
	// where w is the next word of lane i modulo lanes.
	wander func(noise []float32, s *streams, w wander)
	// gather multiplies adaptation by keep and sets
	// drive[i] = shared[i] + noise[i] - adaptation[i].
	gather func(drive, noise, shared, adaptation []float32, keep float32)
	// branch multiplies y by keep and adds
	// min(ceiling, y + gain·max(0, y-threshold)) to drive, branch by branch: y has
	// the first branch of every cell, then the second, and so on.
	branch func(drive, y []float32, d dendrite)
}

// dendrite holds the numbers of a renewal of branches.
type dendrite struct{ keep, threshold, gain, ceiling float32 }

// lanes is the longest vector in floats; populations are padded to it.
const lanes = 16

// padded returns the length of a population with its padding.
func padded(cells int) int { return (cells + lanes - 1) / lanes * lanes }

// fastest returns the path that img uses as well, so that RESPINE_SIMD steers both
// packages.
func fastest() kernels { return named(img.KernelPath(), available()) }

// named returns the path of a name, or the first.
func named(name string, all []kernels) kernels {
	for _, k := range all {
		if k.name == name {
			return k
		}
	}
	return all[0]
}
