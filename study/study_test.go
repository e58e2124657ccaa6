package study

import (
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const small = `# A comment.
study: "two arms: one drug"
time_zero: {event: injection, clock: "09:30"}
arms:
  veh: {purpose: deficit, corticosterone: day -10..0, vehicle: at 0 h}
  ket:
    photoactivation: as-parac1 at 24 h
    ketamine: 10 mg/kg at 0 h
    corticosterone: day -10..0
    restraint: [2.5 h/day during -3 d..-1 d]
  naive:
animals:
  m1: {arm: veh, sex: f, cage: 007, batch: b1}
  m2: {arm: ket}
  m3: {arm: naive}
sessions:
  early: {kind: Spines, at: −12 h}
  late: {kind: tail-suspension, at: day 2, lasts: 10 min, arms: ket}
recordings:
  - {animal: m1, session: early, field: d1, files: [a.tif, b/*.tif], voxel_um: [1, 0.12, 0.12], channel: 2}
  - animal: m2
    session: late
    modality: table
    files: scored.csv
    rater: >-
      first
      rater
tables:
  - {kind: sucrose, files: bottles.csv}
claims: {preset: moda-sava-2019, paper: {C10: null, C5a: 0.5}}
simulation: {preset: "null", size: small}
`

func TestParse(t *testing.T) {
	half := 0.5
	cort := Manipulation{Kind: Corticosterone, From: -240, To: 0}
	want := Study{
		Name:     "two arms: one drug",
		TimeZero: TimeZero{"injection", "09:30"},
		Arms: []Arm{
			{"veh", "deficit", "", []Manipulation{cort, {Kind: Vehicle}}},
			{"ket", "", ProbeASPaRAC1, []Manipulation{
				cort, {Kind: Restraint, From: -72, To: -24, HoursPerDay: 2.5}, {Kind: Ketamine, DoseMgPerKg: 10},
				{Kind: Photoactivation, From: 24, To: 24, Probe: ProbeASPaRAC1},
			}},
			{ID: "naive"},
		},
		Animals: []Animal{{"m1", "veh", Female, "007", "b1"}, {ID: "m2", Arm: "ket"}, {ID: "m3", Arm: "naive"}},
		Sessions: []Session{
			{ID: "early", Kind: Spines, At: -12},
			{"late", TailSuspension, 48, Hours(10) / 60, []string{"ket"}},
		},
		Recordings: []Recording{
			{"m1", "early", "d1", "", []string{"a.tif", "b/*.tif"}, Meta{VoxelUm: [3]float64{1, 0.12, 0.12}, Channel: 2}},
			{"m2", "late", "", TableFile, []string{"scored.csv"}, Meta{Rater: "first rater"}},
		},
		Tables:     []Table{{Sucrose, []string{"bottles.csv"}, ""}},
		Claims:     Claims{Preset: "moda-sava-2019", Paper: []PaperValue{{"C10", nil}, {"C5a", &half}}},
		Simulation: Simulation{Preset: "null", Size: "small"},
	}
	for name, text := range map[string]string{"unix": small, "windows": "\ufeff" + strings.ReplaceAll(small, "\n", "\r\n")} {
		got, problems := Parse([]byte(text), name)
		if len(problems) > 0 {
			t.Errorf("%s: %s", name, problems)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got\n%+v\nwant\n%+v", name, got, want)
		}
	}
}

// TestEveryMistakeOnItsLine: each line of bad.yaml says what is wrong with it;
// all of that is said, of that line, and nothing else is.
func TestEveryMistakeOnItsLine(t *testing.T) {
	text := read(t, "testdata/bad.yaml")
	s, problems := Parse(text, "bad.yaml")
	if !reflect.DeepEqual(s, Study{}) || problems.Err() == nil {
		t.Error("a study came back in spite of its mistakes")
	}
	lines, want := strings.Split(string(text), "\n"), 0
	expected := make([][]string, len(lines))
	for i, line := range lines {
		if _, wrong, ok := strings.Cut(line, " # wrong: "); ok {
			expected[i] = strings.Split(wrong, " | ")
			want += len(expected[i])
		}
	}
	if want < 50 || !slices.IsSortedFunc(problems, func(a, b Problem) int { return a.Line - b.Line }) {
		t.Errorf("%d mistakes expected; problems not in the order of lines?", want)
	}
	for _, p := range problems {
		told := expected[p.Line-1]
		i := slices.IndexFunc(told, func(fragment string) bool { return strings.Contains(p.Text, fragment) })
		if i < 0 {
			t.Errorf("not expected: %s", p)
			continue
		}
		expected[p.Line-1] = slices.Delete(told, i, i+1)
		if p.Column < 1 || p.Column > len([]rune(lines[p.Line-1])) {
			t.Errorf("column %d is not in the line: %s", p.Column, p)
		}
	}
	for i, left := range expected {
		for _, fragment := range left {
			t.Errorf("line %d: nobody said %q", i+1, fragment)
		}
	}
}

// TestPlaceAndHint spells a few problems out in full.
func TestPlaceAndHint(t *testing.T) {
	_, problems := Parse(read(t, "testdata/bad.yaml"), "study.yaml")
	all := problems.String() + "\n"
	for _, want := range []string{
		"study.yaml:16:5: arm C: unknown key or manipulation \"ketamin\"\nhint: did you mean \"ketamine\"?\n",
		"study.yaml:19:15: arm D, ketamine: a negative dose\nhint: write ketamine: 10 mg/kg at 0 h\n",
		"study.yaml:22:15: warning: arm E: ketamine at -24 h, before corticosterone ends at 0 h\nhint: ",
		"study.yaml:28:3: arm G: no animals\nhint: give animals arm: G, or take the arm out\n",
		"study.yaml:54:26: session s3 overlaps s2, of the same animals (all arms): 24 h to 26 h, and 25 h to 26 h\nhint: ",
		"study.yaml:65:14: recording 2: no animal is called \"a11\"\nhint: did you mean \"a1\"?\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("nobody said\n%s", want)
		}
	}
	if err := problems.Err().Error(); strings.Contains(err, "warning") || !strings.Contains(err, "negative dose") {
		t.Error("Err should hold what is wrong and no warning")
	}
}

func TestWarningsLeaveTheStudyWhole(t *testing.T) {
	text := strings.Replace(small, "ketamine: 10 mg/kg at 0 h", "ketamine: 10 mg/kg at -1 h", 1)
	s, problems := Parse([]byte(text), "w")
	if len(problems) != 1 || !problems[0].Warning || problems.Err() != nil || len(s.Animals) != 3 {
		t.Errorf("%d animals, problems %v", len(s.Animals), problems)
	}
}

func TestMissingSections(t *testing.T) {
	_, problems := Parse([]byte("study: x\narms: {}\nanimals:\nsessions: [a]\n"), "m")
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		`m:1:1: the manifest: "time_zero" is missing` + "\nhint: what happens at 0 h, from which all times count",
		"m:2:1: arms: there are none\nhint: name at least one arm",
		"m:3:1: animals: nothing behind it\nhint: every animal, with its arm",
		"m:4:11: sessions: a list, not names with something behind each\nhint: begin each session with its name and a colon",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestCheckWithoutAFile: a study put together in a program is judged alike.
func TestCheckWithoutAFile(t *testing.T) {
	if p := (Study{}).Check(); len(p) != 5 || p[0].String() != "study: study: empty" {
		t.Errorf("of nothing: %v", p)
	}
	s, _ := Parse([]byte(small), "s")
	if p := s.Check(); len(p) != 0 {
		t.Errorf("of a good study: %v", p)
	}
	s.Arms[1].Manipulations = append(slices.Clone(s.Arms[1].Manipulations), Manipulation{Kind: "hypnosis"}, Manipulation{Kind: Ketamine, From: 1, To: 2, DoseMgPerKg: 1})
	got := s.Check().String()
	s.Arms[1].Manipulations = s.Arms[1].Manipulations[:4]
	s.Animals[2].Arm = "nave"
	s.Animals[0].Sex = "?"
	s.Sessions[0].At = Hours(math.NaN())
	s.Recordings[0].Files = nil
	got += "\n" + s.Check().String()
	for _, want := range []string{"study: arm ket, hypnosis: unknown manipulation", "study: arm ket, ketamine: it happens at a moment", `study: animal m1, sex: nothing is called "?" here`, `session early, at: "NaN h" is no time`, "study: recording 1, files: an empty list", `no arm is called "nave"` + "\nhint: did you mean \"naive\"?"} {
		if !strings.Contains(got, want) {
			t.Errorf("Check does not say %q but\n%s", want, got)
		}
	}
}

func TestArm(t *testing.T) {
	s, _ := Parse([]byte(small), "s")
	if a, ok := s.Arm("ket"); !ok || a.Probe != ProbeASPaRAC1 {
		t.Errorf("Arm(ket) = %v, %v", a, ok)
	}
	if _, ok := s.Arm("no"); ok {
		t.Error("an arm that is not there")
	}
}

// FuzzParse: whatever the text, Parse comes back, every problem has a place in
// it, and a study without problems survives being written.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add(read(&testing.T{}, "testdata/bad.yaml"))
	for _, text := range []string{"", "a", "- a", "a: b: c", "? a\n: b", "&a {<<: *a}", "arms: {A: [", "study: !!str x", "---\na: 1\n---\n", "animals: {1: 2, ~: 3}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, problems := Parse(text, "f")
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Text == "" {
				t.Errorf("a problem without a place: %+v", p)
			}
		}
		if problems.Err() != nil {
			return
		}
		var b strings.Builder
		if err := Write(&b, s); err != nil {
			t.Fatal(err)
		}
		again, problems := Parse([]byte(b.String()), "again")
		if problems.Err() != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%s\nproblems %s", b.String(), problems)
		}
	})
}
