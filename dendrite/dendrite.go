// Package dendrite finds the centrelines of dendrites in a two-photon z-stack
// and cuts the stack open along them, so that a spine is a bump at a position
// along the shaft, a distance from it, and a side.
//
// Positions are micrometres in the coordinates of the stack: the centre of
// voxel (z, y, x) lies at (z*Voxel.Z, y*Voxel.Y, x*Voxel.X). Position along a
// branch is the path length from its first point.
package dendrite

import "math"

// Point is a place in a stack, in micrometres.
type Point struct {
	X, Y, Z float64
}

// Branch is one unbranched stretch of dendrite: its centreline from one end to
// the other. ID holds across days.
type Branch struct {
	ID     int
	Points []Point
}

// LengthUm returns the length of the centreline in three dimensions.
func (b Branch) LengthUm() float64 {
	s := b.PositionsUm()
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}

// PositionsUm returns the path length from the first point to each point.
func (b Branch) PositionsUm() []float64 {
	s := make([]float64, len(b.Points))
	for i := 1; i < len(s); i++ {
		p, q := b.Points[i-1], b.Points[i]
		s[i] = s[i-1] + math.Sqrt((q.X-p.X)*(q.X-p.X)+(q.Y-p.Y)*(q.Y-p.Y)+(q.Z-p.Z)*(q.Z-p.Z))
	}
	return s
}
