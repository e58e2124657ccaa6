package turnover

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestCorrectInvertsExpect(t *testing.T) {
	e := ErrorRates{Miss: 0.08, FalsePerUm: 0.015}
	k, l, g := Expect(800, 150, 90, 2000, e)
	kept, lost, gained := 800*0.92*0.92, 150*0.92+800*0.08*0.92+30, 90*0.92+800*0.08*0.92+30
	if math.Abs(k-kept) > 1e-9 || math.Abs(l-lost) > 1e-9 || math.Abs(g-gained) > 1e-9 {
		t.Errorf("Expect = %v %v %v, want %v %v %v", k, l, g, kept, lost, gained)
	}
	v := Interval{Kept: int(math.Round(k)), Lost: int(math.Round(l)), Gained: int(math.Round(g)), CommonUm: 2000}
	c := Correct(v, e)
	// counts were rounded, and rounding is divided by (1-m)²
	for name, pair := range map[string][2]float64{
		"kept": {c.Kept.Value, 800}, "lost": {c.Lost.Value, 150}, "gained": {c.Gained.Value, 90},
		"n_a": {c.NA.Value, 950}, "n_b": {c.NB.Value, 890},
	} {
		if math.Abs(pair[0]-pair[1]) > 1 {
			t.Errorf("%s = %v, truth %v", name, pair[0], pair[1])
		}
	}
	if math.Abs(c.Elimination.Value-150.0/950) > 0.001 || math.Abs(c.Formation.Value-90.0/950) > 0.001 {
		t.Errorf("elimination %v, formation %v", c.Elimination.Value, c.Formation.Value)
	}
}

// Where Expect's first two conditions fail, by hand, with 8 % missed of 800 kept,
// 150 lost and 90 gained. A tenth of the spines may be missed with chance 0.8 and
// the others never: the mean is m = 0.08, the mean square 0.064, and 1.6 % of the
// kept flicker either way, where independence has m(1-m) = 7.36 %. If all that
// is missed is missed on both days, none do, and the plain elimination is right.
func TestCorrectNeedsIndependentMisses(t *testing.T) {
	const k, d, g, m = 800.0, 150.0, 90.0, 0.08
	for _, c := range []struct {
		name        string
		meanSquare  float64 // share of kept spines missed on both days
		elimination float64 // that Correct gives; 150/950 = 0.158 is true
	}{
		{"independent", m * m, d / (k + d)},
		{"faint spines", 0.064, 0.1006},
		{"missed on both days", m, 0.0847},
	} {
		flicker := k * (m - c.meanSquare)
		v := Interval{
			Kept: int(math.Round(k * (1 - 2*m + c.meanSquare))), CommonUm: 2000,
			Lost: int(math.Round(d*(1-m) + flicker)), Gained: int(math.Round(g*(1-m) + flicker)),
		}
		got := Correct(v, ErrorRates{Miss: m}).Elimination.Value
		if math.Abs(got-c.elimination) > 0.001 { // rounding of the counts
			t.Errorf("%s: %.4f, want %.4f", c.name, got, c.elimination)
		}
		if plain := float64(v.Lost) / float64(v.Kept+v.Lost); c.meanSquare == m && math.Abs(plain-d/(k+d)) > 0.001 {
			t.Errorf("%s: the plain rate is %.4f, want %.4f", c.name, plain, d/(k+d))
		}
	}
}

func TestCorrectWithoutErrorsChangesNothing(t *testing.T) {
	v := Interval{Kept: 40, Lost: 5, Gained: 7}
	c := Correct(v, ErrorRates{})
	if c.Kept.Value != 40 || c.Lost.Value != 5 || c.Gained.Value != 7 || c.FalseLost.Value != 0 {
		t.Errorf("%+v", c)
	}
}

func TestCorrectRefusesTheImpossible(t *testing.T) {
	c := Correct(Interval{Kept: 100, Lost: 2, Gained: 30, CommonUm: 200}, ErrorRates{Miss: 0.1})
	if c.Lost.Undefined == "" || !math.IsNaN(c.Lost.Value) || c.Lost.Moment > 0 {
		t.Errorf("2 lost where 11 are expected by error alone: %+v", c.Lost)
	}
	if c.Elimination.Undefined == "" || c.Formation.Undefined != "" {
		t.Errorf("elimination %+v, formation %+v", c.Elimination, c.Formation)
	}
	c = Correct(Interval{Kept: 100, Lost: 20}, ErrorRates{FalsePerUm: 0.01})
	if c.Elimination.Undefined == "" {
		t.Error("false spines per um without a length must be undefined")
	}
}

// On scored toys the corrected rates are those that were played. Placing and
// linking are made sharp here, because the equations leave out that a false or
// new spine may be taken for a missed one.
func TestCorrectRecoversTheTruthOfScoredToys(t *testing.T) {
	const tolerance = 0.015 // two Monte Carlo errors at 9000 spines, and 3 % of links still taken wrongly
	for _, e := range []ErrorRates{{0.02, 0.005}, {0.05, 0.01}, {0.10, 0.02}} {
		toy := scored{sessions: []float64{0, 4}, eliminate: []float64{0.2}, form: []float64{0.045}, errors: e,
			branches: 200, jitterUm: 0.03, linkUm: 0.12}
		rows := Intervals(toy.presence(rand.New(rand.NewPCG(9, 9))), Spine)
		total := rows[len(rows)-1]
		c := Correct(total, e)
		if math.Abs(c.Elimination.Value-0.2) > tolerance || math.Abs(c.Formation.Value-0.1) > tolerance {
			t.Errorf("%+v: elimination %.3f (played 0.2, seen %.3f), formation %.3f (played 0.1, seen %.3f)", e,
				c.Elimination.Value, total.Elimination.Value(), c.Formation.Value, total.Formation.Value())
		}
	}
}
