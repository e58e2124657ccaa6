package motion

import "math"

// transform is the two-dimensional discrete Fourier transform of real images of
// one size, rows and columns powers of two, in single precision. Complex numbers
// are kept as separate real and imaginary parts, and lanes lines are transformed
// side by side by Stockham's algorithm in radix 4 (Van Loan 1992,
// doi 10.1137/1.9781611970999, section 1.7).
//
// A spectrum has the coefficient of frequency (ky, kx) at kx*rows + ky, for ky from 0
// to rows-1 and kx from 0 to nx-1. Only those of kx < across and kx >= nx-across are
// looked at; the others are taken to be 0, as are rows of greater ky, that of ny/2
// among them: what is correlated here holds nothing there.
type transform struct {
	k            kernels
	ny, nx       int
	rows, across int
	y, x         []float32 // twiddles of the stages along each axis, one after the other
	// Scratch: lines being transformed, and rows of ky before they are turned.
	ar, ai, br, bi [][lanes]float32
	pr, pi, qr, qi [][lanes]float32
	tr, ti         []float32
}

// newTransform panics when a size is no power of two of at least 16, or rows no
// multiple of lanes.
func newTransform(ny, nx, rows, across int, k kernels) *transform {
	for _, n := range []int{ny, nx} {
		if n < 2*lanes || n&(n-1) != 0 {
			panic("motion: sizes of a transform are powers of two")
		}
	}
	if rows > ny/2 || rows%lanes != 0 || across > nx/2 {
		panic("motion: no such frequencies")
	}
	f := &transform{k: k, ny: ny, nx: nx, rows: rows, across: across, y: twiddles(ny), x: twiddles(nx)}
	for _, line := range []*[][lanes]float32{&f.ar, &f.ai, &f.br, &f.bi, &f.pr, &f.pi, &f.qr, &f.qi} {
		*line = make([][lanes]float32, max(ny, nx))
	}
	f.tr, f.ti = make([]float32, f.rows*(nx+2*lanes)), make([]float32, f.rows*(nx+2*lanes))
	return f
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

// rest is the stages after the first of lanes lines of n values, which is in ar and ai.
// The result is in the slices returned, which are scratch memory.
func (f *transform) rest(n int, w []float32) (re, im [][lanes]float32) {
	ar, ai, br, bi := f.ar[:n], f.ai[:n], f.br[:n], f.bi[:n]
	s := 4
	for l := n / 4; l > 4; l /= 4 {
		w = w[6*l:]
		f.k.stage4(br, bi, ar, ai, w, s)
		ar, ai, br, bi = br, bi, ar, ai
		s *= 4
	}
	if 2*s == n {
		f.k.last2(br, bi, ar, ai)
	} else {
		f.k.last4(br, bi, ar, ai)
	}
	return br, bi
}

// size is the number of coefficients of a spectrum.
func (f *transform) size() int { return f.rows * f.nx }

// spans are the coefficients that are looked at, from and to.
func (f *transform) spans() [2][2]int {
	return [2][2]int{{0, f.across * f.rows}, {(f.nx - f.across) * f.rows, f.size()}}
}

// forward sets re and im to the spectrum of an image of ny rows of nx columns,
// sum over y, x of v exp(-2 pi i (ky y/ny + kx x/nx)), where it is looked at.
func (f *transform) forward(re, im, pix []float32) {
	f.columns(pix)
	for k := 0; k < f.rows; k += lanes {
		f.k.transpose(f.pr, f.tr[k*f.nx:], f.nx, f.nx)
		f.k.transpose(f.pi, f.ti[k*f.nx:], f.nx, f.nx)
		f.k.stage4(f.ar[:f.nx], f.ai[:f.nx], f.pr[:f.nx], f.pi[:f.nx], f.x, 1)
		zr, zi := f.rest(f.nx, f.x)
		for _, c := range [2][2]int{{0, f.across}, {f.nx - f.across, f.nx}} {
			f.k.spread(re[c[0]*f.rows+k:], zr[c[0]:c[1]], f.rows)
			f.k.spread(im[c[0]*f.rows+k:], zi[c[0]:c[1]], f.rows)
		}
	}
}

// columns transforms along y into tr and ti, rows of ky. Two real columns, half an
// image apart, go through as one complex column.
func (f *transform) columns(pix []float32) {
	apart := f.nx / 2
	for c := 0; c < apart; c += lanes {
		f.k.first4(f.ar[:f.ny], f.ai[:f.ny], pix[c:], pix[c+apart:], f.y, f.nx)
		zr, zi := f.rest(f.ny, f.y)
		f.k.untangle(f.tr[c:], f.ti[c:], apart, f.nx, f.rows, zr, zi)
	}
}

// inverse sets dst, 2*my+1 rows of 2*mx+1 columns, to the values at places from
// (-my, -mx) to (my, mx), wrapped, of the image that has the spectrum, without the
// factor 1/(ny nx). It overwrites nothing but dst. The margins are at most half the
// size.
func (f *transform) inverse(dst, re, im []float32, my, mx int) {
	n := 2*mx + 1
	// Along x: the inverse transform is the forward one with the parts exchanged.
	for k := 0; k < f.rows; k += lanes {
		f.k.first4(f.ar[:f.nx], f.ai[:f.nx], im[k:], re[k:], f.x, f.rows)
		zi, zr := f.rest(f.nx, f.x)
		f.k.spread(f.tr[k:], zr[f.nx-mx:], f.rows)
		f.k.spread(f.ti[k:], zi[f.nx-mx:], f.rows)
		f.k.spread(f.tr[mx*f.rows+k:], zr[:mx+1], f.rows)
		f.k.spread(f.ti[mx*f.rows+k:], zi[:mx+1], f.rows)
	}
	// Along y: two columns of the result, i and i+pairs, at a time.
	pairs := (n + 1) / 2
	for i := 0; i < pairs; i += lanes {
		f.pack(i, pairs, n)
		f.k.stage4(f.ar[:f.ny], f.ai[:f.ny], f.br[:f.ny], f.bi[:f.ny], f.y, 1)
		zi, zr := f.rest(f.ny, f.y)
		p, q := min(lanes, pairs-i), min(lanes, n-pairs-i)
		for y := range 2*my + 1 {
			from, to := (y-my+f.ny)%f.ny, y*n+i
			copy(dst[to:to+p], zr[from][:])
			copy(dst[to+pairs:to+pairs+max(0, q)], zi[from][:])
		}
	}
}

// pack lays the half spectra of the columns i+j and i+j+pairs of n, for each lane j,
// into one line: P + iQ, with the other half from P(-k) = conj P(k), the parts
// exchanged for the inverse.
func (f *transform) pack(i, pairs, n int) {
	for j := max(0, n-pairs-i); j < lanes; j++ { // where there is no other column
		clear(f.tr[(i+pairs+j)*f.rows:][:f.rows])
		clear(f.ti[(i+pairs+j)*f.rows:][:f.rows])
	}
	f.k.transpose(f.pr, f.tr[i*f.rows:], f.rows, f.rows)
	f.k.transpose(f.pi, f.ti[i*f.rows:], f.rows, f.rows)
	f.k.transpose(f.qr, f.tr[(i+pairs)*f.rows:], f.rows, f.rows)
	f.k.transpose(f.qi, f.ti[(i+pairs)*f.rows:], f.rows, f.rows)
	f.k.tangle(f.bi[:f.ny], f.br[:f.ny], f.pr[:f.rows], f.pi[:f.rows], f.qr, f.qi)
}
