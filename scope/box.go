package scope

import (
	"respine/dendrite"
	"respine/img"
)

// box is a part of a stack, ends excluded.
type box struct{ z0, z1, y0, y1, x0, x1 int }

// boxAround holds all light of the splats, with room for the smear.
func boxAround(s img.Stack, splats []splat) box {
	b := box{z0: s.D, y0: s.H, x0: s.W}
	for _, p := range splats {
		z0, z1 := reach(p.at.Z, p.axial, s.Voxel.Z, s.D)
		y0, y1 := reach(p.at.Y, p.lateral, s.Voxel.Y, s.H)
		x0, x1 := reach(p.at.X, p.lateral, s.Voxel.X, s.W)
		b.z0, b.z1 = min(b.z0, z0), max(b.z1, z1)
		b.y0, b.y1 = min(b.y0, y0), max(b.y1, y1)
		b.x0, b.x1 = min(b.x0, max(0, x0-3)), max(b.x1, min(s.W, x1+3))
	}
	if b.y0 >= b.y1 || b.x0 >= b.x1 {
		b.z1 = b.z0
	}
	return b
}

// draw returns the light of the splats in slice z of the box.
func (b box) draw(s img.Stack, z int, splats []splat) img.Image {
	light := img.NewImage(b.y1-b.y0, b.x1-b.x0)
	corner := dendrite.Point{X: -float64(b.x0) * s.Voxel.X, Y: -float64(b.y0) * s.Voxel.Y}
	drawSlice(light, s.Voxel, z, corner, splats)
	return light
}
