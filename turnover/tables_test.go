package turnover

import (
	"math"
	"testing"

	"respine/table"
)

func analysed(t *testing.T) Result {
	t.Helper()
	r, err := Analyse(restoredFixture(), Params{Restore: RestoreParams{Draws: 20}, Errors: &ErrorRates{Miss: 0.01}}, seeded(6))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTablesHoldTheResult(t *testing.T) {
	r := analysed(t)
	byName := map[string]*table.Table{}
	for _, tab := range r.Tables() {
		byName[tab.Name] = tab
	}
	for name, rows := range map[string]int{
		"spine_intervals": 2 * 3 * 3, "spine_density": 2 * 4 * 3, "spine_events": len(r.Events),
		"spine_confirmed": 2 * 3 * 2, "spine_survival": 3 + 2 + 1 + 2 + 1, "spine_restored": 2,
		"spine_restored_pairs": 2, "spine_restored_sweep": 2 * 10,
	} {
		if byName[name] == nil || byName[name].Len() != rows {
			t.Errorf("%s has not %d rows: %+v", name, rows, byName[name])
		}
	}
	restored := byName["spine_restored"]
	if got := restored.Floats("fraction_of_new")[0]; got != 0.5 {
		t.Errorf("fraction_of_new %v, want 0.5", got)
	}
	intervals := byName["spine_intervals"]
	for i, v := range r.Intervals {
		if got := intervals.Floats("elimination")[i]; got != v.Elimination.Value() && !math.IsNaN(got) {
			t.Errorf("row %d: elimination %v, want %v", i, got, v.Elimination.Value())
		}
		if math.IsNaN(intervals.Floats("elimination")[i]) && intervals.Strings("undefined")[i] == "" {
			t.Errorf("row %d: a missing number without its reason", i)
		}
	}
}

func TestAnalyseIsReproducible(t *testing.T) {
	a, b := analysed(t), analysed(t)
	for i := range a.Restored {
		if a.Restored[i].Uniform.P != b.Restored[i].Uniform.P || a.Restored[i].Avoiding.Mean != b.Restored[i].Avoiding.Mean {
			t.Error("the same seed gave another chance")
		}
	}
}

func TestAnalyseReportsBadTables(t *testing.T) {
	p := restoredFixture()
	p.Sessions[1].Day = -3
	if _, err := Analyse(p, Params{}, seeded(1)); err == nil {
		t.Error("sessions out of order were accepted")
	}
	if _, err := Analyse(Presence{}, Params{}, seeded(1)); err == nil {
		t.Error("no sessions were accepted")
	}
}
