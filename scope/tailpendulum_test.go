package scope

import (
	"math"
	"testing"
)

// swingThrough integrates with steps of a millisecond and returns the angles of
// the tail.
func swingThrough(p pendulum, s swing, sec float64) []swing {
	var out []swing
	for range int(sec * 1000) {
		out = append(out, s)
		s = p.step(s, 0, 0.001)
	}
	return out
}

// rises returns when a course crosses zero upwards, in steps, between samples
// by a straight line.
func rises(course []float64) []float64 {
	var out []float64
	for i := 1; i < len(course); i++ {
		if a, b := course[i-1], course[i]; a < 0 && b >= 0 {
			out = append(out, float64(i)-b/(b-a))
		}
	}
	return out
}

func tails(all []swing) []float64 {
	var out []float64
	for _, s := range all {
		out = append(out, s.tail)
	}
	return out
}

// TestPointMassPeriod: a point mass on a massless tail swings with period
// 2 pi sqrt(l/g) at small angles, and (1 + a²/16 + 11 a⁴/3072) times that at the
// amplitude a.
func TestPointMassPeriod(t *testing.T) {
	for _, length := range []float64{0.06, 0.15} {
		for _, a := range []float64{0.01, 0.6} {
			p := pendulum{l: length, a1: length / 2, m1: 0, m2: 0.025, i2: 1e-5}
			at := rises(tails(swingThrough(p, swing{tail: a, body: a}, 6)))
			got := (at[len(at)-1] - at[0]) / float64(len(at)-1) / 1000
			want := 2 * math.Pi * math.Sqrt(length/gravity) * (1 + a*a/16 + 11*a*a*a*a/3072)
			near(t, "period", got, want, 2e-5*want)
		}
	}
}

// TestDecayIsTau: the peaks of a lossy point mass fall as exp(-t/tau), and its
// frequency is sqrt(g/l - 1/tau²).
func TestDecayIsTau(t *testing.T) {
	for _, tau := range []float64{2, 4} {
		p := pendulum{l: 0.12, a1: 0.06, m2: 0.025, i2: 1e-5, tau: tau}
		course := tails(swingThrough(p, swing{tail: 0.02}, 8))
		at := rises(course)
		period := (at[len(at)-1] - at[0]) / float64(len(at)-1) / 1000
		near(t, "period", period, 2*math.Pi/math.Sqrt(gravity/0.12-1/tau/tau), 2e-5)
		var first, last float64
		n := int(period * 1000)
		for i := range n {
			first, last = max(first, course[i+n]), max(last, course[i+8*n])
		}
		near(t, "decay over seven periods", last/first, math.Exp(-7*period/tau), 1e-3)
	}
}

// modes returns the two small-angle angular frequencies of the lossless rods,
// and the ratio of body to tail in each: det(K - w² M) = 0, a quadratic in w².
func (p pendulum) modes() (w, ratio [2]float64) {
	m11 := p.i1 + p.m1*p.a1*p.a1 + p.m2*p.l*p.l
	m22 := p.i2 + p.m2*p.a2*p.a2
	m12 := p.m2 * p.l * p.a2
	k11 := (p.m1*p.a1+p.m2*p.l)*gravity + p.k
	k22, k12 := p.m2*p.a2*gravity+p.k, -p.k
	a, b, c := m11*m22-m12*m12, -(m11*k22 + m22*k11 - 2*m12*k12), k11*k22-k12*k12
	for i, sign := range []float64{-1, 1} {
		square := (-b + sign*math.Sqrt(b*b-4*a*c)) / (2 * a)
		w[i] = math.Sqrt(square)
		ratio[i] = -(k11 - square*m11) / (k12 - square*m12)
	}
	return w, ratio
}

// TestNormalModes: started in a mode, the rods of a mouse stay in it and swing
// with its frequency.
func TestNormalModes(t *testing.T) {
	p := TailAnimal{}.orDefaults().pendulum()
	p.tau, p.c = 0, 0
	w, ratio := p.modes()
	for i := range w {
		all := swingThrough(p, swing{tail: 1e-3, body: 1e-3 * ratio[i]}, 5)
		at := rises(tails(all))
		near(t, "angular frequency", 2*math.Pi*float64(len(at)-1)/(at[len(at)-1]-at[0])*1000, w[i], 1e-4*w[i])
		for _, s := range all {
			if math.Abs(s.body-ratio[i]*s.tail) > 1e-7*math.Abs(ratio[i]) {
				t.Fatalf("mode %d: body %v, want %v of tail %v", i, s.body, ratio[i], s.tail)
			}
		}
	}
	if hz := w[0] / (2 * math.Pi); hz < 1 || hz > 2 {
		t.Errorf("a mouse swings at %.2f Hz, want 1 to 2", hz)
	}
}

// energyError is that of steps of a millisecond while the body whirls round; it
// falls with the fourth power of the step.
const energyError = 2e-3

// TestEnergyIsKept: without losses large, chaotic swings keep their energy, also
// where the joint meets its stop.
func TestEnergyIsKept(t *testing.T) {
	p := TailAnimal{}.orDefaults().pendulum()
	p.tau, p.c = 0, 0
	all := swingThrough(p, swing{tail: 2, body: -1.5, bodyRate: 5}, 10)
	start := p.energy(all[0])
	for i, s := range all {
		if d := math.Abs(p.energy(s)/start - 1); d > energyError {
			t.Fatalf("after %d ms the energy is off by %g", i, d)
		}
	}
}

// TestTorqueIsInternal: muscles at the tail base do the work T (q' - p').
func TestTorqueIsInternal(t *testing.T) {
	p := TailAnimal{}.orDefaults().pendulum()
	p.tau, p.c = 0, 0
	s := swing{tail: 0.3, body: -0.2, tailRate: 1, bodyRate: -2}
	const torque, dt = 0.005, 1e-5
	work := 0.0
	start := p.energy(s)
	for range 20000 {
		before := s
		s = p.step(s, torque, dt)
		work += torque * ((s.body - s.tail) - (before.body - before.tail))
	}
	near(t, "energy from the muscles", p.energy(s)-start, work, 1e-9)
}
