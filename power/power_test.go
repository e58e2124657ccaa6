package power

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"respine/claim"
	"respine/rater"
	"respine/study"
	"respine/twin"
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
	return Design{Claims: set, Study: s, Twin: small, Scoring: rater.Realistic(), Judged: []string{"C10"}, Animals: []int{2, 3}, Runs: 1, Seed: 3, Workers: 1}
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
