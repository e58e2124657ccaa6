package scope

import (
	"math"
	"sort"

	"respine/dendrite"
)

// Scene is everything the microscope can see, over all sessions, in the
// coordinates of the first session.
type Scene struct {
	FieldUm  dendrite.Point // extent of the field of view, from 0, 0, 0
	Branches []Branch       // the dendrites under study
	Axons    []Branch       // other processes
	Blobs    []Blob         // autofluorescence and debris
	Spines   []Spine
	Sessions []Session
}

// Session is one visit to the field.
type Session struct {
	Day  float64
	View View
}

// Branch is a process: a centreline with its radius at every point.
type Branch struct {
	dendrite.Branch
	RadiusUm []float64
}

// Blob is a spot of light of Gaussian shape. Brightness is that of its blurred
// middle.
type Blob struct {
	At         dendrite.Point
	SigmaUm    float64
	Brightness float64
}

// Kind is the kind of a protrusion.
type Kind string

// A filopodium is long, thin and without a head.
const (
	KindSpine      Kind = "spine"
	KindFilopodium Kind = "filopodium"
)

// Origin says how a spine came to be.
type Origin string

// A spine was there in the first session, formed where one had been lost
// before, or formed anywhere.
const (
	Original Origin = "original"
	Restored Origin = "restored"
	DeNovo   Origin = "denovo"
)

// Spine is a protrusion of a branch. It leaves the shaft in the plane across
// it: at azimuth 0 in the image plane to the side of the normal (-ty, tx) of
// the tangent (tx, ty), at a quarter turn along the optical axis.
type Spine struct {
	ID           string
	BranchID     int
	PositionUm   float64 // along the branch
	AzimuthRad   float64
	LengthUm     float64 // from the surface of the shaft to the tip
	HeadRadiusUm float64
	NeckRadiusUm float64
	Kind         Kind
	Origin       Origin
	RestoredFrom string // ID of the lost spine whose place it took, if any
	Present      []bool // by session
}

// Anatomy is where a spine is.
type Anatomy struct {
	Base, Head, Tip dendrite.Point // on the surface of the shaft; centre of the head; far end
	Side            int            // +1 on the side of the normal, -1 on the other
	// LateralUm is how far the tip reaches beyond the edge of the shaft in
	// the image plane; negative for a spine hidden above or below it.
	LateralUm float64
}

// visibleFromUm is the least lateral protrusion of a spine that can be scored,
// the field's usual 0.4 um.
const visibleFromUm = 0.4

// Anatomy places s on b, in the coordinates of b.
func (b Branch) Anatomy(s Spine) Anatomy {
	centre, tangent, radius := b.at(s.PositionUm)
	normal := unit(dendrite.Point{X: -tangent.Y, Y: tangent.X})
	up := cross(tangent, normal)
	cos, sin := math.Cos(s.AzimuthRad), math.Sin(s.AzimuthRad)
	out := along(dendrite.Point{}, normal, cos)
	out = along(out, up, sin)
	a := Anatomy{Base: along(centre, out, radius), Side: 1}
	a.Tip = along(a.Base, out, s.LengthUm)
	a.Head = along(a.Tip, out, -s.HeadRadiusUm)
	a.LateralUm = (radius+s.LengthUm)*math.Abs(cos) - radius
	if cos < 0 {
		a.Side = -1
	}
	return a
}

// tangentUm is the half length over which the direction of a branch is taken.
const tangentUm = 0.5

// at returns the centre, direction and radius of the branch at a position.
func (b Branch) at(positionUm float64) (centre, tangent dendrite.Point, radius float64) {
	path := b.PositionsUm()
	centre, radius = b.interpolate(path, positionUm)
	p, _ := b.interpolate(path, positionUm-tangentUm)
	q, _ := b.interpolate(path, positionUm+tangentUm)
	return centre, unit(along(q, p, -1)), radius
}

func (b Branch) interpolate(path []float64, at float64) (dendrite.Point, float64) {
	last := len(path) - 1
	at = max(0, min(at, path[last]))
	i := min(max(sort.SearchFloat64s(path, at)-1, 0), last-1)
	f := (at - path[i]) / (path[i+1] - path[i])
	return between(b.Points[i], b.Points[i+1], f), b.RadiusUm[i] + f*(b.RadiusUm[i+1]-b.RadiusUm[i])
}

// branch returns the branch of the given ID.
func (sc Scene) branch(id int) Branch {
	for _, b := range sc.Branches {
		if b.ID == id {
			return b
		}
	}
	panic("scope: a spine on no branch of the scene")
}

// along returns p + t*d.
func along(p, d dendrite.Point, t float64) dendrite.Point {
	return dendrite.Point{X: p.X + t*d.X, Y: p.Y + t*d.Y, Z: p.Z + t*d.Z}
}

func cross(a, b dendrite.Point) dendrite.Point {
	return dendrite.Point{X: a.Y*b.Z - a.Z*b.Y, Y: a.Z*b.X - a.X*b.Z, Z: a.X*b.Y - a.Y*b.X}
}

// unit returns p at length 1, and (0, 1, 0) for a point without direction.
func unit(p dendrite.Point) dendrite.Point {
	l := math.Sqrt(p.X*p.X + p.Y*p.Y + p.Z*p.Z)
	if l == 0 {
		return dendrite.Point{Y: 1}
	}
	return dendrite.Point{X: p.X / l, Y: p.Y / l, Z: p.Z / l}
}
