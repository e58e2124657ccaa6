package lmm

import (
	"math"
	"slices"
	"strings"
	"testing"

	"respine/formula"
	"respine/table"
)

func testdata(t testing.TB, name string) *table.Table {
	t.Helper()
	tab, err := table.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

var vehFirst = formula.Coding{Levels: map[string][]string{"group": {"veh", "ket"}}}

const nested = "logvol ~ group * restored + (1 | mouse/dendrite)"

// testdata/nested_spine_synth.json is by lme4, lmerTest, pbkrtest and emmeans
// on spine_synth.csv, which is simulated and CC0.
func TestNestedSpines(t *testing.T) {
	var all struct {
		LMM           answer
		Satterthwaite []map[string]any `json:"contrasts_satt"`
		KR            []map[string]any `json:"contrasts_kr"`
		Interaction   []map[string]any `json:"interaction_contrast_kr"`
	}
	readJSON(t, "testdata/nested_spine_synth.json", &all)
	// Dendrites carry the name of their mouse, so both formulas say the same.
	for _, text := range []string{nested, "logvol ~ group * restored + (1 | mouse) + (1 | dendrite)"} {
		m := mustFit(t, mustDesign(t, text, testdata(t, "spine_synth.csv"), vehFirst), Params{})
		want := all.LMM
		if text == nested {
			want.Theta = map[string]float64{"mouse.(Intercept)": want.Theta["mouse.(Intercept)"], "mouse:dendrite.(Intercept)": want.Theta["dendrite.(Intercept)"]}
		}
		compare(t, m, want)
		for i, restored := range []int{0, 1} {
			pairs, err := m.Design.Pairs("group", map[string]any{"restored": restored})
			if err != nil {
				t.Fatal(err)
			}
			contrast(t, m, Satterthwaite, pairs[0], all.Satterthwaite[i], -1, satterDF)
			contrast(t, m, KenwardRoger, pairs[0], all.KR[i], -1, kenward)
		}
		on, _ := m.Design.Pairs("group", map[string]any{"restored": 1})
		off, _ := m.Design.Pairs("group", map[string]any{"restored": 0})
		contrast(t, m, KenwardRoger, on[0].Minus(off[0]), all.Interaction[0], 1, kenward)
	}
}

func contrast(t *testing.T, m *Model, by Method, l formula.Linear, want map[string]any, sign, tolerance float64) {
	t.Helper()
	got, err := m.Estimates(by, l)
	if err != nil {
		t.Fatal(err)
	}
	e := got[0]
	near(t, l.Name, e.Value, sign*want["estimate"].(float64), coefficient)
	near(t, l.Name+" SE", e.SE, want["SE"].(float64), relative)
	near(t, l.Name+" df "+by.String(), e.DF, want["df"].(float64), tolerance)
	near(t, l.Name+" p", e.P, want["p.value"].(float64), 1e-4)
}

// testdata/heads.json is by make_lmm.R: slopes, crossed raters, empty cells, a
// collinear column, a singular fit, joint tests, ratios and profiles.
type heads struct {
	Models []struct {
		Formula       string
		Names         []string
		Criterion     float64
		Sigma         float64
		Theta         []float64
		Vcov          [][]float64
		Satterthwaite [][]float64
		KR            [][]float64 `json:"kenward_roger"`
		VcovKR        [][]float64 `json:"vcov_kr"`
		Joint         []string
		JointS        []float64 `json:"joint_satterthwaite"`
		JointKR       []float64 `json:"joint_kr"`
	}
	Ratio        []float64
	ProfileNames []string `json:"profile_names"`
	Profile      [][]float64
}

func TestHeads(t *testing.T) {
	var all heads
	readJSON(t, "testdata/heads.json", &all)
	tab := testdata(t, "heads.csv")
	for _, want := range all.Models {
		t.Run(want.Formula, func(t *testing.T) {
			m := mustFit(t, mustDesign(t, want.Formula, tab, formula.Coding{}), Params{})
			if !slices.Equal(m.Design.Names, want.Names) {
				t.Fatalf("coefficients %v, R has %v", m.Design.Names, want.Names)
			}
			if m.Criterion > want.Criterion+deviance {
				t.Errorf("criterion %.12g, R reached %.12g", m.Criterion, want.Criterion)
			}
			near(t, "criterion", m.Criterion, want.Criterion, 1e-7)
			near(t, "sigma", m.Sigma, want.Sigma, relative)
			estimates(t, m, Satterthwaite, matrix{Values: want.Satterthwaite}, satterDF)
			if want.KR != nil {
				estimates(t, m, KenwardRoger, matrix{Values: want.KR}, kenward)
			}
			if want.Joint != nil {
				joint(t, m, Satterthwaite, want.Joint, want.JointS, satterDF)
				joint(t, m, KenwardRoger, want.Joint, want.JointKR, kenward)
			}
		})
	}
}

func joint(t *testing.T, m *Model, by Method, names []string, want []float64, tolerance float64) {
	t.Helper()
	var ls []formula.Linear
	for _, l := range m.Design.Coefficients() {
		if slices.Contains(names, l.Name) {
			ls = append(ls, l)
		}
	}
	j, err := m.Joint(by, ls...)
	if err != nil {
		t.Fatal(err)
	}
	near(t, by.String()+" F", j.F, want[0], relative)
	near(t, by.String()+" numerator", j.Numerator, want[1], 0)
	near(t, by.String()+" denominator", j.Denominator, want[2], tolerance)
	near(t, by.String()+" p", j.P, want[3], relative)
}

func TestRatioAndProfile(t *testing.T) {
	var all heads
	readJSON(t, "testdata/heads.json", &all)
	tab := testdata(t, "heads.csv")
	full := mustFit(t, mustDesign(t, "area ~ arm * day + (1 | animal/branch)", tab, formula.Coding{}), Params{})
	reduced := mustFit(t, mustDesign(t, "area ~ day + (1 | animal/branch)", tab, formula.Coding{}), Params{ML: true})
	r, err := LikelihoodRatio(full, reduced)
	if err != nil || r.Boundary {
		t.Fatal(r, err)
	}
	near(t, "chi-squared", r.ChiSq, all.Ratio[0], coefficient)
	near(t, "df", r.DF, all.Ratio[1], 0)
	near(t, "p", r.P, all.Ratio[2], coefficient)
	got, err := full.Profile()
	if err != nil {
		t.Fatal(err)
	}
	const spline = 1e-4 // R reads its bounds off a spline through the profile
	for i, p := range got {
		near(t, p.Name+" low", p.Low, all.Profile[i][0], spline)
		near(t, p.Name+" high", p.High, all.Profile[i][1], spline)
	}
	if _, err := LikelihoodRatio(reduced, full); err == nil || !strings.Contains(err.Error(), "is not nested in") {
		t.Error(err)
	}
}

// Without random terms the fit is ordinary least squares: the certified values
// of NIST's Longley data, which lose half the digits to collinearity.
func TestLongley(t *testing.T) {
	var want struct {
		Certified struct {
			Coef, SE []float64
			Sigma    float64 `json:"resid_sd"`
		}
	}
	readJSON(t, "testdata/nist_longley.json", &want)
	m := mustFit(t, mustDesign(t, "y ~ x1 + x2 + x3 + x4 + x5 + x6", testdata(t, "longley_nist.csv"), formula.Coding{}), Params{})
	const digits = 1e-10 // condition 5e9 in the squares, 7e4 after scaling
	got, err := m.Estimates(Satterthwaite)
	if err != nil {
		t.Fatal(err)
	}
	kr, err := m.Estimates(KenwardRoger)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range got {
		near(t, e.Name, e.Value/want.Certified.Coef[i], 1, digits)
		near(t, e.Name+" SE", e.SE/want.Certified.SE[i], 1, digits)
		near(t, e.Name+" df", e.DF, 9, 1e-9)
		near(t, e.Name+" Kenward-Roger df", kr[i].DF, 9, 1e-9)
	}
	near(t, "sigma", m.Sigma/want.Certified.Sigma, 1, digits)
}

// A balanced one-way layout has a closed form: with MSB and MSW the mean
// squares between and within k animals of n rows, REML gives sigma^2 = MSW,
// variance (MSB-MSW)/n, and the mean has k-1 degrees of freedom.
func TestBalancedOneWay(t *testing.T) {
	tab := table.New("b", table.String("animal", ""), table.Float("y", ""))
	values := [][]float64{{1, 2, 4}, {5, 7, 6}, {3, 3, 5}, {9, 8, 12}}
	msb, msw, all := 0.0, 0.0, 0.0
	for _, v := range values {
		all += (v[0] + v[1] + v[2]) / 12
	}
	for a, v := range values {
		mean := (v[0] + v[1] + v[2]) / 3
		msb += 3 * (mean - all) * (mean - all) / 3
		for _, y := range v {
			msw += (y - mean) * (y - mean) / 8
			tab.Append(string(rune('a'+a)), y)
		}
	}
	m := mustFit(t, mustDesign(t, "y ~ 1 + (1 | animal)", tab, formula.Coding{}), Params{})
	const closed = 1e-9
	near(t, "sigma^2", m.Sigma*m.Sigma, msw, closed)
	near(t, "variance", m.Random[0].Cov.At(0, 0), (msb-msw)/3, closed)
	near(t, "mean", m.Coef[0], all, closed)
	for _, by := range []Method{Satterthwaite, KenwardRoger} {
		e, err := m.Estimates(by)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "df", e[0].DF, 3, closed)
		near(t, "SE", e[0].SE, math.Sqrt(msb/12), closed)
	}
}
