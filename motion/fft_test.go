package motion

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

// singlePrecision bounds the error of a transform relative to its largest
// coefficient: a few roundings of 2^-24 a stage.
const singlePrecision = 1e-6

// oracle is gonum's transform in double precision along x, then y.
func oracle(ny, nx int, pix []float32) [][]complex128 {
	rows := make([][]complex128, ny)
	fx, fy := fourier.NewCmplxFFT(nx), fourier.NewCmplxFFT(ny)
	for y := range rows {
		rows[y] = make([]complex128, nx)
		for x := range rows[y] {
			rows[y][x] = complex(float64(pix[y*nx+x]), 0)
		}
		fx.Coefficients(rows[y], rows[y])
	}
	column := make([]complex128, ny)
	for x := range nx {
		for y := range column {
			column[y] = rows[y][x]
		}
		fy.Coefficients(column, column)
		for y := range column {
			rows[y][x] = column[y]
		}
	}
	return rows
}

func noise(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	pix := make([]float32, n)
	for i := range pix {
		pix[i] = float32(rng.NormFloat64())
	}
	return pix
}

func TestForwardIsGonums(t *testing.T) {
	for _, size := range [][2]int{{16, 16}, {16, 64}, {128, 32}, {64, 256}} {
		for _, k := range []kernels{plain(), fastest()} {
			ny, nx := size[0], size[1]
			pix := noise(ny*nx, 1)
			f := newTransform(ny, nx, ny/2, nx/2, k)
			re, im := make([]float32, f.size()), make([]float32, f.size())
			f.forward(re, im, pix)
			want := oracle(ny, nx, pix)
			worst, largest := 0.0, 0.0
			for ky := range ny / 2 {
				for kx := range nx {
					w := want[ky][kx]
					i := kx*(ny/2) + ky
					worst = max(worst, math.Hypot(real(w)-float64(re[i]), imag(w)-float64(im[i])))
					largest = max(largest, math.Hypot(real(w), imag(w)))
				}
			}
			if worst > singlePrecision*largest {
				t.Errorf("%v %s: off by %g of %g", size, k.name, worst, largest)
			}
		}
	}
}

// The inverse of the spectrum is the image again, less its component of the row
// of ky that is left out.
func TestInverseUndoesForward(t *testing.T) {
	for _, size := range [][2]int{{16, 16}, {32, 64}, {64, 16}} {
		ny, nx := size[0], size[1]
		pix := noise(ny*nx, 2)
		for x := range nx { // nothing at ky = ny/2
			var alternating float32
			for y := range ny {
				alternating += pix[y*nx+x] * float32(1-2*(y%2))
			}
			for y := range ny {
				pix[y*nx+x] -= alternating / float32(ny) * float32(1-2*(y%2))
			}
		}
		f := newTransform(ny, nx, ny/2, nx/2, fastest())
		re, im := make([]float32, f.size()), make([]float32, f.size())
		f.forward(re, im, pix)
		my, mx := ny/2-1, 5
		got := make([]float32, (2*my+1)*(2*mx+1))
		f.inverse(got, re, im, my, mx)
		for y := -my; y <= my; y++ {
			for x := -mx; x <= mx; x++ {
				want := pix[(y+ny)%ny*nx+(x+nx)%nx]
				is := got[(y+my)*(2*mx+1)+x+mx] / float32(ny*nx)
				if math.Abs(float64(want-is)) > 20*singlePrecision {
					t.Fatalf("%v: (%d, %d) is %g, want %g", size, y, x, is, want)
				}
			}
		}
	}
}

// A transform that looks at fewer frequencies gives those of the whole one, to the
// byte, and its inverse takes the others to be 0.
func TestFewerFrequenciesAreThoseOfAll(t *testing.T) {
	const ny, nx, rows, across = 64, 32, 24, 12
	pix := noise(ny*nx, 9)
	all, few := newTransform(ny, nx, ny/2, nx/2, fastest()), newTransform(ny, nx, rows, across, fastest())
	ar, ai := make([]float32, all.size()), make([]float32, all.size())
	fr, fi := make([]float32, few.size()), make([]float32, few.size())
	all.forward(ar, ai, pix)
	few.forward(fr, fi, pix)
	for kx := range nx {
		for ky := range ny / 2 {
			at := kx*ny/2 + ky
			if ky >= rows || kx >= across && kx < nx-across {
				ar[at], ai[at] = 0, 0
			}
			if ky < rows && (ar[at] != fr[kx*rows+ky] || ai[at] != fi[kx*rows+ky]) {
				t.Fatalf("(%d, %d) is %g%+gi of all, %g%+gi of few", ky, kx, ar[at], ai[at], fr[kx*rows+ky], fi[kx*rows+ky])
			}
		}
	}
	if got := few.spans(); got != [2][2]int{{0, across * rows}, {(nx - across) * rows, nx * rows}} {
		t.Errorf("spans %v", got)
	}
	const my, mx = 9, 16 // half the width, which is there twice
	a, b := make([]float32, (2*my+1)*(2*mx+1)), make([]float32, (2*my+1)*(2*mx+1))
	all.inverse(a, ar, ai, my, mx)
	few.inverse(b, fr, fi, my, mx)
	same(t, "inverse", a, b)
}

// The fast loops give the bytes of the plain ones.
func TestKernelsAgree(t *testing.T) {
	if fastest().name == "plain" {
		t.Skip("ONLY THE PLAIN LOOPS ARE BUILT; NOTHING TO COMPARE")
	}
	a, b := plain(), fastest()
	for _, n := range []int{16, 64, 128} {
		pix := noise(n*n, 3)
		fa, fb := newTransform(n, n, n/2, n/2, a), newTransform(n, n, n/2, n/2, b)
		ar, ai := make([]float32, fa.size()), make([]float32, fa.size())
		br, bi := make([]float32, fa.size()), make([]float32, fa.size())
		fa.forward(ar, ai, pix)
		fb.forward(br, bi, pix)
		same(t, "forward", ar, br)
		same(t, "forward", ai, bi)
		pr, pi, qr, qi := make([]float32, n*n/2), make([]float32, n*n/2), make([]float32, n*n/2), make([]float32, n*n/2)
		a.conjugateProduct(pr, pi, ar, ai, ai, ar)
		b.conjugateProduct(qr, qi, br, bi, bi, br)
		sa, sb := make([]float32, 15*15), make([]float32, 15*15)
		fa.inverse(sa, pr, pi, 7, 7)
		fb.inverse(sb, qr, qi, 7, 7)
		same(t, "product", pr, qr)
		same(t, "inverse", sa, sb)
	}
	x, y, taper := noise(1000, 4), noise(1000, 5), noise(1000, 6)
	da, db := make([]float32, 483), make([]float32, 483)
	a.halve(da, x, y)
	b.halve(db, x, y)
	same(t, "halve", da, db)
	a.window(da, x, y, taper, -1, 0.7, 0.1)
	b.window(db, x, y, taper, -1, 0.7, 0.1)
	same(t, "window", da, db)
	grey := make([]uint16, 2000)
	wide := make([]float32, 2000)
	for i := range grey {
		grey[i] = uint16(65535 - 31*i)
		wide[i] = float32(grey[i])
	}
	a.halve16(da, grey, grey[1000:])
	b.halve16(db, grey, grey[1000:])
	same(t, "halve16", da, db)
	a.halve(db, wide, wide[1000:])
	same(t, "halve and halve16", da, db)
	var ma, mb moments
	a.moments(&ma, x[:483], -0.5, 0.7)
	b.moments(&mb, x[:483], -0.5, 0.7)
	for _, v := range [][2][lanes]float32{{ma.sum, mb.sum}, {ma.square, mb.square}, {ma.cut, mb.cut}, {ma.least, mb.least}, {ma.most, mb.most}} {
		same(t, "moments", v[0][:], v[1][:])
	}
	wa, wb := make([]int16, 1000), make([]int16, 1000)
	a.narrow(wa, x, 700)
	b.narrow(wb, x, 700)
	if !slices.Equal(wa, wb) || wa[0] != int16(math.RoundToEven(float64(x[0]*700))) {
		t.Error("narrow differs")
	}
	ca, cb := [offsets]int64{1}, [offsets]int64{1}
	a.correlateTile(&ca, wa, wa[300:], 40, 50, 32, 9)
	b.correlateTile(&cb, wa, wa[300:], 40, 50, 32, 9)
	for i := range wb {
		wb[i] = -wordLimit
	}
	ca[1], cb[1] = 0, 0
	a.correlateTile(&ca, wb, wb, 0, 0, words, tileBlock/words)
	b.correlateTile(&cb, wb, wb, 0, 0, words, tileBlock/words)
	if ca != cb || ca[1] != tileBlock*wordLimit*wordLimit {
		t.Errorf("tile: %v and %v", ca, cb)
	}
	pa, pb, qa, qb := noise(109, 7), noise(109, 7), noise(109, 8), noise(109, 8)
	a.removeOwn(pa, qa, x, y, taper, y[200:], x[200:], 0.3, -0.8, 0.25, 1.5)
	b.removeOwn(pb, qb, x, y, taper, y[200:], x[200:], 0.3, -0.8, 0.25, 1.5)
	a.addTurned(pa, qa, x, y, y[200:], x[200:], 0.3, -0.8)
	b.addTurned(pb, qb, x, y, y[200:], x[200:], 0.3, -0.8)
	same(t, "removeOwn and addTurned", pa, pb)
	same(t, "removeOwn and addTurned", qa, qb)
	holes := noise(109, 9)
	holes[3], holes[60], holes[107] = float32(math.NaN()), float32(math.NaN()), float32(math.NaN())
	a.add(pa, qa, holes)
	b.add(pb, qb, holes)
	same(t, "add", pa, pb)
	same(t, "add", qa, qb)
	a.widen(pa, grey)
	b.widen(pb, grey)
	same(t, "widen", pa, pb)
	for _, v := range []struct {
		right  int
		fy, fx float32
	}{{0, 0, 0}, {1, 0, 0.3}, {0, 0.8, 0}, {1, 0.2, 0.6}} {
		a.blend(pa, x, y, v.right, v.fy, v.fx)
		b.blend(pb, x, y, v.right, v.fy, v.fx)
		same(t, "blend", pa, pb)
		a.blend16(pa, grey, grey[200:], v.right, v.fy, v.fx)
		b.blend16(pb, grey, grey[200:], v.right, v.fy, v.fx)
		same(t, "blend16", pa, pb)
		a.blend(pb, wide, wide[200:], v.right, v.fy, v.fx)
		same(t, "blend and blend16", pa, pb)
	}
	var la, lb [3][lanes]float32
	a.alike(&la, x[:109], y)
	b.alike(&lb, x[:109], y)
	for i := range la {
		same(t, "alike", la[i][:], lb[i][:])
	}
	ta, tb := make([][lanes]float32, 61), make([][lanes]float32, 61)
	a.transpose(ta, x, 90, 61)
	b.transpose(tb, x, 90, 61)
	for i := range ta {
		same(t, "transpose", ta[i][:], tb[i][:])
	}
}

func same(t *testing.T, what string, a, b []float32) {
	t.Helper()
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			t.Fatalf("%s: value %d is %g on one path, %g on the other", what, i, a[i], b[i])
		}
	}
}

func BenchmarkTransform(b *testing.B) {
	for _, n := range []int{256, 512} {
		f := newTransform(n, n, 3*n/8, 3*n/8, fastest())
		pix := noise(n*n, 1)
		re, im := make([]float32, f.size()), make([]float32, f.size())
		b.Run(fmt.Sprintf("forward%d", n), func(b *testing.B) {
			for b.Loop() {
				f.forward(re, im, pix)
			}
		})
		dst := make([]float32, 53*53)
		b.Run(fmt.Sprintf("inverse%d", n), func(b *testing.B) {
			for b.Loop() {
				f.inverse(dst, re, im, 26, 26)
			}
		})
	}
}
