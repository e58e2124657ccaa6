package sucrose

import (
	"strings"
	"testing"
)

// Rules that cannot be applied are told, of those sessions alone; periods that do not
// count, and sessions of water, need neither hours nor sides.
func TestUnwrittenIsTold(t *testing.T) {
	const head = "animal,session,period,content,side,lost_g,hours,exclude\n"
	const whole = "m1,s,1,sucrose,left,5,12,\nm1,s,1,water,right,2,12,\nm1,s,2,sucrose,right,5,12,\nm1,s,2,water,left,2,12,\n"
	for what, c := range map[string]struct {
		rows string
		want []string
	}{
		"all is known":     {whole, nil},
		"no hours":         {strings.ReplaceAll(whole, ",12,", ",,"), []string{"hours are not known of 1 of 1 sessions (animal m1, session s): the least intake a day cannot be asked for, 0.5 g"}},
		"no sides":         {strings.NewReplacer("left", "", "right", "").Replace(whole), []string{"sides are not known of 1 of 1 sessions (animal m1, session s): the rule of sides cannot be applied"}},
		"one of two mice":  {whole + "m2,s,1,sucrose,,5,,\nm2,s,1,water,,2,,\n", []string{"hours are not known of 1 of 2 sessions (animal m2", "sides are not known of 1 of 2 sessions (animal m2"}},
		"left out anyway":  {whole + "m1,s,3,sucrose,,5,,spilt\nm1,s,3,water,,2,,\n", nil},
		"water in both":    {whole + "m2,h,1,water,,5,,\nm2,h,1,water,,2,,\n", nil},
		"hours beside one": {strings.Replace(whole, ",5,12,", ",5,,", 1), nil},
	} {
		r := analyse(t, head+c.rows, Params{EvaporationGPerDay: 1e-12})
		var got []string
		for _, w := range r.Warnings {
			if strings.Contains(w, "are not known") {
				got = append(got, w)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %q", what, got)
			continue
		}
		for i, w := range c.want {
			if !strings.HasPrefix(got[i], w) {
				t.Errorf("%s: %q, want %q", what, got[i], w)
			}
		}
	}
}

// Bottles in kilograms are no bottles.
func TestKilogramsOfABottle(t *testing.T) {
	const head = "animal,content,start_g,end_g\n"
	for row, want := range map[string]string{
		"m,water,0.31,0.304\n": "line 2, start_g: 0.31 is less than a bottle weighs\nhint: weights are grams",
		"m,water,310,0.304\n":  "line 2, end_g: 0.304 is less than a bottle weighs",
		"m,water,4.9,4.8\n":    "start_g: 4.9 is less",
	} {
		if _, err := ReadWeights(strings.NewReader(head+row), "w.csv"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", row, err)
		}
	}
	if _, err := ReadWeights(strings.NewReader(head+"m,water,5.1,5\n"), "w.csv"); err != nil {
		t.Error(err)
	}
}
