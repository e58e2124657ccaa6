package lmm

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"respine/formula"
	"respine/table"
)

// Tolerances against lme4, lmerTest and pbkrtest, relative to the size of the
// value or one: their optimisers stop at 1e-8 or so of theta, and lmerTest takes
// numeric derivatives.
const (
	coefficient = 1e-6
	deviance    = 1e-8
	relative    = 1e-5 // theta
	satterDF    = 1e-4
	kenward     = 1e-6
)

// matrix is how the oracles write one.
type matrix struct {
	Rows, Cols []string
	Values     [][]float64
}

// answer is what lme4 and its companions say of one model.
type answer struct {
	Formula       string
	REML          bool
	Criterion     float64
	AIC, BIC      float64
	Sigma         float64
	Theta         map[string]float64
	Fixef         map[string]float64
	Vcov          matrix
	Satterthwaite matrix
	KenwardRoger  *matrix `json:"kenward_roger"`
	VcovKR        *matrix `json:"vcov_kr"`
	Anova         matrix  `json:"anova_satterthwaite"`
	AnovaKR       *matrix `json:"anova_kr"`
	Ranef         map[string]matrix
}

// shared returns the path of a reference file kept outside the repository, or
// skips the test.
func shared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "oracles", name)
	if _, err := os.Stat(path); err != nil {
		path = filepath.Join("..", "..", "shared", "oracles", name)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, reference file absent: %v", err)
	}
	return path
}

func readJSON(t testing.TB, path string, to any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func mustDesign(t testing.TB, text string, tab *table.Table, c formula.Coding) formula.Design {
	t.Helper()
	f, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Design(tab, c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustFit(t testing.TB, d formula.Design, p Params) *Model {
	t.Helper()
	m, err := Fit(d, p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %.12g, the reference has %.12g", what, got, want)
	}
}

// compare holds a model against an answer.
func compare(t *testing.T, m *Model, want answer) {
	t.Helper()
	if m.Criterion > want.Criterion+deviance {
		t.Errorf("criterion %.12g, the reference reached %.12g", m.Criterion, want.Criterion)
	}
	near(t, "criterion", m.Criterion, want.Criterion, 1e-7)
	near(t, "AIC", m.AIC(), want.AIC, 1e-7)
	near(t, "BIC", m.BIC(), want.BIC, 1e-7)
	near(t, "sigma", m.Sigma, want.Sigma, relative)
	for i, name := range m.Design.Names {
		near(t, name, m.Coef[i], want.Fixef[name], coefficient)
		for j := range m.Design.Names {
			near(t, "vcov", m.Cov.At(i, j), want.Vcov.Values[i][j], relative)
		}
	}
	found := 0
	for k, r := range m.Random {
		for a, na := range r.Names {
			for b := range a + 1 {
				key := m.Design.Groups[k].Name + "." + na
				if b != a {
					key += "." + r.Names[b]
				}
				if th, ok := want.Theta[key]; ok {
					near(t, "theta "+key, r.Theta.At(a, b), th, relative)
					found++
				}
			}
		}
		ranef, ok := want.Ranef[r.Name]
		for l, level := range m.Design.Groups[k].Levels {
			for i, name := range ranef.Rows {
				if ok && name == level {
					near(t, "mode of "+level, r.Modes.At(l, 0), ranef.Values[i][0], relative)
				}
			}
		}
	}
	if found != len(want.Theta) {
		t.Errorf("compared %d of %d elements of theta", found, len(want.Theta))
	}
	estimates(t, m, Satterthwaite, want.Satterthwaite, satterDF)
	if want.KenwardRoger != nil {
		estimates(t, m, KenwardRoger, *want.KenwardRoger, kenward)
		kr, err := m.kenwardRoger()
		if err != nil {
			t.Fatal(err)
		}
		cov := m.covariance(kr.adjusted)
		for i := range want.VcovKR.Values {
			for j, w := range want.VcovKR.Values[i] {
				near(t, fmt.Sprintf("Kenward-Roger covariance %d %d", i, j), cov.At(i, j), w, relative)
			}
		}
	}
}

// estimates compares value, standard error, df, t and p of every coefficient.
func estimates(t *testing.T, m *Model, by Method, want matrix, tolerance float64) {
	t.Helper()
	got, err := m.Estimates(by)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range got {
		w := want.Values[i]
		near(t, e.Name, e.Value, w[0], coefficient)
		near(t, e.Name+" SE", e.SE, w[1], relative)
		near(t, fmt.Sprint(e.Name, " df ", by), e.DF, w[2], tolerance)
		near(t, e.Name+" t", e.T, w[3], relative)
		if math.Abs(e.P-w[4]) > 1e-3*w[4] {
			t.Errorf("%s: p %g, the reference has %g", e.Name, e.P, w[4])
		}
	}
}

// TestAgainstLme4 needs the data of lme4, which are not ours to ship.
func TestAgainstLme4(t *testing.T) {
	for _, c := range []struct{ file, data, model, formula string }{
		{"lmm_sleepstudy", "sleepstudy", "ri_reml", "Reaction ~ Days + (1 | Subject)"},
		{"lmm_sleepstudy", "sleepstudy", "rs_reml", "Reaction ~ Days + (Days | Subject)"},
		{"lmm_sleepstudy", "sleepstudy", "rs_uncorr_reml", "Reaction ~ Days + (Days || Subject)"},
		{"lmm_sleepstudy", "sleepstudy", "rs_ml", "Reaction ~ Days + (Days | Subject)"},
		{"lmm_sleepstudy", "sleepstudy", "ri_ml", "Reaction ~ Days + (1 | Subject)"},
		{"lmm_pastes_nested", "Pastes", "reml", "strength ~ 1 + (1 | batch/cask)"},
		{"lmm_pastes_nested", "Pastes", "ml", "strength ~ 1 + (1 | batch/cask)"},
		{"lmm_dyestuff_penicillin", "Dyestuff", "dyestuff", "Yield ~ 1 + (1 | Batch)"},
		{"lmm_dyestuff_penicillin", "Dyestuff2", "dyestuff2", "Yield ~ 1 + (1 | Batch)"},
		{"lmm_dyestuff_penicillin", "Penicillin", "penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)"},
	} {
		t.Run(c.model+"_"+c.data, func(t *testing.T) {
			tab, err := table.ReadFile(shared(t, c.data+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			var all map[string]json.RawMessage
			readJSON(t, shared(t, c.file+".json"), &all)
			var want answer
			if err := json.Unmarshal(all[c.model], &want); err != nil {
				t.Fatal(err)
			}
			m := mustFit(t, mustDesign(t, c.formula, tab, formula.Coding{}), Params{ML: !want.REML})
			compare(t, m, want)
			if singular := c.data == "Dyestuff2"; singular != (len(m.Singular) > 0) {
				t.Errorf("singular: %q", m.Singular)
			}
		})
	}
}
