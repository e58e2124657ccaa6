package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"respine/spine"
	"respine/store"
	"respine/study"
	"respine/table"
	"respine/turnover"
)

// manifest is a study of three animals; its stacks are a few bytes each, which toy
// steps measure.
const manifest = `study: Toy
time_zero: {event: injection of ketamine or vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
  ketamine: {purpose: treated, ketamine: 10 mg/kg at 0 h}
animals:
  A1: {arm: ketamine}
  A2: {arm: ketamine}
  B1: {arm: saline}
sessions:
  s0: {kind: spines, at: -24 h}
  s1: {kind: spines, at: 24 h}
  drink: {kind: sucrose, at: 30 h}
recordings:
  - {animal: A1, session: s0, files: [recordings/A1_s0.tif]}
  - {animal: A1, session: s1, files: [recordings/A1_s1.tif]}
  - {animal: A2, session: s0, files: [recordings/A2_s0.tif]}
  - {animal: A2, session: s1, files: [recordings/A2_s1.tif]}
  - {animal: B1, session: s0, files: [recordings/B1_s0.tif]}
  - {animal: B1, session: s1, files: [recordings/B1_s1.tif]}
tables:
  - {kind: sucrose, files: [tables/preference.csv]}
`

// judged is the same with claims, whose judging takes longer than the rest.
const judged = manifest + "claims: {preset: moda-sava-2019}\n"

// newFolder makes the files of the manifest.
func newFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"A1_s0", "A1_s1", "A2_s0", "A2_s1", "B1_s0", "B1_s1"} {
		put(t, filepath.Join(dir, "recordings", name+".tif"), "pixels of "+name)
	}
	put(t, filepath.Join(dir, "tables", "preference.csv"), "animal,session,preference_percent\nA1,drink,61\nA2,drink,72.5\nB1,drink,55\n")
	return dir
}

// put writes a file that has been there for an hour.
func put(t *testing.T, path, text string) {
	t.Helper()
	old := time.Now().Add(-time.Hour)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666), os.Chtimes(path, old, old)); err != nil {
		t.Fatal(err)
	}
}

func readManifest() (study.Study, error) {
	s, problems := study.Parse([]byte(manifest), "study.yaml")
	return s, problems.Err()
}

func parse(t *testing.T, text string) study.Study {
	t.Helper()
	s, problems := study.Parse([]byte(text), "study.yaml")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// openStudy opens a study whose spines are measured by toySpines.
func openStudy(t *testing.T, dir, text string) Study {
	t.Helper()
	s, err := Open(parse(t, text), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Store.Close() })
	s.steps = toySteps(nil)
	return s
}

// toySteps are the steps with toySpines for the one that takes long, and before it
// whatever before does.
func toySteps(before func(ctx context.Context, j Job) error) []Step {
	steps := Steps()
	steps[0].Do = func(ctx context.Context, j Job) error {
		if before != nil {
			if err := before(ctx, j); err != nil {
				return err
			}
		}
		return toySpines(ctx, j)
	}
	return steps
}

// toySpines finds eight spines on a dendrite, in each session those that the hash of
// the file says.
func toySpines(_ context.Context, j Job) error {
	var p spinesParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	r := spine.Result{Branches: []spine.Branch{{ID: 0, LengthUm: 20}}}
	for i := range 8 {
		r.Sites = append(r.Sites, spine.Site{ID: fmt.Sprintf("b00-s%03d", i), Place: spine.Place{Side: 1, PositionUm: 2 + 2*float64(i)}, Kind: turnover.Spine})
	}
	for k, in := range j.Inputs {
		b, err := os.ReadFile(in.Path)
		if err != nil {
			return err
		}
		if bytes.HasPrefix(b, []byte("corrupt")) {
			return fmt.Errorf("%s: not a TIFF file", in.Path)
		}
		sum := sha256.Sum256(b)
		r.Sessions = append(r.Sessions, spine.Session{Name: p.Sessions[k].ID, Day: p.Sessions[k].Day, Aligned: true, Correlation: 1})
		r.Errors = append(r.Errors, spine.ErrorRates{Session: k, Miss: 0.05, MissHi: 0.1, FalsePerUm: 0.01})
		r.Branches[0].Days = append(r.Branches[0].Days, spine.Day{Judgeable: slices.Repeat([]bool{true}, 200)})
		for i := range r.Sites {
			state := turnover.Absent
			if sum[i] < 160 {
				state = turnover.Present
			}
			r.Sites[i].Seen = append(r.Sites[i].Seen, spine.Observation{State: state, P: 0.9, PAlone: 0.8})
		}
	}
	if err := table.WriteFiles(j.Dir, r.Tables()...); err != nil {
		return err
	}
	return writeJSON(filepath.Join(j.Dir, presenceName), r.Presence())
}

// mustRun runs a study under its lock.
func mustRun(t *testing.T, s Study, o Options) Run {
	t.Helper()
	run, err := tryRun(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func tryRun(s Study, o Options) (Run, error) {
	release, err := s.Begin(time.Now())
	if err != nil {
		return Run{}, err
	}
	defer release()
	return s.Run(context.Background(), o)
}

// files are the contents of what a run leaves for people, by name.
func files(t *testing.T, run Run) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, r := range map[string]store.Result{"tables": run.Tables, "claims": run.Claims, "report": run.Report} {
		for _, f := range r.Note.Files {
			b, err := os.ReadFile(r.Path(f.Name))
			if err != nil {
				t.Fatal(err)
			}
			out[name+"/"+f.Name] = string(b)
		}
	}
	return out
}

// same wants two runs to have left the same bytes.
func same(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if a[name] != b[name] {
			t.Errorf("%s: %s differs", what, name)
		}
	}
	if len(a) != len(b) {
		t.Errorf("%s: %d files and %d", what, len(a), len(b))
	}
}

// counter counts what is done anew, by step.
type counter struct {
	mu   sync.Mutex
	done map[string]int
}

// counted wraps the steps of a study.
func (c *counter) counted(steps []Step) []Step {
	c.done = map[string]int{}
	out := slices.Clone(steps)
	for i, s := range out {
		out[i].Do = func(ctx context.Context, j Job) error {
			c.mu.Lock()
			c.done[s.Name]++
			c.mu.Unlock()
			return s.Do(ctx, j)
		}
	}
	return out
}

// anew says what was done, in the order of the steps.
func (c *counter) anew() string {
	var out []string
	for _, s := range Steps() {
		if n := c.done[s.Name]; n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, s.Name))
		}
	}
	return strings.Join(out, ", ")
}
