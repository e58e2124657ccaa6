package glmm

import (
	"encoding/json"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// tmbFit is a fit of testdata/fits.json.
type tmbFit struct {
	By         string
	Deviance   float64
	Coef, SE   []float64
	SD         json.RawMessage // R writes no terms as [], one spread as a number
	Cor        json.RawMessage
	Dispersion float64
}

// byTerm reads {"animal": 0.5} and {"animal": [0.5, 0.3]} alike.
func byTerm(t *testing.T, raw json.RawMessage) map[string][]float64 {
	t.Helper()
	out := map[string][]float64{}
	var terms map[string]json.RawMessage
	if json.Unmarshal(raw, &terms) != nil {
		return out
	}
	for name, v := range terms {
		var one float64
		var many []float64
		if json.Unmarshal(v, &one) == nil {
			many = []float64{one}
		} else if err := json.Unmarshal(v, &many); err != nil {
			t.Fatal(err)
		}
		out[name] = many
	}
	return out
}

// spines is a response of testdata/spines.csv by arm and x.
func spines(t testing.TB, response, trials string, offset bool, groups ...string) *formula.Design {
	f := readFrame(t, "testdata/spines.csv")
	y := f.numbers(t, response)
	x := f.numbers(t, "x")
	d := designOf(y, nil, []column{{"(Intercept)", ones(len(y))}, {"ket", f.numbers(t, "ket")}, {"x", x}})
	if trials != "" {
		d.Trials = f.numbers(t, trials)
	}
	if offset {
		for _, v := range f.numbers(t, "days") {
			d.Offset = append(d.Offset, math.Log(v))
		}
	}
	for _, g := range groups {
		name, slope := g, false
		if g == "animal+x" || g == "animal|x" {
			name, slope = "animal", true
		}
		term := f.intercepts(name)
		if slope {
			term.Z = mat.NewDense(len(y), 2, nil)
			term.Z.SetCol(0, ones(len(y)))
			term.Z.SetCol(1, x)
			term.Names = []string{"(Intercept)", "x"}
			term.Correlated = g == "animal+x"
		}
		d.Groups = append(d.Groups, term)
	}
	return d
}

// elsewhere is how far apart two optimisers may end: glmmTMB stops at gradients
// near 1e-4, a part of a million of a standard error.
const elsewhere = 1e-5

// TestOtherPrograms compares every family with glmmTMB, and with lme4 where it
// fits the model.
func TestOtherPrograms(t *testing.T) {
	synth := spineSynth(t, "../lmm/testdata/spine_synth.csv", 4)
	bin := Params{}
	for _, c := range []struct {
		name string
		d    *formula.Design
		p    Params
	}{
		{"spine_synth_tmb", synth, bin},
		{"spine_synth_lme4", synth, bin},
		{"nested", spines(t, "k", "n", false, "animal", "branch"), bin},
		{"nested_lme4", spines(t, "k", "n", false, "animal", "branch"), bin},
		{"crossed", spines(t, "k", "n", false, "animal", "rater"), bin},
		{"slopes", spines(t, "k", "n", false, "animal+x"), bin},
		{"slopes_lme4", spines(t, "k", "n", false, "animal+x"), bin},
		{"cloglog", spines(t, "lost", "", true, "animal", "branch"), Params{Link: CLogLog}},
		{"betabinomial", spines(t, "od", "n", false, "animal"), Params{Family: BetaBinomial}},
		{"betabinomial_plain", spines(t, "od", "n", false), Params{Family: BetaBinomial}},
		{"poisson", spines(t, "events", "", true, "animal", "branch"), Params{Family: Poisson}},
		{"poisson_agq", spines(t, "events", "", true, "branch"), Params{Family: Poisson, Nodes: 25}},
		{"nbinom", spines(t, "bursts", "", true, "animal"), Params{Family: NegativeBinomial}},
		{"nbinom_plain", spines(t, "bursts", "", true), Params{Family: NegativeBinomial}},
		{"beta", spines(t, "share", "", false, "animal"), Params{Family: Beta}},
		{"beta_plain", spines(t, "share", "", false), Params{Family: Beta}},
		{"slopes_apart", spines(t, "k", "n", false, "animal|x"), bin},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := map[string]json.RawMessage{}
			readJSON(t, "testdata/fits.json", &all)
			var want tmbFit
			if err := json.Unmarshal(all[c.name], &want); err != nil {
				t.Fatal(err)
			}
			r, err := Fit(*c.d, c.p)
			if err != nil {
				t.Fatal(err)
			}
			shift := 0.0
			if c.p.Nodes > 1 { // against the saturated model
				for _, y := range c.d.Y {
					shift -= 2 * (xlogx(y) - y - lgamma(y+1))
				}
			}
			want.compare(t, r, shift)
		})
	}
}

func xlogx(x float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(x)
}

func (want tmbFit) compare(t *testing.T, r *Result, shift float64) {
	t.Helper()
	if !r.Converged || r.Deviance > want.Deviance+shift+devianceTolerance || r.Deviance < want.Deviance+shift-1e-6 {
		t.Errorf("converged %v, deviance %.9f, %s %.9f", r.Converged, r.Deviance, want.By, want.Deviance+shift)
	}
	for j, c := range r.Coefficients {
		if math.Abs(c.Estimate-want.Coef[j]) > elsewhere || math.Abs(c.SE-want.SE[j]) > errorTolerance*want.SE[j] {
			t.Errorf("%s = %.8f (%.8f), %s %.8f (%.8f)", c.Name, c.Estimate, c.SE, want.By, want.Coef[j], want.SE[j])
		}
	}
	sd, cor := byTerm(t, want.SD), byTerm(t, want.Cor)
	for _, c := range r.Components {
		for k, v := range c.SD {
			w := sd[c.Group]
			if len(w) <= k {
				t.Fatalf("no spread of %s in the oracle", c.Group)
			}
			if math.Abs(v-w[k]) > 2*elsewhere {
				t.Errorf("SD of %s %s = %.8f, %s %.8f", c.Group, c.Names[k], v, want.By, w[k])
			}
		}
		if len(c.SD) == 2 && math.Abs(c.Correlation[0][1]-cor[c.Group][0]) > 2*elsewhere {
			t.Errorf("correlation %.8f, %s %.8f", c.Correlation[0][1], want.By, cor[c.Group][0])
		}
	}
	if r.Dispersion != nil {
		w := map[string]float64{"ρ": 1 / (1 + want.Dispersion), "α": 1 / want.Dispersion, "φ": want.Dispersion}[r.Dispersion.Name]
		if math.Abs(r.Dispersion.Estimate-w) > 1e-5*math.Max(1, w) {
			t.Errorf("%s = %.8f, %s %.8f", r.Dispersion.Name, r.Dispersion.Estimate, want.By, w)
		}
	}
}
