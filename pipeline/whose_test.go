package pipeline

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"respine/measure"
	"respine/report"
	"respine/table"
)

// An animal measured in one session and scored by hand in another is told under
// both; hand-scored rows of what was measured are nobody's.
func TestScoredBy(t *testing.T) {
	s, err := readManifest()
	if err != nil {
		t.Fatal(err)
	}
	rows := func(name string, cells ...string) *table.Table {
		out := table.New(name, table.String("animal", ""), table.String("session", ""))
		for i := 0; i < len(cells); i += 2 {
			out.Append(cells[i], cells[i+1])
		}
		return out
	}
	branches := table.New("branches", table.String("animal", ""))
	branches.Append("B1")
	got := scoredBy(s, []tableSource{{Animal: "A1", Step: "spines"}, {Animal: "A1", Session: "drink", Step: "sucrose"}},
		[]tableSource{{Kind: "spines", Rater: "Ana"}, {Kind: "spines", Rater: "Ben"}, {Kind: "spines"}, {Kind: "sucrose"}},
		[]*table.Table{rows("observations", "A1", "s0", "A2", "s0", "A2", "s1"), rows("observations", "B1", "s0"), branches, rows("preference", "A1", "drink", "B1", "drink")})
	want := []report.ScoredRow{
		{Kind: "spines", Arm: "saline", ByHand: []report.Rated{{Rater: "Ben", Animals: []string{"B1"}}}},
		{Kind: "spines", Arm: "ketamine", Measured: []string{"A1"}, ByHand: []report.Rated{{Rater: "Ana", Animals: []string{"A2"}}}},
		{Kind: "sucrose", Arm: "saline", ByHand: []report.Rated{{Rater: "", Animals: []string{"B1"}}}},
		{Kind: "sucrose", Arm: "ketamine", Measured: []string{"A1"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// A rate of transients is of tail suspension and of photometry alike.
func TestAnalysedPhotometry(t *testing.T) {
	s, err := readManifest()
	if err != nil {
		t.Fatal(err)
	}
	values := table.New("values", table.String("animal", ""), table.String("measure", ""))
	values.Append("A1", "transients")
	values.Append("A2", "immobility")
	flow := []report.FlowRow{{Arm: "ketamine", Kind: "tail-suspension"}, {Arm: "ketamine", Kind: "photometry"}, {Arm: "ketamine", Kind: "sucrose"}}
	got := analysed(s, flow, []*table.Table{values})
	if len(got) != 2 || got[0].Analysed != 2 || got[1].Kind != "photometry" || got[1].Analysed != 1 {
		t.Errorf("%+v", got)
	}
}

// The page says of spines, network and blindness what holds for those measured, by
// whom the others were scored, and both radii of restored spines.
func TestMethodsSayWhoScored(t *testing.T) {
	dir := newFolder(t)
	for _, name := range []string{"A2_s0", "A2_s1"} {
		if err := os.Remove(filepath.Join(dir, "recordings", name+".tif")); err != nil {
			t.Fatal(err)
		}
	}
	text := strings.Replace(judged, "files: [tables/preference.csv]", "files: [tables/preference.csv], rater: Rosa", 1) + "measure: {restored_um: 3}\n"
	page := files(t, mustRun(t, openStudy(t, dir, text), Options{}))["report/report.html"]
	for _, want := range []string{
		"This is so of 2 animals measured from recordings, and of no table scored otherwise.",
		"the steps are told neither arms nor names of animals",
		"A1, A2 (by Rosa)", "B1 (by Rosa)", "preset moda-sava-2019, SHA-256 ",
		"<dt>Restored within, in tables of dynamics</dt><dd>3 µm</dd>", "<dt>Restored within, in claims</dt><dd>2 µm</dd>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "declared before the data") {
		t.Error("the page says when claims were declared")
	}

	hand := manifest[:strings.Index(manifest, "recordings:")] + "tables:\n  - {kind: sucrose, files: [tables/preference.csv]}\n"
	page = files(t, mustRun(t, openStudy(t, dir, hand), Options{}))["report/report.html"]
	if strings.Contains(page, "convolutional") || strings.Contains(page, "neither arms nor names") || !strings.Contains(page, "(rater not named)") {
		t.Error("a page of tables alone tells of measuring")
	}
	i := slices.IndexFunc(measure.All(), func(m measure.Measure) bool { return m.Name == "restored share" })
	if !strings.Contains(measure.All()[i].What, "within 2 um") || claimedUm != 2 {
		t.Error("claims have another radius")
	}
}
