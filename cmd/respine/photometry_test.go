package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/photometry"
	"respine/random"
	"respine/scope"
	"respine/score"
	"respine/table"
)

// fibreStudy renders sessions of two animals as a simulated study lays them out, with
// their truth and bouts, and returns its folder.
func fibreStudy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	bouts := table.New("bouts", table.String("animal", ""), table.String("session", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	for k, animal := range []string{"m1", "m2"} {
		a := scope.FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{2}, 6000), Movement: make([]float32, 6000)}
		for i := range 20 {
			for j := range 25 {
				a.RateHz[100+290*i+j] = 12
			}
		}
		r := scope.RecordFibre(a, scope.Photometry{Clock: scope.FibreClock{OffsetSec: 5}}, random.New(uint64(k)))
		from := filepath.Join(dir, "recordings", animal, "tail")
		if err := os.MkdirAll(from, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, one := range []*table.Table{r.CSV(), r.PulseCSV()} {
			if err := writeFile(filepath.Join(from, one.Name+".csv"), func(w *os.File) error { return one.WriteCSV(w) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.WriteFiles(filepath.Join(dir, "truth", "recordings", animal, "tail"), r.Tables()...); err != nil {
			t.Fatal(err)
		}
		for i := range 8 {
			s := float64(15 * i)
			bouts.Append(animal, "tail", "immobile", s, s+10)
			bouts.Append(animal, "tail", "struggling", s+10, s+15)
		}
	}
	if err := writeFile(filepath.Join(dir, "bouts.csv"), func(w *os.File) error { return bouts.WriteCSV(w) }); err != nil {
		t.Fatal(err)
	}
	return dir
}

// printed runs a command and returns its exit code and what it printed.
func printed(args ...string) (code int, stdout, stderr string) {
	var out, talk bytes.Buffer
	code = run(context.Background(), args, &out, &talk)
	return code, out.String(), talk.String()
}

// TestPhotometryCommand: a study goes through, its transients are right by score
// photometry, doing it again does nothing, and one file that cannot be read is left out
// with its reason.
func TestPhotometryCommand(t *testing.T) {
	dir := fibreStudy(t)
	files := []string{filepath.Join(dir, "recordings/m1/tail/photometry.csv"), filepath.Join(dir, "recordings/m2/tail/photometry.csv")}
	out := filepath.Join(dir, "out")
	args := append([]string{"photometry"}, append(files, "--behavior", filepath.Join(dir, "bouts.csv"), "--out", out)...)
	code, text, talk := printed(args...)
	if code != exitDone || !strings.Contains(text, "calcium tells of struggles: undetermined") {
		t.Fatalf("code %d\n%s\n%s", code, text, talk)
	}
	if code, again, talk := printed(args...); code != exitDone || again != text || !strings.Contains(talk, "nothing changed") {
		t.Errorf("again: code %d, %q\n%s", code, talk, again)
	}
	for _, name := range []string{"transients.csv", "control_transients.parquet", "dff.parquet", "sync.csv", "prediction.csv", "pictures/m1_tail.svg"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	code, text, talk = printed("score", "photometry", "--measured", out, "--truth", dir)
	var r score.PhotometryResult
	if err := json.Unmarshal([]byte(text), &r); err != nil || code != exitDone {
		t.Fatalf("code %d, %v\n%s", code, err, talk)
	}
	if r.Transients.Truth != 40 || r.Transients.Recall < 0.9 || r.Transients.Precision < 0.9 || r.Recordings[0].ClockError > r.Recordings[0].StatedError {
		t.Errorf("%+v", r)
	}
	bad := filepath.Join(dir, "recordings/m2/tail/photometry.csv")
	if err := os.WriteFile(bad, []byte("time_s,signal_470\n0,1\n0,2\n0,3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, talk = printed(append(args[:len(args)-1:len(args)-1], filepath.Join(dir, "out2"))...)
	if code != exitPartly || !strings.Contains(talk, "do not rise") || !strings.Contains(talk, "hint: ") {
		t.Errorf("code %d: %s", code, talk)
	}
}

// TestPhotometryBehaviourOfOthers: bouts of another animal are never taken for those of a
// recording, and one without any is told.
func TestPhotometryBehaviourOfOthers(t *testing.T) {
	dir := fibreStudy(t)
	files := []string{"photometry", filepath.Join(dir, "recordings/m1/tail/photometry.csv"), filepath.Join(dir, "recordings/m2/tail/photometry.csv")}
	lines := strings.SplitAfter(fileText(t, filepath.Join(dir, "bouts.csv")), "\n")
	of := func(animals ...string) string { // their bouts
		text := lines[0]
		for _, l := range lines[1:] {
			if name, _, _ := strings.Cut(l, ","); slices.Contains(animals, name) {
				text += l
			}
		}
		path := filepath.Join(dir, "bouts_"+strings.Join(animals, "")+".csv")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two, typed := of("m1"), of("m2"), filepath.Join(dir, "typed.csv")
	if err := os.WriteFile(typed, []byte(strings.ReplaceAll(strings.ReplaceAll(strings.Join(lines, ""), "m1,", "x1,"), "m2,", "x2,")), 0o644); err != nil {
		t.Fatal(err)
	}
	for k, c := range []struct {
		behaviour, want string
		code            int
	}{
		{one + "," + two, "", exitDone},
		{two + "," + one, "the bouts are of animal m2, the recording is of m1", exitFailed},
		{one, "there are no bouts of animal m2, session \"tail\"; there are of m1 tail", exitPartly},
		{typed, "there are of x1 tail, x2 tail", exitFailed},
	} {
		code, _, talk := printed(append(files[:3:3], "--behavior", c.behaviour, "--out", filepath.Join(dir, fmt.Sprint("out", k)))...)
		if code != c.code || !strings.Contains(talk, c.want) {
			t.Errorf("%s: code %d, want %d with %q\n%s", filepath.Base(c.behaviour), code, c.code, c.want, talk)
		}
	}
}

// TestPhotometryRefuses: with a clock that is said to be one and is 5 s off no transient
// is given to the claims, and the reason is told.
func TestPhotometryRefuses(t *testing.T) {
	dir := fibreStudy(t)
	out := filepath.Join(dir, "out")
	code, text, talk := printed("photometry", filepath.Join(dir, "recordings/m1/tail/photometry.csv"), filepath.Join(dir, "recordings/m2/tail/photometry.csv"),
		"--behavior", filepath.Join(dir, "bouts.csv"), "--same-clock", "--out", out)
	if code != exitPartly || !strings.Contains(text, "nothing is claimed around behaviour") || !strings.Contains(text, "differs by 5") {
		t.Fatalf("code %d\n%s\n%s", code, text, talk)
	}
	judged, err := table.Read(out, "transients")
	if err != nil || judged.Len() != 0 {
		t.Errorf("%v, %d transients", err, judged.Len())
	}
	if all, err := table.Read(out, "all_transients"); err != nil || all.Len() == 0 {
		t.Errorf("%v: transients disappeared", err)
	}
}

// TestScorePhotometryWithoutSessions: a recording that names no session is that of its
// animal; of several the error has the names.
func TestScorePhotometryWithoutSessions(t *testing.T) {
	dir := fibreStudy(t)
	out := filepath.Join(dir, "out")
	raw := filepath.Join(dir, "fp_m1.csv")
	if err := os.Rename(filepath.Join(dir, "recordings/m1/tail/photometry.csv"), raw); err != nil {
		t.Fatal(err)
	}
	if code, _, talk := printed("photometry", raw, "--animals", "m1", "--out", out); code != exitDone {
		t.Fatalf("code %d\n%s", code, talk)
	}
	code, text, talk := printed("score", "photometry", "--measured", out, "--truth", dir)
	var r score.PhotometryResult
	if err := json.Unmarshal([]byte(text), &r); err != nil || code != exitDone || len(r.Recordings) != 1 || r.Recordings[0].Session != "tail" {
		t.Errorf("code %d, %v\n%s%s", code, err, text, talk)
	}
	truth := filepath.Join(dir, "truth", "recordings", "m1")
	if err := os.CopyFS(filepath.Join(truth, "later"), os.DirFS(filepath.Join(truth, "tail"))); err != nil {
		t.Fatal(err)
	}
	if code, _, talk := printed("score", "photometry", "--measured", out, "--truth", dir); code != exitFailed || !strings.Contains(talk, "m1 has the sessions later, tail") {
		t.Errorf("code %d\n%s", code, talk)
	}
}

// TestPhotometryClockIsBelieved: pulses of a recording that were compared with none of a
// film are told, and the verdict says so too; where bouts begin before the recording as
// well, nothing is claimed.
func TestPhotometryClockIsBelieved(t *testing.T) {
	dir := fibreStudy(t)
	var files []string
	for _, m := range []string{"m1", "m2"} {
		beside := filepath.Join(dir, "recordings", m, "tail")
		if err := os.Remove(filepath.Join(beside, "film_pulses.csv")); err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(beside, "photometry.csv"))
	}
	lines := strings.Split(strings.TrimSpace(fileText(t, filepath.Join(dir, "bouts.csv"))), "\n")
	for i, l := range lines[1:] { // on the recorder's clock, which begins at 5 s
		f := strings.Split(l, ",")
		var from, to float64
		if _, err := fmt.Sscan(f[3]+" "+f[4], &from, &to); err != nil {
			t.Fatal(err)
		}
		lines[i+1] = fmt.Sprintf("%s,%s,%s,%g,%g", f[0], f[1], f[2], from+5, to+5)
	}
	moved := filepath.Join(dir, "moved.csv")
	if err := os.WriteFile(moved, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const carries = "one clock is believed, not checked: the recording, from 5 s, carries"
	out := filepath.Join(dir, "out")
	code, text, talk := printed(append(append([]string{"photometry"}, files...), "--behavior", moved, "--same-clock", "--out", out)...)
	if code != exitDone || !strings.Contains(talk, "warning: m1 tail: "+carries) || !strings.Contains(text, "the clock of 2 of 2 sessions is believed, not checked") {
		t.Errorf("code %d\n%s\n%s", code, text, talk)
	}
	if sync := fileText(t, filepath.Join(out, "sync.csv")); !strings.Contains(sync, carries) {
		t.Errorf("sync.csv: %s", sync)
	}
	out = filepath.Join(dir, "early")
	code, text, _ = printed(append(append([]string{"photometry"}, files...), "--behavior", filepath.Join(dir, "bouts.csv"), "--same-clock", "--out", out)...)
	if code != exitPartly || !strings.Contains(text, "nothing is claimed around behaviour: "+carries) || !strings.Contains(text, "bouts begin at 0 s, the recording at 5 s") {
		t.Errorf("code %d\n%s", code, text)
	}
}

// TestPhotometryNamesExchanged: animals whose names the files give to each other are
// refused; names that no file has, and numbers, are not.
func TestPhotometryNamesExchanged(t *testing.T) {
	groups := [][]string{{"raw/FP_m11_24h.csv"}, {"raw/FP_M12_24h.csv"}, {"raw/FP_m1_24h.csv"}}
	for _, c := range []struct {
		animals string
		bad     bool
	}{{"m11,m12,m1", false}, {"m12,m11,m1", true}, {"m11,m1,x", true}, {"a,b,c", false}, {"m11,m11,m1", false}, {"24,11,12", false}} {
		if why := exchanged(groups, strings.Split(c.animals, ",")); (why != "") != c.bad {
			t.Errorf("%s: %q", c.animals, why)
		}
	}
	dir := fibreStudy(t)
	code, _, talk := printed("photometry", filepath.Join(dir, "recordings/m1/tail/photometry.csv"), filepath.Join(dir, "recordings/m2/tail/photometry.csv"),
		"--animals", "m2,m1", "--sessions", "tail,tail", "--out", filepath.Join(dir, "out"))
	if code != exitUsage || !strings.Contains(talk, "its name says m2") || !strings.Contains(talk, "hint: ") {
		t.Errorf("code %d\n%s", code, talk)
	}
}

// TestPhotometryOneRefused: a recording whose pulses are another session's is told with
// the reason, the verdict has it too, and the exit code is that of recordings that could
// not be used; a file without a control says so.
func TestPhotometryOneRefused(t *testing.T) {
	dir := fibreStudy(t)
	one, two := filepath.Join(dir, "recordings/m1/tail"), filepath.Join(dir, "recordings/m2/tail")
	var alone, pulses strings.Builder
	for _, l := range strings.SplitAfter(strings.TrimSpace(fileText(t, filepath.Join(one, "photometry.csv"))), "\n") {
		f := strings.Split(l, ",")
		alone.WriteString(strings.Join(append(f[:2:2], f[3:]...), ","))
	}
	pulses.WriteString("time_s\n")
	for i := range 12 {
		fmt.Fprintf(&pulses, "%.3f\n", float64(7*i)+0.3*float64(i*i))
	}
	for path, text := range map[string]string{filepath.Join(one, "photometry.csv"): alone.String(), filepath.Join(two, "film_pulses.csv"): pulses.String()} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"photometry", filepath.Join(one, "photometry.csv"), filepath.Join(two, "photometry.csv"), "--behavior", filepath.Join(dir, "bouts.csv"), "--out", filepath.Join(dir, "out")}
	for range 2 { // the second time it is repeated from the folder
		code, text, talk := printed(args...)
		if code != exitPartly || !strings.Contains(text, "m2 tail is refused around behaviour: only") || !strings.Contains(text, "1 of 2 sessions are refused: only") || !strings.Contains(text, "m1 tail has no control channel") {
			t.Fatalf("code %d\n%s\n%s", code, text, talk)
		}
	}
}

// TestPhotometryColumnsAreDocumented: docs/photometry.md tells of every table and column,
// and of every key that score photometry prints.
func TestPhotometryColumnsAreDocumented(t *testing.T) {
	b, err := os.ReadFile("../../docs/photometry.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"left_out"}
	for _, one := range (photometry.Result{}).Tables() {
		want = append(want, one.Name)
		want = append(want, one.Names()...)
	}
	keys := map[string]bool{}
	j, err := json.Marshal(score.PhotometryResult{Recordings: []score.FibreScore{{}}, NoLag: "x"})
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(j, &v); err != nil {
		t.Fatal(err)
	}
	gather(v, keys)
	for k := range keys {
		want = append(want, k)
	}
	for _, w := range want {
		if !strings.Contains(string(b), "`"+w+"`") {
			t.Errorf("docs/photometry.md does not tell of %s", fmt.Sprintf("`%s`", w))
		}
	}
}

// TestPhotometryExchanged: a plain table whose names of signal and control are exchanged
// is measured, and doubted on stderr and in quality.
func TestPhotometryExchanged(t *testing.T) {
	dir := fibreStudy(t)
	in := filepath.Join(dir, "recordings/m1/tail/photometry.csv")
	text := strings.Replace(fileText(t, in), "signal_470,control_405", "control_405,signal_470", 1)
	if err := os.WriteFile(in, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"photometry", in, filepath.Join(dir, "recordings/m2/tail/photometry.csv"), "--out", filepath.Join(dir, "out")}
	for range 2 { // measured, and repeated
		code, _, talk := printed(args...)
		if code != exitDone || strings.Count(talk, "warning: m1 tail: ") != 1 || !strings.Contains(talk, "--signal") || strings.Contains(talk, "warning: m2") {
			t.Errorf("code %d: %s", code, talk)
		}
	}
	if quality := fileText(t, filepath.Join(dir, "out/quality.csv")); strings.Count(quality, "exchanged?") != 1 {
		t.Errorf("quality:\n%s", quality)
	}
}
