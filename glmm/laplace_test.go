package glmm

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// scene draws a small design of 120 rows: 6 animals, 18 branches within or
// across them, a random slope over branches, and a response of the family.
func scene(seed uint64, family Family, across bool) *formula.Design {
	rng := rand.New(rand.NewPCG(seed, 1))
	const n = 120
	x, half := make([]float64, n), make([]float64, n)
	animal, branch := make([]string, n), make([]string, n)
	y, trials := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], half[i] = rng.NormFloat64(), float64(i%2)
		a, b := i/20, i%18
		if !across {
			b = a*3 + i%3
		}
		animal[i], branch[i] = string(rune('a'+a)), string(rune('a'+b))
		eta := 0.3 + 0.5*x[i] + 0.6*math.Sin(float64(a)) + 0.5*math.Cos(float64(b))
		trials[i] = float64(1 + i%7)
		y[i] = draw(rng, family, logistic(eta), math.Exp(eta), int(trials[i]))
	}
	groups := []formula.Group{intercept("animal", animal), intercept("branch", branch)}
	slope := mat.NewDense(n, 2, nil)
	slope.SetCol(0, ones(n))
	slope.SetCol(1, x)
	groups[1].Z, groups[1].Names = slope, []string{"(Intercept)", "x"}
	if family != Binomial && family != BetaBinomial {
		trials = nil
	}
	return designOf(y, trials, []column{{"(Intercept)", ones(n)}, {"x", x}, {"half", half}}, groups...)
}

func draw(rng *rand.Rand, family Family, p, rate float64, trials int) float64 {
	switch family {
	case Binomial, BetaBinomial:
		y := 0.0
		for range trials {
			if rng.Float64() < 0.7*p+0.3*rng.Float64() {
				y++
			}
		}
		return y
	case Beta:
		return logistic(math.Log(p/(1-p)) + rng.NormFloat64()/2)
	default:
		return math.Floor(2 * rng.ExpFloat64() * rate)
	}
}

// TestGradient holds every exact gradient against differences of the deviance.
func TestGradient(t *testing.T) {
	const step, tolerance = 1e-5, 1e-6 // differences lose half the digits
	for _, c := range []struct {
		family Family
		link   Link
		across bool
		nodes  int
	}{
		{Binomial, Logit, false, 1}, {Binomial, Logit, true, 1}, {Binomial, CLogLog, true, 1}, {BetaBinomial, Logit, true, 1},
		{Poisson, Log, true, 1}, {NegativeBinomial, Log, false, 1}, {Beta, Logit, true, 1},
		{Binomial, Logit, false, 9}, {Binomial, CLogLog, false, 9}, {BetaBinomial, Logit, false, 9},
		{Poisson, Log, false, 9}, {NegativeBinomial, Log, false, 9}, {Beta, Logit, false, 9},
	} {
		f := scene(1, c.family, c.across)
		psi := []float64{0.2, 0.3, -0.1, 0.7, 0.5, 0.2, 0.4, 0.6}
		if c.nodes > 1 {
			f.Groups = f.Groups[:1]
			psi = []float64{0.2, 0.3, -0.1, 0.7, 0.6}
		}
		d, err := check(f, c.family)
		if err != nil {
			t.Fatal(err)
		}
		pr := newProblem(d, c.family, c.link, count(d.n), count(d.p))
		s := newState(pr)
		at := objective(s.deviance)
		if c.nodes > 1 {
			at = newQuadrature(s, c.nodes).deviance
		}
		psi = psi[:pr.size()]
		g := make([]float64, len(psi))
		at(psi, g)
		for j := range psi {
			keep := psi[j]
			psi[j] = keep + step
			up := at(psi, nil)
			psi[j] = keep - step
			numeric := (up - at(psi, nil)) / (2 * step)
			psi[j] = keep
			if math.Abs(numeric-g[j]) > tolerance*(1+math.Abs(numeric)) {
				t.Errorf("%v %v, %d nodes: coordinate %d: %v, by differences %v", c.family, c.link, c.nodes, j, g[j], numeric)
			}
		}
	}
}
