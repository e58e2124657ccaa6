package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"respine/dendrite"
	"respine/scope"
)

// tinyScene is one straight dendrite on two days, about the least that is traced.
func tinyScene(seed uint64) scope.Scene {
	sc := scope.Scene{FieldUm: dendrite.Point{X: 26, Y: 16, Z: 12}, Sessions: []scope.Session{{Day: 0}, {Day: 2}}}
	var b scope.Branch
	for x := 5.0; x <= 21; x += 0.25 {
		b.Points, b.RadiusUm = append(b.Points, dendrite.Point{X: x, Y: 8, Z: 6}), append(b.RadiusUm, 0.45)
	}
	sc.Branches = []scope.Branch{b}
	sc.Spines = scope.RandomDynamics(rand.New(rand.NewPCG(seed, 0)), sc.Branches, 2, scope.Dynamics{})
	return sc
}

// writeTiny writes the two stacks of an animal into dir/recordings.
func writeTiny(t *testing.T, dir, animal string) {
	t.Helper()
	ctx, sc := context.Background(), tinyScene(1)
	for k := range sc.Sessions {
		s, err := scope.Render(ctx, sc, k, scope.Preset(scope.LowNoise), rand.New(rand.NewPCG(1, uint64(k))), 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := scope.WriteStack(ctx, filepath.Join(dir, "recordings", fmt.Sprintf("%s_s%d.tif", animal, k)), s); err != nil {
			t.Fatal(err)
		}
	}
}

// The steps that ship, on pixels: two stacks become tables, and the same again in
// another store, with more workers, byte by byte.
func TestStacksToReport(t *testing.T) {
	if testing.Short() {
		t.Skip("SHORT: the steps that ship were not run on pixels")
	}
	var results []map[string]string
	for i := range 2 {
		dir := newFolder(t)
		for _, name := range []string{"A2_s0", "A2_s1", "B1_s0", "B1_s1"} {
			if err := os.Remove(filepath.Join(dir, "recordings", name+".tif")); err != nil {
				t.Fatal(err)
			}
		}
		writeTiny(t, dir, "A1")
		s := openStudy(t, dir, "measure: {min_branch_um: 8}\n"+manifest)
		s.steps = Steps()
		run := mustRun(t, s, Options{Workers: i + 1})
		if len(run.Measured) != 2 || run.Measured[0].Err != nil || run.Measured[1].Err != nil {
			t.Fatalf("measured %+v, left out %+v", run.Measured, run.LeftOut)
		}
		if len(run.LeftOut) != 4 {
			t.Errorf("left out %+v, want the four recordings that are gone", run.LeftOut)
		}
		results = append(results, files(t, run))
	}
	for _, name := range []string{"tables/observations.csv", "tables/restored.csv", "report/report.html"} {
		if results[0][name] == "" {
			t.Errorf("no %s", name)
		}
	}
	same(t, "1 and 2 workers", results[0], results[1])
}
