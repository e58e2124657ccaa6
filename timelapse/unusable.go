package timelapse

import (
	"math"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/spine"
)

// withUnusable returns the result with a session put in at number k of which
// nothing is known but why, so that sessions keep the numbers of the stacks
// they were given as.
func withUnusable(r spine.Result, k int, name string, day float64, reason string) spine.Result {
	nan := math.NaN()
	r.Sessions = slices.Insert(slices.Clone(r.Sessions), k,
		spine.Session{Name: name, Day: day, Correlation: nan, Voxel: img.Voxel{Z: nan, Y: nan, X: nan}})
	r.Branches, r.Sites = slices.Clone(r.Branches), slices.Clone(r.Sites)
	r.Exclusions, r.Errors = slices.Clone(r.Exclusions), slices.Clone(r.Errors)
	for i := range r.Exclusions {
		if r.Exclusions[i].Session >= k {
			r.Exclusions[i].Session++
		}
	}
	for i := range r.Errors {
		if r.Errors[i].Session >= k {
			r.Errors[i].Session++
		}
	}
	r.Errors = slices.Insert(r.Errors, min(k, len(r.Errors)), spine.ErrorRates{Session: k, Miss: nan, MissLo: nan, MissHi: nan,
		FalsePerUm: nan, FalseShare: nan, MissRepeat: nan, FalseRepeatPerUm: nan, Why: reason})
	for i := range r.Branches {
		b := &r.Branches[i]
		b.Days = slices.Insert(slices.Clone(b.Days), k, spine.Day{Reason: reason})
		r.Exclusions = append(r.Exclusions, spine.Exclusion{Session: k, Branch: b.ID, ToUm: b.LengthUm, Reason: reason})
	}
	for i := range r.Sites {
		r.Sites[i].Seen = slices.Insert(slices.Clone(r.Sites[i].Seen), k, spine.Observation{P: nan, PAlone: nan, Reason: reason})
	}
	return r
}

// withoutPlaces takes the places and shapes off observations in sessions that
// show nothing of their branch: they are not known, rather than zero.
func withoutPlaces(r spine.Result) {
	nan := math.NaN()
	nowhere := dendrite.Point{X: nan, Y: nan, Z: nan}
	for _, b := range r.Branches {
		for k, d := range b.Days {
			if d.Reason == "" {
				continue
			}
			for _, s := range r.Sites {
				if s.Branch == b.ID {
					o := &s.Seen[k]
					o.Tip, o.Base = nowhere, nowhere
					o.LengthUm, o.HeadWidthUm, o.NeckWidthUm, o.Brightness = nan, nan, nan, nan
				}
			}
		}
	}
}
