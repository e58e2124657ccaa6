package claim

import (
	"fmt"
	"strings"
	"testing"

	"respine/scored"
	"respine/table"
)

// statedOf is the study of grown with branches of a known length, and errors stated
// of some animals; of nobody by name, and so of all, where they are of none.
func statedOf(t *testing.T, miss float64, of func(i int, arm string) bool) *scored.Set {
	t.Helper()
	whole := grown(t, 7)
	data := scored.New(whole.Study)
	id := func(name string) table.Column { return table.String(name, "") }
	rows := table.New("observations", id("animal"), id("session"), id("spine_id"), id("branch_id"), table.Float("position_um", "um"))
	branches := table.New("branches", id("animal"), id("branch_id"), table.Float("length_um", "um"))
	errors := table.New("errors", id("animal"), table.Float("miss", ""), table.Float("false_per_um", "1/um"))
	for i, a := range whole.Study.Animals {
		for _, v := range whole.Study.Sessions {
			old := whole.Rows("observations", a.ID, v.At)
			for i := range old.Len() {
				rows.Append(a.ID, v.ID, old.Strings("spine_id")[i], old.Strings("branch_id")[i], old.Floats("position_um")[i])
			}
		}
		for b := range 4 {
			branches.Append(a.ID, fmt.Sprint(b), 60.0)
		}
		if of(i, a.Arm) {
			errors.Append(a.ID, miss, 0.0)
		}
	}
	if errors.Len() == 0 {
		errors.Append("", miss, 0.0)
	}
	for _, one := range []*table.Table{rows, branches, errors} {
		if err := data.Add(one.Name, one, one.Name); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// TestErrorsOfSomeAnimals: what was stated of some animals is taken off these and
// nobody else, the corrected reading is of them alone, and its p is not the
// claim's. Rows that name no animal are of all.
func TestErrorsOfSomeAnimals(t *testing.T) {
	set := declared(t, growth)
	for _, c := range []struct {
		animals  int
		groups   string // animals of the corrected reading
		verdict  Verdict
		survives string
	}{
		{0, "8; 8", Supported, "it survives when errors of scoring are taken off"},
		{16, "8; 8", Supported, "it survives when errors of scoring are taken off"},
		{8, "4; 4", Undetermined, "errors stated for 8 of 16 animals, and the corrected reading rests on these only; 20 % of the spines of the others missed, and 0.04 false ones per um, would be enough to make it"},
		{2, "", Supported, "errors stated for 2 of 16 animals, and the corrected reading rests on these only; with 20 % of the spines of the others missed it would still hold"},
	} {
		f := Judge(set, statedOf(t, 0.02, func(i int, _ string) bool { return i < c.animals }), Params{Only: []string{"late"}})[0]
		r := f.Parts[0]
		corrected := r.Estimates[1]
		if got := corrected.each(func(s Size) string { return number(s.Animals) }); corrected.Reading.String() != "corrected" || got != c.groups {
			t.Errorf("%d stated: the %s reading is of %q animals, want %q", c.animals, corrected.Reading, got, c.groups)
		}
		if r.Survives != c.survives || f.Verdict != c.verdict {
			t.Errorf("%d stated: %s, %q, want %q", c.animals, f.Verdict, r.Survives, c.survives)
		}
		part := c.animals == 8 || c.animals == 2
		if told := strings.Contains(corrected.told(), fmt.Sprintf("! errors stated for %d of 16 animals", c.animals)); told != part {
			t.Errorf("%d stated: checks %q", c.animals, corrected.told())
		}
		if part && f.P != r.Estimates[0].P {
			t.Errorf("%d stated: p %g is not the %g as scored", c.animals, f.P, r.Estimates[0].P)
		}
	}
}

// TestErrorsOfSomeThatExplainIt: where errors of the treated animals alone make up
// the difference, it does not survive when these are taken off.
func TestErrorsOfSomeThatExplainIt(t *testing.T) {
	some := statedOf(t, 0.2, func(i int, arm string) bool { return arm == "C" && i < 14 })
	f := Judge(declared(t, growth), some, Params{Only: []string{"late"}})[0]
	if want := "errors stated for 7 of 16 animals, and the corrected reading rests on these only; it does not survive when they are taken off"; f.Verdict != Undetermined || f.Because != want {
		t.Errorf("%s, because %q", f.Verdict, f.Because)
	}
}
