package glmm

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/formula"
)

// nans lists the paths to NaN in the exported fields of v.
func nans(path string, v reflect.Value) []string {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) {
			return []string{path}
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Type() == reflect.TypeFor[Dispersion]() {
			return nans(path, v.Elem())
		}
	case reflect.Slice:
		var out []string
		for i := range v.Len() {
			out = append(out, nans(path, v.Index(i))...)
		}
		return out
	case reflect.Struct:
		var out []string
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				out = append(out, nans(path+"."+f.Name, v.Field(i))...)
			}
		}
		return out
	}
	return nil
}

// fit fits; nothing in the answers may be NaN.
func fit(t *testing.T, d *formula.Design, p Params) *Result {
	t.Helper()
	r, err := Fit(*d, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []any{*r, r.Effects(0.95)} {
		if bad := nans("", reflect.ValueOf(what)); bad != nil {
			t.Errorf("NaN in %v", bad)
		}
	}
	for i := range r.VCov.SymmetricDim() {
		for j := range i + 1 {
			if math.IsNaN(r.VCov.At(i, j)) {
				t.Errorf("covariance %d,%d is NaN", i, j)
			}
		}
	}
	return r
}

// profiles asks for every profile; none may be NaN or the wrong way round.
func profiles(t *testing.T, r *Result) {
	t.Helper()
	for j := range r.Coefficients {
		p := r.Profile(j, 0.9)
		if math.IsNaN(p.Lo) || math.IsNaN(p.Hi) || p.Lo > p.Hi {
			t.Errorf("profile of %s: %+v", r.Coefficients[j].Name, p)
		}
	}
}

func noted(r *Result, word string) bool {
	for _, n := range r.Notes {
		if strings.Contains(n, word) {
			return true
		}
	}
	return false
}

// small is a design of 6 animals of 3 branches of 4 spines, arm between animals.
func small(y func(animal, branch, spine int) float64) *formula.Design {
	var v, arm, odd []float64
	var animals, branches []string
	for a := range 6 {
		for b := range 3 {
			for s := range 4 {
				v = append(v, y(a, b, s))
				arm = append(arm, float64(a%2))
				odd = append(odd, float64(s%2))
				animals = append(animals, string(rune('A'+a)))
				branches = append(branches, string(rune('A'+a))+string(rune('1'+b)))
			}
		}
	}
	return designOf(v, nil, []column{{"(Intercept)", ones(len(v))}, {"arm", arm}, {"odd", odd}}, intercept("animal", animals), intercept("branch", branches))
}

func TestAllOrNothing(t *testing.T) {
	zero := small(func(int, int, int) float64 { return 0 })
	one := small(func(int, int, int) float64 { return 1 })
	for _, f := range []Family{Binomial, BetaBinomial, Poisson, NegativeBinomial} {
		r := fit(t, zero, Params{Family: f})
		profiles(t, r)
		if r.Deviance != 0 || !math.IsInf(r.Coefficients[0].Estimate, -1) || !noted(r, "every response is zero") || r.Fitted[0] != 0 {
			t.Errorf("%v, all zeros: deviance %v, %+v, %v", f, r.Deviance, r.Coefficients[0], r.Notes)
		}
	}
	for _, l := range []Link{Logit, CLogLog} {
		r := fit(t, one, Params{Link: l})
		profiles(t, r)
		if r.Deviance != 0 || !math.IsInf(r.Coefficients[0].Estimate, 1) || !noted(r, "every trial is a success") || r.Fitted[0] != 1 {
			t.Errorf("all successes: deviance %v, %+v, %v", r.Deviance, r.Coefficients[0], r.Notes)
		}
	}
}

// TestSeparatedRatio: the likelihood-ratio test of an arm without an event, in
// closed form.
func TestSeparatedRatio(t *testing.T) {
	d := designOf([]float64{0, 9}, []float64{30, 30}, []column{{"(Intercept)", ones(2)}, {"arm", []float64{1, 0}}})
	null := *d
	null.Names = d.Names[:1]
	c, err := LikelihoodRatio(fit(t, d, Params{}), fit(t, &null, Params{}))
	if err != nil {
		t.Fatal(err)
	}
	want := -2 * (9*math.Log(9./60) + 51*math.Log(51./60) - 9*math.Log(9./30) - 21*math.Log(21./30))
	if math.Abs(c.Chi2-want) > 1e-9 || c.DF != 1 {
		t.Errorf("%+v, want %v", c, want)
	}
}

// TestQuasiSeparation: no event in arm 1. The arm is infinite, its profile ends
// on one side, the rest is the fit of arm 0 alone, and the likelihood-ratio test
// is as it would be.
func TestQuasiSeparation(t *testing.T) {
	y := func(a, b, s int) float64 { return float64(boolInt(a%2 == 0 && (a+2*b+s)%3 == 0)) }
	d := small(y)
	for _, p := range []Params{{}, {Link: CLogLog}, {Family: Poisson}} {
		r := fit(t, d, p)
		if !math.IsInf(r.Coefficients[1].Estimate, -1) || !strings.Contains(r.Coefficients[1].Reason, "separated") {
			t.Fatalf("arm: %+v", r.Coefficients[1])
		}
		sub := small(y)
		var keep []int
		for i := range sub.Y {
			if sub.X.At(i, 1) == 0 {
				keep = append(keep, i)
			}
		}
		var half, odd []float64
		var animals, branches []string
		for _, i := range keep {
			half, odd = append(half, sub.Y[i]), append(odd, sub.X.At(i, 2))
			animals = append(animals, sub.Groups[0].Levels[sub.Groups[0].Of[i]])
			branches = append(branches, sub.Groups[1].Levels[sub.Groups[1].Of[i]])
		}
		only := fit(t, designOf(half, nil, []column{{"(Intercept)", ones(len(half))}, {"odd", odd}}, intercept("animal", animals), intercept("branch", branches)), p)
		for j, k := range []int{0, 2} {
			if math.Abs(r.Coefficients[k].Estimate-only.Coefficients[j].Estimate) > 1e-6 || math.Abs(r.Coefficients[k].SE-only.Coefficients[j].SE) > 1e-5 {
				t.Errorf("%+v, of arm 0 alone %+v", r.Coefficients[k], only.Coefficients[j])
			}
		}
		if math.Abs(r.Deviance-only.Deviance) > 1e-8 {
			t.Errorf("deviance %v, of arm 0 alone %v", r.Deviance, only.Deviance)
		}
		profiles(t, r)
		iv := r.Profile(1, 0.95)
		if !math.IsInf(iv.Lo, -1) || math.IsInf(iv.Hi, 1) {
			t.Errorf("profile %+v", iv)
		}
	}
}

// TestInfiniteContrasts: an arm without events as reference sends intercept and
// arm to infinity, and their sum stays what it is; of two arms without events
// the difference is not determined.
func TestInfiniteContrasts(t *testing.T) {
	cols := []column{{"(Intercept)", ones(3)}, {"b", []float64{0, 1, 0}}, {"c", []float64{0, 0, 1}}}
	n := []float64{30, 30, 30}
	r := fit(t, designOf([]float64{0, 9, 12}, n, cols), Params{})
	at := func(r *Result, w ...float64) Effect { return r.Effect(formula.Linear{Weights: w}, 0.95) }
	b := at(r, 1, 1, 0)
	if math.Abs(b.Estimate-math.Log(9./21)) > 1e-9 || math.Abs(b.SE-math.Sqrt(1./9+1./21)) > 1e-6 || b.Reason != "" {
		t.Errorf("log odds of b: %+v", b)
	}
	if c := at(r, 0, 1, -1); math.Abs(c.Estimate-(math.Log(9./21)-math.Log(12./18))) > 1e-9 || c.Reason != "" {
		t.Errorf("b against c: %+v", c)
	}
	if a := at(r, 1, 0, 0); !math.IsInf(a.Estimate, -1) || a.Reason == "" || a.P != 1 {
		t.Errorf("log odds of a: %+v", a)
	}
	if e := at(r, 0, 1, 0); !math.IsInf(e.Estimate, 1) || !math.IsInf(e.Lo, -1) {
		t.Errorf("b against a: %+v", e)
	}
	r = fit(t, designOf([]float64{9, 0, 0}, n, cols), Params{})
	if e := at(r, 0, 1, -1); e.Estimate != 0 || e.Reason == "" || !math.IsInf(e.Hi, 1) {
		t.Errorf("two arms without events: %+v", e)
	}
	if e := at(r, 0, 1, 0); !math.IsInf(e.Estimate, -1) {
		t.Errorf("one of them: %+v", e)
	}
	// Found one after the other, an arm without events and one of events only.
	r.est.directions = [][]float64{{0, -1, 0}, {0, 0, 1}}
	if e := at(r, 0, 1, 1); e.Estimate != 0 || !strings.Contains(e.Reason, "either sign") {
		t.Errorf("the sum of both infinities: %+v", e)
	}
}
