package scope

import "math"

// bead is a disc on a chain: a capsule reaches from one bead to the next, as
// wide at either end as its bead. Pixels.
type bead struct{ x, y, r float64 }

// outline of the trunk of a mouse from tail base to nose: where along the body,
// half its width seen from the back, cm for a body of 8.5 cm.
var outline = [...]struct{ along, half float64 }{
	{0, 0.55}, {0.1, 1.15}, {0.25, 1.45}, {0.42, 1.3}, {0.58, 1.15}, {0.7, 1.0}, {0.78, 0.75}, {0.87, 0.85}, {0.95, 0.5}, {1, 0.22},
}

// figure is a mouse as drawn in one frame, in pixels.
type figure struct {
	tail, trunk, wire []bead
	limbs             [4][2]bead
	ears              [2]bead
	hand              []bead
	tape              [2]bead
	coat              float64
	turn              float64 // of the fur about the long axis, cm
	pxPerCm           float64
}

// sideOn is how much narrower a mouse is from the side than from the back.
const sideOn = 0.22

// figure places the parts of a mouse. The trunk bends evenly along its length
// about its angle.
func (l lane) figure(a TailAnimal, p pose) figure {
	f := figure{coat: a.CoatGrey, pxPerCm: l.pxPerCm, turn: p.spin * 1.2}
	size := a.BodyCm / 8.5
	px := func(x, y, r float64) bead {
		return bead{l.pivotX + l.pxPerCm*x, l.pivotY + l.pxPerCm*y, l.pxPerCm * r * size}
	}
	sin, cos := math.Sincos(p.swing.tail)
	x, y := a.TailCm*sin, a.TailCm*cos
	f.tail = []bead{px(0, 0, 0.12), px(x, y, 0.3)}
	f.tape = [2]bead{px(0, -0.9, 0.35), px(0, 0.1, 0.35)}
	narrow := 1 - sideOn*math.Sin(p.spin)*math.Sin(p.spin)
	front := math.Cos(p.spin)
	var heading float64
	last := 0.0
	for i, o := range outline {
		heading = p.swing.body + p.bend*(o.along-0.35)
		sin, cos := math.Sincos(heading)
		x += (o.along - last) * a.BodyCm * sin
		y += (o.along - last) * a.BodyCm * cos
		last = o.along
		f.trunk = append(f.trunk, px(x, y, o.half*narrow*p.breath))
		switch i {
		case 2, 5: // hips and shoulders
			for side := range 2 {
				k := side + 2*(i/5)
				f.limbs[k] = limb(px, x, y, heading, p.limbs[k], float64(2*side-1)*front, size)
			}
		case 7:
			for side := range 2 {
				out := float64(2*side-1) * 0.8 * front * size
				f.ears[side] = px(x+out*cos-0.3*sin*size, y-out*sin-0.3*cos*size, 0.42)
			}
		}
	}
	if a.Wire {
		f.wire = l.wire(f.trunk[7], p)
	}
	if p.hand > 0 {
		f.hand = []bead{px(0, 1.5-7*(1-p.hand), 1.6), px(0.5, -9, 2.6)}
	}
	return f
}

// limb sticks out to one side of the trunk and down.
func limb(px func(x, y, r float64) bead, x, y, heading, angle, side, size float64) [2]bead {
	sin, cos := math.Sincos(heading)
	x, y = x+0.95*side*cos*size, y-0.95*side*sin*size
	s, c := math.Sincos(heading + 0.75*side + angle)
	return [2]bead{px(x, y, 0.36), px(x+1.25*s*size, y+1.25*c*size, 0.17)}
}

// wire hangs from above the picture to the head, in front of the mouse.
func (l lane) wire(head bead, p pose) []bead {
	const pieces = 14
	fromX, fromY := l.pivotX+2.6*l.pxPerCm, -8.0
	midX, midY := l.pivotX+(3.4+p.wireSway)*l.pxPerCm, (fromY+head.y)/2
	var out []bead
	for i := range pieces + 1 {
		u := float64(i) / pieces
		v := 1 - u
		out = append(out, bead{
			x: v*v*fromX + 2*u*v*midX + u*u*head.x,
			y: v*v*fromY + 2*u*v*midY + u*u*head.y,
			r: max(0.8, 0.07*l.pxPerCm),
		})
	}
	return out
}
