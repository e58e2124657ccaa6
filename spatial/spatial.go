// Package spatial asks how points lie along branches: how near newly formed
// ones are to lost ones, whether lost ones stand together, and how often either
// would happen by chance. Positions and lengths are micrometres of path along a
// branch; branches are not joined to each other, so a distance exists only
// within one. Only the judgeable path, where a point could have been seen,
// counts.
//
// Chance is computed four ways, each stratified by branch so that the number of
// points per branch is kept unless stated:
//
//	N1  lost labels shuffled among the points of the same branch
//	N2  lost labels shuffled among the points of all branches
//	N3  new points uniform on the judgeable path
//	N4  as N3, but not within a zone around standing points, because new
//	    spines avoid existing ones (Fu et al. 2012, doi 10.1038/nature10844)
//
// A p-value is (k+1)/(n+1) with k of n draws at least as extreme (Phipson &
// Smyth 2010, doi 10.2202/1544-6115.1585). The package cannot see detection
// errors; a missed point is a lost one here.
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
