package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
)

// nulls is what surrogates show.
type nulls struct {
	seeds  [][2]uint64 // of each surrogate
	maxima []int32     // of n(t), per surrogate
	pooled []int       // windows with that n, over all surrogates
	pairs  []float64   // per surrogate: see Synchrony
}

// play makes the surrogates, each from a stream of its own so that one can be
// made again.
func (a *axis) play(p Params, rng *rand.Rand) nulls {
	out := nulls{pooled: make([]int, len(a.trains)+1)}
	w := newWork(a)
	for range p.Surrogates {
		seed := [2]uint64{rng.Uint64(), rng.Uint64()}
		out.seeds = append(out.seeds, seed)
		out.keep(a, a.again(w, seed, p))
	}
	return out
}

// work is what making a surrogate needs, kept between surrogates.
type work struct {
	trains [][]int32
	n      []int32
}

func newWork(a *axis) *work {
	w := &work{trains: make([][]int32, len(a.trains)), n: make([]int32, len(a.frames)+1)}
	for c, t := range a.trains {
		w.trains[c] = make([]int32, len(t))
	}
	return w
}

// again returns n(t) of the surrogate of a seed; it is overwritten by the next.
func (a *axis) again(w *work, seed [2]uint64, p Params) []int32 {
	rng := rand.New(rand.NewPCG(seed[0], seed[1]))
	clear(w.n)
	for c, t := range a.trains {
		a.surrogate(w.trains[c], t, p, rng)
		a.add(w.n, w.trains[c])
	}
	sum(w.n)
	return w.n[:len(a.frames)]
}

// surrogate sets dst to a surrogate of a train.
func (a *axis) surrogate(dst, train []int32, p Params, rng *rand.Rand) {
	from := 0
	for _, e := range a.epochs {
		to := from
		for to < len(train) && int(train[to]) < e[1] {
			to++
		}
		if p.Null == Jitter {
			a.jitter(dst[from:to], train[from:to], e, p, rng)
		} else {
			a.turn(dst[from:to], train[from:to], e, p, rng)
		}
		from = to
	}
}

// turn moves all onsets of an epoch by one amount, around its end.
func (a *axis) turn(dst, train []int32, epoch [2]int, p Params, rng *rand.Rand) {
	length := epoch[1] - epoch[0]
	least := min(int(p.LeastShift*a.rateHz), length/4)
	by := int32(least + rng.IntN(max(1, length-2*least)))
	end := int32(epoch[1])
	cut, _ := slices.BinarySearch(train, end-by)
	k := copy(dst, train[cut:])
	copy(dst[k:], train[:cut])
	for i := range dst {
		if dst[i] += by; dst[i] >= end {
			dst[i] -= int32(length)
		}
	}
}

// jitter moves every onset on its own, evenly by up to JitterSec, turned back at
// the ends of the epoch. Onsets of a cell come no closer than they do in the
// recording, up to the window: surrogates in which they did would have fewer
// windows with the cell in them, and any recording would stand out. An onset
// that finds no such place in twenty draws stays where it was.
func (a *axis) jitter(dst, train []int32, epoch [2]int, p Params, rng *rand.Rand) {
	reach := int(p.JitterSec * a.rateHz)
	lo, hi := int32(epoch[0]), int32(epoch[1]-1)
	dead := int32(a.window)
	for i := 1; i < len(train); i++ {
		dead = min(dead, train[i]-train[i-1])
	}
	copy(dst, train)
	for i, t := range train {
		for range 20 {
			to := reflect(t+int32(rng.IntN(2*reach+1)-reach), lo, hi)
			if free(dst, i, to, dead, t, int32(2*reach)) {
				dst[i] = to
				break
			}
		}
	}
	slices.Sort(dst)
}

// free reports whether no onset but the i-th lies closer to a place than dead.
// Onsets began in order and have moved by half of most at most.
func free(dst []int32, i int, to, dead, from, most int32) bool {
	for j := i - 1; j >= 0 && dst[j] > from-most-dead; j-- {
		if d := dst[j] - to; d < dead && d > -dead {
			return false
		}
	}
	for j := i + 1; j < len(dst) && dst[j] < from+most+dead; j++ {
		if d := dst[j] - to; d < dead && d > -dead {
			return false
		}
	}
	return true
}

func reflect(t, lo, hi int32) int32 {
	if t < lo {
		t = 2*lo - t
	}
	if t > hi {
		t = 2*hi - t
	}
	return min(max(t, lo), hi)
}

// keep adds a surrogate's n(t).
func (s *nulls) keep(a *axis, n []int32) {
	most, pairs := int32(0), 0
	for t, v := range n {
		if a.isOpen[t] {
			s.pooled[v]++
			most = max(most, v)
			pairs += int(v) * int(v-1) / 2
		}
	}
	s.maxima = append(s.maxima, most)
	s.pairs = append(s.pairs, float64(pairs)/float64(a.open))
}

// threshold returns the least number of cells that at most a share alpha of
// surrogates reach anywhere, the recording counted as one of them; of the
// compatibility option the percentile of all windows.
func (s *nulls) threshold(p Params) int {
	if p.PooledAtOnly > 0 {
		all, below := 0, 0
		for _, k := range s.pooled {
			all += k
		}
		for v, k := range s.pooled {
			if below += k; float64(below) >= p.PooledAtOnly/100*float64(all) {
				return max(2, v+1)
			}
		}
	}
	sorted := slices.Sorted(slices.Values(s.maxima))
	rank := len(sorted) - int(p.Alpha*float64(len(sorted)+1)) // so many do not reach it
	if rank >= len(sorted) {
		rank = len(sorted) - 1
	}
	return max(2, int(sorted[max(0, rank)])+1)
}

// reach returns (1 + surrogates whose maximum is at least v) / (1 + surrogates).
func (s *nulls) reach(v int32) float64 {
	k := 1
	for _, m := range s.maxima {
		if m >= v {
			k++
		}
	}
	return float64(k) / float64(len(s.maxima)+1)
}

// rate returns mean and SD over surrogates of events per minute. Only those
// that reach the threshold are made again.
func (s *nulls) rate(a *axis, threshold int, p Params) (mean, sd float64) {
	x := make([]float64, len(s.seeds))
	w := newWork(a)
	for i, seed := range s.seeds {
		if int(s.maxima[i]) >= threshold {
			x[i] = float64(len(a.runs(a.again(w, seed, p), int32(threshold)))) / a.minutes()
		}
	}
	return moments(x)
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, math.Sqrt(sd)
}

func largest(n []int32) int32 { return slices.Max(n) }
