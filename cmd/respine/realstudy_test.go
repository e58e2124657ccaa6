package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/table"
)

// realManifest has one animal measured from its stacks and one that an expert
// scored: the dendrites of PyMapManager-Data rr30a, both times.
const realManifest = `study: rr30a, measured and scored by an expert
time_zero: {event: injection of ketamine or vehicle}
arms:
  measured: {purpose: from stacks, vehicle: at 0 h}
  scored: {purpose: from an expert's marks, ketamine: 10 mg/kg at 0 h}
animals:
  R1: {arm: measured}
  E1: {arm: scored}
sessions:
  s0: {kind: spines, at: -2 d}
  s1: {kind: spines, at: 50.376 h}
  s3: {kind: spines, at: 144.48 h}
recordings:
  - {animal: R1, session: s0, files: [%[1]s/rr30a_s0.ome.tif]}
  - {animal: R1, session: s1, files: [%[1]s/rr30a_s1.ome.tif]}
  - {animal: R1, session: s3, files: [%[1]s/rr30a_s3.ome.tif]}
tables:
  - {kind: spines, files: [tables/observations.csv, tables/branches.csv]}
claims: {preset: moda-sava-2019}
`

// A real study folder runs end to end; with one animal an arm, everything about
// spines is told not to be testable, and why. RESPINE_REAL runs it: it takes minutes.
func TestRealStudy(t *testing.T) {
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	root, err := filepath.Abs(filepath.Join(root, "spines", "rr30a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(root); err != nil {
		t.Skipf("SKIPPED, 1 real data set absent: %v", err)
	}
	if os.Getenv("RESPINE_REAL") == "" {
		t.Skip("RESPINE_REAL IS NOT SET: a real study folder was NOT RUN")
	}
	dir := t.TempDir()
	if keep := os.Getenv("RESPINE_KEEP"); keep != "" {
		dir = keep
	}
	if err := os.WriteFile(filepath.Join(dir, "study.yaml"), fmt.Appendf(nil, realManifest, filepath.ToSlash(filepath.Join(root, "images"))), 0o666); err != nil {
		t.Fatal(err)
	}
	writeExpert(t, filepath.Join(root, "truth"), filepath.Join(dir, "tables"))
	if code, said := respine("run", dir); code != exitDone {
		t.Fatalf("exit %d: %s", code, said)
	}
	verdicts, err := table.Read(filepath.Join(dir, "results"), "verdicts")
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range verdicts.Strings("verdict") {
		id, why := verdicts.Strings("claim")[i], verdicts.Strings("sentence")[i]
		t.Logf("%s: %s: %s", id, v, why)
		if v != "not testable" && v != "premise" && v != "inference only" || v == "not testable" && why == "" {
			t.Errorf("%s is %s of one animal an arm: %q", id, v, why)
		}
	}
	page, err := os.ReadFile(filepath.Join(dir, "results", "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"R1", "E1", "measured", "scored", "C10", "Dendrites over days", "Methods", "Provenance", "rr30a_s3.ome.tif"} {
		if !strings.Contains(string(page), part) {
			t.Errorf("the report has no %s", part)
		}
	}
}

// writeExpert turns the marks of an expert into tables of the animal E1: a spine that
// is marked in one session is absent in the others of its branch.
func writeExpert(t *testing.T, truth, dir string) {
	t.Helper()
	marks, err := table.ReadFile(filepath.Join(truth, "spines.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lengths, err := table.ReadFile(filepath.Join(truth, "dynamics.csv"))
	if err != nil {
		t.Fatal(err)
	}
	name := map[int64]string{0: "s0", 1: "s1", 3: "s3"}
	seen, first := map[string]bool{}, map[string]int{}
	var order []string
	for r, id := range marks.Strings("spine_id") {
		if _, ours := name[marks.Ints("session")[r]]; !ours || marks.Ints("bad")[r] != 0 {
			continue
		}
		if _, known := first[id]; !known {
			first[id], order = r, append(order, id)
		}
		seen[id+name[marks.Ints("session")[r]]] = true
	}
	o := table.New("observations", table.String("animal", ""), table.String("session", ""), table.String("spine_id", ""), table.String("branch_id", ""),
		table.Float("position_um", "um"), table.String("side", ""), table.Bool("present", ""))
	for _, session := range []string{"s0", "s1", "s3"} {
		for _, id := range order {
			r := first[id]
			o.Append("E1", session, id, fmt.Sprint(marks.Ints("segment_id")[r]), marks.Floats("pos_ref_um")[r], fmt.Sprint(marks.Ints("side")[r]), seen[id+session])
		}
	}
	b := table.New("branches", table.String("animal", ""), table.String("branch_id", ""), table.Float("length_um", "um"))
	for r := range lengths.Len() {
		if lengths.Ints("session_a")[r] == 0 {
			b.Append("E1", fmt.Sprint(lengths.Ints("segment_id")[r]), lengths.Floats("length_um")[r])
		}
	}
	if err := table.WriteFiles(dir, o, b); err != nil {
		t.Fatal(err)
	}
}
