package report

import (
	"strings"
	"testing"

	"respine/table"
)

// Preference of two arms: 80 and 90 have mean 85 and standard deviation 7.07; the table
// given later does not overrule d1 and adds v1; two images of d1 are one value, 0.3; an
// excluded test is no value.
func TestMeasuredPerAnimal(t *testing.T) {
	in := studyInput(t)
	in.Moments = []Moment{{"drink2", "sucrose", 24}, {"drink1", "sucrose", -24}}
	number := func(n string) table.Column { return table.Float(n, "") }
	keyed := func(name string, more ...table.Column) *table.Table {
		return table.New(name, append([]table.Column{table.String("animal", ""), table.String("session", "")}, more...)...)
	}
	measured, given := keyed("preference", number("preference_percent")), keyed("preference", number("preference_percent"))
	measured.Append("d1", "drink2", 80.)
	measured.Append("d2", "drink2", 90.)
	measured.Append("d2", "drink1", 70.)
	given.Append("d1", "drink2", 10.)
	given.Append("v1", "drink2", 50.)
	images := keyed("images", number("density_per_um2"))
	images.Append("d1", "post", 0.2)
	images.Append("d1", "post", 0.4)
	tests := keyed("suspension_tests", number("last_immobile_s"), table.String("excluded", ""))
	tests.Append("d1", "tail", 100., "climbed")
	in.Tables = append(in.Tables, measured, given, images, tests)
	got := parse(t, writeStudy(t, in)).section(t, "peranimal")
	var words []string
	for k := range got.all("table") {
		for _, row := range got.cells(k) {
			words = append(words, strings.Join(row, "|"))
		}
	}
	if s := strings.Join(words, "\n"); s != "Session|drug|vehicle\ndrink1-24 h|70n = 1|–\ndrink224 h|85 ± 7.1n = 2|50n = 1\nSession|drug\npost|0.3n = 1" {
		t.Errorf("%s", s)
	}
	if strings.Contains(got.text, "Immobility") || len(got.all("svg")) != 2 {
		t.Errorf("%d charts: %s", len(got.all("svg")), got.text)
	}
}
