package spatial

import "math"

// reading is what a table says, of one branch or, added up, of many.
type reading struct {
	present      int        // at the first time
	kept         [3]int     // in each interval
	lost, gained [3]int     // in each interval
	restored     int        // of gained[1]
	expected     float64    // of restored, had the new points fallen uniformly
	stands, of   [2]float64 // de novo, restored: present later, of those decided then
}

func (r *reading) add(o reading) {
	r.present += o.present
	r.restored += o.restored
	r.expected += o.expected
	for k := range r.lost {
		r.kept[k] += o.kept[k]
		r.lost[k] += o.lost[k]
		r.gained[k] += o.gained[k]
	}
	for g := range r.of {
		r.stands[g] += o.stands[g]
		r.of[g] += o.of[g]
	}
}

// excess is how many more points were restored than uniform placing gives with
// the lost places as they are.
func (r reading) excess() float64 { return float64(r.restored) - r.expected }

// gap is the share of restored points still there later, less that of the
// others; NaN when there is none of a kind.
func (r reading) gap() float64 { return r.stands[1]/r.of[1] - r.stands[0]/r.of[0] }

// reader reads tables without allocating.
type reader struct {
	linker
	lost, formed []float64
	later        []call
}

// read counts what the rising sites of a branch show. The path is a union.
func (r *reader) read(s Scoring, path []Span, sites []site) (out reading) {
	r.lost, r.formed, r.later = r.lost[:0], r.formed[:0], r.later[:0]
	for _, v := range sites {
		var at [4]call
		for t, sessions := range s.Times {
			at[t] = v.at(sessions)
		}
		if at[0] == present {
			out.present++
		}
		for k := range len(s.Times) - 1 {
			switch {
			case at[k] == present && at[k+1] == present:
				out.kept[k]++
			case at[k] == present && at[k+1] == absent:
				out.lost[k]++
			case at[k] == absent && at[k+1] == present:
				out.gained[k]++
			}
		}
		if at[0] == present && at[1] == absent {
			r.lost = append(r.lost, v.x)
		}
		if at[1] == absent && at[2] == present {
			r.formed = append(r.formed, v.x)
			r.later = append(r.later, at[3])
		}
	}
	r.count(s, &out)
	total, covered := cover(path, r.lost, s.RadiusUm)
	out.expected = float64(len(r.formed)) * covered / total
	return out
}

// count says which new points are restored, and what became of them.
func (r *reader) count(s Scoring, out *reading) {
	var to []int
	if !s.ManyToOne {
		to = r.pair(r.formed, r.lost, s.RadiusUm)
	}
	j := 0
	for i, x := range r.formed {
		restored := !s.ManyToOne && to[i] >= 0
		if s.ManyToOne {
			for j < len(r.lost) && r.lost[j] <= x-s.RadiusUm {
				j++
			}
			restored = j < len(r.lost) && r.lost[j] < x+s.RadiusUm
		}
		g := 0
		if restored {
			out.restored++
			g = 1
		}
		if len(s.Times) == 4 && r.later[i] != undecided {
			out.of[g]++
			if r.later[i] == present {
				out.stands[g]++
			}
		}
	}
}

// cover returns the length of the path and how much of it lies within r of the
// rising places, as Coverage does, in one walk.
func cover(path []Span, places []float64, r float64) (total, covered float64) {
	for _, v := range path {
		total += v.Hi - v.Lo
		done := v.Lo
		for _, x := range places {
			if x+r <= done {
				continue
			}
			if x-r >= v.Hi {
				break
			}
			lo, hi := math.Max(done, x-r), math.Min(v.Hi, x+r)
			covered += hi - lo
			done = hi
		}
	}
	return total, covered
}
