package power

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"respine/claim"
	"respine/random"
	"respine/study"
	"respine/turnover"
	"respine/twin"

	"respine/scope"
)

func design(t *testing.T, preset string) Design {
	t.Helper()
	set, err := claim.Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	p, err := twin.PresetNamed(preset)
	if err != nil {
		t.Fatal(err)
	}
	small := p.Params
	small.Wiring.Neurons, small.Imaging.Branches = 40, 20
	return Design{Claims: set, Study: s, Twin: small, Scoring: twin.RealisticScoring(), Judged: []string{"C10"}, Animals: []int{2, 3}, Runs: 1, Seed: 3, Workers: 1}
}

// TestRun: every run has a verdict, sizes are of the same animals, and the number
// of workers changes nothing.
func TestRun(t *testing.T) {
	d := design(t, "null")
	told := 0
	one, err := Run(context.Background(), d, func(done, of int) { told += done })
	if err != nil {
		t.Fatal(err)
	}
	d.Workers = 3
	three, err := Run(context.Background(), d, func(int, int) {})
	if err != nil || !reflect.DeepEqual(one, three) {
		t.Errorf("workers change %+v to %+v (%v)", one, three, err)
	}
	if len(one) != 2 || one[0].Animals != 2 || one[0].Runs != 1 || told != 1 {
		t.Errorf("%+v", one)
	}
	for _, r := range one {
		n := 0
		for _, k := range r.Verdicts {
			n += k
		}
		if n != 1 || !r.Interval.Contains(r.Share) || r.Naive < 0 {
			t.Errorf("%+v", r)
		}
	}
}

// TestRunNeedsItsArms: nothing is simulated when the study lacks an arm, and a
// cancelled run is no result.
func TestRunNeedsItsArms(t *testing.T) {
	d := design(t, "null")
	d.Judged = []string{"C6"}
	if _, err := Run(context.Background(), d, func(int, int) {}); err == nil || !strings.Contains(err.Error(), "an arm given restraint") {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, design(t, "null"), func(int, int) {}); err == nil {
		t.Error("a cancelled run has results")
	}
}

// TestCancelledTellsWhatItHas: the runs that were finished, with their interval.
func TestCancelledTellsWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	d := design(t, "null")
	d.Runs, d.Animals = 5, []int{2}
	got, err := Run(ctx, d, func(int, int) { cancel() })
	if err == nil || len(got) != 1 || got[0].Runs != 1 || !got[0].Interval.Contains(got[0].Share) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestObservationsAreThePresenceTable: the rows of a scorer who does not err are
// the truth, each spine of a session once.
func TestObservationsAreThePresenceTable(t *testing.T) {
	d := design(t, "null")
	s := d.Study.Keep(1)
	s.Animals = s.Animals[2:3]
	err := scope.SimulateStudy(context.Background(), s, d.Twin, 1, 1, func(_ int, m scope.StudyMouse) error {
		rows := observations(m, twin.Scoring{}, random.New(1))
		p := turnover.Rejoin(m.Presence(), 0)
		want := 0
		for _, site := range p.Sites {
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
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
