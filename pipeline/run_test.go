package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"respine/store"
)

func TestOneWorkerAndTwoAgree(t *testing.T) {
	dir := newFolder(t)
	one := files(t, mustRun(t, openStudy(t, dir, judged), Options{Workers: 1}))
	other := newFolder(t)
	two := files(t, mustRun(t, openStudy(t, other, judged), Options{Workers: 2, Bytes: 1 << 40}))
	same(t, "1 and 2 workers", one, two)
	for _, name := range []string{"tables/observations.csv", "tables/dynamics.parquet", "tables/given/sucrose/001/preference.csv", "claims/verdicts.csv", "report/report.html"} {
		if one[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	if strings.Contains(one["report/report.html"], dir) {
		t.Error("the report tells where the study lies")
	}
}

// Paths of a manifest count from its folder, unless they are absolute.
func TestAbsolutePaths(t *testing.T) {
	dir := newFolder(t)
	text := strings.ReplaceAll(manifest, "[recordings/", "["+filepath.ToSlash(dir)+"/recordings/")
	text = strings.ReplaceAll(text, "[tables/preference.csv]", "["+filepath.ToSlash(dir)+"/tables/pref*.csv]")
	elsewhere := t.TempDir()
	if found := Check(parse(t, text), elsewhere); found != nil {
		t.Errorf("%q", found)
	}
	if run := mustRun(t, openStudy(t, elsewhere, text), Options{}); run.LeftOut != nil || len(run.Measured) != 6 {
		t.Errorf("left out %+v", run.LeftOut)
	}
	if found := Check(parse(t, manifest), elsewhere); len(found) != 7 {
		t.Errorf("nothing is there: %q", found)
	}
}

// What is done again after a change is what depends on it and nothing else.
func TestOnlyWhatChanged(t *testing.T) {
	edit := func(old, new string) func(*testing.T, string, string) (string, string) {
		return func(t *testing.T, dir, text string) (string, string) {
			if !strings.Contains(text, old) {
				t.Fatalf("no %q in the manifest", old)
			}
			return dir, strings.ReplaceAll(text, old, new)
		}
	}
	for _, v := range []struct {
		what   string
		change func(t *testing.T, dir, text string) (string, string)
		anew   string
	}{
		{"nothing", func(_ *testing.T, dir, text string) (string, string) { return dir, text }, ""},
		{"a touched file", func(t *testing.T, dir, text string) (string, string) {
			now := time.Now()
			if err := os.Chtimes(filepath.Join(dir, "recordings", "A1_s0.tif"), now, now); err != nil {
				t.Fatal(err)
			}
			return dir, text
		}, ""},
		{"a moved study", func(t *testing.T, dir, text string) (string, string) {
			to := filepath.Join(t.TempDir(), "elsewhere")
			if err := os.Rename(dir, to); err != nil {
				t.Fatal(err)
			}
			return to, text
		}, ""},
		{"blanks and order in the manifest", edit("{animal: A1, session: s0,", "{session:   s0, animal: A1,"), ""},
		{"a parameter of dynamics", edit("tables:", "measure: {restored_um: 3}\ntables:"), "3 dynamics, 1 tables, 1 claims, 1 report"},
		{"the name of an arm", edit("saline", "vehicle_arm"), "1 claims, 1 report"},
		{"the name of an animal", edit("A1", "mouse7"), "1 tables, 1 claims, 1 report"},
		{"the content of a recording", func(t *testing.T, dir, text string) (string, string) {
			put(t, filepath.Join(dir, "recordings", "B1_s1.tif"), "other pixels")
			return dir, text
		}, "1 spines, 1 dynamics, 1 tables, 1 claims, 1 report"},
		{"a table", func(t *testing.T, dir, text string) (string, string) {
			put(t, filepath.Join(dir, "tables", "preference.csv"), "animal,session,preference_percent\nA1,drink,60\n")
			return dir, text
		}, "1 tables, 1 claims, 1 report"},
	} {
		t.Run(v.what, func(t *testing.T) {
			dir, text := newFolder(t), manifest
			first := openStudy(t, dir, text)
			var c counter
			first.steps = c.counted(first.steps)
			mustRun(t, first, Options{})
			if got := c.anew(); got != "3 spines, 3 dynamics, 1 tables, 1 claims, 1 report" {
				t.Fatalf("first: %s", got)
			}
			first.Store.Close()
			if dir, text = v.change(t, dir, text); v.what == "the name of an animal" {
				for _, s := range []string{"s0", "s1"} {
					if err := os.Rename(filepath.Join(dir, "recordings", "A1_"+s+".tif"), filepath.Join(dir, "recordings", "mouse7_"+s+".tif")); err != nil {
						t.Fatal(err)
					}
				}
				put(t, filepath.Join(dir, "tables", "preference.csv"), "animal,session,preference_percent\nmouse7,drink,61\n")
			}
			again := openStudy(t, dir, text)
			again.steps = c.counted(again.steps)
			run := mustRun(t, again, Options{})
			if got := c.anew(); got != v.anew {
				t.Errorf("done anew: %q, want %q", got, v.anew)
			}
			if run.LeftOut != nil {
				t.Errorf("left out %+v", run.LeftOut)
			}
		})
	}
}

// A result with a flipped byte is told, kept aside and done again, to the same bytes.
func TestFlippedByteIsDoneAgain(t *testing.T) {
	dir := newFolder(t)
	s := openStudy(t, dir, manifest)
	run := mustRun(t, s, Options{})
	before := files(t, run)
	path := run.Measured[0].Result.Path("observations.csv")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := errors.Join(os.WriteFile(path, b, 0o666), os.Chtimes(path, info.ModTime(), info.ModTime())); err != nil {
		t.Fatal(err)
	}
	if _, problems, err := s.Store.Verify(); err != nil || len(problems) != 1 {
		t.Fatalf("verify: %v, %v", problems, err)
	}
	var told []string
	var c counter
	s.steps = c.counted(s.steps)
	again := mustRun(t, s, Options{Say: func(unit, what string) { told = append(told, unit+": "+what) }})
	if c.anew() != "1 spines" {
		t.Errorf("done anew: %s", c.anew())
	}
	if all := strings.Join(told, "\n"); !strings.Contains(all, "observations.csv was changed") || !strings.Contains(all, "damaged") {
		t.Errorf("told: %s", all)
	}
	kept, err := filepath.Glob(filepath.Join(StoreOf(dir), "damaged", "*"))
	if err != nil || len(kept) != 1 {
		t.Errorf("kept aside: %v, %v", kept, err)
	}
	same(t, "done again", before, files(t, again))
}

func TestPanicIsToldAndLeavesItsAnimalOut(t *testing.T) {
	s := openStudy(t, newFolder(t), manifest)
	s.steps = toySteps(func(_ context.Context, j Job) error {
		if strings.Contains(j.Inputs[0].Path, "B1") {
			panic("index out of range")
		}
		return nil
	})
	var told []string
	run := mustRun(t, s, Options{Say: func(_, what string) { told = append(told, what) }})
	want := LeftOut{"B1 spines", "defect of the program: index out of range\nhint: please report it"}
	if len(run.LeftOut) != 1 || run.LeftOut[0] != want {
		t.Errorf("left out %+v", run.LeftOut)
	}
	if !strings.Contains(strings.Join(told, "\n"), "run_test.go") {
		t.Error("nobody was told where")
	}
}

func TestCancelKeepsWhatIsFinished(t *testing.T) {
	s := openStudy(t, newFolder(t), manifest)
	ctx, cancel := context.WithCancel(context.Background())
	s.steps = toySteps(func(ctx context.Context, j Job) error {
		if strings.Contains(j.Inputs[0].Path, "B1") {
			cancel()
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	})
	if _, err := s.Run(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	all, _, err := s.Status()
	if err != nil || !slices.ContainsFunc(all, func(v Status) bool { return v.State == Cancelled }) {
		t.Errorf("%+v, %v", all, err)
	}
	for _, v := range all {
		if strings.Contains(v.Error, "context") {
			t.Errorf("%s says %q", v.Unit, v.Error)
		}
	}
	var c counter
	s.steps = c.counted(toySteps(nil))
	mustRun(t, s, Options{})
	if got := c.anew(); got != "1 spines, 3 dynamics, 1 tables, 1 claims, 1 report" && got != "1 spines, 1 dynamics, 1 tables, 1 claims, 1 report" {
		t.Errorf("done anew: %s", got)
	}
	if log, err := s.Store.Audit(); err != nil || len(log) != 0 {
		t.Errorf("what was cancelled is in the log: %+v, %v", log, err)
	}
}

// Status may be asked while a run is under way, from another process.
func TestStatusWhileRunning(t *testing.T) {
	dir := newFolder(t)
	s := openStudy(t, dir, manifest)
	asked := false
	s.steps = toySteps(func(_ context.Context, j Job) error {
		if asked || !strings.Contains(j.Inputs[0].Path, "A2") {
			return nil
		}
		asked = true
		other := openStudy(t, dir, manifest)
		all, _, err := other.Status()
		if err != nil || len(all) != 6 || all[0].State != Done || all[2].State != Running || all[3].State != Waiting || all[4].State != Waiting {
			t.Errorf("%+v, %v", all, err)
		}
		return nil
	})
	mustRun(t, s, Options{})
	all, _, err := s.Status()
	if err != nil || !asked {
		t.Fatal(asked, err)
	}
	for _, v := range all {
		if v.State != Done {
			t.Errorf("after: %+v", v)
		}
	}
}

func TestSecondRunIsRefused(t *testing.T) {
	s := openStudy(t, newFolder(t), manifest)
	release, err := s.Begin(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tryRun(s, Options{}); !errors.Is(err, store.ErrRunning) || !strings.Contains(err.Error(), host) || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("%v", err)
	}
}
