package glmm

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// quadrature is adaptive Gauss-Hermite quadrature for one scalar random effect
// (Pinheiro & Bates 1995, doi 10.1080/10618600.1995.10474663). For level j with
// mode ũ and σ = H_j^-½ the nodes stand at u_k = ũ + √2 σ z_k and
//
//	D_j = -2 log Σ_k ω_k exp(z_k² - ½h_j(u_k)) - 2 log σ + log π,
//
// which with one node is the Laplace approximation.
type quadrature struct {
	s      *state
	z, w   []float64 // nodes, and ω exp(z²)
	h      []float64 // of every level at every node: levels x nodes
	du, dh []float64 // levels x parameters: ∂ũ_j and ∂log H_j
}

func newQuadrature(s *state, nodes int) *quadrature {
	if s.pr.nz != 1 {
		panic("glmm: quadrature is for one scalar random effect")
	}
	q := &quadrature{s: s, z: make([]float64, nodes), w: make([]float64, nodes)}
	quad.Hermite{}.FixedLocations(q.z, q.w, math.Inf(-1), math.Inf(1))
	for k, z := range q.z {
		q.w[k] *= math.Exp(z * z)
	}
	q.h = make([]float64, s.pr.q*nodes)
	q.du, q.dh = make([]float64, s.pr.q*s.pr.size()), make([]float64, s.pr.q*s.pr.size())
	return q
}

// deviance returns D at psi and its gradient into grad, unless that is nil.
func (q *quadrature) deviance(psi, grad []float64) float64 {
	s, pr := q.s, q.s.pr
	s.set(psi)
	if d := s.mode(); math.IsInf(d, 1) {
		return d
	}
	sigma := make([]float64, pr.q) // H is diagonal, L its root
	for j := range sigma {
		sigma[j] = 1 / pr.factor.val[pr.factor.start[j]]
	}
	if grad != nil {
		pr.kernel.at(s.c, pr.y, pr.m, s.eta, true)
		q.moves(psi, sigma)
	}
	nodes := len(q.z)
	clear(q.h)
	for k, z := range q.z {
		q.at(sigma, z, false)
		for j := range pr.q {
			u := s.trial[j]
			q.h[j*nodes+k] += u * u
		}
		for i, l := range s.c.l {
			q.h[int(pr.idx[i])*nodes+k] -= 2 * l
		}
	}
	d := 0.0
	for j := range pr.q {
		d += q.level(q.h[j*nodes:(j+1)*nodes]) - 2*math.Log(sigma[j])
	}
	if grad != nil {
		q.gradient(psi, sigma, grad)
	}
	return d
}

// at moves every level to its node z and evaluates the rows there.
func (q *quadrature) at(sigma []float64, z float64, third bool) {
	s, pr := q.s, q.s.pr
	for j, u := range s.u {
		s.trial[j] = u + math.Sqrt2*sigma[j]*z
	}
	for i := range s.eta {
		s.eta[i] = s.fixed[i] + s.a[i]*s.trial[pr.idx[i]]
	}
	pr.kernel.at(s.c, pr.y, pr.m, s.eta, third)
}

// level returns -2 log Σ ω exp(z² - ½h) + log π and turns h into the share of
// every node in that sum.
func (q *quadrature) level(h []float64) float64 {
	least := math.Inf(1)
	for _, x := range h {
		least = math.Min(least, x)
	}
	sum := 0.0
	for k, x := range h {
		h[k] = q.w[k] * math.Exp(-(x-least)/2)
		sum += h[k]
	}
	for k := range h {
		h[k] /= sum
	}
	return least - 2*math.Log(sum) + math.Log(math.Pi)
}

// moves fills what a change of every parameter does to the modes and to log H.
// With the curves at the mode: H_j ∂ũ_j = Σ ∂a g - a w(∂η at fixed u) or, for the
// dispersion, Σ a ∂g; ∂H_j = Σ 2a ∂a w + a² (t ∂η + ∂w).
func (q *quadrature) moves(psi, sigma []float64) {
	s, pr := q.s, q.s.pr
	d := pr.size()
	clear(q.du)
	clear(q.dh)
	_, _, tau := pr.parts(psi)
	slope := 0.0
	if len(tau) > 0 {
		_, slope = pr.family.fromTau(tau[0])
	}
	for i := range pr.n {
		j, a := int(pr.idx[i]), s.a[i]
		du := q.du[j*d : (j+1)*d]
		for k, x := range pr.x[i*pr.p : (i+1)*pr.p] {
			du[k] -= a * s.c.w[i] * x
		}
		du[pr.p] += pr.z[i] * (s.c.g[i] - a*s.c.w[i]*s.u[j])
		if slope != 0 {
			du[pr.p+1] += a * s.c.gDisp[i] * slope
		}
	}
	for j, v := range sigma {
		for k := j * d; k < (j+1)*d; k++ {
			q.du[k] *= v * v
		}
	}
	for i := range pr.n {
		j, a := int(pr.idx[i]), s.a[i]
		du, dh := q.du[j*d:(j+1)*d], q.dh[j*d:(j+1)*d]
		v := sigma[j] * sigma[j]
		for k := range dh {
			eta := a * du[k]
			switch {
			case k < pr.p:
				eta += pr.x[i*pr.p+k]
			case k == pr.p:
				eta += pr.z[i] * s.u[j]
				dh[k] += v * 2 * a * pr.z[i] * s.c.w[i]
			default:
				dh[k] += v * a * a * s.c.wDisp[i] * slope
			}
			dh[k] += v * a * a * s.c.t[i] * eta
		}
	}
}

// gradient sums, over nodes by their share, ∂h at the moving node; the shares
// are in q.h.
func (q *quadrature) gradient(psi, sigma, grad []float64) {
	s, pr := q.s, q.s.pr
	d, nodes := pr.size(), len(q.z)
	clear(grad)
	_, _, tau := pr.parts(psi)
	slope := 0.0
	if len(tau) > 0 {
		_, slope = pr.family.fromTau(tau[0])
	}
	for j := range pr.q { // -2 ∂log σ = ∂log H
		for k := range d {
			grad[k] += q.dh[j*d+k]
		}
	}
	for k, z := range q.z {
		q.at(sigma, z, true)
		pull := s.step // ½∂h/∂u of every level
		copy(pull, s.trial)
		for i, g := range s.c.g {
			j := int(pr.idx[i])
			share := q.h[j*nodes+k]
			pull[j] -= s.a[i] * g
			for c, x := range pr.x[i*pr.p : (i+1)*pr.p] {
				grad[c] -= 2 * share * g * x
			}
			grad[pr.p] -= 2 * share * g * pr.z[i] * s.trial[j]
			if slope != 0 {
				grad[pr.p+1] -= 2 * share * s.c.lDisp[i] * slope
			}
		}
		for j := range pr.q {
			share := q.h[j*nodes+k]
			for c := range d {
				node := q.du[j*d+c] - math.Sqrt2*z*sigma[j]/2*q.dh[j*d+c]
				grad[c] += 2 * share * pull[j] * node
			}
		}
	}
}
