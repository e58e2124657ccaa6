package spatial

import (
	"math"
	"reflect"
	"testing"
)

// The same set as the enumeration of another program: 54264 label sets.
func TestBranchDispersionMatchesExactEnumeration(t *testing.T) {
	labelled, want := exactPoints(t)
	var b []Tally
	for _, row := range labelled {
		b = append(b, Tally{count(row.Lost), len(row.Lost)})
	}
	d := BranchDispersion(b, 0, nil)
	if !d.Exact || !near(d.ChiSquare, want.Chi.Observed, rounding) || !near(d.P, want.Chi.P, rounding) || !near(d.NullMean, want.Chi.Mean, rounding) {
		t.Errorf("%+v, want %+v", d, want.Chi)
	}
	d.sample(b, 40000, seeded(1))
	if p := upperP(d.Ratio, d.draws); !near(p, want.Chi.P, 0.01) { // sd 0.0025
		t.Errorf("drawn p %v, exact %v", p, want.Chi.P)
	}
	if m := mean(d.draws); !near(m, 1, 0.02) { // sd of the mean below 0.005
		t.Errorf("mean of the drawn ratios %v: the finite-population mean is %v", m, d.NullMean)
	}
}

// Two branches: the exact p is Fisher's, both tails by distance from the mean.
func TestExactChiPOfTwoBranchesByHand(t *testing.T) {
	// 3 of 4 and 1 of 4: tables k = 0..4 have chances 1, 16, 36, 16, 1 of 70.
	d := BranchDispersion([]Tally{{3, 4}, {1, 4}}, 0, nil)
	if want := 34.0 / 70; !near(d.P, want, rounding) {
		t.Errorf("p %v, want %v", d.P, want)
	}
	if d := BranchDispersion([]Tally{{4, 4}, {0, 4}, {0, 0}}, 0, nil); !near(d.P, 2.0/70, rounding) || d.Branches != 2 {
		t.Errorf("%+v", d)
	}
}

func TestDispersionUndetermined(t *testing.T) {
	for _, b := range [][]Tally{nil, {{2, 5}}, {{0, 5}, {0, 5}}, {{5, 5}, {5, 5}}, {{2, 5}, {0, 0}}} {
		if d := BranchDispersion(b, 9, seeded(1)); d.Undetermined == "" || d.P != 1 || d.Ratio != 0 {
			t.Errorf("%v: %+v", b, d)
		}
		if d := BranchDispersions([][]Tally{b}, 9, seeded(1)); d.Undetermined == "" || d.P != 1 {
			t.Errorf("%v: %+v", b, d)
		}
	}
	if f := FitBetaBinomial([][]Tally{{{0, 5}, {0, 5}}}); f.Undetermined == "" || f.P != 1 {
		t.Errorf("%+v", f)
	}
	if f := FitBetaBinomial([][]Tally{{{0, 1}, {1, 1}}}); f.Undetermined == "" {
		t.Errorf("%+v", f)
	}
}

// Losses drawn alike everywhere: p over animals is uniform, although animals
// differ, and the ratio is 1 on average. Branches that differ are found.
func TestDispersionIsCalibrated(t *testing.T) {
	t.Parallel()
	rng := seeded(41)
	reps := clusteringReps() / 2
	animals := func(spread float64) [][]Tally {
		out := make([][]Tally, 4)
		for a := range out {
			for range 8 {
				p := 0.1 + 0.1*float64(a)
				p += spread * p * (2*rng.Float64() - 1)
				t := Tally{Of: 20 + rng.IntN(20)}
				for range t.Of {
					if rng.Float64() < p {
						t.Count++
					}
				}
				out[a] = append(out[a], t)
			}
		}
		return out
	}
	var p, lr, tarone, power []float64
	ratio := 0.0
	for range reps {
		a := animals(0)
		d := BranchDispersions(a, 199, rng)
		f := FitBetaBinomial(a)
		p, lr, tarone = append(p, d.P), append(lr, f.P), append(tarone, f.TaroneP)
		ratio += d.Ratio / float64(reps)
	}
	for range 60 {
		power = append(power, BranchDispersions(animals(0.9), 199, rng).P)
	}
	t.Logf("p <= 0.05 in %.3f by exchange, %.3f by beta-binomial, %.3f by Tarone; distance %.4f; ratio %.4f",
		shareBelow(p, 0.05), shareBelow(lr, 0.05), shareBelow(tarone, 0.05), ksUniform(p), ratio)
	if d := ksUniform(p); d > ksOnePercent(reps) {
		t.Errorf("Kolmogorov-Smirnov distance %v > %v", d, ksOnePercent(reps))
	}
	if !near(ratio, 1, 0.02*math.Sqrt(1000/float64(reps))) { // sd of one ratio about 0.25
		t.Errorf("mean ratio %v", ratio)
	}
	for i, x := range [][]float64{lr, tarone} {
		name := []string{"beta-binomial", "Tarone"}[i]
		if s := shareBelow(x, 0.05); s > 0.05+3*math.Sqrt(0.05*0.95/float64(reps)) {
			t.Errorf("%s: p <= 0.05 in %v", name, s)
		}
	}
	if s := shareBelow(power, 0.05); s < 0.9 {
		t.Errorf("uneven branches found in %v", s)
	}
}

// 56 herds, R: optim on the same likelihood, and Tarone's Z.
func TestBetaBinomialAgreesWithR(t *testing.T) {
	cols := readCSV(t, oracle(t, "cbpp.csv"))
	count, of := numbers(t, cols["incidence"]), numbers(t, cols["size"])
	var b []Tally
	for i := range count {
		b = append(b, Tally{int(count[i]), int(of[i])})
	}
	var want struct {
		Z    float64 `json:"tarone_Z"`
		P    float64 `json:"tarone_p_one_sided"`
		Beta struct {
			Mu, Rho, LogLik float64
			Binom           float64 `json:"loglik_binom"`
			LR              float64
			P               float64 `json:"p_half_chibar"`
		} `json:"betabinom"`
	}
	readJSON(t, oracle(t, "overdispersion_counts.json"), &want)
	f := FitBetaBinomial([][]Tally{b})
	const optimum = 1e-6 // of the argument, as flat as the top is; values are far nearer
	allNear(t, "Tarone Z, LR, logs", []float64{f.TaroneZ, f.LR, f.LogLikelihood, f.LogBinomial},
		[]float64{want.Z, want.Beta.LR, want.Beta.LogLik, want.Beta.Binom}, 1e-8)
	allNear(t, "mu, rho", []float64{f.Mu, f.Rho}, []float64{want.Beta.Mu, want.Beta.Rho}, optimum)
	allNear(t, "p", []float64{f.TaroneP / want.P, f.P / want.Beta.P}, []float64{1, 1}, 1e-6)
}

// The urn's product is the beta function's ratio; with phi = 0 the binomial.
func TestBetaBinomialLogIsItsClosedForm(t *testing.T) {
	lbeta := func(a, b float64) float64 {
		x, _ := math.Lgamma(a)
		y, _ := math.Lgamma(b)
		z, _ := math.Lgamma(a + b)
		return x + y - z
	}
	b := []Tally{{2, 7}, {0, 3}, {5, 5}}
	mu, phi := 0.3, 0.4
	want := 0.0
	for _, v := range b {
		want += logChoose(v.Of, v.Count) + lbeta(float64(v.Count)+mu/phi, float64(v.Of-v.Count)+(1-mu)/phi) - lbeta(mu/phi, (1-mu)/phi)
	}
	if got := newUrn(b).log(mu, phi); !near(got, want, rounding) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := newUrn(b).log(7.0/15, 0), binomialLog(b); !near(got, want, rounding) {
		t.Errorf("phi 0: %v, binomial %v", got, want)
	}
	// Even branches vary less than binomial ones: rho is 0 and P is 1.
	if f := FitBetaBinomial([][]Tally{{{3, 10}, {3, 10}, {3, 10}}}); f.Rho != 0 || f.P != 1 || f.LR != 0 || f.TaroneZ >= 0 {
		t.Errorf("%+v", f)
	}
}

// Animals that differ are not branches that differ.
func TestBetaBinomialKeepsAnimalsApart(t *testing.T) {
	even := [][]Tally{{{2, 20}, {2, 20}, {3, 20}, {2, 20}}, {{15, 20}, {14, 20}, {15, 20}, {16, 20}}}
	if f := FitBetaBinomial(even); f.Rho != 0 {
		t.Errorf("rho %v", f.Rho)
	}
	if f := FitBetaBinomial([][]Tally{append(append([]Tally(nil), even[0]...), even[1]...)}); f.P > 1e-6 {
		t.Errorf("as one animal: %+v", f)
	}
	a, b := BranchDispersions(even, 99, seeded(3)), BranchDispersions(even, 99, seeded(3))
	if !reflect.DeepEqual(a, b) || a.P < 0.5 {
		t.Errorf("%+v", a)
	}
}
