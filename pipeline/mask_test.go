package pipeline

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"respine/store"
	"respine/table"
)

// A masked study measures everything and shows neither animals nor arms, anywhere
// that a run writes or says something, until it is unblinded; then nothing is
// measured again.
func TestMasked(t *testing.T) {
	const blinded = judged + "blinding: masked\n"
	dir := newFolder(t)
	put(t, filepath.Join(dir, "recordings", "A2_s1.tif"), "corrupt")
	if err := os.Remove(filepath.Join(dir, "recordings", "B1_s1.tif")); err != nil {
		t.Fatal(err)
	}
	s := openStudy(t, dir, blinded)
	if !s.Masked {
		t.Fatal("not masked")
	}
	var told []string
	run := mustRun(t, s, Options{Say: func(unit, what string) { told = append(told, unit+": "+what) }})
	secret := regexp.MustCompile(`\b(A1|A2|B1)(\b|_)|saline|10 mg|treated`)
	seen := files(t, run)
	seen["what was said"] = strings.Join(told, "\n")
	for _, v := range run.LeftOut {
		seen["left out"] += v.What + ": " + v.Why + "\n"
	}
	log, err := os.ReadFile(filepath.Join(StoreOf(dir), "audit.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	seen["audit log"] = string(log)
	for name, text := range seen {
		if found := secret.FindString(text); found != "" {
			t.Errorf("%s tells %q", name, found)
		}
	}
	if len(run.LeftOut) != 2 || !strings.HasPrefix(run.LeftOut[0].What+run.LeftOut[1].What, "animal M-") {
		t.Errorf("left out %+v", run.LeftOut)
	}
	verdicts, err := table.Read(run.Claims.Dir, "verdicts")
	if err != nil || verdicts.Len() != 0 {
		t.Errorf("judged while masked: %v, %v", verdicts, err)
	}
	if !strings.Contains(seen["report/report.html"], "Animals are masked") {
		t.Error("the report does not say that animals are masked")
	}
	if again := mustRun(t, openStudy(t, dir, blinded), Options{}); again.Report.Key != run.Report.Key {
		t.Error("codes changed from run to run")
	}
	other := mustRun(t, openStudy(t, newFolder(t), blinded), Options{})
	if other.Measured[0].Work.Unit == run.Measured[0].Work.Unit {
		t.Error("another study has the same codes")
	}
	if _, err := Open(parse(t, judged), dir); err == nil || !strings.Contains(err.Error(), "unblind") {
		t.Errorf("taking the key out of the manifest unblinds: %v", err)
	}

	if _, done, err := Unblind(parse(t, blinded), dir, "rater", "all is scored", time.Now()); err != nil || !done {
		t.Fatalf("unblind: %v, %v", done, err)
	}
	if before, done, err := Unblind(parse(t, blinded), dir, "somebody", "", time.Now()); err != nil || done || before.Who != "rater" {
		t.Errorf("unblinded again: %+v, %v, %v", before, done, err)
	}
	open := openStudy(t, dir, blinded)
	var c counter
	open.steps = c.counted(open.steps)
	plain := mustRun(t, open, Options{})
	if c.anew() != "1 spines, 1 tables, 1 claims, 1 report" { // the corrupt stack is tried again
		t.Errorf("done anew: %s", c.anew())
	}
	fresh := newFolder(t)
	put(t, filepath.Join(fresh, "recordings", "A2_s1.tif"), "corrupt")
	if err := os.Remove(filepath.Join(fresh, "recordings", "B1_s1.tif")); err != nil {
		t.Fatal(err)
	}
	same(t, "unblinded and never masked", files(t, mustRun(t, openStudy(t, fresh, judged), Options{})), files(t, plain))
}

func TestMaskThatIsGone(t *testing.T) {
	dir := newFolder(t)
	s := openStudy(t, dir, manifest+"blinding: masked\n")
	s.Store.Close()
	if err := os.Remove(filepath.Join(StoreOf(dir), "mask")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(parse(t, manifest+"blinding: masked\n"), dir); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("%v", err)
	}
}

func TestNothingToUnblind(t *testing.T) {
	if _, _, err := Unblind(parse(t, manifest), newFolder(t), "rater", "why not", time.Now()); err != ErrNotMasked {
		t.Errorf("%v", err)
	}
}

// The secret is drawn once, and no two names share a code.
func TestCodesComeFromTheStore(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	m, fresh, err := st.NewMask()
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	again, fresh, err := st.NewMask()
	if err != nil || fresh {
		t.Fatal(fresh, err)
	}
	names := []string{"A1", "A2", "A1"}
	codes, more := m.Codes(names), again.Codes(names)
	if codes[0] != more[0] || codes[1] != more[1] || codes[0] == codes[1] || codes[0] == codes[2] {
		t.Errorf("codes %v and %v", codes, more)
	}
}
