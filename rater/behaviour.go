package rater

import (
	"cmp"
	"math"
	"slices"

	"respine/random"
	"respine/table"
	"respine/twin"
)

// bouts is tail suspension as it was scored.
func (s sheet) bouts() *table.Table {
	t := s.table("bouts", table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"), table.Bool("censored", ""))
	for _, r := range s.recordings(twin.SuspensionSession) {
		for _, b := range s.how.seenBouts(r.Bouts, s.draws(ofBouts, r)) {
			state := "struggling"
			if b.Immobile {
				state = "immobile"
			}
			t.Append(s.m.Name, s.session(r), state, b.FromSec, b.ToSec, b.Censored)
		}
	}
	return t
}

// seenBouts moves the edges between bouts, in their order, and takes bouts that
// are then too short as part of the one before, or for the first, the one after.
func (e Errors) seenBouts(all []twin.Bout, key random.Key) []twin.Bout {
	out := slices.Clone(all)
	for i := 1; i < len(out); i++ {
		at := out[i].FromSec + e.EdgeSec*key.Normal(uint64(i))
		at = math.Max(out[i-1].FromSec, math.Min(at, all[len(all)-1].ToSec))
		out[i-1].ToSec, out[i].FromSec = at, at
	}
	var seen []twin.Bout
	for _, b := range out {
		last := len(seen) - 1
		switch {
		case last >= 0 && (b.Immobile == seen[last].Immobile || b.ToSec-b.FromSec < e.ShortestSec):
			seen[last].ToSec, seen[last].Censored = b.ToSec, b.Censored
		case last >= 0 && seen[last].ToSec-seen[last].FromSec < e.ShortestSec: // only the first can be
			b.FromSec = seen[last].FromSec
			seen[last] = b
		default:
			seen = append(seen, b)
		}
	}
	return seen
}

// transients is photometry during tail suspension.
func (s sheet) transients() *table.Table {
	t := s.table("transients", table.Float("onset_s", "s"), table.Float("peak_s", "s"))
	for _, r := range s.recordings(twin.SuspensionSession) {
		for _, v := range s.how.seenTransients(r, s.draws(ofTransients, r)) {
			t.Append(s.m.Name, s.session(r), v.OnsetSec, v.PeakSec)
		}
	}
	return t
}

// falseRiseSec is how long a false transient takes to its peak.
const falseRiseSec = 0.3

func (e Errors) seenTransients(r twin.Recording, key random.Key) []twin.Transient {
	var out []twin.Transient
	for i, v := range r.Transients {
		if key.Uniform(uint64(i)) < e.MissTransient {
			continue
		}
		by := math.Max(-v.OnsetSec, e.TransientSec*key.Normal(uint64(i)))
		out = append(out, twin.Transient{OnsetSec: v.OnsetSec + by, PeakSec: v.PeakSec + by})
	}
	if e.FalseTransientPerMin > 0 {
		between := 60 / e.FalseTransientPerMin
		draws := key.At(0)
		at := between * draws.Exponential(0)
		for i := uint64(1); at < r.Activity.Seconds; i++ {
			out = append(out, twin.Transient{OnsetSec: at, PeakSec: at + falseRiseSec})
			at += between * draws.Exponential(i)
		}
	}
	slices.SortStableFunc(out, func(a, b twin.Transient) int { return cmp.Compare(a.OnsetSec, b.OnsetSec) })
	return out
}

// sucrose is the weights of the bottles.
func (s sheet) sucrose() *table.Table {
	t := s.table("sucrose", table.Int("half", ""), table.String("bottle", ""), table.Float("lost_g", "g"), table.Float("blank_lost_g", "g"), table.Bool("leaked", ""))
	for _, r := range s.recordings(twin.SucroseSession) {
		key := s.draws(ofBottles, r)
		for i, b := range r.Bottles {
			what := "water"
			if b.Sucrose {
				what = "sucrose"
			}
			t.Append(s.m.Name, s.session(r), b.Half, what, b.LostG+s.how.BottleG*key.Normal(uint64(2*i)), b.BlankLostG+s.how.BottleG*key.Normal(uint64(2*i+1)), b.Leaked)
		}
	}
	return t
}
