package scope

import "math"

// gravity in m/s².
const gravity = 9.81

// pendulum is two rods hung one below the other: the tail, from its tape to its
// base, and the body. SI units. In the absolute angles p and q of tail and body
//
//	(I1 + m1 a1² + m2 l²) p" + m2 l a2 cos(p-q) q" + m2 l a2 sin(p-q) q'² + (m1 a1 + m2 l) g sin p = k(q-p) - T
//	(I2 + m2 a2²) q" + m2 l a2 cos(p-q) p" - m2 l a2 sin(p-q) p'² + m2 g a2 sin q = T - k(q-p)
//
// with T the torque of the muscles at the tail base. Losses are proportional to
// the masses, so that every free swing decays with the one time constant Tau:
// each acceleration is less by 2/Tau times its rate; the joint loses more, C
// times the rate at which it bends, and has a stop, where a mouse is folded up.
type pendulum struct {
	l      float64 // length of the tail, m
	a1, a2 float64 // from the upper end of each rod to its centre of mass, m
	m1, m2 float64 // kg
	i1, i2 float64 // about the centres of mass, kg m²
	k, c   float64 // stiffness (N m/rad) and loss (N m s/rad) of the joint
	tau    float64 // s; 0 for no loss
	fold   float64 // rad, how far the joint bends before it meets the stop; 0 for any
	stop   float64 // stiffness of the stop, N m/rad
}

// swing is where the rods are, rad, and how fast they turn, rad/s.
type swing struct{ tail, body, tailRate, bodyRate float64 }

// acceleration solves the two equations.
func (p pendulum) acceleration(s swing, torque float64) (tail, body float64) {
	lever := p.m2 * p.l * p.a2
	sin, cos := math.Sincos(s.tail - s.body)
	m11 := p.i1 + p.m1*p.a1*p.a1 + p.m2*p.l*p.l
	m22 := p.i2 + p.m2*p.a2*p.a2
	m12 := lever * cos
	bent := s.body - s.tail
	joint := torque - p.k*bent - p.stop*p.beyond(bent) - p.c*(s.bodyRate-s.tailRate)
	q1 := -joint - lever*sin*s.bodyRate*s.bodyRate - (p.m1*p.a1+p.m2*p.l)*gravity*math.Sin(s.tail)
	q2 := joint + lever*sin*s.tailRate*s.tailRate - p.m2*gravity*p.a2*math.Sin(s.body)
	det := m11*m22 - m12*m12
	tail, body = (m22*q1-m12*q2)/det, (m11*q2-m12*q1)/det
	if p.tau > 0 {
		tail -= 2 / p.tau * s.tailRate
		body -= 2 / p.tau * s.bodyRate
	}
	return tail, body
}

// beyond is how far the joint is bent into its stop.
func (p pendulum) beyond(bent float64) float64 {
	if p.fold == 0 || math.Abs(bent) < p.fold {
		return 0
	}
	return bent - math.Copysign(p.fold, bent)
}

func (s swing) plus(d swing, by float64) swing {
	return swing{s.tail + by*d.tail, s.body + by*d.body, s.tailRate + by*d.tailRate, s.bodyRate + by*d.bodyRate}
}

// step advances by dt seconds under a constant torque (Runge and Kutta, fourth
// order).
func (p pendulum) step(s swing, torque, dt float64) swing {
	slope := func(s swing) swing {
		tail, body := p.acceleration(s, torque)
		return swing{s.tailRate, s.bodyRate, tail, body}
	}
	k1 := slope(s)
	k2 := slope(s.plus(k1, dt/2))
	k3 := slope(s.plus(k2, dt/2))
	k4 := slope(s.plus(k3, dt))
	for _, k := range []struct {
		slope  swing
		weight float64
	}{{k1, 1}, {k2, 2}, {k3, 2}, {k4, 1}} {
		s = s.plus(k.slope, dt/6*k.weight)
	}
	return s
}

// energy is kinetic and potential, J, 0 for hanging still.
func (p pendulum) energy(s swing) float64 {
	m11 := p.i1 + p.m1*p.a1*p.a1 + p.m2*p.l*p.l
	m22 := p.i2 + p.m2*p.a2*p.a2
	m12 := p.m2 * p.l * p.a2 * math.Cos(s.tail-s.body)
	moving := m11*s.tailRate*s.tailRate/2 + m22*s.bodyRate*s.bodyRate/2 + m12*s.tailRate*s.bodyRate
	raised := (p.m1*p.a1+p.m2*p.l)*gravity*(1-math.Cos(s.tail)) + p.m2*p.a2*gravity*(1-math.Cos(s.body))
	bent := s.body - s.tail
	return moving + raised + p.k*bent*bent/2 + p.stop*p.beyond(bent)*p.beyond(bent)/2
}

// tailShare of the mouse's weight is its tail; the joint at the tail base is as
// stiff and lossy as lets the body follow the tail within a few degrees when it
// hangs passively. Chosen by eye: no measurement was found.
const (
	tailShare  = 0.03
	jointStiff = 0.004 // N m/rad
	jointLoss  = 0.002 // N m s/rad
	jointFold  = 2.8   // rad, belly to tail
	jointStop  = 0.1   // N m/rad
)

// pendulum returns the rods of the mouse. The centre of mass of the body lies
// somewhat above its middle, at the heavy hips.
func (a TailAnimal) pendulum() pendulum {
	m, tail, body := a.MassG*1e-3, a.TailCm*1e-2, a.BodyCm*1e-2
	m1, m2 := tailShare*m, (1-tailShare)*m
	return pendulum{
		l: tail, a1: tail / 2, a2: 0.45 * body, m1: m1, m2: m2,
		i1: m1 * tail * tail / 12, i2: m2 * body * body / 12,
		k: jointStiff, c: jointLoss, tau: a.SwingTauSec, fold: jointFold, stop: jointStop,
	}
}
