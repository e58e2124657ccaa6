package scope

import (
	"strings"
	"testing"

	"respine/study"
	"respine/twin"
)

// TestLengthNotes: of lengths the twin does not keep; none where the manifest
// leaves them open, or says what the twin does.
func TestLengthNotes(t *testing.T) {
	s := study.Study{Sessions: []study.Session{
		{ID: "open", Kind: study.TailSuspension}, {ID: "same", Kind: study.Photometry, Lasts: study.Hours(6) / 60},
		{ID: "long", Kind: study.TailSuspension, Lasts: study.Hours(10) / 60}, {ID: "day", Kind: study.Sucrose, Lasts: study.Day},
		{ID: "days", Kind: study.Sucrose, Lasts: 3 * study.Day}, {ID: "ten", Kind: study.Calcium, Lasts: study.Hours(10) / 60},
		{ID: "stack", Kind: study.Spines, Lasts: 2},
	}}
	got := strings.Join(LengthNotes(s, twin.Params{}), "\n")
	want := "session long, which lasts 10 min in the manifest, lasts 6 min in the twin\n" +
		"session days, which lasts 3 d in the manifest, lasts 24 h in the twin"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, name := range study.Presets() {
		preset, err := study.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		if notes := LengthNotes(preset, twin.Params{}); len(notes) > 0 {
			t.Errorf("%s: %q", name, notes)
		}
	}
}
