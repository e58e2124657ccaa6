package convnet

// plain returns the inner loops in ordinary Go. The conversions
// float32(a * b) forbid the compiler to fuse a product with the sum around it,
// which it may do on some processors and which would change the last bit.
func plain() kernels {
	return kernels{name: "plain", convolve: convolvePlain, dots: dotsPlain}
}

func convolvePlain(dst []float32, stride, n int, src []float32, taps []int, w, bias []float32) {
	for o := range outs {
		row := dst[o*stride:][:n]
		for x := range row {
			row[x] = bias[o]
		}
		for t, tap := range taps {
			a := w[t*outs+o]
			for x, v := range src[tap:][:n] {
				row[x] += float32(a * v)
			}
		}
	}
}

func dotsPlain(sums, y, x []float32, taps []int) {
	for t, tap := range taps {
		for o := range dotYs {
			var s [lanes]float32
			for b := range len(y) / (dotYs * lanes) {
				p := (*[lanes]float32)(y[(b*dotYs+o)*lanes:])
				q := (*[lanes]float32)(x[tap+b*lanes:])
				for l := range s {
					s[l] += float32(p[l] * q[l])
				}
			}
			sums[t*dotYs+o] = fold(s)
		}
	}
}

// fold adds the upper half of the lanes to the lower until four are left, and
// these as (0+2) + (1+3).
func fold(s [lanes]float32) float32 {
	for l := range 8 {
		s[l] += s[l+8]
	}
	for l := range 4 {
		s[l] += s[l+4]
	}
	return (s[0] + s[2]) + (s[1] + s[3])
}
