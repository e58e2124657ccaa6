package motion

import "math"

// plain returns the inner loops in ordinary Go. The conversions float32(a * b)
// forbid the compiler to fuse a product with the sum around it.
func plain() kernels {
	return kernels{
		name: "plain", stage4: stage4Plain, first4: first4Plain, last4: last4Plain, last2: last2Plain,
		spread: spreadPlain, untangle: untanglePlain, tangle: tanglePlain,
		conjugateProduct: conjugateProductPlain, removeOwn: removeOwnPlain, addTurned: addTurnedPlain,
		add: addPlain, widen: widenPlain, blend: blendPlain[float32], blend16: blendPlain[uint16], alike: alikePlain, transpose: transposePlain,
		correlateTile: correlateTilePlain, narrow: narrowPlain, halve: halvePlain, halve16: halve16Plain, moments: momentsPlain, window: windowPlain,
	}
}

func conjugateProductPlain(dr, di, ar, ai, br, bi []float32) {
	for k := range dr {
		dr[k] = float32(ar[k]*br[k]) + float32(ai[k]*bi[k])
		di[k] = float32(ai[k]*br[k]) - float32(ar[k]*bi[k])
	}
}

func correlateTilePlain(sums *[offsets]int64, t, f []int16, tStride, fStride, width, rows int) {
	for y := range rows {
		a, b := t[y*tStride:][:width], f[y*fStride:][:width+offsets-1]
		for o := range sums {
			var sum int64
			for i, v := range b[o:][:len(a)] {
				sum += int64(int32(a[i]) * int32(v))
			}
			sums[o] += sum
		}
	}
}

func narrowPlain(dst []int16, x []float32, scale float32) {
	for i, v := range x[:len(dst)] {
		dst[i] = int16(math.RoundToEven(float64(v * scale)))
	}
}

// sumLanes adds neighbouring lanes, then neighbouring sums.
func sumLanes(a *[lanes]float32) float32 {
	return ((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7]))
}

func halvePlain(dst, a, b []float32) {
	for i := range dst {
		dst[i] = float32(((a[2*i] + b[2*i]) + (a[2*i+1] + b[2*i+1])) * 0.25)
	}
}

func windowPlain(dst, x, column, taper []float32, lo, hi, mean float32) {
	for i, v := range x[:len(dst)] {
		dst[i] = float32((min(max(v, lo), hi) - mean - column[i]) * taper[i])
	}
}

// halve16Plain adds whole numbers, which floats hold exactly: the result is that of
// halvePlain.
func halve16Plain(dst []float32, a, b []uint16) {
	for i := range dst {
		sum := int32(a[2*i]) + int32(b[2*i]) + int32(a[2*i+1]) + int32(b[2*i+1])
		dst[i] = float32(sum) * 0.25
	}
}

func momentsPlain(m *moments, x []float32, lo, hi float32) {
	for i, v := range x {
		l := i % lanes
		m.sum[l] += v
		m.square[l] += float32(v * v)
		m.cut[l] += min(max(v, lo), hi)
		m.least[l], m.most[l] = min(m.least[l], v), max(m.most[l], v)
	}
}

func removeOwnPlain(cr, ci, re, im, gain, yc, ys []float32, xc, xs, scale, back float32) {
	for k := range cr {
		e := (float32(re[k]*re[k]) + float32(im[k]*im[k])) * gain[k] * scale
		cr[k] = (cr[k] - float32(e*(float32(yc[k]*xc)-float32(ys[k]*xs)))) * back
		ci[k] = (ci[k] + float32(e*(float32(yc[k]*xs)+float32(ys[k]*xc)))) * back
	}
}

func addTurnedPlain(sr, si, re, im, yc, ys []float32, xc, xs float32) {
	for k := range sr {
		u, v := float32(yc[k]*xc)-float32(ys[k]*xs), float32(yc[k]*xs)+float32(ys[k]*xc)
		sr[k] += float32(re[k]*u) - float32(im[k]*v)
		si[k] += float32(re[k]*v) + float32(im[k]*u)
	}
}

func addPlain(sum, n, x []float32) {
	for k, v := range x {
		if v == v {
			sum[k] += v
			n[k]++
		}
	}
}

func widenPlain(dst []float32, x []uint16) {
	for i, v := range x[:len(dst)] {
		dst[i] = float32(v)
	}
}

func alikePlain(sums *[3][lanes]float32, x, y []float32) {
	for i, v := range x {
		l := i % lanes
		sums[0][l] += v
		sums[1][l] += float32(v * v)
		sums[2][l] += float32(v * y[i])
	}
}

func blendPlain[T float32 | uint16](dst []float32, a, b []T, right int, fy, fx float32) {
	a, b = a[:len(dst)+right], b[:len(dst)+right]
	if fy == 0 && right == 0 {
		for x, v := range a {
			dst[x] = float32(v)
		}
		return
	}
	c, d := a[right:], b[right:]
	w00, w01, w10, w11 := corners(fy, fx)
	for x := range dst {
		dst[x] = (float32(w00*float32(a[x])) + float32(w01*float32(c[x]))) + (float32(w10*float32(b[x])) + float32(w11*float32(d[x])))
	}
}

// corners are the weights of four neighbours of which two lie fy of the way down and
// two fx of the way to the right.
func corners(fy, fx float32) (w00, w01, w10, w11 float32) {
	return (1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx
}
