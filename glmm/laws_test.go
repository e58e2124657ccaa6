package glmm

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// same reports where two fits of one model differ: their deviance and the
// combinations w of their coefficients.
func same(t *testing.T, what string, a, b *Result, scale []float64) {
	t.Helper()
	if math.Abs(a.Deviance-b.Deviance) > 1e-8 {
		t.Errorf("%s: deviance %.10f, %.10f", what, a.Deviance, b.Deviance)
	}
	for j, c := range a.Coefficients {
		d := b.Coefficients[j]
		if math.Abs(c.Estimate-scale[j]*d.Estimate) > 1e-6*(1+math.Abs(c.Estimate)) || math.Abs(c.SE-scale[j]*d.SE) > 1e-5*c.SE {
			t.Errorf("%s: %s = %.9f (%.9f), %.9f (%.9f)", what, c.Name, c.Estimate, c.SE, scale[j]*d.Estimate, scale[j]*d.SE)
		}
	}
	for g, c := range a.Components {
		for k := range c.SD {
			if math.Abs(c.SD[k]-b.Components[g].SD[k]) > 1e-5 {
				t.Errorf("%s: SD of %s %v, %v", what, c.Group, c.SD, b.Components[g].SD)
			}
		}
	}
}

// shuffled puts the rows of a design in another order.
func shuffled(d *formula.Design, rng *rand.Rand) *formula.Design {
	e := *d
	n := len(d.Y)
	order := rng.Perm(n)
	e.Y = make([]float64, n)
	e.X = mat.NewDense(n, len(d.Names), nil)
	e.Trials, e.Groups = nil, nil
	if d.Trials != nil {
		e.Trials = make([]float64, n)
	}
	for k, i := range order {
		e.Y[k] = d.Y[i]
		e.X.SetRow(k, d.X.RawRowView(i))
		if d.Trials != nil {
			e.Trials[k] = d.Trials[i]
		}
	}
	for _, g := range d.Groups {
		h := g
		h.Of = make([]int, n)
		h.Z = mat.NewDense(n, len(g.Names), nil)
		for k, i := range order {
			h.Of[k] = g.Of[i]
			h.Z.SetRow(k, g.Z.RawRowView(i))
		}
		e.Groups = append(e.Groups, h)
	}
	return &e
}

// TestLaws runs over every family: the order of rows and terms does not matter,
// covariates in another unit change their coefficient alone, and inputs stay.
func TestLaws(t *testing.T) {
	for _, family := range []Family{Binomial, BetaBinomial, Poisson, NegativeBinomial, Beta} {
		d := scene(3, family, false)
		d.Groups[1] = intercept("branch", labelsOf(d.Groups[1]))
		before := append([]float64(nil), d.Y...)
		x := mat.DenseCopyOf(d.X)
		p := Params{Family: family}
		r := fit(t, d, p)
		if !mat.Equal(x, d.X) {
			t.Errorf("%v: X was changed", family)
		}
		for i := range before {
			if before[i] != d.Y[i] {
				t.Fatalf("%v: Y was changed", family)
			}
		}
		one := []float64{1, 1, 1}
		same(t, family.String()+" shuffled", r, fit(t, shuffled(d, rand.New(rand.NewPCG(1, 1))), p), one)

		turned := *d
		turned.Groups = []formula.Group{d.Groups[1], d.Groups[0]}
		q := fit(t, &turned, p)
		q.Components[0], q.Components[1] = q.Components[1], q.Components[0]
		same(t, family.String()+" terms turned", r, q, one)

		scaled := *d
		scaled.X = mat.DenseCopyOf(d.X)
		for i := range d.Y {
			scaled.X.Set(i, 1, 1e6*d.X.At(i, 1))
		}
		same(t, family.String()+" in µm instead of m", r, fit(t, &scaled, p), []float64{1, 1e6, 1})

		again := fit(t, d, p)
		if again.Deviance != r.Deviance || again.Coefficients[1] != r.Coefficients[1] {
			t.Errorf("%v: two fits of the same rows differ", family)
		}
	}
}

func labelsOf(g formula.Group) []string {
	out := make([]string, len(g.Of))
	for i, l := range g.Of {
		out[i] = g.Levels[l]
	}
	return out
}

// TestAddedUp: successes of trials and the same trials row by row are one model,
// but for the binomial coefficients, with the same degrees of freedom.
func TestAddedUp(t *testing.T) {
	rows := small(mixed)
	type key struct{ animal, branch, odd int }
	at := map[key]int{}
	var y, m, arm, odd []float64
	var animals, branches []string
	constant := 0.0
	for i := range rows.Y {
		k := key{rows.Groups[0].Of[i], rows.Groups[1].Of[i], int(rows.X.At(i, 2))}
		if _, ok := at[k]; !ok {
			at[k] = len(y)
			y, m = append(y, 0), append(m, 0)
			arm, odd = append(arm, rows.X.At(i, 1)), append(odd, rows.X.At(i, 2))
			animals, branches = append(animals, rows.Groups[0].Levels[k.animal]), append(branches, rows.Groups[1].Levels[k.branch])
		}
		y[at[k]] += rows.Y[i]
		m[at[k]]++
	}
	for i := range y {
		constant += lchoose(m[i], y[i])
	}
	sums := designOf(y, m, []column{{"(Intercept)", ones(len(y))}, {"arm", arm}, {"odd", odd}}, intercept("animal", animals), intercept("branch", branches))
	a, b := fit(t, rows, Params{}), fit(t, sums, Params{})
	b.Deviance += 2 * constant
	same(t, "added up", a, b, []float64{1, 1, 1})
	for j, e := range a.Effects(0.95) {
		if f := b.Effects(0.95)[j]; e.DF != f.DF {
			t.Errorf("%s has %v degrees of freedom, added up %v", e.Name, e.DF, f.DF)
		}
	}
}
