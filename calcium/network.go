package calcium

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"

	"respine/ensemble"
	"respine/motion"
	"respine/plot"
)

// Draws of the nulls and of the bootstrap are kept apart.
const (
	shiftDraws    = 0x5f1f7
	jitterDraws   = 0x117e2
	recurDraws    = 0x2ec02
	distanceDraws = 0xd157a
)

// raster is when each cell became active, frames that are not to be used marked.
func (r *Result) raster() ensemble.Raster {
	out := ensemble.Raster{Frames: len(r.Motion.Shifts), RateHz: r.Params.RateHz, Bad: make([]bool, len(r.Motion.Shifts))}
	for i, s := range r.Motion.Shifts {
		out.Bad[i] = s.Bad != motion.Good
	}
	for _, c := range r.Cells {
		var at []int
		for _, o := range c.Onsets {
			at = append(at, o.Frame)
		}
		out.Onsets = append(out.Onsets, at)
	}
	return out
}

// together finds synchronous events against both nulls, who joins them and whether
// they recur, and which cells are connected.
func (r *Result) together() {
	draws := func(of uint64) *rand.Rand { return rand.New(rand.NewPCG(r.Params.Seed, of)) }
	raster, p := r.raster(), r.Params.Ensemble
	jittered := p
	jittered.Null = ensemble.Jitter
	r.both(func() { r.Together = ensemble.Find(raster, p, draws(shiftDraws)) },
		func() { r.Jittered = ensemble.Find(raster, jittered, draws(jitterDraws)) })
	r.Members = ensemble.Members(raster, r.Together)
	r.Recurrence = ensemble.Recur(r.Together, ensemble.RecurParams{}, draws(recurDraws))
	places := r.places()
	r.Connections = ensemble.Connect(raster, places, ensemble.ConnectParams{Sharing: r.sharing()})
	r.Distance = ensemble.ByDistance(r.Connections, places, ensemble.DistanceParams{}, draws(distanceDraws))
}

// both calls two functions, side by side where there are workers for it.
func (r *Result) both(a, b func()) {
	if r.Params.Workers < 2 {
		a()
		b()
		return
	}
	var group sync.WaitGroup
	group.Go(a)
	group.Go(b)
	group.Wait()
}

// places are the centroids of the cells.
func (r *Result) places() []ensemble.Place {
	out := make([]ensemble.Place, len(r.Cells))
	for i, c := range r.Cells {
		y, x := c.Footprint.Centroid()
		out[i] = ensemble.Place{YUm: y * r.Params.PixelUm, XUm: x * r.Params.PixelUm}
	}
	return out
}

// sharing says of two cells whether their footprints have a pixel in common.
func (r *Result) sharing() func(a, b int) bool {
	of, pairs := map[[2]int][]int{}, map[[2]int]bool{}
	for i, c := range r.Cells {
		for _, p := range c.Footprint {
			at := [2]int{p.Y, p.X}
			for _, j := range of[at] {
				pairs[[2]int{j, i}] = true
			}
			of[at] = append(of[at], i)
		}
	}
	return func(a, b int) bool { return pairs[[2]int{min(a, b), max(a, b)}] }
}

// Unconnected returns how many pairs of cells have no coefficient though they lie far
// enough apart, and why most of them have none.
func (r *Result) Unconnected() (pairs int, why string) {
	reasons := map[string]int{}
	for _, c := range r.Connections {
		if c.Undetermined != "" && !ensemble.LiesNear(c.Undetermined) {
			pairs++
			reasons[c.Undetermined]++
		}
	}
	for _, k := range slices.Sorted(maps.Keys(reasons)) {
		if reasons[k] > reasons[why] {
			why = k
		}
	}
	return pairs, why
}

// DrawDistance draws connectivity over distance.
func (r *Result) DrawDistance() []byte {
	v := plot.Series{Name: "pairs of cells, 95 % over cells", Colour: plot.Blue, Style: plot.Joined}
	for _, b := range r.Distance.Bins {
		v.X, v.Y = append(v.X, (b.FromUm+b.ToUm)/2), append(v.Y, b.Excess)
		v.Lo, v.Hi = append(v.Lo, b.Lo), append(v.Hi, b.Hi)
	}
	return plot.Chart{Title: "Connectivity over distance", XLabel: "distance (µm)", YLabel: "tiling less chance", Series: []plot.Series{v},
		Empty: "no pair of cells can be told apart"}.SVG()
}
