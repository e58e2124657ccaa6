package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"respine/dendrite"
	"respine/scope"
)

// stackedStudy is scoredStudy with stacks of spines.
var stackedStudy = strings.Replace(scoredStudy, "tables:\n", `  s0: {kind: spines, at: -24 h}
  s1: {kind: spines, at: 24 h}
recordings:
  - {animal: A1, session: s0, files: [A1_0.tif]}
  - {animal: A1, session: s1, files: [A1_1.tif]}
  - {animal: B1, session: s0, files: [B1_0.tif]}
  - {animal: B1, session: s1, files: [B1_1.tif]}
measure: {min_branch_um: 8}
claims: {preset: moda-sava-2019}
tables:
`, 1)

// writeStacked writes stackedStudy with stacks of one straight dendrite an animal.
func writeStacked(dir string) error {
	if err := writeScored(dir); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "study.yaml"), []byte(stackedStudy), 0o666); err != nil {
		return err
	}
	for i, animal := range []string{"A1", "B1"} {
		rng := rand.New(rand.NewPCG(uint64(i), 7))
		sc := scope.Scene{FieldUm: dendrite.Point{X: 26, Y: 16, Z: 12}, Sessions: []scope.Session{{Day: 0}, {Day: 2}}}
		var b scope.Branch
		for x := 5.0; x <= 21; x += 0.25 {
			b.Points, b.RadiusUm = append(b.Points, dendrite.Point{X: x, Y: 8, Z: 6}), append(b.RadiusUm, 0.45)
		}
		sc.Branches = []scope.Branch{b}
		sc.Spines = scope.RandomDynamics(rng, sc.Branches, 2, scope.Dynamics{})
		for k := range sc.Sessions {
			s, err := scope.Render(context.Background(), sc, k, scope.Preset(scope.LowNoise), rng, 1)
			if err != nil {
				return err
			}
			if err := scope.WriteStack(context.Background(), filepath.Join(dir, fmt.Sprintf("%s_%d.tif", animal, k)), s); err != nil {
				return err
			}
		}
	}
	return nil
}

// The command itself, killed at random moments: results are those of a run that was
// left alone, whatever the number of workers. RESPINE_KILLS says how many kills; the
// short test of the same is pipeline's TestKilledAtAnyMoment.
func TestKilledCommand(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("RESPINE_KILLS"))
	if err != nil {
		t.Skip("RESPINE_KILLS IS NOT SET: the command was NOT KILLED while it measured stacks")
	}
	plain := filepath.Join(t.TempDir(), "study")
	if err := writeStacked(plain); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if out, err := exec.Command("respine", "run", plain, "--workers", "1").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(began)
	rng := rand.New(rand.NewPCG(3, uint64(kills)))
	for left := kills; left > 0; {
		dir := filepath.Join(t.TempDir(), "study")
		if err := writeStacked(dir); err != nil {
			t.Fatal(err)
		}
		for finished := false; left > 0 && !finished; left-- {
			c := exec.Command("respine", "run", dir, "--workers", "2", "--memory-mib", "4096")
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			moment := time.Duration(rng.Float64() * float64(took) / 2)
			timer := time.AfterFunc(moment, func() { c.Process.Kill() })
			finished = c.Wait() == nil
			timer.Stop()
			t.Logf("kill after %.1f s: finished %v", moment.Seconds(), finished)
		}
		if out, err := exec.Command("respine", "run", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		sameResults(t, "after kills", plain, dir)
		if out, err := exec.Command("respine", "verify", dir).CombinedOutput(); err != nil {
			t.Errorf("verify: %s", out)
		}
	}
}
