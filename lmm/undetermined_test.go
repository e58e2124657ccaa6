package lmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"respine/formula"
	"respine/table"
)

// rows makes a table of animals x branches x spines with the response given.
func rows(animals, branches, spines int, y func(a, b, s int) float64) *table.Table {
	t := table.New("rows", table.String("animal", ""), table.String("branch", ""), table.String("arm", ""), table.Float("day", ""), table.Float("y", ""))
	for a := range animals {
		for b := range branches {
			for s := range spines {
				t.Append(fmt.Sprint("a", a), fmt.Sprint("b", b), []string{"ket", "veh"}[a%2], float64(s), y(a, b, s))
			}
		}
	}
	return t
}

func noise(seed uint64) func(a, b, s int) float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	return func(int, int, int) float64 { return rng.NormFloat64() }
}

func TestUndetermined(t *testing.T) {
	for _, c := range []struct {
		formula string
		tab     *table.Table
		want    string
	}{
		{"y ~ 1 + (1 | animal/branch)", rows(1, 3, 4, noise(1)), "every row is of the same animal, a0"},
		{"y ~ 1 + (1 | branch)", rows(3, 1, 4, noise(1)), "every row is of the same branch, b0"},
		{"y ~ arm + (1 | animal)", rows(4, 2, 3, func(int, int, int) float64 { return 2.5 }), "the response y is 2.5 on every row"},
		{"y ~ arm + (1 | animal)", rows(4, 2, 3, func(int, int, int) float64 { return 0 }), "the response y is 0 on every row"},
		{"y ~ 0 + day + (1 | animal)", rows(4, 2, 3, func(int, int, int) float64 { return 0 }), "the response y is 0 on every row"},
		{"y ~ day + (1 | animal)", rows(4, 2, 3, func(_, _, s int) float64 { return 1 + 0.3*float64(s) }), "the fixed effects fit the response y without residual"},
		{"y ~ 1 + (1 | animal)", rows(4, 2, 3, func(a, _, _ int) float64 { return float64(a * a) }), "the random effects fit the response without residual"},
		{"y ~ 1 + (1 | animal/branch)", rows(4, 2, 3, func(a, b, _ int) float64 { return float64(a*a + 3*b*a) }), "the random effects fit the response without residual"},
		{"y ~ 1 + (1 | animal:branch)", rows(4, 3, 1, noise(1)), "12 random effects of animal:branch for 12 rows"},
		{"y ~ 1 + (day | animal)", rows(4, 1, 2, noise(1)), "8 random effects of animal for 8 rows"},
		{"y ~ factor(day) * animal", rows(4, 1, 3, noise(1)), "12 rows for 12 coefficients leave no residual"},
	} {
		_, err := Fit(mustDesign(t, c.formula, c.tab, formula.Coding{}), Params{})
		if !IsUndetermined(err) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.formula, err, c.want)
		}
	}
}

func TestMistakesInTheQuestion(t *testing.T) {
	tab := rows(4, 2, 3, noise(2))
	m := mustFit(t, mustDesign(t, "y ~ arm + (1 | animal)", tab, formula.Coding{}), Params{ML: true})
	if _, err := m.Estimates(KenwardRoger); err == nil || !strings.Contains(err.Error(), "hint: fit it with Params{}") {
		t.Error(err)
	}
	if _, err := Fit(mustDesign(t, "cbind(day, day) ~ arm", tab.Filter(func(r int) bool { return tab.Floats("day")[r] > 0 }), formula.Coding{}), Params{}); err == nil || !strings.Contains(err.Error(), "successes of trials") {
		t.Error(err)
	}
	other := mustFit(t, mustDesign(t, "y ~ arm + (1 | animal)", tab.Filter(func(r int) bool { return r > 0 }), formula.Coding{}), Params{})
	if _, err := LikelihoodRatio(m, other); err == nil || !strings.Contains(err.Error(), "do not describe the same rows") {
		t.Error(err)
	}
	if _, err := m.Joint(Satterthwaite); !IsUndetermined(err) {
		t.Error(err)
	}
}

// A boundary is a fit: the variance is exactly nought, the reason is given, and
// inference goes on as if the term were not there (its df count the rest).
func TestBoundary(t *testing.T) {
	// Branch means are alike by construction, so animals differ less than chance.
	tab := rows(6, 2, 4, func(a, b, s int) float64 { return []float64{1, -1, 2, -2}[s] + 0.01*float64((a*7+b*3+s)%5) })
	with := mustFit(t, mustDesign(t, "y ~ arm + (1 | animal/branch)", tab, formula.Coding{}), Params{})
	without := mustFit(t, mustDesign(t, "y ~ arm", tab, formula.Coding{}), Params{})
	if len(with.Singular) != 2 || with.Random[0].Cov.At(0, 0) != 0 || !strings.Contains(with.Singular[0], "(Intercept) does not vary between levels of animal") {
		t.Fatalf("singular %q, variance %g", with.Singular, with.Random[0].Cov.At(0, 0))
	}
	const same = 1e-9
	near(t, "criterion", with.Criterion, without.Criterion, same)
	for _, by := range []Method{Satterthwaite, KenwardRoger} {
		a, err := with.Estimates(by)
		if err != nil {
			t.Fatal(err)
		}
		b, err := without.Estimates(by)
		if err != nil {
			t.Fatal(err)
		}
		for i := range a {
			near(t, "value", a[i].Value, b[i].Value, same)
			if by == Satterthwaite {
				near(t, "df", a[i].DF, b[i].DF, same)
			}
			for _, x := range []float64{a[i].SE, a[i].DF, a[i].P, a[i].Low, a[i].High} {
				if math.IsNaN(x) {
					t.Errorf("%s %+v", by, a[i])
				}
			}
		}
	}
	if c, ok := with.Random[0].Corr(0, 0); ok {
		t.Errorf("a correlation %g of what does not vary", c)
	}
}

// A slope over a predictor that never moves has no variance, and a scale of
// 1e-100 is as good as one.
func TestOddScales(t *testing.T) {
	tab := rows(5, 2, 4, noise(8))
	m := mustFit(t, mustDesign(t, "y ~ 1 + (1 | animal) + (0 + I(day * 0) | animal)", tab, formula.Coding{}), Params{})
	if m.Random[1].Cov.At(0, 0) != 0 {
		t.Errorf("variance %g", m.Random[1].Cov.At(0, 0))
	}
	tiny := mustFit(t, mustDesign(t, "I(y * 1e-100) ~ day + (1 | animal:branch)", tab, formula.Coding{}), Params{})
	one := mustFit(t, mustDesign(t, "y ~ day + (1 | animal:branch)", tab, formula.Coding{}), Params{})
	a, _ := tiny.Estimates(KenwardRoger)
	b, _ := one.Estimates(KenwardRoger)
	for i := range a {
		near(t, "t", a[i].T, b[i].T, 1e-9)
		near(t, "df", a[i].DF, b[i].DF, 1e-9)
	}
}

// Whatever is asked of few animals, the answer is a probability or a reason.
func TestFewAnimals(t *testing.T) {
	answers, reasons := 0, 0
	for seed := range uint64(60) {
		tab := rows(4+int(seed%3), 2, 3, noise(seed))
		m := mustFit(t, mustDesign(t, "y ~ arm * factor(day) + (1 + day | animal)", tab, formula.Coding{}), Params{})
		for _, by := range []Method{Satterthwaite, KenwardRoger} {
			j, err := m.Joint(by, m.Design.Coefficients()[1:]...)
			switch {
			case IsUndetermined(err):
				reasons++
			case err != nil || !(j.P >= 0 && j.P <= 1 && j.Denominator > 0 && j.F >= 0):
				t.Errorf("seed %d, %s: %+v, %v", seed, by, j, err)
			default:
				answers++
			}
			all, err := m.Estimates(by)
			for _, e := range all {
				if !(e.P >= 0 && e.P <= 1 && e.DF > 0 && e.Low < e.High) {
					t.Errorf("seed %d, %s: %+v, %v", seed, by, e, err)
				}
			}
		}
	}
	t.Logf("%d answers, %d reasons", answers, reasons)
}

// Slopes that follow the intercepts exactly are a correlation of one.
func TestPerfectCorrelation(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	tab := rows(8, 3, 5, func(a, _, s int) float64 { return float64(a%4)*(1+float64(s)) + 0.3*rng.NormFloat64() })
	m := mustFit(t, mustDesign(t, "y ~ day + (1 + day | animal)", tab, formula.Coding{}), Params{})
	if c, ok := m.Random[0].Corr(0, 1); !ok || math.Abs(c-1) > 1e-9 || len(m.Singular) != 1 || !strings.Contains(m.Singular[0], "correlation of 1 or -1") {
		t.Errorf("correlation %v, singular %q", c, m.Singular)
	}
}

// An empty cell drops a column and keeps what is left.
func TestEmptyCell(t *testing.T) {
	tab := rows(6, 2, 4, noise(5)).Filter(func(r int) bool { return true })
	tab = tab.Filter(func(r int) bool { return !(tab.Strings("arm")[r] == "veh" && tab.Floats("day")[r] == 3) })
	m := mustFit(t, mustDesign(t, "y ~ arm * factor(day) + (1 | animal/branch)", tab, formula.Coding{}), Params{})
	if len(m.Design.Aliased) != 1 || m.Design.Aliased[0].Name != "armveh:factor(day)3" || len(m.Coef) != 7 {
		t.Errorf("aliased %+v, %d coefficients", m.Design.Aliased, len(m.Coef))
	}
	if _, err := m.Estimates(KenwardRoger); err != nil {
		t.Error(err)
	}
}

// Laws every fit keeps: y -> c y + Xb moves coefficients alike and leaves df
// and p; the order of rows and the names of levels do not matter; what went in
// comes out unchanged.
func TestLaws(t *testing.T) {
	tab := testdata(t, "heads.csv")
	const text = "area ~ day * arm + (1 + day | animal) + (1 | rater)"
	d := mustDesign(t, text, tab, formula.Coding{})
	kept := slices.Clone(d.Y)
	m := mustFit(t, d, Params{})
	y := make([]float64, len(d.Y))
	for i := range y {
		y[i] = 1e3*d.Y[i] + 5 - 40*d.X.At(i, 1)
	}
	moved, err := m.Refit(y)
	if err != nil {
		t.Fatal(err)
	}
	back := tab.Filter(func(int) bool { return true })
	n := tab.Len()
	reversed := table.New("heads", tab.Columns()...)
	for r := n - 1; r >= 0; r-- {
		reversed.Append(back.Strings("animal")[r], back.Strings("branch")[r], back.Strings("arm")[r], back.Ints("day")[r], back.Strings("rater")[r], back.Floats("depth_um")[r], back.Floats("area")[r])
	}
	turned := mustFit(t, mustDesign(t, text, reversed, formula.Coding{}), Params{})
	const law = 1e-6 // the optimum is known to about this
	for _, by := range []Method{Satterthwaite, KenwardRoger} {
		a, _ := m.Estimates(by)
		b, _ := moved.Estimates(by)
		c, _ := turned.Estimates(by)
		for i := range a {
			want := 1e3*a[i].Value + []float64{5, -40, 0, 0, 0, 0}[i]
			near(t, a[i].Name, b[i].Value/1e3, want/1e3, law)
			near(t, a[i].Name+" SE", b[i].SE/1e3, a[i].SE, law)
			near(t, a[i].Name+" df", b[i].DF, a[i].DF, law)
			near(t, a[i].Name+" of reversed rows", c[i].Value, a[i].Value, law)
			near(t, a[i].Name+" df of reversed rows", c[i].DF, a[i].DF, law)
		}
	}
	if !slices.Equal(d.Y, kept) {
		t.Error("Fit changed its response")
	}
}

// Predictions at the rows fitted are the fitted values; a level never seen gets
// the mean.
func TestPredict(t *testing.T) {
	tab := testdata(t, "heads.csv")
	m := mustFit(t, mustDesign(t, "area ~ day + offset(depth_um / 100) + (1 + day | animal)", tab, formula.Coding{}), Params{})
	again, err := m.Design.Encode(tab)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range m.Predict(again, true) {
		near(t, "fitted", f, m.Fitted[i], 1e-10)
		near(t, "residual", m.Design.Y[i]-f, m.Residuals[i], 1e-10)
	}
	fresh := table.New("new", table.String("animal", ""), table.Float("day", ""), table.Float("depth_um", ""))
	fresh.Append("never", 3.0, 50.0)
	d, err := m.Design.Encode(fresh)
	if err != nil {
		t.Fatal(err)
	}
	for _, conditional := range []bool{true, false} {
		near(t, "new animal", m.Predict(d, conditional)[0], m.Coef[0]+3*m.Coef[1]+0.5, 1e-12)
	}
}
