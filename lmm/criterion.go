package lmm

import "math"

// eval returns minus twice the log-likelihood, or the REML criterion, at theta,
// with beta and sigma at their best (Bates et al. 2015, eqs 34 and 41):
//
//	log|L|^2 [+ log|Rx|^2] + df (1 + log(2 pi r^2/df))
//
// LL' = T'Z'ZT + I is factored block by block.
func (v *solver) eval(theta []float64) float64 {
	copy(v.theta, theta)
	for k, t := range v.terms {
		for i, ab := range t.pairs {
			v.t[k][ab[0]*t.width+ab[1]] = theta[t.at+i]
		}
	}
	w := v.p + 1
	clear(v.c)
	for j := range v.p {
		v.c[j*w+j] = 1
	}
	v.c[w*w-1] = v.yy
	logs := 0.0
	for k := range v.blocks {
		logs += v.factor(k)
		v.forward(k)
	}
	logx := v.finish()
	df := v.freedom()
	v.criterion = logs + df*(1+math.Log(2*math.Pi*v.r2/df))
	if !v.ml {
		v.criterion += logx + v.rho
	}
	return v.criterion
}

// factor forms T'Z'ZT + I of a block, factors it in place and returns the log
// of its determinant.
func (v *solver) factor(k int) float64 {
	b, l, m := &v.blocks[k], v.l[k], v.blocks[k].size
	if v.scalar {
		for j := range m {
			tj := v.t[b.term[j]][0]
			l[j*m+j] = tj*tj*b.zz[j*m+j] + 1
			for _, i := range b.below[j] {
				l[i*m+j] = v.t[b.term[i]][0] * tj * b.zz[i*m+j]
			}
		}
	} else {
		v.rightT(k, v.room.a, b.zz, m)
		v.leftT(k, l, v.room.a, m)
		for j := range m {
			l[j*m+j]++
		}
	}
	det := 1.0
	logs := 0.0
	for j := range m {
		d := math.Sqrt(l[j*m+j])
		l[j*m+j] = d
		if det *= d; det > 1e200 {
			logs += math.Log(det)
			det = 1
		}
		below := b.below[j]
		for x, i := range below {
			l[i*m+j] /= d
			f := l[i*m+j]
			for _, c := range below[:x+1] {
				l[i*m+c] -= f * l[c*m+j]
			}
		}
	}
	return 2 * (logs + math.Log(det))
}

// rightT multiplies a block's square matrix by T from the right.
func (v *solver) rightT(k int, dst, a []float64, m int) {
	b := &v.blocks[k]
	for j := range m {
		w, s := v.terms[b.term[j]].width, b.start[j]
		t := v.t[b.term[j]]
		for i := range m {
			sum := 0.0
			for c := j - s; c < w; c++ {
				sum += a[i*m+s+c] * t[c*w+j-s]
			}
			dst[i*m+j] = sum
		}
	}
}

// leftT multiplies a block's matrix of n columns by T' from the left.
func (v *solver) leftT(k int, dst, a []float64, n int) {
	b := &v.blocks[k]
	for i := range b.size {
		w, s := v.terms[b.term[i]].width, b.start[i]
		t := v.t[b.term[i]]
		row := dst[i*n : (i+1)*n]
		clear(row)
		for c := i - s; c < w; c++ {
			addScaled(row, t[c*w+i-s], a[(s+c)*n:(s+c+1)*n])
		}
	}
}

// forward computes L^-1 T'Z'[Q y] of a block and takes its square off c.
func (v *solver) forward(k int) {
	b, l, m, w, p := &v.blocks[k], v.l[k], v.blocks[k].size, v.p+1, v.p
	rhs := v.b[k]
	for i := range m {
		tw, s := v.terms[b.term[i]].width, b.start[i]
		row := rhs[i*w : (i+1)*w]
		clear(row)
		for c := i - s; c < tw; c++ {
			t := v.t[b.term[i]][c*tw+i-s]
			addScaled(row[:p], t, b.zq[(s+c)*p:(s+c+1)*p])
			row[p] += t * v.zy[k][s+c]
		}
	}
	b.solveForward(l, rhs, w)
	for j := range m {
		row := rhs[j*w : (j+1)*w]
		for x, f := range row {
			addScaled(v.c[x*w+x:(x+1)*w], -f, row[x:])
		}
	}
}

// solveForward replaces rhs, of w columns, by L^-1 rhs.
func (b *block) solveForward(l, rhs []float64, w int) {
	m := b.size
	for j := range m {
		row := rhs[j*w : (j+1)*w]
		d := l[j*m+j]
		for x := range row {
			row[x] /= d
		}
		for _, i := range b.below[j] {
			addScaled(rhs[i*w:(i+1)*w], -l[i*m+j], row)
		}
	}
}

// finish factors c and returns the log of the determinant of its X part.
func (v *solver) finish() float64 {
	w := v.p + 1
	logs := 0.0
	for j := range w {
		row := v.c[j*w : (j+1)*w]
		if j == v.p {
			v.r2 = row[j]
			break
		}
		d := math.Sqrt(row[j])
		logs += 2 * math.Log(d)
		for x := j; x < w; x++ {
			row[x] /= d
		}
		for i := j + 1; i < w; i++ {
			addScaled(v.c[i*w+i:(i+1)*w], -row[i], row[i:])
		}
	}
	return logs
}
