package video

// Rotations of the inverse cosine transform, in 2^-13 (Loeffler, Ligtenberg and
// Moschytz 1989, doi 10.1109/ICASSP.1989.266596): ck = sqrt(2) cos(k pi/16).
const (
	c6     = 4433  // 0.541196100
	c2Less = 6270  // 0.765366865, c2 - c6
	c2More = 15137 // 1.847759065, c2 + c6
	c3     = 9633  // 1.175875602
	odd7   = 2446  // 0.298631336, -c1+c3+c5-c7
	odd5   = 16819 // 2.053119869, c1+c3-c5+c7
	odd3   = 25172 // 3.072711026, c1+c3+c5-c7
	odd1   = 12299 // 1.501321110, c1+c3-c5-c7
	diff73 = 7373  // 0.899976223, c3-c7
	diff13 = 20995 // 2.562915447, c1+c3
	diff35 = 16069 // 1.961570560, c3+c5
	diff53 = 3196  // 0.390180644, c3-c5
)

// Bits that are kept between the passes, and those that are taken off at last: of
// the rotations, of these, and 3 of the scale of 8.
const (
	betweenBits = 2
	lastBits    = 13 + betweenBits + 3
)

// inverse turns coefficients into grey values, row by row, which rounding may take
// beyond 0 and 255: columns, then rows.
func inverse(c *[64]int32) {
	for x := range 8 {
		r := (*[57]int32)(c[x : x+57])
		if r[8]|r[16]|r[24]|r[32]|r[40]|r[48]|r[56] == 0 {
			v := r[0] << betweenBits
			r[0], r[8], r[16], r[24], r[32], r[40], r[48], r[56] = v, v, v, v, v, v, v, v
			continue
		}
		const round, less = 1 << (13 - betweenBits - 1), 13 - betweenBits
		p0, p1, p2, p3, p4, p5, p6, p7 := inverse8(r[0], r[8], r[16], r[24], r[32], r[40], r[48], r[56], round)
		r[0], r[8], r[16], r[24] = p0>>less, p1>>less, p2>>less, p3>>less
		r[32], r[40], r[48], r[56] = p4>>less, p5>>less, p6>>less, p7>>less
	}
	for y := 0; y < 64; y += 8 {
		r := (*[8]int32)(c[y:])
		const round = 128<<lastBits + 1<<(lastBits-1)
		p0, p1, p2, p3, p4, p5, p6, p7 := inverse8(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], round)
		r[0], r[1], r[2], r[3] = p0>>lastBits, p1>>lastBits, p2>>lastBits, p3>>lastBits
		r[4], r[5], r[6], r[7] = p4>>lastBits, p5>>lastBits, p6>>lastBits, p7>>lastBits
	}
}

// inverse8 transforms eight coefficients, scaled by sqrt(8) 2^13, and adds to each.
func inverse8(v0, v1, v2, v3, v4, v5, v6, v7, add int32) (p0, p1, p2, p3, p4, p5, p6, p7 int32) {
	z := (v2 + v6) * c6
	a, b := z-v6*c2More, z+v2*c2Less
	s, d := (v0+v4)<<13+add, (v0-v4)<<13+add
	e0, e3, e1, e2 := s+b, s-b, d+a, d-a
	turn := (v7 + v3 + v5 + v1) * c3
	z1, z2 := (v7+v1)*diff73, (v5+v3)*diff13
	z3, z4 := turn-(v7+v3)*diff35, turn-(v5+v1)*diff53
	o3, o2, o1, o0 := v7*odd7-z1+z3, v5*odd5-z2+z4, v3*odd3-z2+z3, v1*odd1-z1+z4
	return e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0
}
