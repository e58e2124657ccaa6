package glmm

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Bootstrapped is a likelihood-ratio test by simulation.
type Bootstrapped struct {
	Chi2  float64
	Draws int // fits that ended at a maximum, on both sides
	Lost  int // and those that did not, which count for neither side
	// P is (1 + draws with at least Chi2) / (1 + Draws); its least is
	// 1/(1+Draws).
	P float64
	// SE is the standard error of P by the number of draws.
	SE float64
}

// Bootstrap tests full against null by simulating responses from null and
// fitting both again (Davison & Hinkley 1997, 4.2.3; Halekoh & Højsgaard 2014,
// doi 10.18637/jss.v059.i09). It knows how few the animals are, and costs two
// fits a draw. An error says why the models cannot be compared.
func Bootstrap(full, null *Result, draws int, rng *rand.Rand) (Bootstrapped, error) {
	if err := comparable(null, full); err != nil {
		return Bootstrapped{}, err
	}
	if null.est.state == nil || !null.Converged || !full.Converged {
		return Bootstrapped{}, fmt.Errorf("the smaller model has no estimate to simulate from, or a fit did not converge")
	}
	b := Bootstrapped{Chi2: math.Max(0, null.Deviance-full.Deviance)}
	least := 0
	for range draws {
		y := null.Simulate(rng)
		small, ok0 := null.again(y)
		large, ok1 := full.again(y)
		if !ok0 || !ok1 {
			b.Lost++
			continue
		}
		b.Draws++
		// Equal but for the search is equal.
		if math.Max(0, small-large) >= b.Chi2-1e-7 {
			least++
		}
	}
	b.P = float64(1+least) / float64(1+b.Draws)
	b.SE = math.Sqrt(b.P * (1 - b.P) / float64(1+b.Draws))
	return b, nil
}

// again returns the deviance of the model on another response.
func (r *Result) again(y []float64) (deviance float64, ok bool) {
	d := *r.est.d
	d.y = y
	e := estimation(&d, r.est.pr.family, r.Link, r.Nodes)
	return e.deviance, e.state == nil || e.min.converged()
}

// Simulate draws a response of every row from the fitted model: new random
// effects, then new rows. Rows that the fit predicts with certainty stay.
func (r *Result) Simulate(rng *rand.Rand) []float64 {
	e := r.est
	d := e.d
	out := make([]float64, d.n)
	if e.state == nil {
		copy(out, d.y)
		return out
	}
	beta := r.finite()
	random := r.randomParts(rng)
	_, _, tau := e.pr.parts(e.min.x)
	disp := 0.0
	if len(tau) > 0 {
		disp, _ = e.pr.family.fromTau(tau[0])
	}
	for i := range d.n {
		eta := d.off[i] + random[i] + dot(d.x[i*d.p:(i+1)*d.p], beta)
		out[i] = e.pr.family.draw(rng, e.pr.link.mean(eta), d.m[i], disp)
	}
	for _, i := range e.certain {
		out[i] = d.y[i]
	}
	return out
}

// randomParts draws Zb for every row.
func (r *Result) randomParts(rng *rand.Rand) []float64 {
	e := r.est
	out := make([]float64, e.d.n)
	_, theta, _ := e.pr.parts(e.min.x)
	for _, b := range e.pr.blocks {
		g := &e.d.groups[b.group]
		effects := make([][]float64, b.levels)
		lambda := b.lambda(theta)
		u := make([]float64, b.width)
		for l := range effects {
			for c := range u {
				u[c] = rng.NormFloat64()
			}
			effects[l] = make([]float64, b.width)
			for c, row := range lambda {
				effects[l][c] = dot(row, u)
			}
		}
		for i, l := range g.of {
			out[i] += dot(g.z[i*g.width:(i+1)*g.width], effects[l])
		}
	}
	return out
}

// draw returns a response with mean mu (of one trial, or of the count) and the
// dispersion of the family.
func (f Family) draw(rng *rand.Rand, mu, trials, disp float64) float64 {
	switch f {
	case Beta:
		y := distuv.Beta{Alpha: mu * disp, Beta: (1 - mu) * disp, Src: rng}.Rand()
		return math.Min(math.Max(y, 1e-12), 1-1e-12)
	case Poisson, NegativeBinomial:
		if f == NegativeBinomial && disp > 0 {
			mu = distuv.Gamma{Alpha: 1 / disp, Beta: 1 / (disp * mu), Src: rng}.Rand()
		}
		if mu < 1e-300 {
			return 0
		}
		return distuv.Poisson{Lambda: mu, Src: rng}.Rand()
	}
	if f == BetaBinomial && disp > 0 {
		mu = distuv.Beta{Alpha: mu / disp, Beta: (1 - mu) / disp, Src: rng}.Rand()
	}
	y := 0.0
	for range int(trials) {
		if rng.Float64() < mu {
			y++
		}
	}
	return y
}
