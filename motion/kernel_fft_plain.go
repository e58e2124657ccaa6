package motion

func stage4Plain(yr, yi, xr, xi [][lanes]float32, twiddles []float32, s int) {
	step := len(xr) / 4
	for k := range step / s {
		w := (*[6]float32)(twiddles[6*k:])
		for q := range s {
			a, o := s*k+q, 4*s*k+q
			for l := range lanes {
				butterflyPlain(yr, yi, o, s, l, w,
					xr[a][l], xr[a+step][l], xr[a+2*step][l], xr[a+3*step][l],
					xi[a][l], xi[a+step][l], xi[a+2*step][l], xi[a+3*step][l])
			}
		}
	}
}

func first4Plain(yr, yi [][lanes]float32, xr, xi, twiddles []float32, stride int) {
	step := len(yr) / 4 * stride
	for k := range len(yr) / 4 {
		w := (*[6]float32)(twiddles[6*k:])
		for l := range lanes {
			a := k*stride + l
			butterflyPlain(yr, yi, 4*k, 1, l, w,
				xr[a], xr[a+step], xr[a+2*step], xr[a+3*step],
				xi[a], xi[a+step], xi[a+2*step], xi[a+3*step])
		}
	}
}

func last4Plain(yr, yi, xr, xi [][lanes]float32) {
	s := len(xr) / 4
	one := [6]float32{1, 0, 1, 0, 1, 0}
	stage4Plain(yr, yi, xr, xi, one[:], s)
}

// butterflyPlain stores the transform of four values to lane l of every s-th from o.
func butterflyPlain(yr, yi [][lanes]float32, o, s, l int, w *[6]float32, a0r, a1r, a2r, a3r, a0i, a1i, a2i, a3i float32) {
	t0r, t0i, t1r, t1i := a0r+a2r, a0i+a2i, a0r-a2r, a0i-a2i
	t2r, t2i, t3r, t3i := a1r+a3r, a1i+a3i, a1i-a3i, a3r-a1r
	yr[o][l], yi[o][l] = t0r+t2r, t0i+t2i
	yr[o+s][l], yi[o+s][l] = turn(t1r+t3r, t1i+t3i, w[0], w[1])
	yr[o+2*s][l], yi[o+2*s][l] = turn(t0r-t2r, t0i-t2i, w[2], w[3])
	yr[o+3*s][l], yi[o+3*s][l] = turn(t1r-t3r, t1i-t3i, w[4], w[5])
}

// turn is (u + iv) * (a + ib).
func turn(u, v, a, b float32) (float32, float32) {
	return float32(u*a) - float32(v*b), float32(u*b) + float32(v*a)
}

func last2Plain(yr, yi, xr, xi [][lanes]float32) {
	s := len(xr) / 2
	for q := range s {
		for l := range lanes {
			ar, ai, br, bi := xr[q][l], xi[q][l], xr[q+s][l], xi[q+s][l]
			yr[q][l], yi[q][l], yr[q+s][l], yi[q+s][l] = ar+br, ai+bi, ar-br, ai-bi
		}
	}
}

func spreadPlain(dst []float32, src [][lanes]float32, stride int) {
	for i := range src {
		copy(dst[i*stride:], src[i][:])
	}
}

func untanglePlain(dr, di []float32, apart, stride, rows int, zr, zi [][lanes]float32) {
	for k := range rows {
		z, zz, m, mm := &zr[k], &zi[k], &zr[(len(zr)-k)%len(zr)], &zi[(len(zr)-k)%len(zr)]
		for l := range lanes {
			a, b := k*stride+l, k*stride+apart+l
			dr[a] = float32((z[l] + m[l]) * 0.5)
			di[a] = float32((zz[l] - mm[l]) * 0.5)
			dr[b] = float32((zz[l] + mm[l]) * 0.5)
			di[b] = float32((m[l] - z[l]) * 0.5)
		}
	}
}

func tanglePlain(zr, zi, pr, pi, qr, qi [][lanes]float32) {
	n, rows := len(zr), len(pr)
	clear(zr[rows : n-rows+1])
	clear(zi[rows : n-rows+1])
	zr[0], zi[0] = pr[0], qr[0] // real
	for k := 1; k < rows; k++ {
		for l := range lanes {
			zr[k][l], zi[k][l] = pr[k][l]-qi[k][l], pi[k][l]+qr[k][l]
			zr[n-k][l], zi[n-k][l] = pr[k][l]+qi[k][l], qr[k][l]-pi[k][l]
		}
	}
}

func transposePlain(dst [][lanes]float32, src []float32, stride, n int) {
	for j := range lanes {
		for i, v := range src[j*stride:][:n] {
			dst[i][j] = v
		}
	}
}
