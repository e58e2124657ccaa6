package register

import (
	"cmp"
	"math"
	"math/cmplx"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"

	"respine/img"
)

// phasePeaks returns the n shifts (dy, dx), in pixels, at the highest peaks of
// the phase correlation of two images: ref(y, x) looks like mov(y+dy, x+dx).
// The images are padded to one and a half times the larger size, so shifts up to
// three quarters of it do not wrap.
func phasePeaks(ref, mov img.Image, n int) [][2]int {
	size := 1
	for size < 2*max(ref.H, ref.W, mov.H, mov.W)*3/4 {
		size *= 2
	}
	a, b := spectrum(ref, size), spectrum(mov, size)
	for i := range a {
		c := cmplx.Conj(a[i]) * b[i]
		if m := cmplx.Abs(c); m > 0 {
			// Half-whitened: full whitening gives noise-only frequencies the
			// same say as those the dendrites live in.
			c /= complex(math.Sqrt(m), 0)
		}
		a[i] = c
	}
	transform(a, size, true)
	return peaks(a, size, n)
}

func spectrum(m img.Image, size int) []complex128 {
	var mean float64
	for _, v := range m.Pix {
		mean += float64(v)
	}
	mean /= float64(len(m.Pix))
	out := make([]complex128, size*size)
	for y := range min(m.H, size) {
		for x := range min(m.W, size) {
			out[y*size+x] = complex(float64(m.At(y, x))-mean, 0)
		}
	}
	transform(out, size, false)
	return out
}

// transform is the two-dimensional discrete Fourier transform in place,
// without normalisation.
func transform(a []complex128, size int, inverse bool) {
	fft := fourier.NewCmplxFFT(size)
	line := make([]complex128, size)
	run := func(off, stride int) {
		for i := range line {
			line[i] = a[off+i*stride]
		}
		if inverse {
			fft.Sequence(line, line)
		} else {
			fft.Coefficients(line, line)
		}
		for i := range line {
			a[off+i*stride] = line[i]
		}
	}
	for i := range size {
		run(i*size, 1)
	}
	for i := range size {
		run(i, size)
	}
}

// peaks lists the n highest local maxima of the real part as signed shifts.
func peaks(a []complex128, size, n int) [][2]int {
	type peak struct {
		v float64
		i int
	}
	at := func(y, x int) float64 { return real(a[(y+size)%size*size+(x+size)%size]) }
	var all []peak
	for i := range a {
		y, x := i/size, i%size
		v := real(a[i])
		if v >= at(y-1, x) && v >= at(y+1, x) && v >= at(y, x-1) && v >= at(y, x+1) {
			all = append(all, peak{v, i})
		}
	}
	slices.SortStableFunc(all, func(p, q peak) int { return cmp.Compare(q.v, p.v) })
	out := make([][2]int, 0, n)
	for _, p := range all[:min(n, len(all))] {
		out = append(out, [2]int{signed(p.i/size, size), signed(p.i%size, size)})
	}
	return out
}

func signed(k, size int) int {
	if k > size/2 {
		return k - size
	}
	return k
}
