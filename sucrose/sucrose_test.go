package sucrose

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"respine/random"
	"respine/scope"
)

// sheetText is two mice and a blank cage over two half days, by hand.
const sheetText = `animal,session,half,bottle,side,start_g,end_g,hours,body_g,note
m1,test,1,sucrose,left,200,196.9,12,25,
m1,test,1,water,right,200,199.4,12,25,
m1,test,2,sucrose,right,196.9,194.8,12,25,
m1,test,2,water,left,199.4,198.8,12,25,
m2,test,1,sucrose,right,210,207.9,12,20,
m2,test,1,water,left,190,181.9,12,20,cage wet
m2,test,2,sucrose,left,207.9,206.8,12,20,
m2,test,2,water,right,181.9,181.3,12,20,
blank,test,1,sucrose,left,200,199.9,12,,
blank,test,1,water,right,200,199.9,12,,
`

func analyse(t *testing.T, text string, p Params) Result {
	t.Helper()
	w, err := ReadWeights(strings.NewReader(text), "s.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Analyse(w, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rounding is that of sums of decimal grams.
const rounding = 1e-9

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s: %.10g, want %.10g", what, got, want)
	}
}

// TestByHand: 3.0 and 2.0 g of sucrose, 0.5 and 0.5 g of water without the 0.1 g of
// the blank cage; of the mouse with the wet cage the first half day is left out.
func TestByHand(t *testing.T) {
	r := analyse(t, sheetText, Params{})
	a, b := r.Sessions[0], r.Sessions[1]
	near(t, "preference", a.Percent, 100*5./6, rounding)
	near(t, "all", a.AllG, 6, rounding)
	near(t, "left", a.LeftShare, 3.5/6, rounding)
	near(t, "sucrose on the left", a.LeftPercent, 100*3./3.5, rounding)
	near(t, "sucrose on the right", a.RightPercent, 100*2./2.5, rounding)
	near(t, "g a day and kg", a.PerKgDay, 240, rounding)
	near(t, "preference beside a leak", b.Percent, 100*1./1.5, rounding)
	if a.Periods != 2 || b.Periods != 1 || b.Of != 2 {
		t.Errorf("periods %d, %d of %d", a.Periods, b.Periods, b.Of)
	}
	if len(r.Excluded) != 1 || r.Excluded[0] != (Exclusion{"m2", "test", "1", "leak", "a leak was noted"}) {
		t.Errorf("excluded: %v", r.Excluded)
	}
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "one side") {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

// TestRules: each rule leaves out what it says, with its reason.
func TestRules(t *testing.T) {
	row := func(period, bottle, side string, start, end float64) string {
		return fmt.Sprintf("m,%s,%s,%s,%g,%g,24\n", period, bottle, side, start, end)
	}
	for _, c := range []struct {
		rule, rows string
		percent    float64
	}{
		{"leak", row("1", "sucrose", "left", 200, 189) + row("1", "water", "right", 200, 199), math.NaN()},
		{"pair", row("1", "sucrose", "left", 200, 196), math.NaN()},
		{"least intake", row("1", "sucrose", "left", 200, 199.8) + row("1", "water", "right", 200, 199.9), math.NaN()},
		{"side", row("1", "sucrose", "left", 200, 195.2) + row("1", "water", "right", 200, 199.8) + row("2", "sucrose", "right", 195.2, 195) + row("2", "water", "left", 199.8, 195), math.NaN()},
		{"exchanged", row("1", "sucrose", "left", 200, 195) + row("1", "water", "right", 200, 199) + row("2", "sucrose", "right", 199, 198) + row("2", "water", "left", 195, 190), 100 * 5. / 6},
		{"sucrose", row("1", "water", "left", 200, 198) + row("1", "water", "right", 200, 199), math.NaN()},
		{"", row("1", "sucrose", "left", 200, 195) + row("1", "water", "right", 200, 199) + row("2", "sucrose", "right", 195, 191) + row("2", "water", "left", 199, 197), 75},
		{"", row("1", "sucrose", "left", 60, 55) + row("1", "water", "right", 200, 199) + row("2", "sucrose", "right", 200, 196) + row("2", "water", "left", 199, 197), 75}, // filled up
	} {
		r := analyse(t, "animal,day,bottle,side,before,after,hours\n"+c.rows, Params{EvaporationGPerDay: 1e-12})
		var rules []string
		for _, e := range r.Excluded {
			rules = append(rules, e.Rule)
		}
		if got := strings.Join(rules, " "); got != c.rule {
			t.Errorf("%q by %q", c.rule, got)
		}
		near(t, c.rule, r.Sessions[0].Percent, c.percent, 1e-8)
	}
}

// TestContradictions: rows that cannot both be true stop the reading with their line.
func TestContradictions(t *testing.T) {
	head := "animal,half,bottle,side,start_g,end_g\n"
	for _, c := range []struct{ text, want string }{
		{head + "m,1,sucrose,left,200,199\nm,1,sucrose,right,200,199\n", "line 3: sucrose in both bottles of period 1"},
		{head + "m,1,sucrose,left,200,199\nm,1,water,left,200,199\n", "line 3: both bottles of period 1 hung on the left"},
		{head + "m,1,sucrose,left,200,199\nm,1,water,right,200,199\nm,1,water,left,200,199\n", "line 4: a third bottle"},
		{head + "m,1,sucrose,left,-200,199\n", "line 2, start_g: -200 is not above 0"},
		{head + "m,1,sucrose,left,199,200\n", "line 2: the bottle gained 1 g"},
		{head + "m,1,sucrose,left,200000,199000\n", "weights are grams"},
		{head + "m,1,sucrose,left,200,\n", "line 2: no weights"},
		{head + "m,1,Saft,left,200,199\n", `line 2, content: "saft" is neither`},
		{head + "m,1,sucrose,up,200,199\n", `line 2, side: "up" is neither`},
		{head + "m,1,sucrose,left,200g,199\n", `line 2, start: "200g" is no number`},
		{head, "only a header"},
		{"", "empty file"},
		{"animal,bottle,start_g\n", "no column start_g and end_g (or lost_g)"},
		{"mouse,animal,bottle,lost_g\n", "are the same"},
	} {
		w, err := ReadWeights(strings.NewReader(c.text), "s.csv")
		if err == nil {
			_, err = Analyse(w, Params{})
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.want, err)
		}
	}
}

// TestLayouts: the same weights in other layouts are the same.
func TestLayouts(t *testing.T) {
	want := analyse(t, sheetText, Params{}).Sessions
	semicolons := strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(sheetText, ",", ";"), ".", ","), "hours", "Hours")
	bom := "\xef\xbb\xbf" + strings.ReplaceAll(sheetText, "\n", "\r\n")
	tabs := strings.ReplaceAll(sheetText, ",", "\t")
	for i, text := range []string{semicolons, bom, tabs} {
		got := analyse(t, text, Params{}).Sessions
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("layout %d: %v, want %v", i, got, want)
		}
	}
}

// TestLaws: heavier bottles, other orders of animals, and inputs left as they were.
func TestLaws(t *testing.T) {
	w, err := ReadWeights(strings.NewReader(sheetText), "s.csv")
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(w)
	one, _ := Analyse(w, Params{})
	if !slices.EqualFunc(w, before, func(a, b Weight) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
		t.Error("the weights were changed")
	}
	for i := range w {
		w[i].StartG += 37
		w[i].EndG += 37
	}
	shifted, _ := Analyse(w, Params{})
	turned := slices.Concat(before[4:8], before[:4], before[8:])
	other, _ := Analyse(turned, Params{})
	for i := range one.Sessions {
		near(t, "heavier bottles", shifted.Sessions[i].Percent, one.Sessions[i].Percent, rounding)
		near(t, "another order", other.Sessions[1-i].Percent, one.Sessions[i].Percent, rounding)
	}
}

// biasPoints is what the mean preference of many mice may be off, in points of per
// cent: one of two water bottles read to 0.1 g is off by 0.03 g in 1, of which the
// blank cage is 0.015 g in the mean.
const biasPoints = 0.5

// TestSimulated: over many simulated mice with evaporation, dripping and a scale of
// 0.1 g the mean preference is right, and without the blank cage it is not.
func TestSimulated(t *testing.T) {
	bottles := scope.DefaultBottles()
	bottles.LeakChance = 0
	var with, without, n float64
	for m := range uint64(200) {
		key := random.New(7, m)
		share := 0.6 + 0.35*key.Uniform(0)
		var c scope.SucroseCage
		c.Animal, c.BodyG = "m", 25
		for half := range 2 {
			total := 2.5 + key.Uniform(uint64(1+half))
			c.Periods = append(c.Periods, scope.SucrosePeriod{FromH: 12 * float64(half), ToH: 12 * float64(half+1), SucroseLeft: half == 0, SucroseG: share * total, WaterG: (1 - share) * total})
		}
		rows := scope.SucroseTest{Cages: []scope.SucroseCage{c}, BlankCages: 1, Bottles: bottles}.Weigh(key.At(1))
		var csv strings.Builder
		if err := scope.SucroseCSV(rows).WriteCSV(&csv); err != nil {
			t.Fatal(err)
		}
		r := analyse(t, csv.String(), Params{})
		with += r.Sessions[0].Percent - 100*share
		weights, _ := ReadWeights(strings.NewReader(csv.String()), "s.csv")
		raw, _ := Analyse(slices.DeleteFunc(weights, func(w Weight) bool { return w.Animal == "" }), Params{})
		without += raw.Sessions[0].Percent - 100*share
		n++
	}
	t.Logf("mean error %.2f points, without the blank cage %.2f", with/n, without/n)
	if math.Abs(with/n) > biasPoints || math.Abs(without/n) < 2*biasPoints {
		t.Errorf("mean error %.2f points, without the blank cage %.2f", with/n, without/n)
	}
}

// TestWaterInBoth: of a session with sucrose, a period with water in both bottles says
// nothing of preference and is left out; without it the preference is by hand.
func TestWaterInBoth(t *testing.T) {
	const text = "animal,period,content,side,lost_g,hours\nm1,1,sucrose,left,5,24\nm1,1,water,right,2,24\nm1,2,water,right,5,24\nm1,2,water,left,2,24\n"
	r := analyse(t, text, Params{})
	near(t, "preference", r.Sessions[0].Percent, 100*5./7, rounding)
	if len(r.Excluded) != 1 || r.Excluded[0].Period != "2" || r.Excluded[0].Rule != "sucrose" {
		t.Errorf("exclusions %+v", r.Excluded)
	}
}

// TestNumbersOfAPeriod: hours and body weight count wherever they stand in the rows of a
// period, and weights come out as they went in.
func TestNumbersOfAPeriod(t *testing.T) {
	const first = "animal,period,content,lost_g,hours,body_g\nm1,1,sucrose,5,12,25\nm1,1,water,2,,\n"
	const second = "animal,period,content,lost_g,hours,body_g\nm1,1,sucrose,5,,\nm1,1,water,2,12,25\n"
	for _, text := range []string{first, second} {
		s := analyse(t, text, Params{}).Sessions[0]
		near(t, "hours", s.Hours, 12, rounding)
		near(t, "per kg and day", s.PerKgDay, 7/0.5/0.025, rounding)
	}
	w, err := ReadWeights(strings.NewReader(second), "s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Analyse(w, Params{}); err != nil || !math.IsNaN(w[0].Hours) {
		t.Errorf("the weights were changed, or %v", err)
	}
}

// TestUnits: kilograms of mouse and minutes of a period are told, as is a decimal comma
// read between tabs.
func TestUnits(t *testing.T) {
	const head = "animal,content,lost_g,hours,body_g\n"
	for row, want := range map[string]string{"m1,water,2,24,0.025\n": "body_g: 0.025 is less than a mouse weighs", "m1,water,2,1440,25\n": "hours: 1440 is more than a month"} {
		if _, err := ReadWeights(strings.NewReader(head+row), "s"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", row, err)
		}
	}
	w, err := ReadWeights(strings.NewReader("animal\tcontent\tlost_g\nm1\twater\t2,5\n"), "s")
	if err != nil || w[0].LostG != 2.5 {
		t.Errorf("%+v, %v", w, err)
	}
}

// TestNotesOfLeaks: a note that there was no leak is none.
func TestNotesOfLeaks(t *testing.T) {
	for note, want := range map[string]bool{"": false, "no leak": false, "No leaks, not wet": false, "leaked": true, "cage wet": true, "no leak left, right fell": true} {
		if got := tellsOfLeak(note); got != want {
			t.Errorf("%q: %v, want %v", note, got, want)
		}
	}
}
