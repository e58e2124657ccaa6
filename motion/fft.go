package motion

import "math"

// transform is the two-dimensional discrete Fourier transform of real images of
// one size, rows and columns powers of two, in single precision. Complex numbers
// are kept as separate real and imaginary parts, and lanes lines are transformed
// side by side by Stockham's algorithm in radix 4 (Van Loan 1992,
// doi 10.1137/1.9781611970999, section 1.7).
//
// A spectrum has the coefficient of frequency (ky, kx) at kx*ny/2 + ky, for ky
// from 0 to ny/2-1 and kx from 0 to nx-1. The row of ky = ny/2 is left out: what is
// correlated here holds nothing there.
type transform struct {
	k      kernels
	ny, nx int
	rows   int       // of ky that are looked at, from 0; the others are taken to be 0
	y, x   []float32 // twiddles of the stages along each axis, one after the other
	// Scratch: lines being transformed, and rows of ky before they are turned.
	ar, ai, br, bi []float32
	tr, ti         []float32
}

// newTransform panics when a size is no power of two of at least 16.
func newTransform(ny, nx int, k kernels) *transform {
	for _, n := range []int{ny, nx} {
		if n < 2*lanes || n&(n-1) != 0 {
			panic("motion: sizes of a transform are powers of two")
		}
	}
	n := max(ny, nx) * lanes
	return &transform{
		k: k, ny: ny, nx: nx, rows: ny / 2, y: twiddles(ny), x: twiddles(nx),
		ar: make([]float32, n), ai: make([]float32, n), br: make([]float32, n), bi: make([]float32, n),
		tr: make([]float32, ny/2*(nx+1)), ti: make([]float32, ny/2*(nx+1)),
	}
}

// twiddles returns exp(-2 pi i j k / l) for j = 1, 2, 3 of every radix-4 stage of
// length l.
func twiddles(n int) []float32 {
	var out []float32
	for l := n; l >= 4; l /= 4 {
		for k := range l / 4 {
			for j := 1; j <= 3; j++ {
				s, c := math.Sincos(-2 * math.Pi * float64(j*k) / float64(l))
				out = append(out, float32(c), float32(s))
			}
		}
	}
	return out
}

// lines transforms the n values of lanes lines in ar and ai. The result is in the
// slices returned, which are ar and ai or br and bi.
func (f *transform) lines(n int, w []float32) (re, im []float32) {
	xr, xi, yr, yi := f.ar, f.ai, f.br, f.bi
	s := 1
	l := n
	for ; l >= 4; l /= 4 {
		m := l / 4
		f.k.stage4(yr, yi, xr, xi, w, m, s)
		w = w[6*m:]
		xr, xi, yr, yi = yr, yi, xr, xi
		s *= 4
	}
	if l == 2 {
		f.k.stage2(yr, yi, xr, xi, s)
		return yr, yi
	}
	return xr, xi
}

// size is the number of coefficients of a spectrum.
func (f *transform) size() int { return f.ny / 2 * f.nx }

// forward sets re and im to the spectrum of an image of ny rows of nx columns,
// sum over y, x of v exp(-2 pi i (ky y/ny + kx x/nx)).
func (f *transform) forward(re, im, pix []float32) {
	f.columns(pix)
	half := f.ny / 2
	for k := 0; k < f.rows; k += lanes {
		f.k.transpose(f.ar, f.tr[k*f.nx:], f.nx, f.nx)
		f.k.transpose(f.ai, f.ti[k*f.nx:], f.nx, f.nx)
		zr, zi := f.lines(f.nx, f.x)
		for x := range f.nx {
			*(*[lanes]float32)(re[x*half+k:]) = *(*[lanes]float32)(zr[x*lanes:])
			*(*[lanes]float32)(im[x*half+k:]) = *(*[lanes]float32)(zi[x*lanes:])
		}
	}
}

// columns transforms along y into tr and ti, rows of ky. Two real columns, half an
// image apart, go through as one complex column.
func (f *transform) columns(pix []float32) {
	across := f.nx / 2
	for c := 0; c < across; c += lanes {
		for y := range f.ny {
			*(*[lanes]float32)(f.ar[y*lanes:]) = *(*[lanes]float32)(pix[y*f.nx+c:])
			*(*[lanes]float32)(f.ai[y*lanes:]) = *(*[lanes]float32)(pix[y*f.nx+c+across:])
		}
		zr, zi := f.lines(f.ny, f.y)
		for k := range f.rows {
			from, mirror, to := k*lanes, (f.ny-k)%f.ny*lanes, k*f.nx+c
			f.k.split((*[lanes]float32)(f.tr[to:]), (*[lanes]float32)(f.ti[to:]),
				(*[lanes]float32)(f.tr[to+across:]), (*[lanes]float32)(f.ti[to+across:]),
				(*[lanes]float32)(zr[from:]), (*[lanes]float32)(zi[from:]),
				(*[lanes]float32)(zr[mirror:]), (*[lanes]float32)(zi[mirror:]))
		}
	}
}

// inverse sets dst, 2*my+1 rows of 2*mx+1 columns, to the values at places from
// (-my, -mx) to (my, mx), wrapped, of the image that has the spectrum, without the
// factor 1/(ny nx). It overwrites nothing but dst. The margins are at most half the
// size.
func (f *transform) inverse(dst, re, im []float32, my, mx int) {
	half := f.ny / 2
	n := 2*mx + 1
	// Along x: the inverse transform is the forward one with the parts exchanged.
	for k := 0; k < f.rows; k += lanes {
		for x := range f.nx {
			*(*[lanes]float32)(f.ar[x*lanes:]) = *(*[lanes]float32)(im[x*half+k:])
			*(*[lanes]float32)(f.ai[x*lanes:]) = *(*[lanes]float32)(re[x*half+k:])
		}
		zi, zr := f.lines(f.nx, f.x)
		for i := range n {
			from := (i - mx + f.nx) % f.nx * lanes
			*(*[lanes]float32)(f.tr[i*half+k:]) = *(*[lanes]float32)(zr[from:])
			*(*[lanes]float32)(f.ti[i*half+k:]) = *(*[lanes]float32)(zi[from:])
		}
	}
	// Along y: two columns of the result, p and q, at a time.
	pairs := (n + 1) / 2
	for i := 0; i < pairs; i += lanes {
		f.pack(i, pairs, n, half)
		zi, zr := f.lines(f.ny, f.y)
		for j := 0; j < lanes && i+j < pairs; j++ {
			for y := range 2*my + 1 {
				from := (y-my+f.ny)%f.ny*lanes + j
				dst[y*n+i+j] = zr[from]
				if q := i + j + pairs; q < n {
					dst[y*n+q] = zi[from]
				}
			}
		}
	}
}

// pack lays the half spectra of the columns i+j and i+j+pairs, for each lane j,
// into one line: P + iQ, with the other half from P(-k) = conj P(k).
func (f *transform) pack(i, pairs, n, half int) {
	for j := range lanes {
		p, q := i+j, i+j+pairs
		for k := range f.ny {
			f.ar[k*lanes+j], f.ai[k*lanes+j] = 0, 0
		}
		if p >= pairs {
			continue
		}
		for k := range f.rows {
			pr, pi, qr, qi := f.tr[p*half+k], f.ti[p*half+k], float32(0), float32(0)
			if q < n {
				qr, qi = f.tr[q*half+k], f.ti[q*half+k]
			}
			if k == 0 { // real
				pi, qi = 0, 0
			}
			f.ai[k*lanes+j], f.ar[k*lanes+j] = pr-qi, pi+qr // exchanged
			if k > 0 {
				f.ai[(f.ny-k)*lanes+j], f.ar[(f.ny-k)*lanes+j] = pr+qi, qr-pi
			}
		}
	}
}
