package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/table"
)

// A stack that cannot be read takes its animal along and nobody else, in words that
// do not depend on where the study lies; they reach the tables and the audit log.
func TestCorruptStack(t *testing.T) {
	dir := newFolder(t)
	put(t, filepath.Join(dir, "recordings", "A2_s1.tif"), "corrupt")
	s := openStudy(t, dir, manifest)
	var run Run
	for range 2 { // the second time nothing is new to the log
		run = mustRun(t, s, Options{Workers: 2})
	}
	want := LeftOut{"A2 spines", "recordings/A2_s1.tif: not a TIFF file"}
	if len(run.LeftOut) != 1 || run.LeftOut[0] != want {
		t.Fatalf("left out %+v", run.LeftOut)
	}
	left, err := table.Read(run.Tables.Dir, "left_out")
	if err != nil || left.Len() != 1 || left.Strings("why")[0] != want.Why {
		t.Errorf("table left_out: %v, %v", left, err)
	}
	seen, err := table.Read(run.Tables.Dir, "observations")
	if err != nil || seen.Len() != 2*2*8 {
		t.Errorf("observations of the two others: %v, %v", seen, err)
	}
	log, err := s.Store.Audit()
	if err != nil || len(log) != 1 || log[0].What != "exclude" || log[0].Of != want.What || log[0].Why != want.Why {
		t.Errorf("audit log %+v, %v", log, err)
	}
	all, _, err := s.Status()
	if err != nil || len(all) != 6 || all[2].State != Failed || all[2].Error != want.Why || all[0].State != Done || all[3].State != Waiting {
		t.Errorf("status %+v, %v", all, err)
	}
}

// Recordings that vanish, change or grow while they are measured, or are not there,
// or are two animals' at once.
func TestRecordingsThatCannotBeUsed(t *testing.T) {
	path := func(dir string) string { return filepath.Join(dir, "recordings", "A2_s1.tif") }
	for what, v := range map[string]struct {
		before func(t *testing.T, dir string) // the run
		during func(t *testing.T, dir string) // the measurement of A2
		left   []LeftOut
	}{
		"deleted midway": {during: func(t *testing.T, dir string) { os.Remove(path(dir)) },
			left: []LeftOut{{"A2 spines", "recordings/A2_s1.tif is gone: it was there when the run began"}}},
		"changed midway": {during: func(t *testing.T, dir string) { put(t, path(dir), "more pixels") },
			left: []LeftOut{{"A2 spines", "recordings/A2_s1.tif changed while it was measured\nhint: run again when it is whole"}}},
		"never there": {before: func(t *testing.T, dir string) { os.Remove(path(dir)) },
			left: []LeftOut{{"animal A2, session s1", "recordings/A2_s1.tif: no such file"}}},
		"of two animals": {before: func(t *testing.T, dir string) { put(t, path(dir), "pixels of B1_s0") },
			left: []LeftOut{
				{"animal A2, session s1", "recordings/A2_s1.tif has the same content as a file of animal B1, session s0; whose it is cannot be known"},
				{"animal B1, session s0", "recordings/B1_s0.tif has the same content as a file of animal A2, session s1; whose it is cannot be known"}}},
		"of another channel": {before: func(t *testing.T, dir string) {},
			left: []LeftOut{{"animal A2, session s1", "channel: 2 in the manifest, and 0 for session s0 of the same field"}}},
		"a table that is gone": {before: func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "tables", "preference.csv")) },
			left: []LeftOut{{"table 1 of the manifest", "tables/preference.csv: no such file"}}},
	} {
		t.Run(what, func(t *testing.T) {
			dir := newFolder(t)
			if v.before != nil {
				v.before(t, dir)
			}
			text := manifest
			if what == "of another channel" {
				text = strings.Replace(text, "A2_s1.tif]", "A2_s1.tif], channel: 2", 1)
			}
			s := openStudy(t, dir, text)
			s.steps = toySteps(func(_ context.Context, j Job) error {
				if v.during != nil && strings.Contains(j.Inputs[0].Path, "A2") {
					v.during(t, dir)
				}
				return nil
			})
			run := mustRun(t, s, Options{})
			if len(run.LeftOut) != len(v.left) {
				t.Fatalf("left out %+v, want %+v", run.LeftOut, v.left)
			}
			for i := range v.left {
				if run.LeftOut[i] != v.left[i] {
					t.Errorf("left out %+v, want %+v", run.LeftOut[i], v.left[i])
				}
			}
		})
	}
}
