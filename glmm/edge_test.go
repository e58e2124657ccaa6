package glmm

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

func mixed(a, b, s int) float64 { return float64(boolInt((a*7+b*5+s*3)%4 < 2)) }

// sub keeps the rows of a design for which keep is true.
func sub(d *formula.Design, keep func(i int) bool) *formula.Design {
	var y []float64
	cols := make([]column, len(d.Names))
	for j, n := range d.Names {
		cols[j].name = n
	}
	labels := make([][]string, len(d.Groups))
	for i := range d.Y {
		if !keep(i) {
			continue
		}
		y = append(y, d.Y[i])
		for j := range cols {
			cols[j].values = append(cols[j].values, d.X.At(i, j))
		}
		for g := range labels {
			labels[g] = append(labels[g], d.Groups[g].Levels[d.Groups[g].Of[i]])
		}
	}
	var groups []formula.Group
	for g, l := range labels {
		groups = append(groups, intercept(d.Groups[g].Name, l))
	}
	return designOf(y, nil, cols, groups...)
}

func TestOneAnimal(t *testing.T) {
	d := sub(small(mixed), func(i int) bool { return i < 12 })
	r := fit(t, d, Params{})
	profiles(t, r)
	if r.Components[0].SD[0] != 0 || !strings.Contains(r.Components[0].Reason, "one animal only") {
		t.Errorf("%+v", r.Components[0])
	}
	// arm is constant: it follows from the intercept.
	if c := r.Coefficients[1]; !strings.Contains(c.Reason, "linear combination") || !math.IsInf(c.SE, 1) {
		t.Errorf("%+v", c)
	}
	one := sub(small(mixed), func(i int) bool { return i < 4 })
	if r := fit(t, one, Params{}); len(r.Components) != 2 || r.Components[1].Reason == "" || !r.Converged {
		t.Errorf("one branch: %+v, converged %v", r.Components, r.Converged)
	}
}

// TestTwoAnimals: one animal per arm leaves nothing to judge the arm by.
func TestTwoAnimals(t *testing.T) {
	d := sub(small(mixed), func(i int) bool { return i < 24 })
	e := fit(t, d, Params{}).Effects(0.95)[1]
	if e.DF != 0 || e.PT != 1 || !math.IsInf(e.Hi, 1) || !strings.Contains(e.Reason, "no degrees of freedom") {
		t.Errorf("%+v", e)
	}
}

// TestDegrees counts by hand: 6 animals, 18 branches, 72 spines.
func TestDegrees(t *testing.T) {
	d := small(mixed)
	n := len(d.Y)
	deep := make([]float64, n)
	for i := range deep {
		deep[i] = float64(d.Groups[1].Of[i] % 3)
	}
	cols := []column{{"(Intercept)", ones(n)}, {"arm", colOf(d, 1)}, {"deep", deep}, {"odd", colOf(d, 2)}}
	r := fit(t, designOf(d.Y, nil, cols, d.Groups...), Params{})
	// Animals less intercept and arm; branches less animals less deep; spines
	// less branches less odd.
	for j, want := range []float64{4, 4, 11, 53} {
		if e := r.Effects(0.95)[j]; e.DF != want {
			t.Errorf("%s has %v degrees of freedom, want %v", e.Name, e.DF, want)
		}
	}
	slope := d.Groups[0]
	slope.Names = []string{"(Intercept)", "odd"}
	slope.Z = mat.NewDense(n, 2, nil)
	slope.Z.SetCol(0, ones(n))
	slope.Z.SetCol(1, colOf(d, 2))
	r = fit(t, designOf(d.Y, nil, cols, slope, d.Groups[1]), Params{})
	if e := r.Effects(0.95)[3]; e.DF != 5 { // a slope of every animal, less their mean
		t.Errorf("%s with a slope over animals has %v degrees of freedom, want 5", e.Name, e.DF)
	}
	r = fit(t, designOf(d.Y, nil, cols), Params{})
	if e := r.Effects(0.95)[1]; !math.IsInf(e.DF, 1) {
		t.Errorf("without random terms: %v", e.DF)
	}
}

// TestNoTrials: a row without trials changes nothing and has a fitted mean.
func TestNoTrials(t *testing.T) {
	d := spines(t, "k", "n", false, "animal")
	a := fit(t, d, Params{})
	y, m := append([]float64{0}, d.Y...), append([]float64{0}, d.Trials...)
	cols := []column{{"(Intercept)", ones(len(y))}, {"ket", append([]float64{1}, colOf(d, 1)...)}, {"x", append([]float64{0.3}, colOf(d, 2)...)}, {"only there", append([]float64{1}, make([]float64, len(d.Y))...)}}
	labels := labelsOf(d.Groups[0])
	b := fit(t, designOf(y, m, cols, intercept("animal", append(labels[:1:1], labels...))), Params{})
	if math.Abs(a.Deviance-b.Deviance) > 1e-8 || b.Coefficients[3].Reason == "" {
		t.Errorf("deviance %v, with an empty row %v; %+v", a.Deviance, b.Deviance, b.Coefficients)
	}
	eta := a.Coefficients[0].Estimate + a.Coefficients[1].Estimate + 0.3*a.Coefficients[2].Estimate + a.Modes[0].Values[0][0]
	if math.Abs(b.Eta[0]-eta) > 1e-6 {
		t.Errorf("linear predictor of the empty row %v, want %v", b.Eta[0], eta)
	}
}

// TestEmptyCell: a product column without a row is named and left out.
func TestEmptyCell(t *testing.T) {
	d := small(mixed)
	n := len(d.Y)
	x := mat.NewDense(n, 4, nil)
	x.Slice(0, n, 0, 3).(*mat.Dense).Copy(d.X)
	e := *d
	e.X, e.Names = x, append(append([]string{}, d.Names...), "arm:day")
	with, without := fit(t, &e, Params{}), fit(t, d, Params{})
	if with.Deviance != without.Deviance || with.Coefficients[0] != without.Coefficients[0] {
		t.Errorf("an empty column changes the fit: %v, %v", with.Deviance, without.Deviance)
	}
	for i := range n { // the arm again, but for rounding
		x.Set(i, 3, 3*d.X.At(i, 1)+1e-9*float64(i%5))
	}
	if again := fit(t, &e, Params{}); again.Coefficients[3].Reason == "" || math.Abs(again.Deviance-without.Deviance) > 1e-9 {
		t.Errorf("a column twice: %+v", again.Coefficients[3])
	}
	x.SetCol(3, make([]float64, n))
	if c := with.Coefficients[3]; !strings.Contains(c.Reason, "linear combination") || c.Estimate != 0 {
		t.Errorf("%+v", c)
	}
}

// TestBoundary: branches that resemble each other more than chance.
func TestBoundary(t *testing.T) {
	d := small(func(a, b, s int) float64 { return float64(s % 2) })
	d.X = mat.DenseCopyOf(d.X.Slice(0, len(d.Y), 0, 2))
	d.Names = d.Names[:2]
	r := fit(t, d, Params{})
	if !r.Singular() || !r.Converged {
		t.Errorf("singular %v, converged %v", r.Singular(), r.Converged)
	}
	plain := *d
	plain.Groups = nil
	g := fit(t, &plain, Params{})
	if math.Abs(r.Deviance-g.Deviance) > 1e-9 {
		t.Errorf("deviance %v, without random effects %v", r.Deviance, g.Deviance)
	}
	for j, c := range r.Coefficients {
		if math.Abs(c.SE-g.Coefficients[j].SE) > 1e-7 {
			t.Errorf("SE of %s %v, without random effects %v", c.Name, c.SE, g.Coefficients[j].SE)
		}
	}
	for _, c := range r.Components {
		if c.SD[0] != 0 || !strings.Contains(c.Reason, "singular") {
			t.Errorf("%+v", c)
		}
	}
	// Rows of equal counts are less dispersed than binomial or Poisson.
	for _, f := range []Family{BetaBinomial, NegativeBinomial} {
		even := designOf([]float64{5, 5, 5, 5, 5, 5}, nil, []column{{"(Intercept)", ones(6)}})
		if f == BetaBinomial {
			even.Trials = []float64{10, 10, 10, 10, 10, 10}
		}
		r := fit(t, even, Params{Family: f})
		if r.Dispersion.Estimate != 0 || r.Dispersion.Reason == "" || !r.Converged {
			t.Errorf("%v: %+v", f, r.Dispersion)
		}
	}
}

// TestAnimalsAllOrNothing: every animal is all zeros or all ones.
func TestAnimalsAllOrNothing(t *testing.T) {
	d := small(func(a, b, s int) float64 { return float64(boolInt(a == 0 || a == 1 || a == 5)) })
	r := fit(t, d, Params{})
	if !strings.Contains(r.Components[0].Reason, "no upper bound") {
		t.Errorf("%+v, %v", r.Components[0], r.Notes)
	}
}

func TestRefused(t *testing.T) {
	bad := func(y float64, p Params, trials []float64, want string) {
		t.Helper()
		d := designOf([]float64{1, 0, y}, trials, []column{{"(Intercept)", ones(3)}})
		if p.Family == Beta {
			d.Y[0], d.Y[1] = 0.5, 0.4
		}
		_, err := Fit(*d, p)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "row 2") {
			t.Errorf("%v: %v", p.Family, err)
		}
	}
	bad(2, Params{}, nil, "2 successes of 1 trials")
	bad(0.5, Params{}, nil, "not a whole count")
	bad(-1, Params{Family: Poisson}, nil, "not a whole count")
	bad(math.NaN(), Params{Family: Poisson}, nil, "not a whole count")
	bad(1, Params{Family: Beta}, nil, "strictly between")
	if _, err := Fit(*designOf([]float64{1, 2}, []float64{2, 2}, nil), Params{Family: Poisson}); err == nil {
		t.Error("trials of a Poisson response were accepted")
	}
	if _, err := Fit(*small(mixed), Params{Nodes: 9}); err == nil || !strings.Contains(err.Error(), "one random") {
		t.Errorf("quadrature over two terms: %v", err)
	}
	if _, err := Fit(*designOf(nil, nil, nil), Params{}); err == nil {
		t.Error("no rows were accepted")
	}
	defer func() {
		if recover() == nil {
			t.Error("a Poisson logit was accepted")
		}
	}()
	Fit(*small(mixed), Params{Family: Poisson, Link: Logit})
}

// TestNothingFixed: a model of random effects and an offset alone, and one with
// nothing at all.
func TestNothingFixed(t *testing.T) {
	d := small(mixed)
	r := fit(t, designOf(d.Y, nil, nil, d.Groups...), Params{})
	if !r.Converged || len(r.Coefficients) != 0 {
		t.Errorf("%+v", r)
	}
	r = fit(t, designOf(d.Y, nil, nil), Params{})
	if want := 2 * float64(len(d.Y)) * math.Ln2; math.Abs(r.Deviance-want) > rounding {
		t.Errorf("deviance of a coin %v, want %v", r.Deviance, want)
	}
}

// TestManyShapes: random designs of every family give an answer without NaN.
func TestManyShapes(t *testing.T) {
	runs := 60
	if testing.Short() {
		runs = 15
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for k := range runs {
		p := Params{Family: Family(k % 5)}
		if p.Family == Binomial && k%2 == 1 {
			p.Link = CLogLog
		}
		rate := math.Exp(3 * rng.NormFloat64())
		d := small(func(a, b, s int) float64 { return draw(rng, p.Family, rate/(1+rate), rate, 1) })
		if p.Family == BetaBinomial {
			d.Trials = make([]float64, len(d.Y))
			for i := range d.Trials {
				d.Trials[i] = float64(1 + rng.IntN(5))
			}
		}
		r, err := Fit(*d, p)
		if err != nil {
			t.Fatal(err)
		}
		for j, e := range r.Effects(0.95) {
			if math.IsNaN(e.Estimate) || math.IsNaN(e.SE) || math.IsNaN(e.PT) || math.IsNaN(e.Lo) {
				t.Errorf("run %d, %v: %+v", k, p, e)
			}
			if !r.Converged && r.Coefficients[j].Reason == "" && len(r.Notes) == 0 {
				t.Errorf("run %d: not converged without a word", k)
			}
		}
		if !r.Converged && !noted(r, "no upper bound") {
			t.Errorf("run %d, %v rate %.3g: %v decrement %g definite %v at %v", k, p, rate, r.Notes, r.est.min.decrement, r.est.min.definite, r.est.min.x)
		}
	}
}
