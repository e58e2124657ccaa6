package lmm

// curvature returns the derivatives of the unprofiled criterion, the first with
// respect to phi (grad) and to (theta, sigma) at sigma = 1 (gradTheta), and the
// second with respect to (theta, sigma). V is linear in phi, so that (Harville
// 1977, doi 10.1080/01621459.1977.10480998)
//
//	g_r  = tr K G_r - y'P G_r P y
//	h_rs = -tr K G_r K G_s + 2 y'P G_r P G_s P y
//
// with K = P under REML and V^-1 under ML; the chain rule does the rest.
func (v *solver) curvature(d *variances) (gradTheta []float64, hess [][]float64) {
	n := len(d.phi)
	grad := make([]float64, n)
	h := matrices(n, n)
	for r := range n {
		grad[r] = d.trace[r] - d.s[r][len(d.s[r])-1]
		if !v.ml {
			grad[r] -= v.traceBread(d, d.s[r])
		}
		for s := range n {
			h[r][s] = 2 * v.quadratic(d, r, s)
			if v.ml {
				h[r][s] -= d.trace2[r][s]
			} else {
				h[r][s] -= v.information(d, r, s)
			}
		}
	}
	return v.chain(grad, h, d.phi)
}

// traceBread is tr Phi A for the leading p x p part of A.
func (v *solver) traceBread(d *variances, a []float64) (sum float64) {
	for i := range v.p {
		sum += dot(d.bread[i*v.p:(i+1)*v.p], a[i*(v.p+1):i*(v.p+1)+v.p])
	}
	return sum
}

// information is tr P G_r P G_s, twice the expected REML information.
func (v *solver) information(d *variances, r, s int) float64 {
	a, b := v.leading(d.s[r]), v.leading(d.s[s])
	ab := times(times(d.bread, a, v.p), times(d.bread, b, v.p), v.p)
	sum := d.trace2[r][s] - 2*v.traceBread(d, d.q[r][s])
	for i := range v.p {
		sum += ab[i*v.p+i]
	}
	return sum
}

// quadratic is y'P G_r P G_s P y over sigma^2.
func (v *solver) quadratic(d *variances, r, s int) float64 {
	w := v.p + 1
	sum := d.q[r][s][w*w-1]
	for i := range v.p {
		for j := range v.p {
			sum -= d.s[r][i*w+v.p] * d.bread[i*v.p+j] * d.s[s][j*w+v.p]
		}
	}
	return sum
}

// leading copies the leading p x p part.
func (v *solver) leading(a []float64) []float64 {
	out := make([]float64, 0, v.p*v.p)
	for i := range v.p {
		out = append(out, a[i*(v.p+1):i*(v.p+1)+v.p]...)
	}
	return out
}

// times multiplies two p x p matrices.
func times(a, b []float64, p int) []float64 {
	out := make([]float64, p*p)
	for i := range p {
		for k := range p {
			addScaled(out[i*p:(i+1)*p], a[i*p+k], b[k*p:(k+1)*p])
		}
	}
	return out
}

// jacobian returns d phi_r / d (theta, sigma) at sigma = 1: phi_0 = sigma^2 and
// phi of a term = sigma^2 TT'.
func (v *solver) jacobian(phi []float64) [][]float64 {
	n := len(phi)
	j := matrices(n, n)
	for r := range n {
		j[r][n-1] = 2 * phi[r]
	}
	for k, t := range v.terms {
		for x, ab := range t.pairs {
			for y, cd := range t.pairs {
				// TT'[a,b] changes with T[c,d] where a or b is row c.
				if ab[0] == cd[0] {
					j[1+t.at+x][t.at+y] += v.t[k][ab[1]*t.width+cd[1]]
				}
				if ab[1] == cd[0] {
					j[1+t.at+x][t.at+y] += v.t[k][ab[0]*t.width+cd[1]]
				}
			}
		}
	}
	return j
}

// chain turns derivatives by phi into derivatives by (theta, sigma).
func (v *solver) chain(grad []float64, h [][]float64, phi []float64) ([]float64, [][]float64) {
	n := len(phi)
	j := v.jacobian(phi)
	g, hj, out := make([]float64, n), matrices(n, n), matrices(n, n)
	for r := range n {
		addScaled(g, grad[r], j[r])
		for s := range n {
			addScaled(hj[r], h[r][s], j[s])
		}
	}
	for r := range n {
		for a := range n {
			addScaled(out[a], j[r][a], hj[r])
		}
		// d2 phi_r / d theta d sigma = 2 d phi_r / d theta, / d sigma^2 = 2 phi_r.
		for a := range n - 1 {
			out[a][n-1] += grad[r] * 2 * j[r][a]
			out[n-1][a] += grad[r] * 2 * j[r][a]
		}
		out[n-1][n-1] += grad[r] * 2 * phi[r]
	}
	for _, t := range v.terms {
		for x, ab := range t.pairs {
			for y, cd := range t.pairs {
				for z, ef := range t.pairs {
					// TT'[a,b] holds T[c,d] T[e,f] where d = f and {a,b} = {c,e}.
					if cd[1] == ef[1] && ab[0] == cd[0] && ab[1] == ef[0] {
						out[t.at+y][t.at+z] += grad[1+t.at+x]
						out[t.at+z][t.at+y] += grad[1+t.at+x]
					}
				}
			}
		}
	}
	return g, out
}

// profile takes sigma out of second derivatives, at its best.
func profile(h [][]float64) [][]float64 {
	k := len(h) - 1
	out := matrices(k, k)
	for i := range k {
		for j := range k {
			out[i][j] = h[i][j] - h[i][k]*h[k][j]/h[k][k]
		}
	}
	return out
}
