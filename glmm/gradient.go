package glmm

// leverages fills s_i and H⁻¹a_i.
func (s *state) leverages() {
	pr := s.pr
	nz := pr.nz
	if nz == 0 {
		return
	}
	pr.factor.invert(s.inverse)
	pairs := nz * (nz + 1) / 2
	for i := range pr.n {
		lo, hi := i*nz, (i+1)*nz
		s.lever[i] = inverseTimes(s.ha[lo:hi], s.a[lo:hi], s.inverse, pr.places[i*pairs:(i+1)*pairs])
	}
}

// gradient writes ∂D/∂(β, θ, τ). Write c_i = s_i t_i for what a change of η_i
// does to log|H| through the weights, v = H⁻¹A'c for what that does through
// ũ, and c̃ = c - W A v. Then
//
//	∂D/∂β    = X'(-2g + c̃)
//	∂D/∂Λ_rc = Σ_i z_ir [(-2g_i + c̃_i) u_ic + 2 w_i (H⁻¹a_i)_c + g_i v_ic]
//	∂D/∂φ    = Σ_i -2 ∂ℓ_i/∂φ + s_i ∂w_i/∂φ + (Av)_i ∂g_i/∂φ
//
// with u_ic the random effect that column c of the term has in row i.
func (s *state) gradient(psi, grad []float64) {
	pr := s.pr
	beta, theta, tau := pr.parts(grad)
	clear(grad)
	v := s.step
	clear(v)
	for i := range pr.n {
		c := s.lever[i] * s.c.t[i]
		for k := i * pr.nz; k < (i+1)*pr.nz; k++ {
			v[pr.idx[k]] += s.a[k] * c
		}
	}
	if pr.q > 0 {
		pr.factor.solve(v)
	}
	disp := 0.0
	for i := range pr.n {
		lo, hi := i*pr.nz, (i+1)*pr.nz
		av := 0.0
		for k := lo; k < hi; k++ {
			av += s.a[k] * v[pr.idx[k]]
		}
		e := -2*s.c.g[i] + s.lever[i]*s.c.t[i] - s.c.w[i]*av
		for j, x := range pr.x[i*pr.p : (i+1)*pr.p] {
			beta[j] += x * e
		}
		for k := lo; k < hi; k++ { // per column c of Λ, kept for the entries below
			s.ha[k] = e*s.u[pr.idx[k]] + 2*s.c.w[i]*s.ha[k] + s.c.g[i]*v[pr.idx[k]]
		}
		if len(tau) > 0 {
			disp += -2*s.c.lDisp[i] + s.lever[i]*s.c.wDisp[i] + av*s.c.gDisp[i]
		}
	}
	for _, b := range pr.blocks {
		for k, e := range b.entries {
			sum := 0.0
			for at := b.at; at < len(s.ha); at += pr.nz {
				sum += pr.z[at+e[0]] * s.ha[at+e[1]]
			}
			theta[b.theta+k] = sum
		}
	}
	if len(tau) > 0 {
		_, _, t := pr.parts(psi)
		_, slope := pr.family.fromTau(t[0])
		tau[0] = disp * slope
	}
}
