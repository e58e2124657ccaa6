package rater

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"respine/random"
	"respine/scope"
	"respine/study"
	"respine/table"
	"respine/turnover"
	"respine/twin"
)

// small is a stressed animal of a small cortex, lived once.
var small = sync.OnceValues(func() (study.Study, []scope.StudyMouse) {
	s, err := study.Preset("moda-sava-2019")
	if err != nil {
		panic(err)
	}
	s = s.Keep(1)
	s.Animals = slices.DeleteFunc(s.Animals, func(a study.Animal) bool { return a.Arm != "B" })
	p := twin.Default()
	p.Wiring.Neurons, p.Imaging.Branches, p.Imaging.CalciumSec = 40, 20, 60
	mice := make([]scope.StudyMouse, len(s.Animals))
	err = scope.SimulateStudy(context.Background(), s, p, 1, 1, func(i int, m scope.StudyMouse) error { mice[i] = m; return nil })
	if err != nil {
		panic(err)
	}
	return s, mice
})

func named(t *testing.T, all []*table.Table, name string) *table.Table {
	t.Helper()
	for _, v := range all {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no table %s", name)
	return nil
}

// TestWithoutErrorsTheTablesAreTheTruth: of a rater who does not err every row is
// one of the twin's own tables.
func TestWithoutErrorsTheTablesAreTheTruth(t *testing.T) {
	_, mice := small()
	m := mice[0]
	got, truth := Tables(m, Errors{}, random.New(1)), m.Mouse.Tables()
	for _, c := range []struct{ mine, theirs, column string }{
		{"bouts", "bout", "from_s"}, {"bouts", "bout", "to_s"}, {"transients", "photometry_event", "onset_s"}, {"transients", "photometry_event", "peak_s"},
		{"sucrose", "sucrose", "lost_g"}, {"ensemble_events", "ensemble_event", "participation"},
	} {
		a, b := slices.Sorted(slices.Values(named(t, got, c.mine).Floats(c.column))), slices.Sorted(slices.Values(named(t, truth, c.theirs).Floats(c.column)))
		if len(b) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s of %s: %d rows, want the %d of the twin", c.column, c.mine, len(a), len(b))
		}
	}
	want := 0.0
	for _, v := range named(t, truth, "puncta").Floats("intensity") {
		want += v
	}
	sum, images := 0.0, named(t, got, "images")
	for i, d := range images.Floats("density_per_um2") {
		sum += d * images.Floats("intensity")[i] * imageUm * m.Wiring.LengthUm
	}
	if math.Abs(sum-want) > 1e-6*want {
		t.Errorf("brightness of all images %g, of all puncta %g", sum, want)
	}
}

// TestObservationsAreThePresenceTable: the rows of a rater who does not err are
// the truth, each spine of a session once.
func TestObservationsAreThePresenceTable(t *testing.T) {
	_, mice := small()
	rows := named(t, Tables(mice[0], Errors{}, random.New(1)), "observations")
	want := 0
	for _, site := range turnover.Rejoin(mice[0].Presence(), 0).Sites {
		for _, state := range site.States {
			if state == turnover.Present {
				want++
			}
		}
	}
	seen := map[string]bool{}
	for _, g := range rows.GroupBy("session", "spine_id") {
		seen[strings.Join(g.Key, "/")] = true
	}
	if rows.Len() != want || len(seen) != want {
		t.Errorf("%d rows, %d spines in sessions, want %d", rows.Len(), len(seen), want)
	}
}

// TestErrorsAreOfTheirSize: shares missed and spreads within four standard errors
// of what was asked for.
func TestErrorsAreOfTheirSize(t *testing.T) {
	_, mice := small()
	key := random.New(7)
	true0, seen := Tables(mice[0], Errors{}, key), Tables(mice[0], Realistic(), key)
	how := Realistic()
	for _, c := range []struct {
		name, column string
		miss         float64
	}{{"ensemble_events", "from_s", how.MissEvent}} {
		n, k := float64(named(t, true0, c.name).Len()), float64(named(t, seen, c.name).Len())
		if math.Abs(k-n*(1-c.miss)) > 4*math.Sqrt(n*c.miss*(1-c.miss))+1 {
			t.Errorf("%s: %g of %g seen, want to miss %g", c.name, k, n, c.miss)
		}
	}
	a, b := named(t, true0, "sucrose").Floats("lost_g"), named(t, seen, "sucrose").Floats("lost_g")
	ss := 0.0
	for i := range a {
		ss += (b[i] - a[i]) * (b[i] - a[i]) / float64(len(a))
	}
	if sd := math.Sqrt(ss); math.Abs(sd-how.BottleG) > 4*how.BottleG/math.Sqrt(2*float64(len(a))) {
		t.Errorf("bottles are off by %g g, want %g", sd, how.BottleG)
	}
	minutes, extra := 0.0, Errors{FalseTransientPerMin: 6}
	for _, r := range mice[0].Mouse.Sessions {
		if r.Kind == twin.SuspensionSession {
			minutes += r.Activity.Seconds / 60
		}
	}
	k := float64(named(t, Tables(mice[0], extra, key), "transients").Len() - named(t, true0, "transients").Len())
	if math.Abs(k-6*minutes) > 4*math.Sqrt(6*minutes) {
		t.Errorf("%g false transients in %g min, want 6 a minute", k, minutes)
	}
}

// TestSeenBoutsCoverTheTest: whatever the errors, bouts follow one another without
// gaps from beginning to end, alternate, and none but a whole test is too short.
func TestSeenBoutsCoverTheTest(t *testing.T) {
	_, mice := small()
	for _, r := range mice[0].Mouse.Sessions {
		if r.Kind != twin.SuspensionSession {
			continue
		}
		for seed := range uint64(20) {
			how := Errors{EdgeSec: 2, ShortestSec: 1}
			got := how.seenBouts(r.Bouts, random.New(seed))
			if got[0].FromSec != 0 || got[len(got)-1].ToSec != r.Bouts[len(r.Bouts)-1].ToSec || !got[len(got)-1].Censored {
				t.Fatalf("%+v", got)
			}
			for i, b := range got {
				if i > 0 && (b.FromSec != got[i-1].ToSec || b.Immobile == got[i-1].Immobile) {
					t.Fatalf("bout %d: %+v after %+v", i, b, got[i-1])
				}
				if len(got) > 1 && i < len(got)-1 && b.ToSec-b.FromSec < how.ShortestSec {
					t.Fatalf("bout %d lasts %g s", i, b.ToSec-b.FromSec)
				}
			}
		}
	}
}

// TestSetIsAccepted: what a rater writes is what a study is judged from, and the
// same whichever other animals there are.
func TestSetIsAccepted(t *testing.T) {
	s, mice := small()
	var all [][]*table.Table
	for _, m := range mice {
		all = append(all, Tables(m, Realistic(), random.New(2)))
	}
	set, err := Set(s, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all[0] {
		if !set.Has(v.Name) {
			t.Errorf("%s is not in the set", v.Name)
		}
		if v.Len() == 0 {
			t.Errorf("%s has no rows", v.Name)
		}
	}
	if miss, wrong, ok := set.Errors("B1"); !ok || miss != 0.05 || wrong != 0.01 {
		t.Errorf("errors %g, %g, %v", miss, wrong, ok)
	}
}
