package study

import (
	"slices"
	"strings"
	"testing"
)

const sound = `study: x
time_zero: {event: injection}
arms:
  A: {vehicle: at 0 h}
  B: {corticosterone: day -10..0, ketamine: 10 mg/kg at 0 h}
animals:
  a: {arm: A, cage: c1, batch: b1}
  b: {arm: B, cage: c2, batch: b1}
sessions:
  s: {kind: tail-suspension, at: 1 h}
  t: {kind: tail-suspension, at: 24 h}
  p: {kind: psd95, at: 48 h}
recordings:
  - {animal: a, session: s, files: one.avi, place: 1}
  - {animal: b, session: s, files: one.avi, place: 2}
`

// TestChecks changes a sound manifest in one place each; "" means that is
// sound too.
func TestChecks(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"sound", "", "", ""},
		{"drug at another time", "at 0 h}", "at 30 h}", "no arm gets ketamine or vehicle at 0 h"},
		{"one arm at time zero is enough", "{vehicle: at 0 h}", "{vehicle: at 30 h}", ""},
		{"ketamine as corticosterone ends", "day -10..0, ", "day -10..-1, ", ""},
		{"ketamine before it ends", "day -10..0, ", "day -10..1, ", "before corticosterone ends"},
		{"one after the other", "day -10..0, ", "[day -10..-5, day -5..0], ", ""},
		{"restraint all day", "day -10..0, ", "day -10..0, restraint: 24 h/day during day -10..0, ", ""},
		{"restraint all day and more", "day -10..0, ", "day -10..0, restraint: 24.5 h/day during day -10..0, ", "24.5 hours a day"},
		{"two doses", "ketamine: 10 mg/kg at 0 h", "ketamine: [10 mg/kg at 0 h, 5 mg/kg at 0 h]", "ketamine twice at 0 h"},
		{"a dose a day", "ketamine: 10 mg/kg at 0 h", "ketamine: [10 mg/kg at 0 h, 10 mg/kg at 20 h]", ""},
		{"deletion of the twin", "sessions:", "simulation: {preset: y}\nsessions:", ""},
		{"one cage of an arm", "b: {arm: B, cage: c2", "a2: {arm: A, cage: c1}\n  b: {arm: B, cage: c2", ""},
		{"one cage of two arms", "cage: c2", "cage: c1", "share cage c1"},
		{"batch and arm alike", "c2, batch: b1", "c2, batch: b2", "no test can tell the two apart"},
		{"batch unknown", "c2, batch: b1", "c2", ""},
		{"batch shared in part", "b: {arm: B, cage: c2, batch: b1}", "b: {arm: B, cage: c2, batch: b1}\n  b2: {arm: B, batch: b2}", ""},
		{"not in order", "at: 1 h}", "at: 25 h}", "session t, at 24 h, stands after s"},
		{"one begins as the other ends", "at: 1 h}", "at: 1 h, lasts: 23 h}", ""},
		{"overlap by a minute", "at: 1 h}", "at: 1 h, lasts: 1381 min}", "session t overlaps s"},
		{"of other arms", "at: 24 h}", "at: 1 h, arms: B}\n  u: {kind: photometry, at: 1 h}", "session t overlaps s, of the same animals (arm B)"},
		{"never in the same animal", "s: {kind: tail-suspension, at: 1 h}", "r: {kind: sucrose, at: 1 h, arms: A}\n  q: {kind: sucrose, at: 1 h, arms: B}\n  s: {kind: tail-suspension, at: 1 h}", ""},
		{"tissue last", "at: 48 h}", "at: 24 h}", ""},
		{"tissue first", "at: 48 h}", "at: 23 h}", "was fixed at 23 h for p"},
		{"tissue of the twin", "at: 48 h}", "at: 23 h}\nsimulation: {preset: y}", ""},
		{"at the moment of the drug, and before it", "at: 1 h}", "at: 0 h}", ""},
		{"before the drug", "at: 1 h}", "at: -1 h}", ""},
		{"lasting nothing", "at: 1 h}", "at: 1 h, lasts: 0 h}", "is no length of time"},
		{"the same place", "place: 2", "place: 1", "one.avi is of recording 1 already"},
		{"the same place, spelt otherwise", "files: one.avi, place: 2", "files: ./one.avi, place: 1", "one.avi is of recording 1 already"},
		{"capitals alone", "b: {arm: B, cage: c2", "A: {arm: B, cage: c3}\n  b: {arm: B, cage: c2", "animals: a and A differ in capitals alone"},
		{"a name that ends in a dot", "b: {arm: B, cage: c2", "c.: {arm: B, cage: c3}\n  b: {arm: B, cage: c2", `"c." is no plain name`},
		{"a letter of two bytes", "b: {arm: B, cage: c2", "é.ü: {arm: B, cage: c3}\n  b: {arm: B, cage: c2", ""},
		{"a long name", "b: {arm: B, cage: c2", strings.Repeat("c", 101) + ": {arm: B, cage: c3}\n  b: {arm: B, cage: c2", "a name of 101 bytes"},
		{"later than animals live", "at: 48 h}", "at: 3651 d}", "session p: 3651 d is more than ten years"},
		{"earlier than animals live", "day -10..0, ", "day -3651..0, ", "arm B, corticosterone: more than ten years"},
		{"as late as may be", "at: 48 h}", "at: 3650 d}", ""},
		{"an arm that nobody looks at", sound[strings.Index(sound, "at: 1 h}"):], "at: 1 h, arms: A}\n", "arm B: in no session"},
		{"two fields", "session: s, files: one.avi, place: 2", "session: s, field: f1, files: v1.avi}\n  - {animal: b, session: s, field: f2, files: v2.avi", ""},
		{"one field twice", "session: s, files: one.avi, place: 2", "session: s, field: f1, files: v1.avi}\n  - {animal: b, session: s, field: f1, files: v2.avi", "is recording 2 already"},
		{"one scored table of two animals", "avi, place: 1}\n  - {animal: b, session: s, files: one.avi, place: 2", "csv, modality: table}\n  - {animal: b, session: s, files: one.csv, modality: table", ""},
		{"what a video does not say", "place: 2", "channel: 2", "channel of a video"},
		{"a misspelt key is not missing as well", "{event:", "{evnt:", `unknown key "evnt"`},
		{"claims of one's own", "recordings:", "claims: {file: claims.yaml, paper: {mine: 2}}\nrecordings:", ""},
		{"claims of two places", "recordings:", "claims: {preset: moda-sava-2019, file: claims.yaml}\nrecordings:", "claims: both a preset and a file"},
		{"a claim without a preset", "recordings:", "claims: {paper: {C1: 2}}\nrecordings:", `claims: neither "preset" nor "file"`},
	} {
		if !strings.Contains(sound, c.old) {
			t.Errorf("%s: nothing to change", c.name)
		}
		text := strings.Replace(sound, c.old, c.new, 1)
		if c.name == "drug at another time" {
			text = strings.ReplaceAll(sound, c.old, c.new)
		}
		_, problems := Parse([]byte(text), c.name)
		switch {
		case c.want == "" && len(problems) > 0:
			t.Errorf("%s", problems)
		case c.want != "" && (len(problems) == 0 || slices.ContainsFunc(problems, func(p Problem) bool { return !strings.Contains(p.Text, c.want) })):
			t.Errorf("%s: want %q and nothing else, got\n%s", c.name, c.want, problems)
		}
	}
}

// TestLinesOnWindows: line ends of two characters move nothing.
func TestLinesOnWindows(t *testing.T) {
	text := string(read(t, "testdata/bad.yaml"))
	_, unix := Parse([]byte(text), "f")
	_, windows := Parse([]byte(strings.ReplaceAll(text, "\n", "\r\n")), "f")
	if !slices.Equal(unix, windows) {
		t.Errorf("got\n%s\nwant\n%s", windows, unix)
	}
}

func TestSessionInterval(t *testing.T) {
	for kind, want := range map[SessionKind]Hours{Spines: 1, Calcium: 1. / 3, TailSuspension: 0.1, Photometry: 0.1, Sucrose: 24, PSD95: 1} {
		if got := (Session{Kind: kind, At: -12}).Interval(); got != (Interval{-12, -12 + want}) {
			t.Errorf("%s lasts %v", kind, got)
		}
	}
	if got := (Session{Kind: Spines, At: 1, Lasts: 3}).Interval(); got != (Interval{1, 4}) {
		t.Errorf("what the manifest says does not hold: %v", got)
	}
}

func TestRecorded(t *testing.T) {
	for i, want := range []Modality{Stack, Movie, Video, Trace, Weights, Images} {
		kind := SessionKinds()[i]
		if got := (Recording{}).ModalityIn(kind); got != want {
			t.Errorf("%s is recorded as %s, want %s", kind, got, want)
		}
		if got := (Recording{Modality: TableFile}).ModalityIn(kind); got != TableFile {
			t.Errorf("a table of %s is a %s", kind, got)
		}
	}
}
