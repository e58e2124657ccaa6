//go:build goexperiment.simd && amd64

package behavior

import (
	"math/bits"
	"simd/archsimd"
)

// avx2 returns the inner loops on vectors of 8 floats. What is left over at the end
// of a row falls to the plain loops.
func avx2() kernels {
	return kernels{name: "avx2", grey: grey8, halve: halve8, sum: sum8, apart: apart8, bright: bright8,
		below: below8, warp: warp8, tally: tally8}
}

//go:norace
func grey8(dst []float32, pix []uint8) {
	pix = pix[:len(dst)]
	for len(dst) >= 16 && len(pix) >= 16 {
		v, out := archsimd.LoadUint8x16((*[16]uint8)(pix)).ExtendToUint16(), (*[16]float32)(dst)
		v.GetLo().ExtendToUint32().AsInt32x8().ConvertToFloat32().Store((*[8]float32)(out[:8]))
		v.GetHi().ExtendToUint32().AsInt32x8().ConvertToFloat32().Store((*[8]float32)(out[8:]))
		dst, pix = dst[16:], pix[16:]
	}
	archsimd.ClearAVXUpperBits()
	greyPlain(dst, pix)
}

//go:norace
func halve8(dst []float32, a, b []uint8) {
	a, b = a[:2*len(dst)], b[:2*len(dst)]
	ones, quarter := archsimd.BroadcastInt8x32(1), archsimd.BroadcastFloat32x8(0.25)
	for len(dst) >= 16 && len(a) >= 32 && len(b) >= 32 {
		out := (*[16]float32)(dst)
		v := archsimd.LoadUint8x32((*[32]uint8)(a)).DotProductPairsSaturated(ones)
		v = v.Add(archsimd.LoadUint8x32((*[32]uint8)(b)).DotProductPairsSaturated(ones))
		v.GetLo().ExtendToInt32().ConvertToFloat32().Mul(quarter).Store((*[8]float32)(out[:8]))
		v.GetHi().ExtendToInt32().ConvertToFloat32().Mul(quarter).Store((*[8]float32)(out[8:]))
		dst, a, b = dst[16:], a[32:], b[32:]
	}
	archsimd.ClearAVXUpperBits()
	halvePlain(dst, a, b)
}

//go:norace
func sum8(sums *[lanes]float32, x []float32) {
	s := archsimd.LoadFloat32x8(sums)
	for ; len(x) >= lanes; x = x[lanes:] {
		s = s.Add(archsimd.LoadFloat32x8((*[8]float32)(x)))
	}
	s.Store(sums)
	archsimd.ClearAVXUpperBits()
	sumPlain(sums, x)
}

//go:norace
func apart8(x, y []float32, limit float32) (n int) {
	y = y[:len(x)]
	most, least := archsimd.BroadcastFloat32x8(limit), archsimd.BroadcastFloat32x8(-limit)
	for len(x) >= 16 && len(y) >= 16 {
		a, b := (*[16]float32)(x), (*[16]float32)(y)
		d := archsimd.LoadFloat32x8((*[8]float32)(a[:8])).Sub(archsimd.LoadFloat32x8((*[8]float32)(b[:8])))
		e := archsimd.LoadFloat32x8((*[8]float32)(a[8:])).Sub(archsimd.LoadFloat32x8((*[8]float32)(b[8:])))
		m := uint16(d.Greater(most).Or(d.Less(least)).ToBits()) | uint16(e.Greater(most).Or(e.Less(least)).ToBits())<<8
		if m != 0 {
			n += bits.OnesCount16(m)
		}
		x, y = x[16:], y[16:]
	}
	archsimd.ClearAVXUpperBits()
	return n + apartPlain(x, y, limit)
}

//go:norace
func bright8(x []float32, limit float32) (n int) {
	least := archsimd.BroadcastFloat32x8(limit)
	for ; len(x) >= 32; x = x[32:] {
		p := (*[32]float32)(x)
		a, b := archsimd.LoadFloat32x8((*[8]float32)(p[:8])), archsimd.LoadFloat32x8((*[8]float32)(p[8:]))
		c, d := archsimd.LoadFloat32x8((*[8]float32)(p[16:])), archsimd.LoadFloat32x8((*[8]float32)(p[24:]))
		if a.Max(b).Max(c.Max(d)).GreaterEqual(least).ToBits() != 0 { // mostly none
			n += bits.OnesCount8(a.GreaterEqual(least).ToBits()) + bits.OnesCount8(b.GreaterEqual(least).ToBits()) +
				bits.OnesCount8(c.GreaterEqual(least).ToBits()) + bits.OnesCount8(d.GreaterEqual(least).ToBits())
		}
	}
	archsimd.ClearAVXUpperBits()
	return n + brightPlain(x, limit)
}

//go:norace
func below8(dst []uint64, wall, x []float32, s contrastScale) {
	wall = wall[:len(x)]
	per, from, scale := archsimd.BroadcastFloat32x8(s.per), archsimd.BroadcastFloat32x8(s.from), archsimd.BroadcastFloat32x8(s.scale)
	half := archsimd.BroadcastFloat32x8(0.5)
	i := 0
	for ; i+64 <= len(x); i += 64 {
		a, b := (*[64]float32)(wall[i:]), (*[64]float32)(x[i:])
		var word uint64
		for k := 0; k < 64; k += 8 {
			d := archsimd.LoadFloat32x8((*[8]float32)(a[k:])).Sub(per.Mul(archsimd.LoadFloat32x8((*[8]float32)(b[k:])))).Sub(from).Mul(scale)
			word |= uint64(d.Greater(half).ToBits()) << uint(k)
		}
		dst[i/64] = word
	}
	archsimd.ClearAVXUpperBits()
	belowFrom(i, dst, wall, x, s)
}

// warp8 takes eight pixels of a path from two or three rows of the image, eight
// pixels of each; where they lie farther apart than that, or outside, the plain loop
// does. No number is computed beside the vectors: a processor may wait for their
// upper halves at every change from one kind to the other.
//
//go:norace
func warp8(u, gx, gy []float32, m softImage, p path) {
	gx, gy = gx[:len(u)], gy[:len(u)]
	at, eight := archsimd.LoadFloat32x8(&[8]float32{0, 1, 2, 3, 4, 5, 6, 7}), archsimd.BroadcastFloat32x8(8)
	dx, dy := archsimd.BroadcastFloat32x8(p.dx), archsimd.BroadcastFloat32x8(p.dy)
	x0, y0 := archsimd.BroadcastFloat32x8(p.x), archsimd.BroadcastFloat32x8(p.y)
	i := 0
	for ; i+8 <= len(u); i += 8 {
		x, y := x0.Add(at.Mul(dx)), y0.Add(at.Mul(dy))
		at = at.Add(eight)
		wholeX, wholeY := x.Floor(), y.Floor()
		ix, iy := wholeX.ConvertToInt32(), wholeY.ConvertToInt32()
		var xs, ys [8]int32
		ix.Store(&xs)
		iy.Store(&ys)
		left, right := int(min(xs[0], xs[7])), int(max(xs[0], xs[7]))
		top, bottom := int(min(ys[0], ys[7])), int(max(ys[0], ys[7]))
		if left < 0 || right > m.w-2 || top < 0 || bottom > m.h-2 || right-left > 7 || bottom-top > 1 {
			archsimd.ClearAVXUpperBits()
			warpFrom(i, i+8, u, gx, gy, m, p)
			continue
		}
		fx, fy := x.Sub(wholeX), y.Sub(wholeY)
		column := ix.Sub(archsimd.BroadcastInt32x8(int32(left))).AsUint32x8()
		q := m.pix[top*m.w+left:]
		r0, r1 := (*[9]float32)(q), (*[9]float32)(q[m.w:])
		a0, a1 := archsimd.LoadFloat32x8((*[8]float32)(r0[:8])).Permute(column), archsimd.LoadFloat32x8((*[8]float32)(r0[1:])).Permute(column)
		b0, b1 := archsimd.LoadFloat32x8((*[8]float32)(r1[:8])).Permute(column), archsimd.LoadFloat32x8((*[8]float32)(r1[1:])).Permute(column)
		if bottom > top {
			r2 := (*[9]float32)(q[2*m.w:])
			c0, c1 := archsimd.LoadFloat32x8((*[8]float32)(r2[:8])).Permute(column), archsimd.LoadFloat32x8((*[8]float32)(r2[1:])).Permute(column)
			lower := iy.Greater(archsimd.BroadcastInt32x8(int32(top)))
			a0, a1 = b0.Merge(a0, lower), b1.Merge(a1, lower)
			b0, b1 = c0.Merge(b0, lower), c1.Merge(b1, lower)
		}
		above, below := a1.Sub(a0), b1.Sub(b0)
		t, b := a0.Add(fx.Mul(above)), b0.Add(fx.Mul(below))
		down := b.Sub(t)
		t.Add(fy.Mul(down)).Store((*[8]float32)(u[i:]))
		above.Add(fy.Mul(below.Sub(above))).Store((*[8]float32)(gx[i:]))
		down.Store((*[8]float32)(gy[i:]))
	}
	archsimd.ClearAVXUpperBits()
	warpFrom(i, len(u), u, gx, gy, m, p)
}

//go:norace
func tally8(t *tallies, v, u, gx, gy []float32, p path) {
	u, gx, gy = u[:len(v)], gx[:len(v)], gy[:len(v)]
	at, eight := archsimd.LoadFloat32x8(&[8]float32{0, 1, 2, 3, 4, 5, 6, 7}), archsimd.BroadcastFloat32x8(8)
	dx, dy := archsimd.BroadcastFloat32x8(p.dx), archsimd.BroadcastFloat32x8(p.dy)
	x0, y0 := archsimd.BroadcastFloat32x8(p.x), archsimd.BroadcastFloat32x8(p.y)
	px, py := archsimd.BroadcastFloat32x8(p.pivotX), archsimd.BroadcastFloat32x8(p.pivotY)
	ex, ey := archsimd.BroadcastFloat32x8(p.acrossX), archsimd.BroadcastFloat32x8(p.acrossY)
	off, step := archsimd.BroadcastFloat32x8(p.off), archsimd.BroadcastFloat32x8(p.step)
	var zero archsimd.Float32x8
	i := 0
	for ; i+8 <= len(v); i += 8 {
		x, y := x0.Add(at.Mul(dx)).Sub(px), y0.Add(at.Mul(dy)).Sub(py)
		sx, sy := archsimd.LoadFloat32x8((*[8]float32)(gx[i:])), archsimd.LoadFloat32x8((*[8]float32)(gy[i:]))
		w := archsimd.LoadFloat32x8((*[8]float32)(u[i:]))
		shift := sx.Mul(ex).Add(sy.Mul(ey))
		turn := sy.Mul(x).Sub(sx.Mul(y))
		twist := shift.Mul(off.Add(at.Mul(step)))
		at = at.Add(eight)
		d := archsimd.LoadFloat32x8((*[8]float32)(v[i:])).Sub(w)
		archsimd.LoadFloat32x8(&t[sumAbs]).Add(d.Max(zero.Sub(d))).Store(&t[sumAbs])
		archsimd.LoadFloat32x8(&t[sumSquares]).Add(d.Mul(d)).Store(&t[sumSquares])
		archsimd.LoadFloat32x8(&t[sumSeen]).Add(w).Store(&t[sumSeen])
		archsimd.LoadFloat32x8(&t[sumShiftShift]).Add(shift.Mul(shift)).Store(&t[sumShiftShift])
		archsimd.LoadFloat32x8(&t[sumShiftTurn]).Add(shift.Mul(turn)).Store(&t[sumShiftTurn])
		archsimd.LoadFloat32x8(&t[sumShiftTwist]).Add(shift.Mul(twist)).Store(&t[sumShiftTwist])
		archsimd.LoadFloat32x8(&t[sumTurnTurn]).Add(turn.Mul(turn)).Store(&t[sumTurnTurn])
		archsimd.LoadFloat32x8(&t[sumTurnTwist]).Add(turn.Mul(twist)).Store(&t[sumTurnTwist])
		archsimd.LoadFloat32x8(&t[sumTwistTwist]).Add(twist.Mul(twist)).Store(&t[sumTwistTwist])
		archsimd.LoadFloat32x8(&t[sumShift]).Add(d.Mul(shift)).Store(&t[sumShift])
		archsimd.LoadFloat32x8(&t[sumTurn]).Add(d.Mul(turn)).Store(&t[sumTurn])
		archsimd.LoadFloat32x8(&t[sumTwist]).Add(d.Mul(twist)).Store(&t[sumTwist])
	}
	archsimd.ClearAVXUpperBits()
	tallyFrom(i, t, v, u, gx, gy, p)
}
