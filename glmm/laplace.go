package glmm

import "math"

// The Laplace approximation. With spherical random effects u ~ N(0, I), linear
// predictor η = Xβ + offset + Au, A = ZΛ(θ), and
//
//	h(u) = -2 Σ ℓ_i(η_i) + u'u,  H = A'WA + I = ½ ∂²h/∂u²,
//
// the deviance is D(β, θ, τ) = min_u h + log|H| at the minimum ũ (Bates et al.
// 2015, doi 10.18637/jss.v067.i01; Kristensen et al. 2016,
// doi 10.18637/jss.v070.i05). W are the observed weights -∂²ℓ/∂η², which for
// links other than the canonical one are not the expected ones.

// modeTolerance is the Newton decrement δ'Hδ below which one more step ends the
// search for ũ: its square is below the rounding of D.
const modeTolerance = 1e-9

// state is the point the optimiser stands at, and its scratch space.
type state struct {
	pr    *problem
	fixed []float64 // Xβ + offset
	eta   []float64
	a     []float64 // A, by row
	u     []float64 // where the last mode was found
	trial []float64
	step  []float64
	spare []float64
	c     *curves
	wPlus []float64
	lever []float64 // s_i = a_i'H⁻¹a_i
	ha    []float64 // entries of H⁻¹a_i at the columns of row i
	// inverse holds the entries of H⁻¹ on the pattern of its factor.
	inverse []float64
	h       float64
	logH    float64
}

func newState(pr *problem) *state {
	f := func(n int) []float64 { return make([]float64, n) }
	s := &state{pr: pr, fixed: f(pr.n), eta: f(pr.n), a: f(pr.n * pr.nz), u: f(pr.q), trial: f(pr.q), step: f(pr.q), spare: f(pr.q),
		c: newCurves(pr.n, pr.family.dispersed()), wPlus: f(pr.n), lever: f(pr.n), ha: f(pr.n * pr.nz)}
	if pr.q > 0 {
		s.inverse = f(len(pr.factor.val))
	}
	return s
}

// parts splits the optimiser's vector (β, θ, τ).
func (pr *problem) parts(psi []float64) (beta, theta, tau []float64) {
	return psi[:pr.p], psi[pr.p : pr.p+pr.nTheta], psi[pr.p+pr.nTheta:]
}

// size is the length of the optimiser's vector.
func (pr *problem) size() int {
	if pr.family.dispersed() {
		return pr.p + pr.nTheta + 1
	}
	return pr.p + pr.nTheta
}

// set moves to psi without looking for the mode.
func (s *state) set(psi []float64) {
	beta, theta, tau := s.pr.parts(psi)
	s.pr.linear(s.fixed, beta)
	s.pr.loadings(s.a, theta)
	if len(tau) > 0 {
		d, _ := s.pr.family.fromTau(tau[0])
		s.pr.kernel.dispersion(d)
	}
}

// penalised returns h at u and leaves η and the curves there.
func (s *state) penalised(u []float64, third bool) float64 {
	pr := s.pr
	for i := range s.eta {
		e := s.fixed[i]
		for k := i * pr.nz; k < (i+1)*pr.nz; k++ {
			e += s.a[k] * u[pr.idx[k]]
		}
		s.eta[i] = e
	}
	pr.kernel.at(s.c, pr.y, pr.m, s.eta, third)
	h := 0.0
	for _, l := range s.c.l {
		h -= 2 * l
	}
	for _, x := range u {
		h += x * x
	}
	if math.IsNaN(h) {
		return math.Inf(1)
	}
	return h
}

// mode finds ũ by Newton steps, halved while they lead uphill, from where the
// last search ended, and returns D; +Inf where there is none.
func (s *state) mode() float64 {
	pr := s.pr
	s.h = s.penalised(s.u, false)
	if pr.q == 0 {
		return s.h
	}
	if math.IsInf(s.h, 1) {
		clear(s.u)
		if s.h = s.penalised(s.u, false); math.IsInf(s.h, 1) {
			return s.h
		}
	}
	for range 200 {
		decrement := s.newton()
		if !s.descend(decrement) {
			break
		}
		if decrement < modeTolerance {
			break
		}
	}
	pr.factor.assemble(pr.nz, s.a, s.c.w, pr.places)
	logH, ok := pr.factor.decompose()
	if !ok {
		return math.Inf(1)
	}
	s.logH = logH
	return s.h + s.logH
}

// newton sets step to δ = H⁻¹(A'g - u) and returns δ'Hδ. Where ℓ is not concave
// and H not positive definite, its positive weights stand in.
func (s *state) newton() float64 {
	pr := s.pr
	pr.factor.assemble(pr.nz, s.a, s.c.w, pr.places)
	if _, ok := pr.factor.decompose(); !ok {
		for i, w := range s.c.w {
			s.wPlus[i] = math.Max(w, 0)
		}
		pr.factor.assemble(pr.nz, s.a, s.wPlus, pr.places)
		pr.factor.decompose()
	}
	for j, x := range s.u {
		s.step[j] = -x
	}
	for i, g := range s.c.g {
		for k := i * pr.nz; k < (i+1)*pr.nz; k++ {
			s.step[pr.idx[k]] += s.a[k] * g
		}
	}
	copy(s.spare, s.step)
	pr.factor.solve(s.step)
	d := 0.0
	for j := range s.step {
		d += s.step[j] * s.spare[j]
	}
	return d
}

// descend takes the step, or the largest half of a half of it that does not
// lead uphill; false when none is left.
func (s *state) descend(decrement float64) bool {
	for scale := 1.0; scale > 1e-10; scale /= 2 {
		for j := range s.u {
			s.trial[j] = s.u[j] + scale*s.step[j]
		}
		h := s.penalised(s.trial, false)
		// At the mode h is flat and only rounding differs.
		if h <= s.h || decrement < modeTolerance && h <= s.h+1e-9*(1+math.Abs(s.h)) {
			s.u, s.trial = s.trial, s.u
			s.h = h
			return true
		}
	}
	s.h = s.penalised(s.u, false)
	return false
}

// deviance returns D at psi, without the constant of the data, and its gradient
// into grad, unless that is nil.
func (s *state) deviance(psi, grad []float64) float64 {
	s.set(psi)
	d := s.mode()
	if grad == nil || math.IsInf(d, 1) {
		return d
	}
	s.pr.kernel.at(s.c, s.pr.y, s.pr.m, s.eta, true)
	s.leverages()
	s.gradient(psi, grad)
	return d
}
