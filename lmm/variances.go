package lmm

// variances are what inference needs at one theta, in units of the residual
// variance. Component 0 is that variance; the others are the elements of the
// covariance matrices TT', so that V = sum phi_r G_r with constant G_r. With
// F = [V^-1 Q, Py] (n x (p+1)) and P = V^-1 - V^-1 Q Phi Q'V^-1:
type variances struct {
	phi    []float64
	bread  []float64     // Phi = (Q'V^-1 Q)^-1, p x p
	s      [][]float64   // F'G_r F, (p+1) x (p+1)
	q      [][][]float64 // F'G_r V^-1 G_s F
	trace  []float64     // tr V^-1 G_r
	trace2 [][]float64   // tr V^-1 G_r V^-1 G_s
}

func newVariances(n, p int) variances {
	w := p + 1
	d := variances{phi: make([]float64, n), bread: make([]float64, p*p), s: matrices(n, w*w), trace: make([]float64, n), trace2: matrices(n, n)}
	for range n {
		d.q = append(d.q, matrices(n, w*w))
	}
	return d
}

func matrices(n, size int) [][]float64 {
	all := make([]float64, n*size)
	out := make([][]float64, n)
	for i := range out {
		out[i] = all[i*size : (i+1)*size]
	}
	return out
}

func transpose(dst, a []float64, w int) {
	for i := range w {
		for j := range w {
			dst[j*w+i] = a[i*w+j]
		}
	}
}

// components lists 1 and the elements of TT' of every term.
func (v *solver) components(dst []float64) {
	dst[0] = 1
	for k, t := range v.terms {
		for i, ab := range t.pairs {
			sum := 0.0
			for c := range t.width {
				sum += v.t[k][ab[0]*t.width+c] * v.t[k][ab[1]*t.width+c]
			}
			dst[1+t.at+i] = sum
		}
	}
}

// gamma returns the coefficients of Q: Rx gamma = the last column of c.
func (v *solver) gamma() []float64 {
	w := v.p + 1
	out := make([]float64, v.p)
	for i := v.p - 1; i >= 0; i-- {
		out[i] = v.c[i*w+v.p]
		for j := i + 1; j < v.p; j++ {
			out[i] -= v.c[i*w+j] * out[j]
		}
		out[i] /= v.c[i*w+i]
	}
	return out
}

// invert writes the inverse of Rx'Rx.
func (v *solver) invert(dst []float64) {
	p, w := v.p, v.p+1
	inv := make([]float64, p*p) // Rx^-1, upper
	for j := range p {
		inv[j*p+j] = 1 / v.c[j*w+j]
		for i := j - 1; i >= 0; i-- {
			sum := 0.0
			for c := i + 1; c <= j; c++ {
				sum += v.c[i*w+c] * inv[c*p+j]
			}
			inv[i*p+j] = -sum / v.c[i*w+i]
		}
	}
	clear(dst)
	for i := range p {
		for j := range p {
			for c := max(i, j); c < p; c++ {
				dst[i*p+j] += inv[i*p+c] * inv[j*p+c]
			}
		}
	}
}
