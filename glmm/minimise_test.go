package glmm

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// TestMinimise finds the minima of functions whose minima are known: a bent
// valley (Rosenbrock 1960), and a saddle to be left.
func TestMinimise(t *testing.T) {
	for _, c := range []struct {
		name     string
		f        objective
		from, to []float64
	}{
		{"Rosenbrock", func(x, g []float64) float64 {
			a, b := 1-x[0], x[1]-x[0]*x[0]
			if g != nil {
				g[0], g[1] = -2*a-400*x[0]*b, 200*b
			}
			return a*a + 100*b*b
		}, []float64{-1.2, 1}, []float64{1, 1}},
		{"saddle", func(x, g []float64) float64 { // even in x1, as D is in a standard deviation
			q := x[1]*x[1] - 1
			if g != nil {
				g[0], g[1] = 2*(x[0]-2), 4*x[1]*q
			}
			return (x[0]-2)*(x[0]-2) + q*q
		}, []float64{0, 0}, []float64{2, 1}},
	} {
		m := minimise(c.f, c.from)
		m.x[1] = math.Abs(m.x[1])
		if !m.converged() || floats.Distance(m.x, c.to, 2) > 1e-7 {
			t.Errorf("%s: converged %v at %v, want %v", c.name, m.converged(), m.x, c.to)
		}
	}
	if m := minimise(func(x, g []float64) float64 {
		if g != nil {
			g[0] = -math.Exp(-x[0])
		}
		return math.Exp(-x[0])
	}, []float64{0}); m.converged() && m.x[0] < 15 {
		t.Errorf("a function without a minimum has one at %v", m.x)
	}
}

// TestStart: fits from small and large spreads end at the same deviance.
func TestStart(t *testing.T) {
	for k := range uint64(20) {
		family := Family(k % 5)
		d, err := check(scene(k, family, k%2 == 0), family)
		if err != nil {
			t.Fatal(err)
		}
		e := estimation(d, family, family.link(DefaultLink), 1)
		fit := e.pr.plain(e.pr.kernel, startDispersion(family))
		for _, spread := range []float64{0.3, 2} {
			if m := minimise(e.f, e.start(fit, spread)); m.converged() && math.Abs(m.value-e.min.value) > 1e-6 {
				t.Errorf("scene %d, %v: deviance %v from a spread of %v, %v from one", k, family, m.value, spread, e.min.value)
			}
		}
		if !e.min.converged() {
			t.Errorf("scene %d, %v did not converge", k, family)
		}
	}
}

// TestProfileSD: the limits of a spread are where a likelihood-ratio test
// rejects it, seen from the deviance with the spread held.
func TestProfileSD(t *testing.T) {
	r := fit(t, spines(t, "k", "n", false, "animal", "branch"), Params{})
	for g := range r.Components {
		iv := r.ProfileSD(g, 0, 0.95)
		sd := r.Components[g].SD[0]
		if !(0 < iv.Lo && iv.Lo < sd && sd < iv.Hi && iv.Hi < 2) {
			t.Errorf("%s: %v, interval %+v", r.Components[g].Group, sd, iv)
		}
		b, _ := r.est.pr.blockOf(g)
		for _, v := range []float64{iv.Lo, iv.Hi} {
			if rise := r.est.held(r.est.pr.p+b.theta, v) - r.est.min.value; math.Abs(rise-3.841458820694124) > 1e-4 {
				t.Errorf("deviance rises by %v at %v, want the 95 %% point of χ²", rise, v)
			}
		}
	}
	zero := fit(t, small(func(a, b, s int) float64 { return float64(s % 2) }), Params{})
	if iv := zero.ProfileSD(0, 0, 0.95); iv.Lo != 0 || !(iv.Hi >= 0) {
		t.Errorf("%+v", iv)
	}
}
