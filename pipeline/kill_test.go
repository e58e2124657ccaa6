package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// runHere names the folder that a child of the test is to run, instead of tests.
const runHere = "RESPINE_TEST_RUN"

func TestMain(m *testing.M) {
	dir := os.Getenv(runHere)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := child(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child runs the toy study, with steps that take a while.
func child(dir string) error {
	s, problems := readManifest()
	if problems != nil {
		return problems
	}
	opened, err := Open(s, dir)
	if err != nil {
		return err
	}
	opened.steps = toySteps(func(context.Context, Job) error { time.Sleep(20 * time.Millisecond); return nil })
	_, err = tryRun(opened, Options{Workers: 2, Bytes: 1 << 40})
	return err
}

func start(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env, c.Stderr = append(os.Environ(), runHere+"="+dir), os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// Killed again and again at any moment, a study ends as if nothing had happened, and
// nothing that was finished is done again. RESPINE_KILLS says how often.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 8
	if testing.Short() {
		kills = 3
	}
	if n, err := strconv.Atoi(os.Getenv("RESPINE_KILLS")); err == nil {
		kills = n
	}
	whole := newFolder(t)
	began := time.Now()
	if err := start(t, whole).Wait(); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	var none counter
	s := openStudy(t, whole, manifest)
	s.steps = none.counted(s.steps)
	want := files(t, mustRun(t, s, Options{}))
	if none.anew() != "" {
		t.Fatalf("after the child: done anew: %s", none.anew())
	}
	rng := rand.New(rand.NewPCG(5, uint64(kills)))
	for left := kills; left > 0; {
		dir := newFolder(t)
		for range min(2, left) {
			left--
			c := start(t, dir)
			time.Sleep(time.Duration(rng.Float64() * float64(took)))
			c.Process.Kill()
			c.Wait()
		}
		s := openStudy(t, dir, manifest)
		finished, err := s.Store.Results()
		if err != nil {
			t.Fatal(err)
		}
		var c counter
		s.steps = c.counted(s.steps)
		same(t, "after kills", want, files(t, mustRun(t, s, Options{})))
		again := 0
		for _, n := range c.done {
			again += n
		}
		if again+len(finished) != 9 {
			t.Errorf("%d of 9 results were finished, and %s done after", len(finished), c.anew())
		}
		t.Logf("%d of 9 results were finished", len(finished))
		if _, problems, err := s.Store.Verify(); err != nil || problems != nil {
			t.Errorf("verify: %v, %v", problems, err)
		}
		if entries, err := os.ReadDir(StoreOf(dir) + "/attempts"); err != nil || len(entries) > 0 {
			t.Errorf("attempts are left: %v, %v", entries, err)
		}
	}
}
