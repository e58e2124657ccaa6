package motion

// plain returns the inner loops in ordinary Go. The conversions float32(a * b)
// forbid the compiler to fuse a product with the sum around it.
func plain() kernels {
	return kernels{
		name: "plain", stage4: stage4Plain, stage2: stage2Plain, split: splitPlain,
		conjugateProduct: conjugateProductPlain, transpose: transposePlain,
		correlateTile: correlateTilePlain, halve: halvePlain, halve16: halve16Plain, moments: momentsPlain, window: windowPlain,
	}
}

func stage4Plain(yr, yi, xr, xi, twiddles []float32, m, s int) {
	step := s * m * lanes
	for k := range m {
		w := (*[6]float32)(twiddles[6*k:])
		for q := range s * lanes {
			a, o := s*k*lanes+q, 4*s*k*lanes+q
			a0r, a1r, a2r, a3r := xr[a], xr[a+step], xr[a+2*step], xr[a+3*step]
			a0i, a1i, a2i, a3i := xi[a], xi[a+step], xi[a+2*step], xi[a+3*step]
			t0r, t0i, t1r, t1i := a0r+a2r, a0i+a2i, a0r-a2r, a0i-a2i
			t2r, t2i, t3r, t3i := a1r+a3r, a1i+a3i, a1i-a3i, a3r-a1r
			e := s * lanes
			yr[o], yi[o] = t0r+t2r, t0i+t2i
			turn(yr, yi, o+e, t1r+t3r, t1i+t3i, w[0], w[1])
			turn(yr, yi, o+2*e, t0r-t2r, t0i-t2i, w[2], w[3])
			turn(yr, yi, o+3*e, t1r-t3r, t1i-t3i, w[4], w[5])
		}
	}
}

// turn stores (u + iv) * (a + ib).
func turn(yr, yi []float32, o int, u, v, a, b float32) {
	yr[o] = float32(u*a) - float32(v*b)
	yi[o] = float32(u*b) + float32(v*a)
}

func stage2Plain(yr, yi, xr, xi []float32, s int) {
	n := s * lanes
	for q := range n {
		ar, ai, br, bi := xr[q], xi[q], xr[q+n], xi[q+n]
		yr[q], yi[q], yr[q+n], yi[q+n] = ar+br, ai+bi, ar-br, ai-bi
	}
}

func splitPlain(ar, ai, br, bi, zr, zi, mr, mi *[lanes]float32) {
	for l := range lanes {
		ar[l] = float32((zr[l] + mr[l]) * 0.5)
		ai[l] = float32((zi[l] - mi[l]) * 0.5)
		br[l] = float32((zi[l] + mi[l]) * 0.5)
		bi[l] = float32((mr[l] - zr[l]) * 0.5)
	}
}

func conjugateProductPlain(dr, di, ar, ai, br, bi []float32) {
	for k := range dr {
		dr[k] = float32(ar[k]*br[k]) + float32(ai[k]*bi[k])
		di[k] = float32(ai[k]*br[k]) - float32(ar[k]*bi[k])
	}
}

func transposePlain(dst, src []float32, stride, n int) {
	for j := range lanes {
		row := src[j*stride : j*stride+n]
		d := dst[j:]
		for i, v := range row {
			d[i*lanes] = v
		}
	}
}

func correlateTilePlain(sums *[offsets]float32, t, f []float32, tStride, fStride, width, rows int) {
	for o := range sums {
		var acc [lanes]float32
		for y := range rows {
			a, b := t[y*tStride:y*tStride+width], f[y*fStride+o:y*fStride+o+width]
			for i, v := range a {
				acc[i%lanes] += float32(v * b[i])
			}
		}
		sums[o] += sumLanes(&acc)
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

func windowPlain(dst, x, taper []float32, lo, hi, mean, a float32) {
	for i, v := range x[:len(dst)] {
		dst[i] = float32(float32((min(max(v, lo), hi)-mean)*a) * taper[i])
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
