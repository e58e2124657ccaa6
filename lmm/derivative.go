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

// derive computes them from a solver that stands at its theta. Random terms
// cost the square of each block, never n x n. The residual needs no matrix of
// its own: V^-1 V V^-1 = V^-1 and PVP = P give its parts by difference.
func (v *solver) derive() variances {
	n := v.thetas + 1
	p, w := v.p, v.p+1
	d := variances{phi: v.phi(), bread: v.bread(), trace: make([]float64, n)}
	d.s, d.trace2 = matrices(n, w*w), matrices(n, n)
	d.q = make([][][]float64, n)
	for r := range n {
		d.q[r] = matrices(n, w*w)
	}
	gamma := v.gamma()
	for k := range v.blocks {
		v.deriveBlock(k, gamma, &d)
	}
	for r := 1; r < n; r++ {
		for s := 1; s < r; s++ {
			d.trace2[r][s] = d.trace2[s][r]
			transpose(d.q[r][s], d.q[s][r], w)
		}
	}
	v.deriveResidual(&d, p, w)
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

// phi lists 1 and the elements of TT' of every term.
func (v *solver) phi() []float64 {
	out := []float64{1}
	for k, t := range v.terms {
		for _, ab := range t.pairs {
			sum := 0.0
			for c := range t.width {
				sum += v.t[k][ab[0]*t.width+c] * v.t[k][ab[1]*t.width+c]
			}
			out = append(out, sum)
		}
	}
	return out
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

// bread inverts Rx'Rx.
func (v *solver) bread() []float64 {
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
	out := make([]float64, p*p)
	for i := range p {
		for j := range p {
			for c := max(i, j); c < p; c++ {
				out[i*p+j] += inv[i*p+c] * inv[j*p+c]
			}
		}
	}
	return out
}

// deriveBlock adds what one block gives. H = Z'V^-1 Z = Z'Z - A'A with
// A = L^-1 T'Z'Z; W = Z'F = Z'[V^-1 Q, Py/sigma].
func (v *solver) deriveBlock(k int, gamma []float64, d *variances) {
	b := &v.blocks[k]
	m, w := b.size, v.p+1
	h, f := v.hat(k), v.score(k, gamma)
	moved := make([][]float64, v.thetas+1) // G_r's part of the block times W
	hm := make([]float64, m*w)
	for s := 1; s <= v.thetas; s++ {
		moved[s] = make([]float64, m*w)
		v.move(k, s, moved[s], f, w)
		product(d.s[s], f, moved[s], m, w)
		clear(hm)
		for i := range m {
			for j := range m {
				addScaled(hm[i*w:(i+1)*w], h[i*m+j], moved[s][j*w:(j+1)*w])
			}
		}
		for r := 1; r <= s; r++ {
			product(d.q[r][s], moved[r], hm, m, w)
		}
	}
	v.traces(k, h, d)
}

// product adds a'b, both of m rows and w columns, to dst.
func product(dst, a, b []float64, m, w int) {
	for i := range m {
		for x := range w {
			addScaled(dst[x*w:(x+1)*w], a[i*w+x], b[i*w:(i+1)*w])
		}
	}
}

// hat returns Z'V^-1 Z of a block.
func (v *solver) hat(k int) []float64 {
	b := &v.blocks[k]
	m := b.size
	a := make([]float64, m*m)
	v.leftT(k, a, b.zz, m)
	b.solveForward(v.l[k], a, m)
	h := make([]float64, m*m)
	copy(h, b.zz)
	for c := range m {
		row := a[c*m : (c+1)*m]
		for i, x := range row {
			if x != 0 {
				addScaled(h[i*m:(i+1)*m], -x, row)
			}
		}
	}
	return h
}

// score returns Z'[V^-1 Q, Py/sigma] of a block.
func (v *solver) score(k int, gamma []float64) []float64 {
	b := &v.blocks[k]
	m, p, w := b.size, v.p, v.p+1
	// Z'V^-1[Q y] = Z'[Q y] - Z'ZT L^-T (L^-1 T'Z'[Q y]).
	x := make([]float64, m*w)
	copy(x, v.b[k])
	b.solveBackward(v.l[k], x, w)
	u := make([]float64, m*w)
	for i := range m { // T x
		tw, s := v.terms[b.term[i]].width, b.start[i]
		for c := 0; c <= i-s; c++ {
			addScaled(u[i*w:(i+1)*w], v.t[b.term[i]][(i-s)*tw+c], x[(s+c)*w:(s+c+1)*w])
		}
	}
	f := make([]float64, m*w)
	sigma := v.sigma()
	for i := range m {
		row := f[i*w : (i+1)*w]
		copy(row, b.zq[i*p:(i+1)*p])
		row[p] = v.zy[k][i]
		for j := range m {
			if z := b.zz[i*m+j]; z != 0 {
				addScaled(row, -z, u[j*w:(j+1)*w])
			}
		}
		row[p] = (row[p] - dot(row[:p], gamma)) / sigma
	}
	return f
}

// solveBackward replaces rhs, of w columns, by L'^-1 rhs.
func (b *block) solveBackward(l, rhs []float64, w int) {
	m := b.size
	for j := m - 1; j >= 0; j-- {
		row := rhs[j*w : (j+1)*w]
		for _, i := range b.below[j] {
			addScaled(row, -l[i*m+j], rhs[i*w:(i+1)*w])
		}
		for x := range row {
			row[x] /= l[j*m+j]
		}
	}
}

// component returns the term of component r > 0 and its pair of effects.
func (s *structure) component(r int) (t, a, c int) {
	for t = range s.terms {
		if k := r - 1 - s.terms[t].at; k < len(s.terms[t].pairs) {
			return t, s.terms[t].pairs[k][0], s.terms[t].pairs[k][1]
		}
	}
	panic("lmm: no such variance component")
}

// move writes G_r's part of a block times f: rows of the pair of effects
// change places within every level.
func (v *solver) move(k, r int, dst, f []float64, w int) {
	t, a, c := v.component(r)
	b := &v.blocks[k]
	for i := range b.size {
		if b.term[i] != t {
			continue
		}
		switch i - b.start[i] {
		case a:
			copy(dst[i*w:(i+1)*w], f[(b.start[i]+c)*w:(b.start[i]+c+1)*w])
		case c:
			copy(dst[i*w:(i+1)*w], f[(b.start[i]+a)*w:(b.start[i]+a+1)*w])
		}
	}
}

// traces adds tr V^-1 G_r and tr V^-1 G_r V^-1 G_s of a block.
func (v *solver) traces(k int, h []float64, d *variances) {
	b := &v.blocks[k]
	m := b.size
	entries := make([][][2]int, v.thetas+1) // where G_r is one
	for r := 1; r <= v.thetas; r++ {
		t, a, c := v.component(r)
		for i := range m {
			if b.term[i] != t || b.start[i] != i {
				continue
			}
			entries[r] = append(entries[r], [2]int{i + a, i + c})
			if a != c {
				entries[r] = append(entries[r], [2]int{i + c, i + a})
			}
		}
		for _, e := range entries[r] {
			d.trace[r] += h[e[0]*m+e[1]]
		}
		for s := 1; s <= r; s++ {
			sum := 0.0
			for _, x := range entries[r] {
				for _, y := range entries[s] {
					sum += h[x[1]*m+y[0]] * h[y[1]*m+x[0]]
				}
			}
			d.trace2[s][r] += sum
		}
	}
}

// deriveResidual fills in what belongs to component 0.
func (v *solver) deriveResidual(d *variances, p, w int) {
	n := len(d.phi)
	// F'VF = [Q'V^-1 Q, 0; 0, y'Py/sigma^2].
	sigma2 := v.r2 / v.freedom()
	for i := range p {
		for j := range p {
			for c := range min(i, j) + 1 {
				d.s[0][i*w+j] += v.c[c*w+i] * v.c[c*w+j]
			}
		}
	}
	d.s[0][w*w-1] = v.r2 / sigma2
	d.trace[0] = float64(v.n)
	for r := 1; r < n; r++ {
		addScaled(d.s[0], -d.phi[r], d.s[r])
		d.trace[0] -= d.phi[r] * d.trace[r]
	}
	for s := 1; s < n; s++ {
		copy(d.q[0][s], d.s[s])
		d.trace2[0][s] = d.trace[s]
		for r := 1; r < n; r++ {
			addScaled(d.q[0][s], -d.phi[r], d.q[r][s])
			d.trace2[0][s] -= d.phi[r] * d.trace2[r][s]
		}
		d.trace2[s][0] = d.trace2[0][s]
		transpose(d.q[s][0], d.q[0][s], w)
	}
	copy(d.q[0][0], d.s[0])
	d.trace2[0][0] = d.trace[0]
	for r := 1; r < n; r++ {
		addScaled(d.q[0][0], -d.phi[r], d.q[r][0])
		d.trace2[0][0] -= d.phi[r] * d.trace2[0][r]
	}
}
