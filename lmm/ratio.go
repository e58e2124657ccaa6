package lmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Ratio is a likelihood-ratio test of a model against one nested in it, both
// fitted by maximum likelihood. P by the chi-squared law is too small with few
// animals when fixed effects are tested, and up to twice too large when a
// variance is (Boundary; Self & Liang 1987, doi 10.1080/01621459.1987.10478472):
// there Bootstrap is the better answer.
type Ratio struct {
	ChiSq, DF, P float64
	Boundary     bool
}

// LikelihoodRatio compares two fits of the same rows; those under REML are
// fitted again. An error says when one is not nested in the other.
func LikelihoodRatio(full, reduced *Model) (Ratio, error) {
	full, reduced, err := pair(full, reduced)
	if err != nil {
		return Ratio{}, err
	}
	r := Ratio{
		ChiSq:    math.Max(0, reduced.Criterion-full.Criterion),
		DF:       float64(full.Parameters() - reduced.Parameters()),
		Boundary: full.solver.thetas > reduced.solver.thetas,
	}
	r.P = mathext.GammaIncRegComp(r.DF/2, r.ChiSq/2)
	return r, nil
}

// pair returns both models by maximum likelihood, or says why they do not
// compare. That the random terms of one hold those of the other is up to the
// caller; their number is checked.
func pair(full, reduced *Model) (*Model, *Model, error) {
	a, b := full.Design, reduced.Design
	if !slices.Equal(a.Rows, b.Rows) || !slices.Equal(a.Y, b.Y) {
		return nil, nil, fmt.Errorf("lmm: %s (%d rows) and %s (%d rows) do not describe the same rows\nhint: leave rows out that lack a value for either", a.Formula, len(a.Rows), b.Formula, len(b.Rows))
	}
	if !full.spans(reduced) || full.Parameters() <= reduced.Parameters() || full.solver.thetas < reduced.solver.thetas {
		return nil, nil, fmt.Errorf("lmm: %s is not nested in %s", b.Formula, a.Formula)
	}
	full, err := full.byML()
	if err != nil {
		return nil, nil, err
	}
	reduced, err = reduced.byML()
	return full, reduced, err
}

// spans reports whether the columns of the other model's X are combinations of
// this one's.
func (m *Model) spans(other *Model) bool {
	const rounding = 1e-7 // as for collinear columns
	for _, q := range other.solver.q {
		rest := slices.Clone(q)
		for range 2 {
			for _, c := range m.solver.q {
				addScaled(rest, -dot(c, rest), c)
			}
		}
		if dot(rest, rest) > rounding*rounding {
			return false
		}
	}
	return true
}

func (m *Model) byML() (*Model, error) {
	if m.Params.ML {
		return m, nil
	}
	p := m.Params
	p.ML = true
	return fit(m.Design, m.solver.structure, p)
}

// Bootstrapped is a likelihood-ratio test whose law is simulated from the
// reduced model: P = (1 + draws at least as large)/(1 + draws) (Davison &
// Hinkley 1997, doi 10.1017/CBO9780511802843). A draw that could not be fitted
// counts as larger, and as Failed.
type Bootstrapped struct {
	ChiSq, P float64
	Draws    int
	Failed   int
}

// Bootstrap is the parametric bootstrap of LikelihoodRatio; it also holds for
// few animals and for variances.
func Bootstrap(full, reduced *Model, draws int, rng *rand.Rand) (Bootstrapped, error) {
	if draws < 1 {
		panic("lmm: Bootstrap needs at least one draw")
	}
	full, reduced, err := pair(full, reduced)
	if err != nil {
		return Bootstrapped{}, err
	}
	b := Bootstrapped{ChiSq: math.Max(0, reduced.Criterion-full.Criterion), Draws: draws}
	larger := 0
	for range draws {
		y := reduced.Simulate(rng)
		f, errFull := full.Refit(y)
		r, errReduced := reduced.Refit(y)
		switch {
		case errFull != nil || errReduced != nil:
			b.Failed++
			larger++
		case r.Criterion-f.Criterion >= b.ChiSq:
			larger++
		}
	}
	b.P = float64(1+larger) / float64(1+draws)
	return b, nil
}
