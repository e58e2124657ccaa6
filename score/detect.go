package score

import (
	"math"
	"sort"
)

// frame is one measured session beside its truth, matched.
type frame struct {
	measured, truth Session
	annotated       map[string]bool
	seen            []Spine // measured and present
	good, ignored   []Spine // truth
	matches         []match // seen to good
	onIgnored       []match // the rest of seen to ignored
}

// pairUp matches every measured session with its truth session.
func pairUp(m Measured, t Truth, sessions []int, radius float64) []frame {
	annotated := t.annotated()
	var out []frame
	for i, s := range m.Sessions {
		truth, _ := t.session(sessions[i]) // ResolveSessions has checked it
		f := frame{measured: s, truth: truth, annotated: annotated}
		for _, v := range s.Spines {
			if v.Present {
				f.seen = append(f.seen, v)
			}
		}
		for _, v := range truth.Spines {
			switch {
			case v.Present && v.Ignored:
				f.ignored = append(f.ignored, v)
			case v.Present:
				f.good = append(f.good, v)
			}
		}
		f.matches, f.onIgnored = assignTwice(tips(f.seen), tips(f.good), tips(f.ignored), radius)
		out = append(out, f)
	}
	return out
}

// assignTwice assigns a to b, and what is left of a to what may be ignored.
func assignTwice(a, b, ignored []Point, radius float64) (matches, onIgnored []match) {
	matches = assign(a, b, radius)
	var rest []Point
	var at []int
	for i, free := range unmatched(len(a), matches) {
		if free {
			rest, at = append(rest, a[i]), append(at, i)
		}
	}
	for _, k := range assign(rest, ignored, radius) {
		onIgnored = append(onIgnored, match{at[k.a], k.b})
	}
	return matches, onIgnored
}

func tips(spines []Spine) []Point {
	p := make([]Point, len(spines))
	for i, s := range spines {
		p[i] = s.Tip
	}
	return p
}

// unmatched marks the items of a that no match has taken.
func unmatched(n int, taken ...[]match) []bool {
	free := make([]bool, n)
	for i := range free {
		free[i] = true
	}
	for _, ms := range taken {
		for _, m := range ms {
			free[m.a] = false
		}
	}
	return free
}

// detection counts one session.
func (f frame) detection() SessionScore {
	c := Counts{TP: len(f.matches), FN: len(f.good) - len(f.matches), Ignored: len(f.onIgnored)}
	for i, free := range unmatched(len(f.seen), f.matches, f.onIgnored) {
		switch {
		case !free:
		case within(f.truth.Lines, f.annotated, f.seen[i]):
			c.FP++
		default:
			c.Outside++
		}
	}
	return SessionScore{f.measured.Number, f.truth.Number, c.rated()}
}

// found returns, for each good truth spine, whether it was matched.
func (f frame) found() []bool {
	out := make([]bool, len(f.good))
	for _, m := range f.matches {
		out[m.b] = true
	}
	return out
}

// recallByLength bins truth spines by length, as in the pilot study of rr30a.
func recallByLength(frames []frame) []Bin {
	return recallBy(frames, []float64{0, 0.8, 1.2, 1.6, 2.4, math.NaN()}, func(s Spine) float64 { return s.LengthUm })
}

// recallByBrightness bins truth spines by quartile of relative brightness; it
// is nil where the truth has none.
func recallByBrightness(frames []frame) []Bin {
	value := func(s Spine) float64 { return s.Brightness }
	var all []float64
	for _, f := range frames {
		for _, s := range f.good {
			if !math.IsNaN(s.Brightness) {
				all = append(all, s.Brightness)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	sort.Float64s(all)
	at := func(q float64) float64 { return all[int(q*float64(len(all)-1))] }
	return recallBy(frames, []float64{at(0), at(0.25), at(0.5), at(0.75), math.NaN()}, value)
}

// recallBy bins by rising edges; a last edge of NaN leaves the bin open.
// Spines without a value are in no bin.
func recallBy(frames []frame, edges []float64, value func(Spine) float64) []Bin {
	bins := make([]Bin, len(edges)-1)
	for i := range bins {
		bins[i].From, bins[i].To = Number(edges[i]), Number(edges[i+1])
	}
	for _, f := range frames {
		found := f.found()
		for k, s := range f.good {
			x := value(s)
			for i := range bins {
				if x >= edges[i] && !(x >= edges[i+1]) {
					bins[i].Of++
					if found[k] {
						bins[i].Found++
					}
				}
			}
		}
	}
	for i := range bins {
		bins[i].Recall = Number(float64(bins[i].Found) / float64(bins[i].Of))
	}
	return bins
}
