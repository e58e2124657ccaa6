package twin

import (
	"math"
	"slices"
	"testing"

	"respine/random"
	"respine/table"
	"respine/turnover"
)

func byName(t *testing.T, m Mouse) map[string]*table.Table {
	t.Helper()
	out := map[string]*table.Table{}
	for _, v := range m.Tables() {
		if v.Columns()[0].Name != "animal" {
			t.Errorf("table %s does not begin with the animal", v.Name)
		}
		out[v.Name] = v
	}
	return out
}

// TestTablesTellTheSameTruth checks the tables against each other.
func TestTablesTellTheSameTruth(t *testing.T) {
	t.Parallel()
	m := mustSimulate(t, short(), brief(cort, ketamine), 1, 2)
	all := byName(t, m)
	for _, name := range []string{"animal", "manipulation", "session", "state", "branch", "spine", "spine_observation", "spine_event", "cell", "ensemble_event", "bout", "photometry_event", "sucrose", "puncta"} {
		if all[name] == nil || all[name].Len() == 0 {
			t.Errorf("table %s is missing or empty", name)
		}
	}
	born, died := map[string]float64{}, map[string]float64{}
	spines := all["spine"]
	for i, id := range spines.Strings("spine_id") {
		born[id], died[id] = spines.Floats("born_h")[i], spines.Floats("died_h")[i]
		if hasReason := spines.Strings("undefined")[i] != ""; hasReason != (math.IsNaN(born[id]) || math.IsNaN(died[id])) {
			t.Fatalf("spine %s: born %g, died %g, reason %q", id, born[id], died[id], spines.Strings("undefined")[i])
		}
	}
	seen := all["spine_observation"]
	count := map[float64]int{}
	for i, id := range seen.Strings("spine_id") {
		h := seen.Floats("hour")[i]
		if born[id] >= h || died[id] < h {
			t.Fatalf("spine %s is seen at %g h, born %g, died %g", id, h, born[id], died[id])
		}
		count[h]++
	}
	for h, n := range count {
		if want, _, _ := m.change(h, h); n != int(want) {
			t.Errorf("%d spines seen at %g h, %g stand", n, h, want)
		}
	}
	cells := all["cell"]
	spikes := 0
	for i, n := range cells.Ints("spikes") {
		if cells.Ints("session")[i] == int64(m.Sessions[1].Number) {
			spikes += int(n)
		}
	}
	if spikes != len(m.Sessions[1].Activity.Spikes) {
		t.Errorf("%d spikes in the table, %d in the recording", spikes, len(m.Sessions[1].Activity.Spikes))
	}
}

// TestPresence compares the presence table with the lives, and turnover's counts
// with ours.
func TestPresence(t *testing.T) {
	t.Parallel()
	m := mustSimulate(t, alone(func(p *Params) { p.Imaging.Branches = 20 }), spinesOnly(armNamed("B")), 1, 1)
	p := m.Presence()
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for _, v := range turnover.Intervals(p, turnover.Spine) {
		if v.Branch != turnover.AllBranches {
			continue
		}
		n, lost, gained := m.change(v.DayFrom*24, v.DayTo*24)
		if float64(v.NA) != n || float64(v.Lost) != lost || float64(v.Gained) != gained {
			t.Errorf("days %g to %g: %d spines, %d lost, %d gained; by the lives %g, %g, %g", v.DayFrom, v.DayTo, v.NA, v.Lost, v.Gained, n, lost, gained)
		}
	}
}

// TestScoringMakesItsErrors: as many spines are missed and invented as the rates
// say, and no error leaves the table as it is.
func TestScoringMakesItsErrors(t *testing.T) {
	t.Parallel()
	m := mustSimulate(t, alone(func(p *Params) { p.Imaging.Branches = 90 }), spinesOnly(armNamed("A")), 1, 1)
	count := func(p turnover.Presence) (n float64) {
		for _, s := range p.Sites {
			for _, state := range s.States {
				if state == turnover.Present {
					n++
				}
			}
		}
		return n
	}
	truth, key := m.Presence(), random.New(3)
	if got := count(m.Scored(Scoring{}, key)); got != count(truth) {
		t.Errorf("without errors %g of %g spines are seen", got, count(truth))
	}
	missed := count(m.Scored(Scoring{Miss: 0.1}, key))
	if want := 0.9 * count(truth); math.Abs(missed-want) > 4*math.Sqrt(0.09*count(truth)) {
		t.Errorf("%g spines seen, want %.0f", missed, want)
	}
	invented := count(m.Scored(Scoring{FalsePerUm: 0.02}, key)) - count(truth)
	if want := 0.02 * 90 * 40 * float64(len(truth.Sessions)); math.Abs(invented-want) > 4*math.Sqrt(want) {
		t.Errorf("%g spines invented, want %.0f", invented, want)
	}
}

func TestUndefinedIsAValue(t *testing.T) {
	t.Parallel()
	m := mustSimulate(t, alone(func(p *Params) { p.Spines.HazardPerHour, p.Contagion.PerHour, p.Formation.PerHour = 0, 0, 0 }), spinesOnly(armNamed("A")), 1, 1)
	for name, v := range map[string]Value{
		"nearness": m.LossNearness(baseline, stressed), "dispersion": m.LossDispersion(baseline, stressed),
		"restored": m.Restored(baseline, stressed, dayOne), "excess": m.RestoredExcess(baseline, stressed, dayOne),
		"survival": m.SurvivalGain(baseline, stressed, dayOne, dayFive), "births": m.BirthNearness(stressed, dayOne),
		"events": m.EventRate(48), "session": m.Restored(baseline, stressed, 7),
	} {
		if v.Undefined == "" || !math.IsNaN(v.X()) {
			t.Errorf("%s: %g without events", name, v.X())
		}
	}
	if v := m.Elimination(baseline, stressed); v.X() != 0 || v.Undefined != "" {
		t.Errorf("elimination %g (%s), want 0", v.X(), v.Undefined)
	}
}

// TestSucroseByHand: blanks come off, and a half with a leak is left out.
func TestSucroseByHand(t *testing.T) {
	m := Mouse{Sessions: []Recording{{Session: Session{SucroseSession, 1}, Bottles: []Bottle{
		{Half: 0, Sucrose: true, LostG: 2.1, BlankLostG: 0.1}, {Half: 0, LostG: 0.6, BlankLostG: 0.1},
		{Half: 1, Sucrose: true, LostG: 9, BlankLostG: 0.1, Leaked: true}, {Half: 1, LostG: 0.6, BlankLostG: 0.1},
	}}}}
	if v := m.Sucrose(1); math.Abs(v.X()-80) > 1e-9 || math.Abs(v.Of-2.5) > 1e-9 {
		t.Errorf("preference %g %% of %g g, by hand 80 %% of 2.5 g", v.X(), v.Of)
	}
	m.Sessions[0].Bottles[0].Leaked = true
	if v := m.Sucrose(1); v.Undefined == "" {
		t.Errorf("preference %g %% with a leak in both halves", v.X())
	}
}

func TestExplainSpeaksOfEveryClaim(t *testing.T) {
	var claims, explained []string
	for _, c := range Claims() {
		claims = append(claims, c.ID)
		if c.Sign == 0 && !slices.ContainsFunc(Claims(), func(o Claim) bool { return o.ID == c.Margin }) && c.Margin != "" {
			t.Errorf("%s takes its margin from %q, which is no claim", c.ID, c.Margin)
		}
	}
	for _, e := range Explain() {
		explained = append(explained, e.Claim)
		if e.Grade == Assumed && e.Assumes == "" || e.Grade == Predicted && e.Emerges == "" {
			t.Errorf("%s: graded %s without saying what is", e.Claim, e.Grade)
		}
	}
	slices.Sort(claims)
	slices.Sort(explained)
	if !slices.Equal(claims, explained) {
		t.Errorf("claims %v\nexplained %v", claims, explained)
	}
	breaks := 0
	for _, a := range Ablations() {
		if a.Params(Default()) == Default() {
			t.Errorf("%s changes nothing", a.Name)
		}
		if len(a.Breaks()) == 0 {
			t.Errorf("%s breaks no claim", a.Name)
		}
		breaks += len(a.Breaks())
	}
	listed := 0
	for _, e := range Explain() {
		if e.Ablations != "" {
			listed += 1 + countCommas(e.Ablations)
		}
	}
	if breaks != listed {
		t.Errorf("Explain names %d ablations, of which %d exist", listed, breaks)
	}
}

func countCommas(s string) (n int) {
	for _, r := range s {
		if r == ',' {
			n++
		}
	}
	return n
}
