package behavior

// plain returns the inner loops in ordinary Go. The conversions float32(a * b)
// forbid the compiler to fuse a product with the sum around it.
func plain() kernels {
	return kernels{name: "plain", grey: greyPlain, halve: halvePlain, sum: sumPlain, apart: apartPlain, bright: brightPlain,
		below: belowPlain, warp: warpPlain, tally: tallyPlain}
}

func greyPlain(dst []float32, pix []uint8) {
	pix = pix[:len(dst)]
	for i, v := range pix {
		dst[i] = float32(v)
	}
}

func halvePlain(dst []float32, a, b []uint8) {
	a, b = a[:2*len(dst)], b[:2*len(dst)]
	for i := range dst {
		dst[i] = float32(uint32(a[2*i])+uint32(a[2*i+1])+uint32(b[2*i])+uint32(b[2*i+1])) * 0.25
	}
}

func sumPlain(sums *[lanes]float32, x []float32) {
	for ; len(x) >= lanes; x = x[lanes:] {
		for l, v := range (*[lanes]float32)(x) {
			sums[l] += v
		}
	}
	for l, v := range x {
		sums[l] += v
	}
}

func apartPlain(x, y []float32, limit float32) (n int) {
	y = y[:len(x)]
	for i, v := range x {
		if d := v - y[i]; d > limit || d < -limit {
			n++
		}
	}
	return n
}

func brightPlain(x []float32, limit float32) (n int) {
	for _, v := range x {
		if v >= limit {
			n++
		}
	}
	return n
}

func belowPlain(dst []uint64, wall, x []float32, s contrastScale) { belowFrom(0, dst, wall, x, s) }

// belowFrom does the pixels from i on, which begins a word.
func belowFrom(i int, dst []uint64, wall, x []float32, s contrastScale) {
	clear(dst[i/64:])
	wall = wall[:len(x)]
	for ; i < len(x); i++ {
		if s.of(wall[i], x[i]) > 0.5 {
			dst[i/64] |= 1 << (uint(i) % 64)
		}
	}
}

// of is how far a pixel is from wall, 0 or less, to animal, 1 or more.
func (s contrastScale) of(wall, x float32) float32 {
	return (wall - float32(s.per*x) - s.from) * s.scale
}

func warpPlain(u, gx, gy []float32, m softImage, p path) { warpFrom(0, len(u), u, gx, gy, m, p) }

// warpFrom does the pixels from i to end.
func warpFrom(i, end int, u, gx, gy []float32, m softImage, p path) {
	w, h := m.w, m.h
	for ; i < end; i++ {
		x, y := p.x+float32(float32(i)*p.dx), p.y+float32(float32(i)*p.dy)
		u[i], gx[i], gy[i] = 0, 0, 0
		if !(x >= 0 && y >= 0 && x < float32(w-1) && y < float32(h-1)) {
			continue
		}
		ix, iy := int(x), int(y)
		fx, fy := x-float32(ix), y-float32(iy)
		q := m.pix[iy*w+ix : iy*w+ix+w+2]
		above, below := q[1]-q[0], q[w+1]-q[w]
		t, b := q[0]+float32(fx*above), q[w]+float32(fx*below)
		u[i] = t + float32(fy*(b-t))
		gx[i] = above + float32(fy*(below-above))
		gy[i] = b - t
	}
}

func tallyPlain(t *tallies, v, u, gx, gy []float32, p path) { tallyFrom(0, t, v, u, gx, gy, p) }

// tallyFrom does the pixels from i on.
func tallyFrom(i int, t *tallies, v, u, gx, gy []float32, p path) {
	u, gx, gy = u[:len(v)], gx[:len(v)], gy[:len(v)]
	for ; i < len(v); i++ {
		l, k := i%lanes, float32(i)
		x, y := p.x+float32(k*p.dx)-p.pivotX, p.y+float32(k*p.dy)-p.pivotY
		shift := float32(gx[i]*p.acrossX) + float32(gy[i]*p.acrossY)
		turn := float32(gy[i]*x) - float32(gx[i]*y)
		twist := shift * (p.off + float32(k*p.step))
		d := v[i] - u[i]
		t[sumAbs][l] += max(d, -d)
		t[sumSquares][l] += float32(d * d)
		t[sumSeen][l] += u[i]
		t[sumShiftShift][l] += float32(shift * shift)
		t[sumShiftTurn][l] += float32(shift * turn)
		t[sumShiftTwist][l] += float32(shift * twist)
		t[sumTurnTurn][l] += float32(turn * turn)
		t[sumTurnTwist][l] += float32(turn * twist)
		t[sumTwistTwist][l] += float32(twist * twist)
		t[sumShift][l] += float32(d * shift)
		t[sumTurn][l] += float32(d * turn)
		t[sumTwist][l] += float32(d * twist)
	}
}
