package report

import (
	"regexp"
	"strings"
	"testing"

	"respine/table"
)

// Photometry is another session at the same hour: its transients are drawn below
// behaviour, 2 of d1 and none of an hour later; without any, nothing speaks of them.
func TestTransientsOfTheSameHour(t *testing.T) {
	in := studyInput(t)
	in.Moments = []Moment{{"tail", "tail-suspension", 24}, {"light", "photometry", 24}, {"late", "photometry", 25}}
	for i, one := range in.Tables {
		if one.Name == "transients" {
			other := table.New("transients", table.String("animal", ""), table.String("session", ""), table.Float("onset_s", "s"))
			other.Append("d1", "light", 50.)
			other.Append("d1", "light", 70.)
			other.Append("d2", "late", 70.)
			in.Tables[i] = other
		}
	}
	strokes := func(svg string) int { return strings.Count(svg, `stroke="#D55E00"`) }
	got := figureNamed(t, in, "behaviour-1")
	if n := strokes(got); n != 3 || !strings.Contains(got, ">transient<") { // 2 and the legend
		t.Errorf("%d strokes", n)
	}
	in.Moments = nil
	got = figureNamed(t, in, "behaviour-1")
	if n := strokes(got); n != 0 || strings.Contains(got, "transient") {
		t.Errorf("%d strokes without photometry", n)
	}
	if text := parse(t, writeStudy(t, in)).section(t, "behaviour").text; strings.Contains(text, "Strokes") {
		t.Error("the text speaks of strokes")
	}
}

// The axis ends with the movie, of 1050 frames at 10 Hz though only 85 s could be used,
// not at the last event drawn, 60 s.
func TestRastersEndWithTheMovie(t *testing.T) {
	in := studyInput(t)
	movies := table.New("movies", table.String("animal", ""), table.String("session", ""), table.Float("seconds", "s"), table.Int("frames", ""), table.Float("rate_hz", "Hz"))
	for k := range 8 {
		movies.Append(animalName(k), "calcium", 85., 1050, 10.)
	}
	in.Tables = append(in.Tables, movies)
	got := figureNamed(t, in, "ensembles-1")
	if !strings.Contains(got, ">100<") {
		t.Errorf("the axis has no 100 s: %s", regexp.MustCompile(`>\d+<`).FindAllString(got, -1))
	}
	in.Tables[len(in.Tables)-1] = movies.Select("animal", "session", "seconds")
	if got := figureNamed(t, in, "ensembles-1"); strings.Contains(got, ">100<") || !strings.Contains(got, ">80<") {
		t.Errorf("seconds alone: %s", regexp.MustCompile(`>\d+<`).FindAllString(got, -1))
	}
}

func figureNamed(t *testing.T, in StudyInput, name string) string {
	t.Helper()
	for _, f := range in.Figures() {
		if f.Name == name {
			return string(f.Data)
		}
	}
	t.Fatalf("no figure %s", name)
	return ""
}
