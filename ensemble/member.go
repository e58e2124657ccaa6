package ensemble

import (
	"math"
	"slices"
)

// Member is one cell's part in the events of a session.
type Member struct {
	Cell   int
	Onsets int     // in usable frames
	Joined int     // moments at which the others reach the threshold but one, and the cell is active
	Of     int     // such moments
	Chance float64 // mean of Joined over all shifts of the cell
	P      float64 // share of shifts with at least Joined, one-sided
	Q      float64 // P after Benjamini and Hochberg over cells with onsets
}

// Members tests for each cell whether it is active together with the others
// more than its rate has it. The moments are those at which the other cells
// alone reach the threshold less one, so that a cell has no part in choosing
// what it is tested on; the null is every shift of the cell against them round
// the usable frames, at least LeastShift seconds.
func Members(r Raster, res Result) []Member {
	p := res.Params.orDefaults()
	a := newAxis(r, p)
	out := make([]Member, len(a.trains))
	if res.Undetermined != "" {
		for c := range out {
			out[c] = Member{Cell: c, P: math.NaN(), Q: math.NaN(), Chance: math.NaN()}
		}
		return out
	}
	all := a.count(a.trains)
	least := min(int(p.LeastShift*a.rateHz), len(a.frames)/4)
	tests := make([]Connection, len(out))
	for c, train := range a.trains {
		others := slices.Clone(all)
		own := a.count([][]int32{train})
		for t := range others {
			others[t] -= own[t]
		}
		out[c] = a.member(train, a.runs(others, int32(res.Threshold-1)), least)
		out[c].Cell = c
		tests[c] = Connection{P: out[c].P}
		if len(train) == 0 {
			tests[c].Undetermined = "silent"
		}
	}
	discoveries(tests)
	for c := range out {
		out[c].Q = tests[c].Q
		if tests[c].Undetermined != "" {
			out[c].P, out[c].Q = math.NaN(), math.NaN()
		}
	}
	return out
}

// member counts the moments in which a train has an onset, at every shift.
func (a *axis) member(train []int32, runs [][2]int, least int) Member {
	n := len(a.frames)
	joined, one := make([]int32, n+1), make([]int32, n+1)
	for _, run := range runs {
		clear(one)
		tile := [][2]int32{{int32(run[0]), int32(run[1] + a.window - 1)}}
		cover(one, train, tile, -1)
		sum(one)
		for k := range n {
			joined[k] += min(1, one[k])
		}
	}
	m := Member{Onsets: len(train), Of: len(runs), Joined: int(joined[0])}
	reach, all := 1, 1
	for k := least; k <= n-least; k++ {
		v := joined[k%n]
		m.Chance += float64(v)
		all++
		if v >= joined[0] {
			reach++
		}
	}
	m.Chance /= float64(max(1, all-1))
	m.P = float64(reach) / float64(all)
	return m
}
