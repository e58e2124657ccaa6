//go:build goexperiment.simd && amd64

package network

import (
	"math/bits"
	"simd/archsimd"
)

// avx512 returns the inner loops on vectors of 16 floats.
func avx512() kernels {
	return kernels{name: "avx512", membrane: membrane16, wander: wander16, gather: gather16, branch: branch16}
}

func membrane16(v, drive []float32, keep, against, threshold float32, fired []int32) []int32 {
	drive = drive[:len(v)]
	k, r := archsimd.BroadcastFloat32x16(keep), archsimd.BroadcastFloat32x16(1-keep)
	a, th := archsimd.BroadcastFloat32x16(against), archsimd.BroadcastFloat32x16(threshold)
	for first := int32(0); len(v) >= 16 && len(drive) >= 16; first += 16 {
		x := archsimd.LoadFloat32x16Slice(v)
		x = x.Mul(k).Add(archsimd.LoadFloat32x16Slice(drive).Sub(a).Mul(r))
		x.StoreSlice(v)
		for m := x.GreaterEqual(th).ToBits(); m != 0; m &= m - 1 {
			fired = append(fired, first+int32(bits.TrailingZeros16(m)))
		}
		v, drive = v[16:], drive[16:]
	}
	archsimd.ClearAVXUpperBits()
	return fired
}

// wander16 keeps the states of the lanes in registers.
func wander16(noise []float32, s *streams, w wander) {
	k, scale := archsimd.BroadcastFloat32x16(w.keep), archsimd.BroadcastFloat32x16(w.scale)
	middle := archsimd.BroadcastFloat32x16(fourBytes)
	even, low := archsimd.BroadcastUint32x16(0x00ff00ff), archsimd.BroadcastUint32x16(0x7ff)
	by8, by16 := archsimd.BroadcastUint32x16(8), archsimd.BroadcastUint32x16(16)
	by21, by25 := archsimd.BroadcastUint32x16(21), archsimd.BroadcastUint32x16(25)
	a, b := archsimd.LoadUint32x16(&s[0]), archsimd.LoadUint32x16(&s[1])
	c, d := archsimd.LoadUint32x16(&s[2]), archsimd.LoadUint32x16(&s[3])
	for i := 0; i+16 <= len(noise); i += 16 {
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
		sum := pairs.Add(pairs.ShiftRight(by16)).And(low).AsInt32x16().ConvertToFloat32()
		x := archsimd.LoadFloat32x16Slice(noise[i:]).Mul(k)
		x.Add(sum.Sub(middle).Mul(scale)).StoreSlice(noise[i:])
	}
	a.Store(&s[0])
	b.Store(&s[1])
	c.Store(&s[2])
	d.Store(&s[3])
	archsimd.ClearAVXUpperBits()
}

func gather16(drive, noise, shared, adaptation []float32, keep float32) {
	noise, shared, adaptation = noise[:len(drive)], shared[:len(drive)], adaptation[:len(drive)]
	k := archsimd.BroadcastFloat32x16(keep)
	for i := 0; i+16 <= len(drive); i += 16 {
		a := archsimd.LoadFloat32x16Slice(adaptation[i:]).Mul(k)
		a.StoreSlice(adaptation[i:])
		sum := archsimd.LoadFloat32x16Slice(shared[i:]).Add(archsimd.LoadFloat32x16Slice(noise[i:]))
		sum.Sub(a).StoreSlice(drive[i:])
	}
	archsimd.ClearAVXUpperBits()
}

// branch16 compares and merges where Max and Min would do: the compiler may swap
// their operands, which are not alike for zeros of either sign.
func branch16(drive, y []float32, d dendrite) {
	k, th := archsimd.BroadcastFloat32x16(d.keep), archsimd.BroadcastFloat32x16(d.threshold)
	g, top := archsimd.BroadcastFloat32x16(d.gain), archsimd.BroadcastFloat32x16(d.ceiling)
	var zero archsimd.Float32x16
	for i := 0; i+16 <= len(drive); i += 16 {
		x := archsimd.LoadFloat32x16Slice(drive[i:])
		for at := i; at+16 <= len(y); at += len(drive) {
			u := archsimd.LoadFloat32x16Slice(y[at:]).Mul(k)
			u.StoreSlice(y[at:])
			over := u.Sub(th)
			over = over.Merge(zero, over.Greater(zero))
			sum := u.Add(g.Mul(over))
			x = x.Add(top.Merge(sum, sum.Greater(top)))
		}
		x.StoreSlice(drive[i:])
	}
	archsimd.ClearAVXUpperBits()
}
