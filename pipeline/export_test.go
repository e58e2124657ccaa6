package pipeline

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/table"
)

// Every table of a run has the arm of its animals and the hours of its sessions
// beside them, and is otherwise as it was.
func TestTidy(t *testing.T) {
	dir := newFolder(t)
	s := openStudy(t, dir, manifest)
	run := mustRun(t, s, Options{})
	all, err := s.Tidy(run.Tables.Dir)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*table.Table{}
	for _, v := range all {
		byName[v.Name] = v
	}
	seen := byName["observations"]
	if got := seen.Names()[:4]; !slices.Equal(got, []string{"animal", "arm", "session", "hour"}) && !slices.Equal(got[:2], []string{"animal", "arm"}) {
		t.Errorf("columns %q", seen.Names())
	}
	arm := map[string]string{"A1": "ketamine", "A2": "ketamine", "B1": "saline"}
	hour := map[string]float64{"s0": -24, "s1": 24}
	for r, animal := range seen.Strings("animal") {
		if seen.Strings("arm")[r] != arm[animal] || seen.Floats("hour")[r] != hour[seen.Strings("session")[r]] {
			t.Errorf("row %d: %s, %s, %s, %g", r, animal, seen.Strings("arm")[r], seen.Strings("session")[r], seen.Floats("hour")[r])
		}
	}
	drink := byName["sucrose_preference"]
	if drink == nil || drink.Len() != 3 || drink.Floats("hour")[2] != 30 || drink.Strings("arm")[2] != "saline" || drink.Floats("preference_percent")[1] != 72.5 {
		t.Errorf("the table a lab brought: %+v", drink)
	}
	from, to := byName["dynamics"].Floats("hour_from"), byName["dynamics"].Floats("hour_to")
	if from[0] != -24 || to[0] != 24 {
		t.Errorf("dynamics from %g to %g h", from[0], to[0])
	}
	for _, h := range byName["exclusions"].Floats("hour") {
		if h != -24 && h != 24 && !math.IsNaN(h) {
			t.Errorf("hour %g", h)
		}
	}
	if plain, err := table.Read(run.Tables.Dir, "observations"); err != nil || plain.Len() != seen.Len() || !slices.Equal(plain.Strings("spine_id"), seen.Strings("spine_id")) {
		t.Errorf("rows changed: %v", err)
	}
}

func TestTidyOfAnotherManifest(t *testing.T) {
	dir := newFolder(t)
	run := mustRun(t, openStudy(t, dir, manifest), Options{})
	for _, name := range []string{"A1", "s0"} {
		other := openStudy(t, dir, strings.ReplaceAll(manifest, name, "renamed"))
		if _, err := other.Tidy(run.Tables.Dir); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s renamed: %v", name, err)
		}
	}
	if all, err := openStudy(t, dir, manifest).Tidy(filepath.Join(dir, "recordings")); err != nil || len(all) != 0 {
		t.Errorf("a folder without tables: %d, %v", len(all), err)
	}
}
