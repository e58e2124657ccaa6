package cellmatch

import "math"

// turns measures by how much each field is turned against the first: the angle of
// least squares between the centroids, about their means, of the cells found in both
// (atan2 of the sums of cross and dot products). It is told, not undone: unbend has
// followed it where it could.
func (r *Result) turns(sessions []Session) {
	for k := range sessions {
		al := &r.Alignments[k]
		al.TurnDeg = math.NaN()
		var a, b [][2]float64
		for _, c := range r.Cells {
			if c.Of[0] >= 0 && c.Of[k] >= 0 {
				y, x := sessions[0].Cells[c.Of[0]].Centroid()
				a = append(a, [2]float64{y, x})
				y, x = sessions[k].Cells[c.Of[k]].Centroid()
				b = append(b, [2]float64{y, x})
			}
		}
		if al.Joined = len(a); al.Joined >= turnCells {
			al.TurnDeg = angle(a, b) * 180 / math.Pi
		}
	}
}

// angle returns by how much b is turned against a, in radians from column to row.
func angle(a, b [][2]float64) float64 {
	ma, mb := mean(a), mean(b)
	cross, dot := 0.0, 0.0
	for i := range a {
		ay, ax, by, bx := a[i][0]-ma[0], a[i][1]-ma[1], b[i][0]-mb[0], b[i][1]-mb[1]
		cross += ax*by - ay*bx
		dot += ax*bx + ay*by
	}
	return math.Atan2(cross, dot)
}

func mean(p [][2]float64) (m [2]float64) {
	for _, v := range p {
		m[0] += v[0] / float64(len(p))
		m[1] += v[1] / float64(len(p))
	}
	return m
}
