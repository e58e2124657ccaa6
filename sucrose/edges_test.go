package sucrose

import (
	"fmt"
	"strings"
	"testing"
)

// TestEdgesOfRules: each rule just short of leaving out and just beyond, by hand.
func TestEdgesOfRules(t *testing.T) {
	const head = "animal,session,period,content,side,start_g,end_g,hours\n"
	pair := func(period, sucroseSide string, sucroseFrom, sucroseTo, waterFrom, waterTo, hours float64) string {
		waterSide := map[string]string{"left": "right", "right": "left"}[sucroseSide]
		return fmt.Sprintf("m,s,%[1]s,sucrose,%[2]s,%[4]g,%[5]g,%[8]g\nm,s,%[1]s,water,%[3]s,%[6]g,%[7]g,%[8]g\n", period, sucroseSide, waterSide, sucroseFrom, sucroseTo, waterFrom, waterTo, hours)
	}
	for what, c := range map[string]struct{ rows, rule string }{
		"0.9 g in two days":            {pair("1", "left", 200, 199.5, 200, 199.6, 48), "least intake"},
		"1.1 g in two days":            {pair("1", "left", 200, 199.3, 200, 199.6, 48), ""},
		"0.3 g in half a day":          {pair("1", "left", 200, 199.8, 200, 199.9, 12), ""},
		"9 g in half a day":            {pair("1", "left", 200, 191, 200, 199, 12), ""},
		"11 g in half a day":           {pair("1", "left", 200, 189, 200, 199, 12), "leak"},
		"19 g in two days":             {pair("1", "left", 200, 181, 200, 199, 48), ""},
		"21 g in two days":             {pair("1", "left", 200, 179, 200, 199, 48), "leak"},
		"the right side, whatever":     {pair("1", "right", 200, 195, 200, 199.9, 24) + pair("2", "left", 195, 194.9, 199.9, 194.9, 24), "side"},
		"sucrose on the right alone":   {pair("1", "right", 200, 195, 200, 199.9, 24), ""}, // a warning
		"ends within a gram":           {pair("1", "left", 200, 196, 200, 195.3, 24) + pair("2", "right", 195.4, 191, 196.1, 194, 24), ""},
		"begins as heavy as both ends": {pair("1", "left", 200, 195.1, 200, 195.4, 24) + pair("2", "right", 195.3, 191, 195.2, 194, 24), ""},
		"of another length, exchanged": {pair("1", "left", 200, 195, 200, 198, 24) + pair("2", "right", 198, 194, 195, 194, 24), "exchanged"},
	} {
		r := analyse(t, head+c.rows, Params{EvaporationGPerDay: 1e-12})
		var rules []string
		for _, e := range r.Excluded {
			rules = append(rules, e.Rule)
		}
		if got := strings.Join(rules, " "); got != c.rule {
			t.Errorf("%s: left out by %q, want %q", what, got, c.rule)
		}
	}
}

// TestBlanksByHand: of the same session and length first, then of the same length, then
// by the hour; a leaking one is none.
func TestBlanksByHand(t *testing.T) {
	const head = "animal,session,period,content,lost_g,hours\n"
	const mouse = "m,a,1,sucrose,5,12\nm,a,1,water,2,12\n"
	for _, c := range []struct {
		blanks string
		want   float64
	}{
		{",a,1,water,0.2,12\n,a,1,sucrose,0.4,12\n,b,1,water,0.9,12\n", 0.3},
		{",b,1,water,0.2,12\n,b,1,water,0.6,48\n", 0.2},
		{",b,1,water,0.8,48\n", 0.2},
		{",a,1,water,0.2,12\n,a,1,sucrose,7,12\n", 0.2},
		{",a,1,water,-0.1,12\n", 0},
	} {
		r := analyse(t, head+mouse+c.blanks, Params{})
		near(t, "blank of "+c.blanks, r.Bottles[0].BlankG, c.want, rounding)
		near(t, "drunk", r.Bottles[0].DrunkG(), 5-c.want, rounding)
	}
}

// TestIntakeOfAPeriod: intake_g in the table is of a period, the mean of those that count.
func TestIntakeOfAPeriod(t *testing.T) {
	const text = "animal,period,content,side,lost_g\nm,1,sucrose,left,4\nm,1,water,right,1\nm,2,sucrose,right,5\nm,2,water,left,2\n"
	p := analyse(t, text, Params{}).Tables(true)[1]
	near(t, "intake", p.Floats("intake_g")[0], 6, rounding)
	near(t, "sucrose", p.Floats("sucrose_g")[0], 9, rounding)
}

// TestBoutsOfLicks: bounces within 50 ms of a lick, pauses of half a second, by hand.
func TestBoutsOfLicks(t *testing.T) {
	c := Spout{Name: "L", Sec: []float64{1, 1.04, 1.08, 1.2, 1.6, 2.2, 2.3}}.count(LickParams{}.orDefaults())
	// 1.04 bounces off 1; 1.08 is 80 ms after the last lick, and counts; 2.2 is 0.6 s later.
	if c.Licks != 6 || c.Bounce != 1 || c.Bouts != 2 {
		t.Errorf("%+v", c)
	}
	near(t, "interval", c.IntervalSec, (0.1+0.12)/2, rounding) // of 0.08, 0.12, 0.4, 0.1
}
