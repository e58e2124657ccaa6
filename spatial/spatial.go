// Package spatial asks how points lie along branches: how near newly formed
// ones are to lost ones, whether lost or new ones stand together, whether some
// branches lose more than others, and how often each would happen by chance.
// Positions and lengths are micrometres of path along a branch. Branches are
// not joined to each other, so a distance exists only within one; Network is
// for those that are. Only the judgeable path, where a point could have been
// seen, counts.
//
// Chance is computed five ways. Each is stratified by branch, so that the number
// of points per branch is kept unless stated, and by animal, which no label or
// point ever leaves:
//
//	N1  labels shuffled among the points of the same branch
//	N2  labels shuffled among the points of all branches of the animal
//	N3  new points uniform on the judgeable path
//	N4  as N3, but not within a zone around standing points, because new
//	    spines avoid existing ones (Fu et al. 2012, doi 10.1038/nature10844)
//	N5  as N3 or N4, scored with stated chances to miss a point and to invent
//	    one, every session by itself
//
// Only N5 knows of scoring errors; to the others a missed point is a lost one.
// N1 and N2 answer different questions, see Shuffle.
//
// A p-value is (k+1)/(n+1) with k of n draws at least as extreme (Phipson &
// Smyth 2010, doi 10.2202/1544-6115.1585). What cannot be tested carries the
// reason in Undetermined and a p-value of 1. Over several animals the statistic
// is the mean over animals, or the sum where a count is small, and every animal
// has a generator of its own.
package spatial

// Site is a point on a branch.
type Site struct {
	PositionUm float64
	Side       int // side of the shaft, compared for equality only
}

// Branch is one branch with what happened on it.
type Branch struct {
	Path     []Span    // judgeable path; spans may touch or overlap
	Lost     []Site    // places where a point was lost before
	Formed   []Site    // new points
	Standing []float64 // positions of points present all along
}

// Match says when a new point counts as standing at a lost place.
type Match struct {
	RadiusUm  float64 // nearer than this; 0 means 2
	SameSide  bool    // both on the same side of the shaft
	ManyToOne bool    // a lost place may receive several new points
}

// DefaultRadiusUm is the radius of "restored" in Moda-Sava et al. 2019
// (doi 10.1126/science.aat8078).
const DefaultRadiusUm = 2.0

func (m Match) radius() float64 {
	if m.RadiusUm == 0 {
		return DefaultRadiusUm
	}
	return m.RadiusUm
}
