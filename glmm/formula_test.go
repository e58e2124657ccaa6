package glmm_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"respine/formula"
	"respine/glmm"
	"respine/table"
)

// spines of two arms: 4 animals, 2 branches each; how many of the spines of a
// branch were lost.
const losses = `animal,branch,arm,lost,n
a,1,veh,2,20
a,2,veh,5,24
b,1,veh,1,18
b,2,veh,3,22
c,1,veh,4,25
c,2,veh,2,19
d,1,cort,7,21
d,2,cort,5,20
e,1,cort,9,26
e,2,cort,4,17
f,1,cort,6,24
f,2,cort,8,23
`

func design(t testing.TB, text, csv string) formula.Design {
	tab, err := table.ReadCSV(strings.NewReader(csv), "losses")
	if err != nil {
		t.Fatal(err)
	}
	f, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Design(tab, formula.Coding{Levels: map[string][]string{"arm": {"veh", "cort"}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func Example() {
	tab, err := table.ReadCSV(strings.NewReader(losses), "losses")
	if err != nil {
		panic(err)
	}
	f, err := formula.Parse("lost/n ~ arm + (1 | animal/branch)")
	if err != nil {
		panic(err)
	}
	d, err := f.Design(tab, formula.Coding{Levels: map[string][]string{"arm": {"veh", "cort"}}})
	if err != nil {
		panic(err)
	}
	r, err := glmm.Fit(d, glmm.Params{})
	if err != nil {
		panic(err)
	}
	e := r.Effects(0.95)[1]
	fmt.Printf("%s: %s %.2f [%.2f, %.2f], p = %.3f on %g degrees of freedom\n", e.Name, e.Kind, e.Ratio, e.RatioLo, e.RatioHi, e.PT, e.DF)
	// Output:
	// armcort: odds ratio 2.77 [1.13, 6.79], p = 0.034 on 4 degrees of freedom
}

// TestContrasts: means, pairs and the coefficients of another reference are the
// same comparison.
func TestContrasts(t *testing.T) {
	d := design(t, "lost/n ~ arm + (1 | animal)", losses)
	r, err := glmm.Fit(d, glmm.Params{})
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := d.Pairs("arm", nil)
	if err != nil {
		t.Fatal(err)
	}
	a, b := r.Effect(pairs[0], 0.95), r.Effects(0.95)[1]
	if math.Abs(math.Abs(a.Estimate)-math.Abs(b.Estimate)) > 1e-12 || math.Abs(a.SE-b.SE) > 1e-12 || a.DF != 4 || b.DF != 4 {
		t.Errorf("%+v\n%+v", a, b)
	}
	for _, arm := range []string{"veh", "cort"} {
		at, err := d.At(map[string]any{"arm": arm})
		if err != nil {
			t.Fatal(err)
		}
		p := r.Predict(at, 0, 0.95)
		if !(p.Lower < p.Mean && p.Mean < p.Upper && p.Mean <= p.Average && p.Average < 0.5) {
			t.Errorf("%s: %+v", arm, p)
		}
		want := 1 / (1 + math.Exp(-p.Estimate))
		if math.Abs(p.Mean-want) > 1e-12 {
			t.Errorf("%s: mean %v, want %v", arm, p.Mean, want)
		}
	}
}

// TestAverage: the mean over animals by simulation of a Poisson model, whose
// closed form is exp(η + σ²/2), and of a logit by a sum over a grid.
func TestAverage(t *testing.T) {
	d := design(t, "lost ~ arm + offset(log(n)) + (1 | animal)", strings.ReplaceAll(losses, "9,26", "19,26"))
	r, err := glmm.Fit(d, glmm.Params{Family: glmm.Poisson})
	if err != nil {
		t.Fatal(err)
	}
	at, err := d.At(map[string]any{"arm": "cort"})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Predict(at, math.Log(20), 0.95)
	sd := r.Components[0].SD[0]
	if want := p.Mean * math.Exp(sd*sd/2); sd == 0 || math.Abs(p.Average-want) > 1e-12 {
		t.Errorf("average %v, want %v", p.Average, want)
	}
	d = design(t, "lost/n ~ arm + (1 | animal)", strings.ReplaceAll(losses, "9,26", "25,26"))
	if r, err = glmm.Fit(d, glmm.Params{}); err != nil {
		t.Fatal(err)
	}
	p = r.Predict(at, 0, 0.95)
	sd = r.Components[0].SD[0]
	sum, weight := 0.0, 0.0
	for z := -8.0; z <= 8; z += 1e-3 {
		w := math.Exp(-z * z / 2)
		sum += w / (1 + math.Exp(-p.Estimate-sd*z))
		weight += w
	}
	if sd == 0 || math.Abs(p.Average-sum/weight) > 1e-9 {
		t.Errorf("average %v, want %v", p.Average, sum/weight)
	}
}

// TestEmptyCellOfFormula: veh on the second day was not imaged.
func TestEmptyCellOfFormula(t *testing.T) {
	rows := "animal,arm,day,lost,n\n"
	for i, l := range strings.Split(strings.TrimSpace(losses), "\n")[1:] {
		v := strings.Split(l, ",")
		day := i % 2
		if v[2] == "veh" {
			day = 0
		}
		rows += fmt.Sprintf("%s,%s,d%d,%s,%s\n", v[0], v[2], day, v[3], v[4])
	}
	d := design(t, "lost/n ~ arm * day + (1 | animal)", rows)
	r, err := glmm.Fit(d, glmm.Params{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Coefficients) != 3 || len(r.Notes) == 0 || !strings.Contains(r.Notes[0], ":") || !strings.Contains(r.Notes[0], "linear combination") || !r.Converged {
		t.Errorf("%+v\n%v", r.Coefficients, r.Notes)
	}
	if _, err := d.At(map[string]any{"arm": "veh", "day": "d1"}); err == nil {
		t.Error("the mean of the empty cell was determined")
	}
}

// TestWrittenRandomTerms: nested, crossed and uncorrelated terms as a formula
// writes them are fitted as meant.
func TestWrittenRandomTerms(t *testing.T) {
	for text, parameters := range map[string]int{
		"lost/n ~ arm + (1 | animal/branch)":            4,
		"lost/n ~ arm + (1 | animal) + (1 | branch)":    4,
		"lost/n ~ arm + (1 + arm || animal)":            4,
		"lost/n ~ arm":                                  2,
		"lost/n ~ 0 + arm + (1 | animal:branch)":        3,
		"cbind(lost, n) ~ arm + (1 | animal)":           3,
		"lost/n ~ offset(log(n)) + arm + (1 | animal)":  3,
		"lost/n ~ arm + log(n) + (1 + log(n) | branch)": 6,
	} {
		r, err := glmm.Fit(design(t, text, losses), glmm.Params{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if r.Parameters != parameters || !r.Converged {
			t.Errorf("%s: %d parameters, converged %v, %v", text, r.Parameters, r.Converged, r.Notes)
		}
	}
}
