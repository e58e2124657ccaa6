package spine

import (
	"fmt"
	"math"

	"respine/dendrite"
)

// Where two dendrites run side by side, a spine between them is found from
// both. Heads of different branches within sameUm of each other laterally, and
// sameDepthUm in depth, are one.
const (
	sameUm      = 0.7
	sameDepthUm = 2.5
)

// onceEach leaves each protrusion to the branch whose sites are surer of it,
// the nearer shaft if they are equally sure, and tells what it took away.
func (r Result) onceEach(sites []Site) (kept []Site, taken []Exclusion) {
	heads := make([]dendrite.Point, len(sites))
	for i, s := range sites {
		heads[i] = r.head(s)
	}
	loses := make([]string, len(sites))
	for i := range sites {
		for j := i + 1; j < len(sites); j++ {
			if sites[i].Branch == sites[j].Branch || loses[i] != "" || loses[j] != "" || !same(heads[i], heads[j]) {
				continue
			}
			if surer(sites[i], sites[j]) {
				loses[j] = sites[i].ID
			} else {
				loses[i] = sites[j].ID
			}
		}
	}
	for i, s := range sites {
		if loses[i] == "" {
			kept = append(kept, s)
			continue
		}
		taken = append(taken, Exclusion{Session: -1, Branch: s.Branch, FromUm: s.PositionUm, ToUm: s.PositionUm,
			Reason: fmt.Sprintf("%s is the same protrusion as %s of a neighbouring dendrite", s.ID, loses[i])})
	}
	return kept, taken
}

func same(a, b dendrite.Point) bool {
	return math.Hypot(a.X-b.X, a.Y-b.Y) < sameUm && math.Abs(a.Z-b.Z) < sameDepthUm
}

func surer(a, b Site) bool {
	var pa, pb float64
	for k := range a.Seen {
		if p, q := a.Seen[k].P, b.Seen[k].P; !math.IsNaN(p) && !math.IsNaN(q) {
			pa, pb = pa+p, pb+q
		}
	}
	if math.Abs(pa-pb) > 0.1*float64(len(a.Seen)) {
		return pa > pb
	}
	return a.LateralUm <= b.LateralUm
}

// head is where a site lies in the reference session.
func (r Result) head(s Site) dendrite.Point {
	f := r.Branches[r.branch(s.Branch)].Days[0].Strip.Frame
	return f.At(columnAt(f, s.PositionUm), float64(s.Side)*s.LateralUm, s.DepthUm)
}

// branch is where the branch of an id stands in Branches.
func (r Result) branch(id int) int {
	for i, b := range r.Branches {
		if b.ID == id {
			return i
		}
	}
	panic("spine: a site on no branch")
}
