package turnover

import (
	"strings"
	"testing"
)

func TestEventsAndTheirConfirmation(t *testing.T) {
	for _, c := range []struct {
		states string
		want   []Event
	}{
		{"XX..", []Event{{Change: Eliminated, From: 1, To: 2, Confirmation: Confirmed}}},
		{"..XX", []Event{{Change: Formed, From: 1, To: 2, Confirmation: Confirmed}}},
		{".X..", []Event{
			{Change: Formed, From: 0, To: 1, Confirmation: Contradicted},
			{Change: Eliminated, From: 1, To: 2, Confirmation: Contradicted}}},
		{"XX.", []Event{{Change: Eliminated, From: 1, To: 2, Confirmation: Unconfirmable}}},
		{"X..", []Event{{Change: Eliminated, From: 0, To: 1, Confirmation: Unconfirmable}}},
		{"X.X", []Event{
			{Change: Eliminated, From: 0, To: 1, Confirmation: Contradicted},
			{Change: Formed, From: 1, To: 2, Confirmation: Contradicted}}},
		{"?X..", []Event{{Change: Eliminated, From: 1, To: 2, Confirmation: Unconfirmable}}},
		{"?X.X", []Event{
			{Change: Eliminated, From: 1, To: 2, Confirmation: Contradicted},
			{Change: Formed, From: 2, To: 3, Confirmation: Contradicted}}},
		{"XX?..", []Event{{Change: Eliminated, From: 1, To: 3, Confirmation: Confirmed}}},
		{"??X", nil},
		{"XXX", nil},
	} {
		// a second site, judged in every session, makes all of them used
		got := Events(daily(site(0, 1, c.states), site(0, 9, strings.Repeat("X", len(c.states)))))
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", c.states, got)
			continue
		}
		for i, w := range c.want {
			w.DayFrom, w.DayTo = float64(w.From), float64(w.To)
			w.Consecutive = w.To == w.From+1
			if got[i] != w {
				t.Errorf("%s: %+v, want %+v", c.states, got[i], w)
			}
		}
	}
}

func TestConfirmedRates(t *testing.T) {
	p := daily(site(0, 1, "XX.."), site(0, 2, "XXXX"), site(0, 3, "XX.X"), site(0, 4, "..XX"),
		site(0, 5, "X..."), site(0, 6, "XX?."))
	rows := ConfirmedRates(p, Spine)
	if len(rows) != 6 {
		t.Fatalf("%d rows", len(rows))
	}
	lost, formed := rows[2], rows[3] // interval 1 to 2
	if lost.Confirmed != 1 || lost.Contradicted != 1 || lost.Unknown != 0 || lost.Of != 3 || lost.Rate.Value() != 1.0/3 {
		t.Errorf("eliminations: %+v", lost)
	}
	if formed.Confirmed != 1 || formed.Rate.Value() != 1.0/3 {
		t.Errorf("formations: %+v", formed)
	}
	if first := rows[0]; first.Unknown != 1 || first.Rate.Undefined == "" {
		t.Errorf("first interval: %+v", first)
	}
}
