package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"respine/timelapse"
)

// warnings are what a user must know before believing the numbers.
func warnings(m timelapse.Field, s summary) []string {
	var out []string
	names := make([]string, len(s.Sessions))
	for k, v := range s.Sessions {
		names[k] = v.Recording
	}
	if a, b, ok := againstOrder(names); ok {
		out = append(out, fmt.Sprintf("the numbers in the names run against --days: %s is given as day %g and %s as day %g; are the stacks in the right order?",
			names[a], s.Days[a], names[b], s.Days[b]))
	}
	if len(s.Sessions) == 1 {
		out = append(out, "one session: nothing to compare, density only")
	}
	if v := m.Result.Sessions[0].Voxel; v.Z < v.X {
		out = append(out, fmt.Sprintf("voxels of %s um are less deep than wide; the order is z,y,x", v))
	}
	for k, v := range s.Sessions {
		for _, w := range m.Opened[k].Warnings {
			out = append(out, v.Recording+": "+w)
		}
		if w := loss(m, k, s); w != "" {
			out = append(out, w)
		}
		if w := lostBranches(m, k); v.Used && w != "" {
			out = append(out, fmt.Sprintf("session %d, %s: %s", k, v.Recording, w))
		}
	}
	return out
}

// lostBranches names the branches that a session does not show, or of which less
// than leastOfBranch can be judged in it; "" if there are none. The total may
// hide them.
func lostBranches(m timelapse.Field, k int) string {
	const leastOfBranch = 1.0 / 3
	var all []string
	for _, b := range m.Result.Branches {
		switch um := b.Days[k].JudgeableUm(); {
		case um == 0 && b.Days[k].Reason != "":
			all = append(all, fmt.Sprintf("branch %d is not judged (%s)", b.ID, b.Days[k].Reason))
		case um == 0:
			all = append(all, fmt.Sprintf("branch %d is not judged", b.ID))
		case um < leastOfBranch*b.LengthUm:
			all = append(all, fmt.Sprintf("of branch %d only %.0f of %.0f um are judged", b.ID, um, b.LengthUm))
		}
	}
	return strings.Join(all, ", ")
}

// A session that lost more than lostShare of the dendrite is told. One in which
// less than doubtfulShare of what can be judged in the reference is left may be
// of another field, unless the field has shifted far: unrelated simulated
// fields match over up to two fifths by chance, real ones of the same place over
// more than two thirds.
const (
	lostShare     = 1.0 / 3
	doubtfulShare = 0.5
)

// loss says how much of the dendrite cannot be judged in a session and why, ""
// if that is little.
func loss(m timelapse.Field, k int, s summary) string {
	v := s.Sessions[k]
	if !v.Used {
		text := fmt.Sprintf("session %d is not used: %s: %s; all %.0f um of dendrite are lost", k, v.Recording, v.Reason, s.LengthUm)
		if v.Hint != "" {
			text += "\n" + v.Hint
		}
		return text
	}
	lost := s.LengthUm - v.JudgeableUm
	if !(lost > lostShare*s.LengthUm) {
		return ""
	}
	text := fmt.Sprintf("%s: %.0f of %.0f um of dendrite (%s) cannot be judged: %s", v.Recording, lost, s.LengthUm, percent(lost/s.LengthUm), strings.Join(reasons(m, k), ", "))
	if v.JudgeableUm < doubtfulShare*s.Sessions[0].JudgeableUm {
		text += "; is it the same field?"
	}
	return text
}

// reasons lists why stretches of a session cannot be judged, with their length,
// the longest first.
func reasons(m timelapse.Field, k int) []string {
	um := map[string]float64{}
	var all []string
	for _, x := range m.Result.Exclusions {
		if x.Session != k || !(x.ToUm > x.FromUm) {
			continue
		}
		if um[x.Reason] == 0 {
			all = append(all, x.Reason)
		}
		um[x.Reason] += x.ToUm - x.FromUm
	}
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(um[b], um[a]) })
	for i, r := range all {
		all[i] = fmt.Sprintf("%.0f um %s", um[r], r)
	}
	return all
}
