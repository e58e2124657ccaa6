package claim

import (
	"fmt"
	"strings"
	"testing"

	"respine/scored"
	"respine/study"
	"respine/table"
)

// sourced is a study of healthy and stressed animals with immobility by hand for
// those listed, and bouts of tail suspension or of photometry for those listed.
func sourced(t *testing.T, byHand, tail, photo string) *scored.Set {
	t.Helper()
	s := study.Study{Name: "s", Sessions: []study.Session{{ID: "tail", Kind: study.TailSuspension, At: 48}, {ID: "photo", Kind: study.Photometry, At: 48}},
		Arms: []study.Arm{{ID: "A"}, {ID: "B", Manipulations: []study.Manipulation{{Kind: study.Corticosterone, From: -240, To: 0}}}}}
	for i := range 4 {
		s.Animals = append(s.Animals, study.Animal{ID: fmt.Sprint("a", i), Arm: "A"}, study.Animal{ID: fmt.Sprint("b", i), Arm: "B"})
	}
	id, num := table.String, table.Float
	hand := table.New("immobility", id("animal", ""), id("session", ""), num("immobile_s", "s"))
	for i, a := range strings.Fields(byHand) {
		hand.Append(a, "tail", 100.0+float64(i))
	}
	bouts := table.New("bouts", id("animal", ""), id("session", ""), id("state", ""), num("from_s", "s"), num("to_s", "s"))
	for session, list := range map[string]string{"tail": tail, "photo": photo} {
		for i, a := range strings.Fields(list) {
			bouts.Append(a, session, "immobile", 0.0, 5.0+float64(i))
		}
	}
	data := scored.New(s)
	for _, one := range []*table.Table{hand, bouts} {
		if err := data.Add(one.Name, one, one.Name); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// TestOneSourceOfAComparison: an animal that is not in the table of the others is
// not filled from another one. It is left out, and named with that table and its
// session; and one whose rows are of another session is named too.
func TestOneSourceOfAComparison(t *testing.T) {
	const all = "a0 a1 a2 a3 b0 b1 b2 b3"
	for _, c := range []struct {
		name, hand, tail, photo, declared string
		stressed                          int
		want                              string
	}{
		{"missing by hand", "a0 a1 a2 a3 b0 b1 b2", "", "b3", "", 3, "! b3 is left out: its immobility is in table bouts of session photo, and not in table immobility"},
		{"all have both", all, all, "", "", 4, ""},
		{"few by hand", "a0 b0", all, "", "", 4, ""},
		{"declared", all, "", all, "table: bouts, ", 4, ""},
		{"another session", "", "a0 a1 a2 a3 b0 b1 b2", "b3", "", 4, "! of b3 table bouts is of session photo, of the others of session tail"},
	} {
		set := declared(t, strings.ReplaceAll(words, "measure: immobility, ", "measure: immobility, "+c.declared))
		e := Judge(set, sourced(t, c.hand, c.tail, c.photo), Params{Only: []string{"more"}})[0].Parts[0].Estimates[0]
		got := e.told()
		if e.Sizes[0].Animals != c.stressed || c.want != "" && !strings.Contains(got, c.want) || c.want == "" && (strings.Contains(got, "table") || strings.Contains(got, "left out")) {
			t.Errorf("%s: %d stressed animals, %q", c.name, e.Sizes[0].Animals, got)
		}
		if want := 50.0; c.declared != "" && e.Sizes[0].Mean > want {
			t.Errorf("%s: a mean of %g is of the other table", c.name, e.Sizes[0].Mean)
		}
	}
}

// TestTableOfOneKind: a table is declared only where there are two.
func TestTableOfOneKind(t *testing.T) {
	for text, want := range map[string]string{
		strings.ReplaceAll(words, "at: 48 h", "at: 48 h, table: bottles"):                                     "no table is called \"bottles\"",
		strings.ReplaceAll(words, "measure: immobility, at: 48 h", "measure: transients, at: 48 h, table: x"): "transients is read from one set of tables only",
	} {
		if _, problems := Parse([]byte(text), "c.yaml"); !strings.Contains(problems.String(), want) {
			t.Errorf("%s, want %q", problems.String(), want)
		}
	}
}
