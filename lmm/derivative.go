package lmm

// derive computes them in v.d from a solver that stands at its theta. Random
// terms cost the square of each block, never n x n. The residual needs no
// matrix of its own: V^-1 V V^-1 = V^-1 and PVP = P give its parts by
// difference.
func (v *solver) derive() *variances {
	n, p, w, d := v.thetas+1, v.p, v.p+1, &v.d
	v.components(d.phi)
	v.invert(d.bread)
	clear(d.trace)
	for r := range n {
		clear(d.s[r])
		clear(d.trace2[r])
		for s := range n {
			clear(d.q[r][s])
		}
	}
	gamma := v.gamma()
	for k := range v.blocks {
		v.deriveBlock(k, gamma, d)
	}
	for r := 1; r < n; r++ {
		for s := 1; s < r; s++ {
			d.trace2[r][s] = d.trace2[s][r]
			transpose(d.q[r][s], d.q[s][r], w)
		}
	}
	v.deriveResidual(d, p, w)
	return d
}

// deriveBlock adds what one block gives. H = Z'V^-1 Z = Z'Z - A'A with
// A = L^-1 T'Z'Z; W = Z'F = Z'[V^-1 Q, Py/sigma].
func (v *solver) deriveBlock(k int, gamma []float64, d *variances) {
	b := &v.blocks[k]
	m, w := b.size, v.p+1
	h, f := v.hat(k), v.score(k, gamma)
	hm := v.room.hm[:m*w]
	for s := 1; s <= v.thetas; s++ {
		ms := v.room.moved[s][:m*w] // G_s's part of the block times W
		clear(ms)
		for _, ij := range b.ones[s] {
			copy(ms[ij[0]*w:(ij[0]+1)*w], f[ij[1]*w:(ij[1]+1)*w])
		}
		clear(hm)
		for _, ij := range b.ones[s] {
			row := ms[ij[0]*w : (ij[0]+1)*w]
			product(d.s[s], f[ij[0]*w:(ij[0]+1)*w], row, w)
			for i := range m {
				addScaled(hm[i*w:(i+1)*w], h[i*m+ij[0]], row)
			}
		}
		for r := 1; r <= s; r++ {
			mr := v.room.moved[r]
			for _, ij := range b.ones[r] {
				i := ij[0]
				product(d.q[r][s], mr[i*w:(i+1)*w], hm[i*w:(i+1)*w], w)
			}
		}
	}
	traces(b, h, d)
}

// product adds ab' to dst, a and b of w elements.
func product(dst, a, b []float64, w int) {
	for x, f := range a {
		addScaled(dst[x*w:(x+1)*w], f, b)
	}
}

// hat returns Z'V^-1 Z of a block.
func (v *solver) hat(k int) []float64 {
	b := &v.blocks[k]
	m := b.size
	a, h := v.room.a[:m*m], v.room.h[:m*m]
	v.leftT(k, a, b.zz, m)
	b.solveForward(v.l[k], a, m)
	copy(h, b.zz)
	for c := range m { // rows of A are mostly empty where effects are nested or crossed
		row := a[c*m : (c+1)*m]
		filled := v.room.filled[:0]
		for i, x := range row {
			if x != 0 {
				filled = append(filled, i)
			}
		}
		for n, i := range filled {
			for _, j := range filled[:n+1] {
				h[i*m+j] -= row[i] * row[j]
			}
		}
	}
	for i := range m {
		for j := range i {
			h[j*m+i] = h[i*m+j]
		}
	}
	return h
}

// score returns Z'[V^-1 Q, Py/sigma] of a block.
func (v *solver) score(k int, gamma []float64) []float64 {
	b := &v.blocks[k]
	m, p, w := b.size, v.p, v.p+1
	// Z'V^-1[Q y] = Z'[Q y] - Z'ZT L^-T (L^-1 T'Z'[Q y]).
	x, u, f := v.room.x[:m*w], v.room.u[:m*w], v.room.f[:m*w]
	copy(x, v.b[k])
	b.solveBackward(v.l[k], x, w)
	clear(u)
	for i := range m { // T x
		tw, s := v.terms[b.term[i]].width, b.start[i]
		for c := 0; c <= i-s; c++ {
			addScaled(u[i*w:(i+1)*w], v.t[b.term[i]][(i-s)*tw+c], x[(s+c)*w:(s+c+1)*w])
		}
	}
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

// traces adds tr V^-1 G_r and tr V^-1 G_r V^-1 G_s of a block.
func traces(b *block, h []float64, d *variances) {
	m := b.size
	for r := 1; r < len(b.ones); r++ {
		for _, e := range b.ones[r] {
			d.trace[r] += h[e[0]*m+e[1]]
		}
		for s := 1; s <= r; s++ {
			sum := 0.0
			for _, x := range b.ones[r] {
				for _, y := range b.ones[s] {
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
