package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// carName puts the factors of an effect into a fixed order.
func carName(name string) string {
	parts := strings.Split(name, ":")
	slices.Sort(parts)
	return strings.Join(parts, ":")
}

// checkRepeated compares with the tables of car: SS, num df, error SS, den df, F,
// p; GG, p, HF, p; Mauchly W, p.
func checkRepeated(t *testing.T, got RepeatedTable, cells float64, names []any, table [][]float64, epsNames []any, eps [][]float64, sph [][]float64) {
	t.Helper()
	const tolerance = 1e-9
	if got.Undetermined != "" {
		t.Fatal(got.Undetermined)
	}
	at := map[string]RepeatedEffect{}
	for _, e := range got.Effects {
		at[carName(e.Name)] = e
	}
	if len(at) != len(names)-1 { // but the mean
		t.Errorf("%d effects, car %d", len(at), len(names)-1)
	}
	for i, n := range names[1:] {
		name, row := n.(string), table[i+1]
		e, ok := at[carName(name)]
		if !ok {
			t.Errorf("no effect %s", name)
		}
		check(t, name+" SS", e.SS, row[0], tolerance)
		check(t, name+" df", e.DF1, row[1], tolerance)
		check(t, name+" error SS", e.SSError, row[2], tolerance)
		check(t, name+" error df", e.DF2, row[3], tolerance)
		check(t, name+" F", e.Statistic, row[4], tolerance)
		check(t, name+" p", e.P, row[5], tolerance)
	}
	for i, n := range epsNames {
		name := n.(string)
		e := at[carName(name)]
		check(t, name+" GG", e.GreenhouseGeisser, eps[i][0], tolerance)
		check(t, name+" GG p", e.PGreenhouseGeisser, eps[i][1], tolerance)
		check(t, name+" HF", e.HuynhFeldt, eps[i][2], tolerance)
		check(t, name+" HF p", e.PHuynhFeldt, eps[i][3], tolerance)
		check(t, name+" Mauchly", e.Mauchly.W, sph[i][0], tolerance)
		check(t, name+" Mauchly p", e.Mauchly.P+carSlip(e, cells), sph[i][1], tolerance)
	}
}

// carSlip is what car, after R's mauchly.test, adds to Mauchly's p: its term of
// second order has 3 times the number of cells where Anderson 2003 has 3 times
// the number of contrasts, the dimension of the matrix that W is of.
func carSlip(e RepeatedEffect, cells float64) float64 {
	p := contrastsOf(e.Name)
	df := e.DF2 / p
	rho := 1 - (2*p*p+p+2)/(6*p*df)
	x, f := -df*rho*math.Log(e.Mauchly.W), p*(p+1)/2-1
	extra := (p + 2) * (p - 1) * (p - 2) * 3 * (cells - p) / (288 * p * p * df * df * rho * rho)
	return extra * (chiSquareUpper(x, f+4) - chiSquareUpper(x, f))
}

// contrastsOf returns the number of contrasts of the within part of an effect.
func contrastsOf(name string) float64 {
	levels := map[string]float64{"day": 3, "side": 2, "phase": 3, "hour": 5}
	p := 1.0
	for _, f := range strings.Split(name, ":") {
		if k := levels[f]; k > 0 {
			p *= k - 1
		}
	}
	return p
}

// car 3.1-1: two arms of 5 and 7, 3 days by 2 sides.
func TestRepeatedMeasuresMatchesCar(t *testing.T) {
	a := answers(classical(t).at("mixed").(map[string]any))
	got := RepeatedMeasures(a.rows("Y"), []Within{{"day", 3}, {"side", 2}}, []Between{{"arm", toInts(a.nums("arm"))}})
	checkRepeated(t, got, 6, a.at("names").([]any), a.rows("table"), a.at("eps_names").([]any), a.rows("eps"), a.rows("sph"))
}

// O'Brien & Kaiser 1985 by afex and car.
func TestRepeatedMeasuresMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "rm_mixed_anova_obk.json"))
	s := readCells(t, oracle(t, "obk_long.csv"))
	id := toInts(toFloats(s["id"]))
	phase, hour := levels(s["phase"], "pre", "post", "fup"), levels(s["hour"], "1", "2", "3", "4", "5")
	treatment, gender := levels(s["treatment"], "control", "A", "B"), levels(s["gender"], "F", "M")
	value := toFloats(s["value"])
	n := slices.Max(id)
	y, means := make([][]float64, n), make([][]float64, n)
	arm, sex := make([]int, n), make([]int, n)
	for i := range y {
		y[i], means[i] = make([]float64, 15), make([]float64, 3)
	}
	for r, v := range value {
		i := id[r] - 1
		y[i][phase[r]*5+hour[r]] = v
		means[i][phase[r]] += v / 5
		arm[i], sex[i] = treatment[r], gender[r]
	}
	full := RepeatedMeasures(y, []Within{{"phase", 3}, {"hour", 5}}, []Between{{"treatment", arm}, {"gender", sex}})
	checkRepeated(t, full, 15, a.at("full_univariate", "rows").([]any), a.rows("full_univariate", "values"),
		a.at("full_eps", "rows").([]any), a.rows("full_eps", "values"), a.rows("full_mauchly", "values"))
	simple := RepeatedMeasures(means, []Within{{"phase", 3}}, []Between{{"treatment", arm}})
	checkRepeated(t, simple, 3, a.at("simple_univariate", "rows").([]any), a.rows("simple_univariate", "values"),
		a.at("simple_eps", "rows").([]any), a.rows("simple_eps", "values"), a.rows("simple_mauchly", "values"))
	for _, c := range []struct {
		got    RepeatedTable
		key    string
		column int
		eta    func(RepeatedEffect) float64
	}{
		{full, "full_table_GG", 4, func(e RepeatedEffect) float64 { return e.GeneralizedEta }},
		{simple, "simple_table", 4, func(e RepeatedEffect) float64 { return e.PartialEtaSquared() }},
	} {
		at := map[string]RepeatedEffect{}
		for _, e := range c.got.Effects {
			at[carName(e.Name)] = e
		}
		for i, n := range a.at(c.key, "rows").([]any) {
			check(t, fmt.Sprint(n, " η²"), c.eta(at[carName(n.(string))]), a.rows(c.key, "values")[i][c.column], 1e-10)
		}
	}
}

// Two levels within: F is the paired t squared. Without factors between and two
// arms: the arm by day interaction is Student's t of the changes, squared.
func TestRepeatedMeasuresOfTwoLevels(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var y [][]float64
	var arm []int
	var change [2][]float64
	var before, after []float64
	for i := range 11 {
		row := gaussians(rng, 2, rng.NormFloat64(), 1)
		y, arm = append(y, row), append(arm, i%2)
		before, after = append(before, row[0]), append(after, row[1])
		change[i%2] = append(change[i%2], row[1]-row[0])
	}
	one := RepeatedMeasures(y, []Within{{"day", 2}}, nil).Effects[0]
	p := Paired(before, after, 0.95)
	check(t, "F", one.Statistic, p.Statistic*p.Statistic, 1e-11)
	check(t, "p", one.PGreenhouseGeisser, p.P, 1e-11)
	two := RepeatedMeasures(y, []Within{{"day", 2}}, []Between{{"arm", arm}})
	s := Student(change[0], change[1], 0.95)
	last := two.Effects[len(two.Effects)-1]
	if last.Name != "arm:day" {
		t.Errorf("the last effect is %q", last.Name)
	}
	check(t, "interaction", last.Statistic, s.Statistic*s.Statistic, 1e-11)
	check(t, "interaction p", last.P, s.P, 1e-11)
	// Errors of the sums and of the changes within arms, both over √2.
	var sum [2][]float64
	for i, row := range y {
		sum[arm[i]] = append(sum[arm[i]], row[0]+row[1])
	}
	errors := 9 * (pooledVariance(sum[0], sum[1]) + pooledVariance(change[0], change[1])) / 2
	check(t, "generalised η²", last.GeneralizedEta, last.SS/(last.SS+errors), 1e-11)
	check(t, "partial η²", last.PartialEtaSquared(), last.Statistic/(last.Statistic+9), 1e-11)
}

// The order of animals, the order of levels, unit and origin change nothing, and
// y stays as it was.
func TestRepeatedMeasuresLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 3))
	arm := []int{0, 1, 0, 1, 1, 0, 1, 2, 2, 2}
	y := make([][]float64, len(arm))
	for i := range y {
		y[i] = gaussians(rng, 6, rng.NormFloat64(), 1)
	}
	within := []Within{{"day", 3}, {"side", 2}}
	first := y[0][0]
	want := RepeatedMeasures(y, within, []Between{{"arm", arm}}).Effects
	again := make([][]float64, len(arm))
	turned := make([]int, len(arm))
	for i, o := range rng.Perm(len(arm)) {
		v := moved(y[o], 1000, 3)
		again[i], turned[i] = []float64{v[4], v[5], v[0], v[1], v[2], v[3]}, -arm[o] // days and arms renamed
	}
	for i, e := range RepeatedMeasures(again, within, []Between{{"arm", turned}}).Effects {
		check(t, e.Name+" F", e.Statistic, want[i].Statistic, 1e-9)
		check(t, e.Name+" GG", e.GreenhouseGeisser, want[i].GreenhouseGeisser, 1e-9)
		check(t, e.Name+" η²", e.GeneralizedEta, want[i].GeneralizedEta, 1e-9)
	}
	if y[0][0] != first {
		t.Error("the input was changed")
	}
}

func TestRepeatedMeasuresSaysWhyThereIsNone(t *testing.T) {
	day := []Within{{"day", 2}}
	y := [][]float64{{1, 2}, {2, 4}, {3, 3}, {5, 1}}
	for _, c := range []struct {
		got  RepeatedTable
		want string
	}{
		{RepeatedMeasures([][]float64{{1, 2}, {2, math.NaN()}}, day, nil), "animal 1 lacks a cell"},
		{RepeatedMeasures(y[:1], day, nil), "no more animals than groups"},
		{RepeatedMeasures(y, day, []Between{{"arm", []int{1, 1, 1, 1}}}), "a factor has one level"},
		{RepeatedMeasures(append(y, y...), day, []Between{{"a", []int{0, 0, 1, 1, 0, 0, 1, 1}}, {"b", []int{0, 0, 1, 1, 0, 0, 1, 1}}}), "an empty group"},
	} {
		if c.got.Undetermined != c.want {
			t.Errorf("got %q, want %q", c.got.Undetermined, c.want)
		}
	}
	// Days differ by the same in all animals: no error within, but one between.
	flat := RepeatedMeasures([][]float64{{1, 2}, {2, 3}, {4, 5}, {8, 9}}, day, []Between{{"arm", []int{0, 0, 1, 1}}}).Effects
	if flat[0].FTest.Undetermined != "" || math.IsNaN(flat[0].GeneralizedEta) || flat[1].FTest.Undetermined != allEqual {
		t.Errorf("no spread within animals: %+v", flat)
	}
	few := RepeatedMeasures([][]float64{{1, 2, 4, 4}, {2, 4, 1, 7}, {3, 3, 9, 2}}, []Within{{"day", 4}}, nil).Effects[0]
	if few.Mauchly.Undetermined != "fewer animals than contrasts" || math.IsNaN(few.PGreenhouseGeisser) {
		t.Errorf("three animals on four days: %+v", few)
	}
}

// Days that drift together within an animal break sphericity: F alone is small
// too often, corrected by Greenhouse and Geisser it is not.
func TestRepeatedMeasuresIsCalibrated(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 10))
	const runs = 1000
	var plain, corrected float64
	for range runs {
		y := make([][]float64, 12)
		for i := range y {
			y[i] = make([]float64, 5)
			walk := 0.0
			for d := range y[i] {
				walk += rng.NormFloat64()
				y[i][d] = walk
			}
		}
		e := RepeatedMeasures(y, []Within{{"day", 5}}, nil).Effects[0]
		plain += small(e.P)
		corrected += small(e.PGreenhouseGeisser)
	}
	t.Logf("p <= 0.05 of a random walk: F %.3f, corrected %.3f", plain/runs, corrected/runs)
	if plain/runs < 0.075 || math.Abs(corrected/runs-0.05) > 0.028 {
		t.Errorf("p <= 0.05: F %.3f, corrected %.3f", plain/runs, corrected/runs)
	}
	calibrated(t, "Mauchly, 12 animals, 4 contrasts", func(r *rand.Rand) float64 {
		y := make([][]float64, 12)
		for i := range y {
			y[i] = gaussians(r, 5, r.NormFloat64(), 1)
		}
		return RepeatedMeasures(y, []Within{{"day", 5}}, nil).Effects[0].Mauchly.P
	})
	calibrated(t, "arm by day, spherical", func(r *rand.Rand) float64 {
		y := make([][]float64, 9)
		for i := range y {
			y[i] = gaussians(r, 3, 2*r.NormFloat64(), 1)
		}
		return RepeatedMeasures(y, []Within{{"day", 3}}, []Between{{"arm", []int{0, 0, 0, 0, 1, 1, 1, 1, 1}}}).Effects[2].P
	})
}
