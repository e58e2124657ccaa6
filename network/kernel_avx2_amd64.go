//go:build goexperiment.simd && amd64

package network

import (
	"math/bits"
	"simd/archsimd"
)

// avx2 returns the inner loops on vectors of 8 floats.
func avx2() kernels {
	return kernels{name: "avx2", membrane: membrane8, wander: wander8, gather: gather8, branch: branch8}
}

func membrane8(v, drive []float32, keep, against, threshold float32, fired []int32) []int32 {
	drive = drive[:len(v)]
	k, r := archsimd.BroadcastFloat32x8(keep), archsimd.BroadcastFloat32x8(1-keep)
	a, th := archsimd.BroadcastFloat32x8(against), archsimd.BroadcastFloat32x8(threshold)
	for first := int32(0); len(v) >= 16 && len(drive) >= 16; first += 16 {
		at, from := (*[16]float32)(v), (*[16]float32)(drive)
		x, y := archsimd.LoadFloat32x8((*[8]float32)(at[:8])), archsimd.LoadFloat32x8((*[8]float32)(at[8:]))
		dx, dy := archsimd.LoadFloat32x8((*[8]float32)(from[:8])), archsimd.LoadFloat32x8((*[8]float32)(from[8:]))
		x = x.Mul(k).Add(dx.Sub(a).Mul(r))
		y = y.Mul(k).Add(dy.Sub(a).Mul(r))
		x.Store((*[8]float32)(at[:8]))
		y.Store((*[8]float32)(at[8:]))
		if x.Max(y).GreaterEqual(th).ToBits() != 0 { // few steps of few cells
			m := uint16(x.GreaterEqual(th).ToBits()) | uint16(y.GreaterEqual(th).ToBits())<<8
			for ; m != 0; m &= m - 1 {
				fired = append(fired, first+int32(bits.TrailingZeros16(m)))
			}
		}
		v, drive = v[16:], drive[16:]
	}
	archsimd.ClearAVXUpperBits()
	return fired
}

// wander8 keeps the states of half of the lanes in registers, one half after the other.
func wander8(noise []float32, s *streams, w wander) {
	k, scale := archsimd.BroadcastFloat32x8(w.keep), archsimd.BroadcastFloat32x8(w.scale)
	middle := archsimd.BroadcastFloat32x8(fourBytes)
	even, low := archsimd.BroadcastUint32x8(0x00ff00ff), archsimd.BroadcastUint32x8(0x7ff)
	by8, by16 := archsimd.BroadcastUint32x8(8), archsimd.BroadcastUint32x8(16)
	by21, by25 := archsimd.BroadcastUint32x8(21), archsimd.BroadcastUint32x8(25)
	for half := 0; half < lanes; half += 8 {
		a, b := archsimd.LoadUint32x8Slice(s[0][half:]), archsimd.LoadUint32x8Slice(s[1][half:])
		c, d := archsimd.LoadUint32x8Slice(s[2][half:]), archsimd.LoadUint32x8Slice(s[3][half:])
		for i := half; i+8 <= len(noise); i += lanes {
			word := a.Add(d)
			word = word.ShiftAllLeft(7).Or(word.ShiftRight(by25)).Add(a)
			t := b.ShiftAllLeft(9)
			c = c.Xor(a)
			d = d.Xor(b)
			b = b.Xor(c)
			a = a.Xor(d)
			c = c.Xor(t)
			d = d.ShiftAllLeft(11).Or(d.ShiftRight(by21))
			pairs := word.And(even).Add(word.ShiftRight(by8).And(even))
			sum := pairs.Add(pairs.ShiftRight(by16)).And(low).AsInt32x8().ConvertToFloat32()
			at := (*[8]float32)(noise[i:])
			x := archsimd.LoadFloat32x8(at).Mul(k)
			x.Add(sum.Sub(middle).Mul(scale)).Store(at)
		}
		a.StoreSlice(s[0][half:])
		b.StoreSlice(s[1][half:])
		c.StoreSlice(s[2][half:])
		d.StoreSlice(s[3][half:])
	}
	archsimd.ClearAVXUpperBits()
}

func gather8(drive, noise, shared, adaptation []float32, keep float32) {
	k := archsimd.BroadcastFloat32x8(keep)
	for len(drive) >= 8 && len(noise) >= 8 && len(shared) >= 8 && len(adaptation) >= 8 {
		at := (*[8]float32)(adaptation)
		a := archsimd.LoadFloat32x8(at).Mul(k)
		a.Store(at)
		sum := archsimd.LoadFloat32x8((*[8]float32)(shared)).Add(archsimd.LoadFloat32x8((*[8]float32)(noise)))
		sum.Sub(a).Store((*[8]float32)(drive))
		drive, noise, shared, adaptation = drive[8:], noise[8:], shared[8:], adaptation[8:]
	}
	archsimd.ClearAVXUpperBits()
}

// branch8 compares and merges where Max and Min would do: the compiler may swap
// their operands, which are not alike for zeros of either sign. It takes one
// branch of all cells after the other, each in windows that need no bounds.
func branch8(drive, y []float32, d dendrite) {
	k, th := archsimd.BroadcastFloat32x8(d.keep), archsimd.BroadcastFloat32x8(d.threshold)
	g, top := archsimd.BroadcastFloat32x8(d.gain), archsimd.BroadcastFloat32x8(d.ceiling)
	var zero archsimd.Float32x8
	for len(y) > 0 {
		for to := drive; len(to) >= 16 && len(y) >= 16; to, y = to[16:], y[16:] {
			from, at := (*[16]float32)(y), (*[16]float32)(to)
			u, v := archsimd.LoadFloat32x8((*[8]float32)(from[:8])).Mul(k), archsimd.LoadFloat32x8((*[8]float32)(from[8:])).Mul(k)
			u.Store((*[8]float32)(from[:8]))
			v.Store((*[8]float32)(from[8:]))
			over, past := u.Sub(th), v.Sub(th)
			over, past = over.Merge(zero, over.Greater(zero)), past.Merge(zero, past.Greater(zero))
			a, b := u.Add(g.Mul(over)), v.Add(g.Mul(past))
			a, b = top.Merge(a, a.Greater(top)), top.Merge(b, b.Greater(top))
			archsimd.LoadFloat32x8((*[8]float32)(at[:8])).Add(a).Store((*[8]float32)(at[:8]))
			archsimd.LoadFloat32x8((*[8]float32)(at[8:])).Add(b).Store((*[8]float32)(at[8:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}
