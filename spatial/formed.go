package spatial

import (
	"fmt"
	"math/rand/v2"
)

// FormedClusterings asks whether new points stand together, against placing
// them by chance on the judgeable path: anywhere (N3) or not within AvoidUm of
// standing points (N4). Every branch keeps its number of new points, so that
// the choice of branch is not part of the question; BranchDispersions asks it.
// LengthUm of a branch is that of its path; radii and LeaveAlone are taken from
// s, Draws from p.
//
// Exchanging the label "new" among all points of a branch is another null, N1
// with Clusterings: it takes places of points as given and asks only which are
// the new ones. It needs no path and no zone, but cannot see that all points,
// old and new, stand together.
//
// An animal where chance finds no path, or without two new points on a branch,
// is undetermined.
func FormedClusterings(animals [][]Branch, s Shuffling, p Placement, rng *rand.Rand) Clustered {
	s.Draws = p.draws()
	var all []drawn
	for _, branches := range animals {
		all = append(all, formedClustering(branches, s, p, child(rng)))
	}
	return overAnimals(all, s.radii())
}

func formedClustering(branches []Branch, s Shuffling, p Placement, rng *rand.Rand) drawn {
	l := &labels{how: s, radii: s.radii(), first: []int{0}}
	paths := make([][]Span, len(branches))
	d := drawn{Clustering: Clustering{P: 1, KP: 1}}
	longest, most := 0, 0
	for b, branch := range branches {
		path, err := placeable(branch, p)
		if err != nil {
			d.Undetermined = fmt.Sprintf("branch %d of %d: %v", b+1, len(branches), err)
			return d
		}
		paths[b] = path
		for _, i := range byPosition(branch.Formed, nil) {
			l.x, l.label = append(l.x, branch.Formed[i].PositionUm), append(l.label, 1)
		}
		n := len(branch.Formed)
		l.lost, l.first, l.total = append(l.lost, n), append(l.first, len(l.x)), l.total+n
		l.lengthUm = append(l.lengthUm, LengthUm(branch.Path))
		l.pathUm += l.lengthUm[b]
		longest, most = max(longest, n), max(most, n)
		if n == 1 {
			d.Alone++
		}
	}
	d.Lost, d.Of = l.total, l.total
	if most < 2 {
		d.Undetermined = "no branch has two new points: there is no pair to be near"
		return d
	}
	l.on = make([]float64, longest+1)
	draw := func() {
		for b, path := range paths {
			if dst := l.x[l.first[b]:l.first[b+1]]; len(dst) > 0 {
				place(dst, path, rng)
			}
		}
	}
	return d.permute(l.radii, l.perPair(), s.Draws, draw, l.measure)
}
