package main

import (
	"math"
	"slices"
	"strconv"

	"respine/dendrite"
	"respine/score"
	"respine/spine"
)

// alongside is the share of a path that has a point of another within 1 um
// laterally and 4 um in depth.
func alongside(path, other []dendrite.Point) float64 {
	near := 0
	for _, p := range path {
		if slices.ContainsFunc(other, func(q dendrite.Point) bool {
			return math.Hypot(p.X-q.X, p.Y-q.Y) <= 1 && math.Abs(p.Z-q.Z) <= 4
		}) {
			near++
		}
	}
	return float64(near) / float64(len(path))
}

// recovered prints how much of the annotated path the tracer found.
func (m marked) recovered(r spine.Result) error {
	var all []dendrite.Point
	for _, b := range r.Branches {
		all = append(all, b.Days[0].Strip.Centre...)
	}
	var got, total float64
	per := map[int]float64{}
	for _, b := range m.annotated(0) {
		share := alongside(b.Points, all)
		per[b.ID] = share
		got += share * b.LengthUm()
		total += b.LengthUm()
	}
	return line(map[string]any{"figure": "annotated path recovered within 1 um by the tracer, session 0",
		"recovered": got / total, "by_segment": per, "annotated_um": total})
}

// links prints how well the scorer's own points are linked between pairs of
// sessions, from the pictures and the points alone. A point is taken half way
// between tip and base.
func (m marked) links(r spine.Result) error {
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		var right, made, there int
		for _, b := range r.Branches {
			a, named := m.places(b, pair[0])
			c, named2 := m.places(b, pair[1])
			for _, l := range spine.Link(a, c, spine.Marked()) {
				made++
				if named[l[0]] == named2[l[1]] {
					right++
				}
			}
			for _, n := range named {
				if slices.Contains(named2, n) {
					there++
				}
			}
		}
		if err := line(map[string]any{"figure": "linking of the scorer's points", "sessions": []int{sessions[pair[0]], sessions[pair[1]]},
			"right": right, "made": made, "true": there, "f1": 2 * float64(right) / float64(made+there)}); err != nil {
			return err
		}
	}
	return nil
}

// places returns where the scorer's points lie along a branch of one session.
func (m marked) places(b spine.Branch, k int) (at []spine.Place, names []string) {
	i := slices.IndexFunc(m.truth.Sessions, func(s score.Session) bool { return s.Number == sessions[k] })
	f := b.Days[k].Strip.Frame
	for _, s := range m.truth.Sessions[i].Spines {
		if s.Ignored || s.Branch != segment(b.ID) {
			continue
		}
		tip, r, _ := f.Locate(dendrite.Point{X: s.Tip.X, Y: s.Tip.Y})
		base, _, _ := f.Locate(dendrite.Point{X: s.Base.X, Y: s.Base.Y})
		side := 1
		if r < 0 {
			side = -1
		}
		at = append(at, spine.Place{Side: side, PositionUm: float64(tip+base) / 2 * f.StepUm, LateralUm: math.Abs(r)})
		names = append(names, s.ID)
	}
	return at, names
}

// segment is how the truth names a branch.
func segment(id int) string { return strconv.Itoa(id) }
