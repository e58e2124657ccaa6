package report

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"respine/plot"
	"respine/table"
)

// studyTables are made up: two claims, one of them of two parts and readings, one
// that cannot be tested, and a few rows of everything that is drawn.
func studyTables() []*table.Table {
	text, number := func(n string) table.Column { return table.String(n, "") }, func(n string) table.Column { return table.Float(n, "") }
	verdicts := table.New("verdicts", text("claim"), text("statement"), text("family"), text("holds"), text("verdict"), text("because"), number("p"), number("p_holm"), text("sentence"), text("notes"))
	verdicts.Append("C1", "Drug <X> raises formation.", "rescue", "C1", "supported", "", 0.004, 0.008, "Drug <X> raises formation: supported.", "")
	verdicts.Append("C2", "Restraint does the same.", "restraint", "C2.a and C2.b", "not testable", "no arm given restraint", math.NaN(), math.NaN(), "Restraint does the same: not testable, no arm given restraint.", "needs restraint")
	estimates := table.New("estimates", text("claim"), text("part"), text("measure"), text("at"), text("reading"), text("verdict"), text("because"), text("kind"), number("effect"), text("unit"),
		number("lo"), number("hi"), number("no_effect"), number("p"), number("least_p"), text("test"), text("groups"), text("animals"))
	values := table.New("values", text("claim"), text("part"), text("measure"), text("unit"), text("reading"), text("group"), text("animal"), number("value"))
	for i, reading := range []string{"as scored", "corrected"} {
		estimates.Append("C1", "C1", "formation", "24 h", reading, "supported", "", "difference", 0.2-0.05*float64(i), "", 0.1, 0.3, 0., 0.004, 0.0001, "Welch", "drug; vehicle", "4; 4")
		for k := range 8 {
			group, by := "drug", 0.2
			if k >= 4 {
				group, by = "vehicle", 0
			}
			values.Append("C1", "C1", "formation", "", reading, group, animalName(k), 0.1+by+0.01*float64(k%4))
		}
	}
	left := table.New("left_out", text("what"), text("why"))
	left.Append("animal d1, session late", "late.tif: no such file")
	bouts := table.New("bouts", text("animal"), text("session"), text("state"), number("from_s"), number("to_s"))
	transients := table.New("transients", text("animal"), text("session"), number("onset_s"))
	events := table.New("ensemble_events", text("animal"), text("session"), number("from_s"), number("participation"))
	for k := range 8 {
		bouts.Append(animalName(k), "tail", "immobile", 0., 100.+float64(k))
		bouts.Append(animalName(k), "tail", "struggling", 100.+float64(k), 360.)
		transients.Append(animalName(k), "tail", 50.)
		events.Append(animalName(k), "calcium", 10.*float64(k), 0.3)
	}
	return []*table.Table{verdicts, estimates, values, left, bouts, transients, events}
}

func animalName(k int) string { return fmt.Sprintf("%c%d", "dv"[k/4], k%4+1) }

func studyInput(t *testing.T) StudyInput {
	arm := func(id string, from int) DesignArm {
		a := DesignArm{ID: id, Purpose: "arm of " + id, Done: []plot.SpanMark{{Name: id, From: 0, To: 0, Colour: plot.Blue}}}
		for k := range 4 {
			a.Animals = append(a.Animals, animalName(from+k))
		}
		return a
	}
	return StudyInput{Title: "Study <A> & B", Lead: "Time zero: injection", Arms: []DesignArm{arm("drug", 0), arm("vehicle", 4)},
		Sessions: []DesignSession{{Kind: "spines", Hours: []float64{-24, 24}}, {Kind: "tail-suspension", Hours: []float64{24}}},
		Flow:     []FlowRow{{"drug", "spines", 4, 8, 7, 4}, {"drug", "tail-suspension", 4, 0, 0, 4}, {"vehicle", "spines", 4, 0, 0, 4}},
		Tables:   studyTables(), Overlays: []Picture{{Name: "d1", Data: tinyPNG(t, 8, 6)}}, Methods: []string{"As declared."},
		Inputs: []File{{Name: "d1.tif", Bytes: 1 << 20, SHA256: "9f86", Note: "animal d1"}}, Provenance: []Fact{{"program", "respine 0.0.0"}}}
}

func writeStudy(t *testing.T, in StudyInput) string {
	t.Helper()
	var b bytes.Buffer
	if err := Study(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStudyGolden(t *testing.T) {
	got := writeStudy(t, studyInput(t))
	const path = "testdata/study.html"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Errorf("the page differs from %s from byte %d on:\n%s", path, at, got[max(0, at-80):min(len(got), at+200)])
	}
}

// TestStudyPage: what a reviewer looks for is there, once, and text of the data is
// no markup.
func TestStudyPage(t *testing.T) {
	tree := parse(t, writeStudy(t, studyInput(t)))
	flow := tree.section(t, "flow").cells(0)
	if len(flow) != 3 || flow[1][1] != "4 of 47 of 8 recordings" || flow[2][2] != "–" {
		t.Errorf("flow %q", flow)
	}
	if got := tree.section(t, "flow").cells(1); got[1][1] != "late.tif: no such file" {
		t.Errorf("left out %q", got)
	}
	cards := tree.section(t, "cards").all("article")
	if len(cards) != 2 || len(cards[0].all("svg")) != 1 || len(cards[1].all("svg")) != 0 || !strings.Contains(cards[1].text, "no arm given restraint") {
		t.Errorf("%d cards", len(cards))
	}
	if folded := tree.section(t, "cards").all("details"); len(folded[len(folded)-1].all("article")) != 1 || !strings.Contains(folded[len(folded)-1].text, "1 claim not testable") {
		t.Error("claims that are not testable are not folded away")
	}
	if text := cards[0].text; strings.Contains(text, "as scored") || !strings.Contains(text, "uncorrected") || strings.Count(text, "formation, at 24 h") != 3 {
		t.Errorf("readings and sessions of the first card: %s", text)
	}
	if strings.Contains(cards[0].text, "holds if") || !strings.Contains(cards[1].text, "holds if C2.a and C2.b") {
		t.Error("a claim of one part is told to hold if it holds")
	}
	behaviour := tree.section(t, "behaviour").text
	if !strings.Contains(behaviour, "first 3 animals") || strings.Contains(behaviour, "d4") || !strings.Contains(behaviour, "v3") {
		t.Error("the lines are not those of the first three animals of every arm")
	}
	if n := len(tree.all("script")); n != 0 || tree.all("h1")[0].text != "Study <A> & B" {
		t.Error("text became markup")
	}
}

// TestStudyOfNothing: whatever is missing is told, and the page is whole.
// A line of the survival chart says of how many animals and spines it is, fields of one
// animal together; an arm without spines has none.
func TestSurvivalSizes(t *testing.T) {
	s := table.New("survival", table.String("animal", ""), table.String("spines", ""), table.String("session_start", ""), table.Float("days", ""), table.Int("judged", ""), table.Int("present", ""))
	for _, animal := range []string{"d1", "d1", "d2"} { // d1 has two fields
		s.Append(animal, "all", "s0", 0., 10, 10)
		s.Append(animal, "all", "s0", 2., 8, 6)
	}
	s.Append("v1", "all", "s0", 2., 0, 0)
	in := studyInput(t)
	in.Tables = append(in.Tables, s)
	got := parse(t, writeStudy(t, in)).section(t, "survival").text
	if !strings.Contains(got, "drug: 2 animals, 30 spines") || strings.Contains(got, "vehicle:") {
		t.Errorf("%q", got)
	}
}

// Claims that can be judged stand before those that cannot.
func TestTestableFirst(t *testing.T) {
	v := table.New("verdicts", table.String("verdict", ""))
	for _, word := range []string{"not testable", "refuted", "not testable", "premise"} {
		v.Append(word)
	}
	if got := fmt.Sprint((rows{v}).testableFirst()); got != "[1 3 0 2]" {
		t.Error(got)
	}
}

func TestStudyOfNothing(t *testing.T) {
	page := writeStudy(t, StudyInput{Title: "empty"})
	if n := strings.Count(page, `class="missing"`); n < 8 || !strings.HasSuffix(strings.TrimSpace(page), "</html>") {
		t.Errorf("%d sections say what is missing", n)
	}
}

// TestStudyFigures: every chart of the page is a figure with a name of its own.
func TestStudyFigures(t *testing.T) {
	names := map[string]bool{}
	for _, f := range studyInput(t).Figures() {
		if names[f.Name] || !bytes.HasPrefix(f.Data, []byte("<svg")) {
			t.Errorf("figure %s", f.Name)
		}
		names[f.Name] = true
	}
	for _, want := range []string{"design-1", "C1-1", "behaviour-1", "ensembles-1"} {
		if !names[want] {
			t.Errorf("no figure %s", want)
		}
	}
}
